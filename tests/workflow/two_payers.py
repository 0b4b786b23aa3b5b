"""A case with two payers: the second one's own case was merged into the first one's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f

SECOND = {"name": "诸葛试用", "phone": "15400000026"}

#: What he says where he comes to the counter and joins the case of another.
COMES = {
    "channel": "visit",
    "visited_at": datetime(2025, 11, 3, 9, tzinfo=UTC),
    "facts": "本人同在该单位，三个月没有申报缴费。",
    "claim": "请督促单位为本人申报缴费。",
    "payer.kind": "employee",
    **{f"payer.{name}": value for name, value in SECOND.items()},
}


def second(**fields: Any) -> Dispute:  # Any: model fields
    """Another payer's case against the same employer, reviewed."""
    draft = f.a_draft(**fields)
    draft.parties.filter(role="payer").delete()
    f.a_party(draft, "payer", "employee", **SECOND)
    draft = Dispute.objects.get(pk=draft.pk)
    f.do(draft, "register", draft.first_contact_officer)
    f.do(draft, "approve_intake", f.an_officer(Role.REVIEWER))
    return draft


def merged(mode: str = Mode.SINGLE, **fields: Any) -> tuple[Dispute, Dispute]:  # Any: as above
    """甲's case in handling, and 乙's merged into it."""
    into, gone = f.handled(mode), second(**fields)
    f.do(gone, "merge", f.an_officer(), into=into)
    return Dispute.objects.get(pk=into.pk), gone
