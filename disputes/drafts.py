"""暂存: what an officer has typed so far, kept on the server exactly as typed (五(一), R030).

A page carries a key from its first moment, which is the draft's seal number; so saving twice, or
again after a crash, is saving the same draft.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from confidentiality.sealing import open_sealed, open_sealed_json
from departments.models import Officer
from disputes.choices import PartyRole, State
from disputes.forms.page import RegistrationPage
from disputes.forms.page_words import ASKED
from disputes.forms.registration import PARTY_FIELDS, ROLES
from disputes.intake import save_draft, unwritten
from disputes.models import Dispute
from disputes.registration import keep_typed, own_department
from web.kept import NOT_TYPED
from web.statements import compiled

_PLAIN = (
    "channel",
    "source_platform",
    "source_number",
    "town",
    "place",
    "urgency",
    "category",
    "amount",
    "people_count",
    "facts",
    "claim",
)


#: Names the page that is typed in, as long as it is open.
TAB = "tab"


class NotYourDraft(Exception):
    """The key belongs to something else."""


def begun(officer: Officer, key: UUID) -> Dispute | None:
    """His draft with this key, if it was saved already."""
    found: Dispute | None = Dispute.objects.typed_by(officer).filter(seal_id=key).first()
    return found


def become(officer: Officer, key: UUID) -> Dispute | None:
    """His draft with this key, or what became of it: a second click on 登记 leads there."""
    found: Dispute | None = next(iter(_with_key(officer=officer.pk, key=key)), None)
    if found is None:  # nor a draft of his
        return None
    if found.state == State.DRAFT:
        return begun(officer, key)
    still: Dispute | None = Dispute.objects.visible_to(officer).filter(pk=found.pk).first()
    return still


@compiled(officer=int, key=UUID)
def _with_key(officer: int, key: UUID) -> QuerySet[Dispute]:
    mine = Q(first_contact_officer=officer) | Q(responsible_officer=officer)
    return Dispute.objects.filter(mine, seal_id=key)


def begin(officer: Officer, key: UUID) -> Dispute:
    """His draft with this key, made when it is not there yet."""
    return begun(officer, key) or _first(officer, key, save_draft)


def keep(officer: Officer, key: UUID, page: RegistrationPage, draft: Dispute | None) -> Dispute:
    """All of it as typed, sealed; and as a dispute whatever of it makes sense."""
    page.is_valid()
    write = partial(_keep, officer, page)
    return _first(officer, key, write) if draft is None else write(draft)


def _first(officer: Officer, key: UUID, write: Callable[[Dispute], Dispute]) -> Dispute:
    """A new draft, or the one that another request wrote at this moment."""
    try:
        with transaction.atomic():
            return write(unwritten(officer, own_department(officer), seal_id=key))
    except IntegrityError as error:
        draft = begun(officer, key)
        if draft is None:
            raise NotYourDraft from error
        return write(draft)


@transaction.atomic(savepoint=False)
def _keep(officer: Officer, page: RegistrationPage, draft: Dispute) -> Dispute:
    typed = {name: values for name, values in page.posted.lists() if name not in NOT_TYPED}
    whole = not page.errors
    kept, page.is_kept = keep_typed(officer, typed, draft, page.registration(), whole=whole)
    return kept


@dataclass(frozen=True)
class Differing:
    """A field that two pages of one draft hold differently."""

    label: str
    there: str
    here: str


def is_overtaken(draft: Dispute, posted: QueryDict | Mapping[str, str]) -> bool:
    """Another page has kept this draft since the one that is sent was drawn (R107)."""
    seen, tab = posted.get("version", ""), posted.get(TAB, "")
    if not tab or seen == str(draft.version):
        return False
    kept_by = (open_sealed_json(draft.typed) or {}).get(TAB)
    return kept_by != [tab] if kept_by else seen.isdecimal()


def differing(
    draft: Dispute, here: Mapping[str, list[str]], page: RegistrationPage
) -> list[Differing]:
    """What was kept beside what stands on this page, field by field."""
    there = dict(typed_in(draft).lists())
    told = [
        Differing(page.told(name), page.words(there.get(name, [])), page.words(here.get(name, [])))
        for name in page.fields
        if name in there or name in here
    ]
    return [each for each in told if each.there != each.here]


def typed_in(draft: Dispute) -> QueryDict:
    """What the page shows again: as typed, or as it stands when it came back (退回补充)."""
    typed = open_sealed_json(draft.typed)
    shown = QueryDict(mutable=True)
    for name, values in (typed or _as_it_stands(draft)).items():
        shown.setlist(name, values)
    return shown


def is_from_typed(draft: Dispute) -> bool:
    """Whether its page shows his own typing, so that nobody's sealed data are opened for it."""
    return not draft.typed.is_blank


def _as_it_stands(draft: Dispute) -> dict[str, list[str]]:
    """A draft that was returned, continues an ended dispute, or came by the API."""
    shown = {name: [str(getattr(draft, name) or "")] for name in _PLAIN}
    if draft.visited_at:
        shown["visited_at"] = [f"{timezone.localtime(draft.visited_at):%Y-%m-%d %H:%M}"]
    for name in ("period_start", "period_end"):
        shown[name] = [str(getattr(draft, name) or "")]
    for name in ("anonymous", "confidential_report"):
        shown[name] = ["on"] if getattr(draft, name) else []
    shown["insurance_types"] = list(draft.insurance_types)
    shown["signal"] = [name for name in ASKED if draft.signals.get(name)]
    shown["units"] = [str(draft.signals.get("units") or "")]
    for role in map(str, ROLES):
        shown |= _party_as_it_stands(draft, role)
    return shown | _representatives_as_they_stand(draft)


def _party_as_it_stands(draft: Dispute, role: str) -> dict[str, list[str]]:
    party = draft.party(role)
    if party is None:
        return {}
    values: dict[str, Any] = {"kind": party.kind}  # Any: a text or a sealed one
    for name in PARTY_FIELDS[1:-1]:
        values[name] = open_sealed(getattr(party, name))
    if party.department is not None:
        values["department"] = party.department.code
    values["name"] = party.unit_name or values["name"]
    return {f"{role}.{name}": [value] for name, value in values.items()}


def _representatives_as_they_stand(draft: Dispute) -> dict[str, list[str]]:
    shown = {}
    rows = [party for party in draft.parties.all() if party.role == PartyRole.REPRESENTATIVE]
    for place, party in enumerate(rows, 1):
        shown[f"rep{place}.name"] = [open_sealed(party.name)]
        shown[f"rep{place}.phone"] = [open_sealed(party.phone)]
    return shown


@transaction.atomic
def discard(draft: Dispute) -> bool:
    """删除: only what never had a number; its files go too."""
    locked = Dispute.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if locked.state != State.DRAFT or locked.number:
        return False
    for material in locked.materials.all():
        material.file.delete(save=False)
        material.delete()
    locked.delete()
    return True
