"""Keeping a draft: what was typed becomes a dispute and its parties, the names sealed (五(一))."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.datastructures import MultiValueDict

from confidentiality.sealing import open_sealed
from departments.models import Department, Officer
from departments.roles import STAFF
from disputes.choices import PartyRole, State, Urgency, kind_of_member, names_a_unit
from disputes.forms.registration import PARTY_FIELDS, ROLES, RegistrationForm
from disputes.intake import save_draft, search_text, unwritten
from disputes.models import Dispute, Party
from web.refusals import NotAllowed

#: Columns that are never null: an emptied field goes back to these.
_BLANKS = {"people_count": 1, "urgency": Urgency.NORMAL}


class NotADraft(NotAllowed):
    """Registered meanwhile, or saved by another window; nothing was changed (R107)."""


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
    cleaned = _understood(data, draft, whole=whole)
    with transaction.atomic():
        kept = _locked(officer, draft, version)
        _write(kept, cleaned)
        return kept


def not_registered(data: Mapping[str, Any]) -> set[str]:  # Any: JSON
    """Names of what was sent that registration has no field for."""
    return set(flat(data)) - {*RegistrationForm().fields, "receiving_department"}


@transaction.atomic(savepoint=False)
def keep_typed(
    officer: Officer,
    typed: dict[str, Any],  # Any: what a page posted
    draft: Dispute | None = None,
    data: Mapping[str, Any] | None = None,
    *,
    whole: bool = False,
) -> tuple[Dispute, bool]:
    """Exactly what a page holds now, sealed and unchecked, so that nothing typed is ever lost.

    `data`, what makes sense of it, is written with it; False when it goes ill with what was kept
    before and only the typing was kept. `whole`: the page's own form passed all of it, so that
    nothing kept before can go ill with it.
    """
    kept = _locked(officer, draft, None)
    kept.typed = typed
    try:
        cleaned = dict(data or {}) if whole else _understood(data or {}, kept, whole=False)
    except ValidationError:
        save_draft(kept)
        return kept, False
    _write(kept, cleaned)
    return kept, True


def _understood(
    data: Mapping[str, Any],  # Any: JSON, or what a page posted
    draft: Dispute | None,
    *,
    whole: bool,
) -> dict[str, Any]:  # Any: values of many types
    form = RegistrationForm(flat(data), partial=not whole, initial=_as_it_was(draft))
    if not form.is_valid():
        raise ValidationError({name: list(messages) for name, messages in form.errors.items()})
    return form.cleaned_data


def own_department(officer: Officer) -> Department:
    """The department he registers for: that of his first case post (R039)."""
    for post in officer.posts_today:
        if post.role in STAFF:
            return post.department
    raise LookupError("没有受理岗位的人员不能登记。")


def _as_it_was(draft: Dispute | None) -> dict[str, object]:
    """Values that a partial change is checked against."""
    if draft is None or not draft.pk:
        return {}
    kinds = {f"{party.role}.kind": party.kind for party in draft.parties.all()}
    return {"period_start": draft.period_start, "period_end": draft.period_end, **kinds}


def _locked(officer: Officer, draft: Dispute | None, version: int | None) -> Dispute:
    if draft is None:
        return unwritten(officer, own_department(officer))
    if not draft.pk:
        return draft
    rows = Dispute.objects.select_for_update(of=("self",)).prefetch_related("parties")
    kept: Dispute = rows.get(pk=draft.pk)
    if kept.state != State.DRAFT:
        raise NotADraft(f"现在的状态是“{kept.get_state_display()}”，只有暂存件可以修改。")
    if version is not None and version != kept.version:
        raise NotADraft("您打开后该件已在别处修改，请刷新后再改。")
    kept.version += 1
    return kept


def _write(draft: Dispute, cleaned: Mapping[str, Any]) -> None:  # Any: values of many types
    own = _fill_in(draft, cleaned)
    save_draft(draft)
    _save_own(draft, own, cleaned)


def rewrite(dispute: Dispute, cleaned: Mapping[str, Any]) -> None:  # Any: values of many types
    """更正: the same of a registered dispute, whose own row the caller saves."""
    own = {name: value for name, value in cleaned.items() if name.count(".") < 2}
    joined = [party for party in dispute.parties.all() if party.of_id is not None]
    told = {party: _of(cleaned, f"{party.of_id}.{party.role}") for party in joined}
    for party, given in told.items():
        if given:
            _fill(party, given)
            party.save()
    _save_own(dispute, _fill_in(dispute, own), own)


def _fill_in(draft: Dispute, cleaned: Mapping[str, Any]) -> list[Party]:  # Any: as above
    """In memory; the matter's own people, told of or not."""
    for name, value in cleaned.items():
        if "." not in name and name != "representatives":
            setattr(draft, name, value if value not in (None, "") else _BLANKS.get(name, value))
    said = {role: given for role in map(str, ROLES) if (given := _of(cleaned, role))}
    everybody = list(draft.parties.all()) if draft.pk else []
    parties = [each for each in everybody if not each.of_id]
    known = {party.role for party in parties}
    new = [role for role, given in said.items() if role not in known and any(given.values())]
    parties += [Party(dispute=draft, role=role) for role in new]
    for party in parties:
        if party.role in said:
            _fill(party, said[party.role])
    draft.search_text = search_text(draft, [*parties, *(p for p in everybody if p.of_id)])
    return parties


def _save_own(
    draft: Dispute,
    own: list[Party],
    cleaned: Mapping[str, Any],  # Any: as above
) -> None:
    _save_parties(draft, [party for party in own if _of(cleaned, party.role)])
    if "representatives" in cleaned:
        _keep_representatives(draft, own, cleaned["representatives"])


def _save_parties(draft: Dispute, parties: list[Party]) -> None:
    """Those that are new in one statement; the draft they belong to has its row."""
    for party in parties:
        if party.pk:
            party.save()
    fresh = [party for party in parties if not party.pk]
    if fresh:
        Party.objects.bulk_create(fresh)
        forget_parties(draft)


def _keep_representatives(
    draft: Dispute, parties: list[Party], rows: list[tuple[str, str]]
) -> None:
    """代表人 of a group, in the order in which they were named (R042)."""
    present = [party for party in parties if party.role == PartyRole.REPRESENTATIVE]
    before = [(open_sealed(party.name), open_sealed(party.phone)) for party in present]
    if sorted(before) == sorted(rows):
        return
    draft.parties.filter(role=PartyRole.REPRESENTATIVE, of=None).delete()
    payer = next((each for each in parties if each.role == PartyRole.PAYER), None)
    if draft.number and payer is not None:
        payer.forget(told for party in present for told in party.in_clear())
        payer.save()
    for name, phone in rows:
        Party.objects.create(dispute=draft, role=PartyRole.REPRESENTATIVE, name=name, phone=phone)
    forget_parties(draft)


def forget_parties(draft: Dispute) -> None:
    """Rows came or went: whoever asks next reads them as they are now."""
    getattr(draft, "_prefetched_objects_cache", {}).clear()


def _of(cleaned: Mapping[str, Any], role: str) -> dict[str, str]:  # Any: values of many types
    return {
        name.removeprefix(f"{role}."): value
        for name, value in cleaned.items()
        if name.startswith(f"{role}.")
    }


def _fill(party: Party, given: dict[str, str]) -> None:
    """What was said of a party; a unit's name is open."""
    before = party.in_clear() if party.pk and party.dispute.number else []
    if "department" in given:
        code = given.pop("department")
        member = Department.objects.filter(code=code).first() if code else None
        party.department = member
        given["name"] = given.get("name") or (member.name if member else "")
    elif party.department is not None and given.get("name", party.unit_name) != party.unit_name:
        party.department = None  # it was another one; who it is now is told by its name
    name = given.pop("name", party.unit_name or open_sealed(party.name))
    for field, value in given.items():
        setattr(party, field, value)
    if party.department is not None:
        party.kind = kind_of_member(party.department.code)
    is_unit = party.role != PartyRole.AGENT and names_a_unit(party.kind, name)
    party.unit_name, party.name = (name, "") if is_unit else ("", name)
    party.forget(before)
