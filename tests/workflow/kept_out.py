"""A report in confidence against a member unit, which must not learn of it (R075)."""

from __future__ import annotations

from typing import Any

from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f

#: An ID number of nobody, by which the same payer is found again.
ID_NUMBER = "230799197804120011"


def registered_against(code: str, at: str = "SW", **fields: Any) -> Dispute:  # Any: model fields
    """Reviewed there; the other side is that unit."""
    draft = f.a_draft(at, **fields)
    draft.parties.filter(role="counterparty").delete()
    unit = f.a_department(code)
    other = f.a_party(draft, "counterparty", "agency", unit_name=unit.name)
    other.department = unit
    other.save()
    return reviewed(draft, at)


def reviewed(draft: Dispute, at: str = "SW") -> Dispute:
    """Handed in, of a payer with an ID number, and waiting for its road."""
    draft.parties.filter(role="payer").delete()
    f.a_party(draft, "payer", "employee", name="欧阳测试", id_number=ID_NUMBER, phone="15400000018")
    draft = Dispute.objects.get(pk=draft.pk)
    f.do(draft, "register", draft.first_contact_officer)
    f.do(draft, "approve_intake", f.an_officer(Role.REVIEWER, at))
    return Dispute.objects.get(pk=draft.pk)


def secret(code: str = "YB", mode: str = "", *, kept: bool = True) -> Dispute:
    """In confidence against that unit; in handling at 税务局 where a mode is named."""
    dispute = registered_against(code, confidential_report=kept)
    if mode == Mode.SINGLE:
        f.do(dispute, "accept_single", f.an_officer(), reason="属本单位职责")
    return dispute


def is_read_by(dispute: Dispute, code: str = "YB") -> bool:
    return dispute in Dispute.objects.visible_to(f.an_officer(Role.CLERK, code))
