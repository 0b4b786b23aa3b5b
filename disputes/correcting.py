"""更正: what may be corrected of a registered dispute, and what each value is in words (五(一))."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils import timezone

from confidentiality.sealing import open_sealed
from disputes.choices import UNIT_KINDS, PartyRole
from disputes.forms.registration import (
    PARTY_FIELDS,
    RegistrationForm,
    RepresentativesField,
    party_fields,
)
from disputes.models import Dispute, Party

#: Not these: whoever is unnamed stays so until he is named, and the signs are weighed anew whenever
#: the severity is.
KEPT: Final = frozenset({"anonymous", "signals"})
#: Asked for after the review as well, and never taken back: what was kept secret stays so (R075).
SECRECY: Final = "confidential_report"
#: A blank here means that nobody said anything.
NEVER_BLANK: Final = frozenset({"people_count", "urgency"})
CONTACT: Final = frozenset({"phone", "address", "contact"})
#: What a party says of itself that is never shown in clear.
_SEALED: Final = frozenset(PARTY_FIELDS) - {"kind", "name", "department"}


class RepresentativesLines(RepresentativesField):
    """A page types them one a line, name and phone (R042)."""

    widget = forms.Textarea

    def __init__(self) -> None:
        super().__init__("代表人")
        self.widget.attrs["rows"] = 5  # at most so many
        self.help_text = "每行一名：姓名 电话；要改的，全部代表人重新填写"

    def to_python(self, value: Any) -> list[tuple[str, str]]:  # Any: lines of a page, or JSON
        if not isinstance(value, str):
            return super().to_python(value)
        lines = [line.split(maxsplit=1) for line in value.splitlines() if line.strip()]
        return super().to_python([(name, "".join(phone)) for name, *phone in lines])


@dataclass(frozen=True)
class Change:
    """One field before and after, in words."""

    field: str
    label: str
    before: str
    after: str
    is_sealed: bool


def correctable(dispute: Dispute | None = None) -> dict[str, forms.Field]:
    """The fields of registration that may be corrected, by name.

    Of `dispute` also those of whoever a merged case has brought: `17.payer.phone` (R043).
    """
    form = RegistrationForm()
    fields = {name: field for name, field in form.fields.items() if name not in KEPT}
    fields[SECRECY].help_text = "缴费人后来要求保密的，勾选；登记以后不能取消"
    if dispute is not None and dispute.confidential_report:
        del fields[SECRECY]
    fields["representatives"] = RepresentativesLines()
    for party in joined_parties(dispute) if dispute else ():
        for name, field in party_fields(PartyRole(party.role)).items():
            field.label = f"并案{field.label}"
            fields[f"{party.of_id}.{name}"] = field
    return fields


def is_contact(name: str) -> bool:
    """How somebody is reached: all that still matters where he is only to be told."""
    return "." in name and name.rpartition(".")[2] in CONTACT


def joined_parties(dispute: Dispute) -> list[Party]:
    """Payers and other sides that came with merged cases."""
    both = {PartyRole.PAYER, PartyRole.COUNTERPARTY}
    return [p for p in dispute.parties.all() if p.of_id is not None and p.role in both]


def representatives(dispute: Dispute) -> list[tuple[str, str]]:
    """Name and phone of those who speak for the matter's own group, in clear (R042)."""
    own = [p for p in dispute.parties.all() if p.of_id is None]
    spoken = [p for p in own if p.role == PartyRole.REPRESENTATIVE]
    return [(open_sealed(p.name), open_sealed(p.phone)) for p in spoken]


def party_named(dispute: Dispute, name: str) -> Party | None:
    """Whose field it is; none for the matter's own, and for somebody not registered yet."""
    of, role = _whose(name)
    return next((p for p in dispute.parties.all() if (p.of_id, p.role) == (of, role)), None)


def _whose(name: str) -> tuple[int | None, str]:
    """The merged case, if any, and the role: of `payer.phone`, of `17.payer.phone`."""
    *of, role, _ = name.split(".") if "." in name else ["", ""]
    return (int(of[0]) if of else None), role


def is_sealed(name: str, party: Party | None = None) -> bool:
    """A person's own facts; the name of a unit is open."""
    field = name.rpartition(".")[2]
    if "." not in name or field in {"kind", "department"}:
        return name == "representatives"
    return field in _SEALED or party is None or party.kind not in UNIT_KINDS


def value_of(dispute: Dispute, name: str) -> Any:  # Any: values of many types
    """As it stands, in clear."""
    if name == "representatives":
        return representatives(dispute)
    if "." not in name:
        return getattr(dispute, name)
    party, field = party_named(dispute, name), name.rpartition(".")[2]
    if party is None:
        return ""
    if field == "kind":
        return party.kind
    if field == "department":
        return party.department.code if party.department else ""
    if field == "name":
        return party.unit_name or open_sealed(party.name)
    return open_sealed(getattr(party, field))


def as_it_was(dispute: Dispute) -> dict[str, Any]:  # Any: as above
    """Open values for a form to begin with; what is sealed is typed anew or left alone."""
    return {
        name: value_of(dispute, name)
        for name in correctable(dispute)
        if not is_sealed(name, party_named(dispute, name))
    }


def changes(dispute: Dispute, given: Mapping[str, Any]) -> list[Change]:  # Any: as above
    """Those of the given values that differ from what stands there, in the order of the form."""
    fields = correctable(dispute)
    found = [_change(dispute, name, fields[name], given) for name in fields if name in given]
    return [each for each in found if each.before != each.after]


def end_anonymity(dispute: Dispute) -> list[Change]:
    """Whoever is named now is anonymous no more (R031): he can be told, and is."""
    payer = dispute.payer
    if not dispute.anonymous or payer is None or not payer.is_somebody:
        return []
    dispute.anonymous = False
    return [Change("anonymous", "匿名", "是", "否", is_sealed=False)]


def _change(
    dispute: Dispute,
    name: str,
    field: forms.Field,
    given: Mapping[str, Any],  # Any: as above
) -> Change:
    was = value_of(dispute, name)
    known = dict(getattr(field, "choices", ())) if was != given[name] else {}
    before, after = worded(known, was), worded(known, given[name])
    return Change(name, str(field.label), before, after, _was_or_is_sealed(dispute, name, given))


def _was_or_is_sealed(dispute: Dispute, name: str, given: Mapping[str, Any]) -> bool:
    """A name that belonged to a person on either side of the correction."""
    whose, _, field = name.rpartition(".")
    if field != "name":
        return is_sealed(name)
    party = party_named(dispute, name)
    kinds = {given.get(f"{whose}.kind", party.kind if party else ""), party.kind if party else ""}
    return not (kinds - {""} and kinds - {""} <= UNIT_KINDS)


def worded(known: Mapping[str, str], value: Any) -> str:  # Any: as above
    """2,300.00, 职工基本养老、工伤, 2024-01-01: as a person reads it."""
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list) and value and isinstance(value[0], tuple):
        return "、".join(" ".join(filter(None, pair)) for pair in value)
    if isinstance(value, list):
        return "、".join(str(known.get(each, each)) for each in sorted(value))
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return str(known.get(value, value))
