"""Keeping a draft: what was typed becomes a dispute and its parties, the names sealed (五(一))."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.datastructures import MultiValueDict

from confidentiality.sealing import open_sealed
from departments.models import Department
from departments.roles import CASE_ROLES
from departments.sortkey import sort_key
from disputes.choices import UNIT_KINDS, State, Urgency
from disputes.forms.registration import PARTY_FIELDS, ROLES, RegistrationForm
from disputes.intake import new_draft, search_text
from disputes.models import Dispute, Party

if TYPE_CHECKING:
    from departments.models import Officer

#: Columns that are never null: an emptied field goes back to these.
_BLANKS = {"people_count": 1, "urgency": Urgency.NORMAL}


class NotADraft(Exception):
    """Registered meanwhile, or saved by another window; nothing was changed (R107)."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def flat(data: Mapping[str, Any]) -> dict[str, Any]:  # Any: JSON
    """`{"payer": {"phone": 1}}` as `{"payer.phone": 1}`; what a page posts is flat already."""
    if isinstance(data, MultiValueDict):
        return data
    fields = dict(data)
    errors: dict[str, str] = {}
    for role in map(str, ROLES):
        given = fields.pop(role, {})
        if given is None:
            given = dict.fromkeys(PARTY_FIELDS, "")
        if isinstance(given, Mapping):
            fields |= {f"{role}.{name}": value for name, value in given.items()}
        else:
            errors[role] = '应为键值形式，例如 {"name": "…"}。'
    if errors:
        raise ValidationError(errors)
    return fields


def save_registration(
    officer: Officer,
    data: Mapping[str, Any],  # Any: JSON, or what a page posted
    draft: Dispute | None = None,
    *,
    whole: bool = False,
    version: int | None = None,
) -> Dispute:
    """Make or change a draft; ValidationError with the sentences per field when malformed.

    `whole`: the data are a page's whole form, so that an absent tick means no. What the procedure
    sets (number, state, departments …) is not in the form and is passed over.
    """
    form = _understood(data, draft, whole=whole)
    with transaction.atomic():
        kept = _locked(officer, draft, version)
        _write(kept, form)
        return kept


@transaction.atomic(savepoint=False)
def keep_typed(
    officer: Officer,
    typed: dict[str, Any],  # Any: what a page posted
    draft: Dispute | None = None,
    data: Mapping[str, Any] | None = None,
) -> tuple[Dispute, bool]:
    """Exactly what a page holds now, sealed and unchecked, so that nothing typed is ever lost.

    `data`, what makes sense of it, is written with it; False when it goes ill with what was kept
    before and only the typing was kept.
    """
    kept = _locked(officer, draft, None)
    kept.typed = typed
    try:
        form = _understood(data or {}, kept, whole=False)
    except ValidationError:
        kept.save()
        return kept, False
    _write(kept, form)
    return kept, True


def _understood(
    data: Mapping[str, Any],  # Any: JSON, or what a page posted
    draft: Dispute | None,
    *,
    whole: bool,
) -> RegistrationForm:
    form = RegistrationForm(flat(data), partial=not whole, initial=_as_it_was(draft))
    if not form.is_valid():
        raise ValidationError({name: list(messages) for name, messages in form.errors.items()})
    return form


def own_department(officer: Officer) -> Department:
    """The department he registers for: that of his first case post (R039)."""
    for post in officer.posts_today:
        if post.role in CASE_ROLES:
            return post.department
    raise LookupError("没有受理岗位的人员不能登记。")


def _as_it_was(draft: Dispute | None) -> dict[str, object]:
    """Values that a partial change is checked against."""
    if draft is None:
        return {}
    kinds = {f"{party.role}.kind": party.kind for party in draft.parties.all()}
    return {"period_start": draft.period_start, "period_end": draft.period_end, **kinds}


def _locked(officer: Officer, draft: Dispute | None, version: int | None) -> Dispute:
    if draft is None:
        return new_draft(officer, own_department(officer))
    rows = Dispute.objects.select_for_update(of=("self",)).prefetch_related("parties")
    kept: Dispute = rows.get(pk=draft.pk)
    if kept.state != State.DRAFT:
        raise NotADraft(f"现在的状态是“{kept.get_state_display()}”，只有暂存件可以修改。")
    if version is not None and version != kept.version:
        raise NotADraft("您打开后该件已在别处修改，请刷新后再改。")
    kept.version += 1
    return kept


def _write(draft: Dispute, form: RegistrationForm) -> None:
    cleaned = form.cleaned_data
    for name, value in cleaned.items():
        if "." not in name:
            setattr(draft, name, value if value not in (None, "") else _BLANKS.get(name, value))
    present = {party.role: party for party in draft.parties.all()}
    fresh = [
        _write_party(draft, role, _of(cleaned, role), present.get(role)) for role in map(str, ROLES)
    ]
    if any(fresh):
        read_parties_again(draft)
    draft.search_text = search_text(draft)
    draft.save()


def read_parties_again(draft: Dispute) -> None:
    """The parties as they are now, read once for whoever asks next."""
    getattr(draft, "_prefetched_objects_cache", {}).clear()
    models.prefetch_related_objects([draft], "parties")


def _of(cleaned: Mapping[str, Any], role: str) -> dict[str, str]:  # Any: values of many types
    return {
        name.partition(".")[2]: value
        for name, value in cleaned.items()
        if name.startswith(f"{role}.")
    }


def _write_party(draft: Dispute, role: str, given: dict[str, str], party: Party | None) -> bool:
    """Whether a row is new; one nothing was said of has none. A unit's name is open."""
    is_new = party is None
    if party is None:
        if not any(given.values()):
            return False
        party = Party(dispute=draft, role=role)
    elif not given:
        return False
    name = given.pop("name", party.unit_name or open_sealed(party.name))
    for field, value in given.items():
        setattr(party, field, value)
    is_unit = party.kind in UNIT_KINDS
    party.unit_name, party.name = (name, "") if is_unit else ("", name)
    party.unit_sort_key = sort_key(party.unit_name)
    party.save()
    return is_new
