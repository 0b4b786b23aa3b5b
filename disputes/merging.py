"""Which cases one may go into: open ones that the officer sees, the payer's own first (R043)."""

from __future__ import annotations

from typing import Final

from django.db.models import Case, Exists, OuterRef, Value, When

from departments.models import Category, Officer
from disputes.choices import WITH_PARTIES, PartyRole, State
from disputes.models import Dispute, Party
from disputes.words import payer_words

MOST: Final = 30


def candidates(dispute: Dispute, officer: Officer) -> list[tuple[str, str]]:
    """(number, whose and about what), the same payer's first, then the same category's."""
    rows = Dispute.objects.visible_to(officer).open().exclude(pk=dispute.pk)
    rows = rows.exclude(state__in={State.DRAFT, State.AWAITING_SIGNOFF, *WITH_PARTIES})
    near = Case(
        When(Exists(_of_same_payer(dispute)), then=Value(0)),
        When(category=dispute.category, then=Value(1)),
        default=Value(2),
    )
    found = rows.for_lines().annotate(near=near).order_by("near", "-pk")[:MOST]
    names = dict(Category.objects.values_list("code", "name"))
    return [(str(each), _words(each, names)) for each in found]


def _of_same_payer(dispute: Dispute):  # type: ignore[no-untyped-def]  # a queryset of parties
    payer = dispute.payer
    parties = Party.objects.filter(dispute=OuterRef("pk"), role=PartyRole.PAYER)
    if payer is None or not (payer.id_number_index or payer.unit_name):
        return parties.none()
    if payer.id_number_index:
        return parties.filter(id_number_index__in=payer.indexes_of("id_number"))
    return parties.filter(unit_name=payer.unit_name)


def _words(dispute: Dispute, names: dict[str, str]) -> str:
    said = (payer_words(dispute), names.get(dispute.category, dispute.category))
    return "　".join([*said, str(dispute.get_state_display())])
