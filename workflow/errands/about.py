"""Which cases the words of an errand may be about, so that they name nobody of them (R092)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from disputes.models import Dispute
from disputes.models.numbering import IN_A_SENTENCE
from workflow.models import AgendaItem, Errand


def cases_about(errands: Iterable[Errand]) -> dict[int, list[Dispute]]:
    """By errand: the agenda it came from and whatever its words name, in fixed statements."""
    told = {each.pk: set(IN_A_SENTENCE.findall(_words(each))) for each in errands}
    found: dict[int, set[int]] = defaultdict(set)
    for errand, dispute in _met(told):
        found[errand].add(dispute)
    named = set().union(*told.values()) if told else set()
    if not (named or found):
        return {}
    wanted = Q(number__in=named) | Q(pk__in=set().union(*found.values()))
    rows = Dispute.objects.filter(wanted).order_by().prefetch_related("parties")
    cases = {each.pk: each for each in rows}
    for errand, numbers in told.items():
        found[errand] |= {pk for pk, each in cases.items() if each.number in numbers}
    return {errand: [cases[pk] for pk in sorted(pks)] for errand, pks in found.items() if pks}


def _met(errands: Iterable[int]) -> list[tuple[int, int]]:
    """(errand, case): what else stood on the agenda whose topic it carries out."""
    beside = {"meeting__items__dispute__isnull": False}
    topics = AgendaItem.objects.filter(errand__in=list(errands), **beside)
    return list(topics.order_by().values_list("errand", "meeting__items__dispute"))


def _words(errand: Errand) -> str:
    return f"{errand.question} {errand.answer} {errand.conclusion}"
