"""The one place where a paper gets its number and its row (R088, R091)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.utils import timezone

from disputes.models.numbering import next_in
from workflow import outbox
from workflow.choices import PaperKind
from workflow.models import Paper
from workflow.papers.freezing import PaperContent, digest

if TYPE_CHECKING:
    from departments.models import Department, Officer
    from disputes.models import Dispute
    from workflow.models import Assignment, Meeting, Supervision

#: What follows a unit's own 代字 in the number of each kind (domain 3.2, 编号).
SUFFIX = {
    PaperKind.REFERRAL: "报",
    PaperKind.NOTIFICATION: "告",
    PaperKind.JOINT_NOTICE: "会",
    PaperKind.MINUTES: "纪",
    PaperKind.DECISION: "意",
    PaperKind.EXTENSION_NOTICE: "延",
    PaperKind.SUPERVISION_ORDER: "督",
}
#: Who signs what time itself has issued.
BY_TIME = "系统按时限签发"
Common = dict[str, Any]  # keyword arguments every PaperContent shares; values are of many types


class Act(Protocol):
    """What issues a paper: a person's move, or time's own act, by nobody's hand."""

    @property
    def dispute(self) -> Dispute: ...
    @property
    def by(self) -> Officer | None: ...
    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True)
class Addressed:
    """Whom a paper goes to, and what it belongs to."""

    party: str = ""
    recipient: Department | None = None
    assignment: Assignment | None = None
    meeting: Meeting | None = None
    supervision: Supervision | None = None
    due_on: date | None = None
    number: str = ""


def issue(
    act: Act,
    kind: PaperKind,
    department: Department,
    content: Callable[[Common], PaperContent],
    to: Addressed = Addressed(),
) -> Paper:
    """Number, freeze, store and queue for drawing, all in the action's transaction."""
    year = timezone.localdate(act.at).year
    number = to.number or next_number(kind, department, year)
    frozen = content(common(act, department, number))
    paper = Paper(
        year=year,
        dispute=act.dispute,
        kind=kind,
        number=number,
        department=department,
        party=to.party,
        recipient=to.recipient,
        assignment=to.assignment,
        meeting=to.meeting,
        supervision=to.supervision,
        content=frozen.to_json(),
        check_code=digest(frozen),
        due_on=to.due_on,
        issued_by=act.by,
        issued_at=act.at,
    )
    paper.save()
    outbox.put("reports.render_paper", {"paper_id": paper.pk}, key=f"render-paper-{paper.pk}")
    return paper


def next_number(kind: PaperKind, department: Department, year: int) -> str:
    """{代字}〔{年}〕{序号}号: per kind and year from 1, never reused."""
    prefix = department.paper_prefix
    own = f"{prefix}{SUFFIX.get(kind, '')}" if prefix else ""
    return f"{own}〔{year}〕{next_in(f'paper.{kind}', year)}号"


def common(act: Act, department: Department, number: str) -> Common:
    """What every paper carries."""
    return {
        "number": number,
        "dispute_number": act.dispute.number or "",
        "department": department.name,
        "signed_by": act.by.name if act.by else BY_TIME,
        "signed_at": timezone.localtime(act.at),
        "issued_on": timezone.localdate(act.at),
        "identity_withheld": act.dispute.confidential_report,
    }
