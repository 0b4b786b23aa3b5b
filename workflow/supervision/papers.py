"""督办单, by the task force or by time itself, and 督办反馈单 when it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from confidentiality.sealing import open_sealed_json
from deadlines.calendar_days import current_calendar
from deadlines.lamps import verdict
from departments.models import Department
from papers.choices import PaperKind
from papers.forms.supervision_order import SupervisionOrder
from papers.forms.supervision_reply import SupervisionReply
from workflow.issuing import pieces
from workflow.issuing.drafts import Act, Addressed, Common, Draft

if TYPE_CHECKING:
    from workflow.models import Supervision


def supervision_order(act: Act, own: Supervision, *, reason: str, by: str) -> Draft:
    """督办单 at the level it has now; raising it issues another (domain 2.5)."""
    office = Department.objects.office()

    def content(common: Common) -> SupervisionOrder:
        return SupervisionOrder(
            **common,
            **_said(own) | {"reason": reason},
            opened_by=by,
            contact=pieces.office(office),
        )

    return Draft(act, PaperKind.SUPERVISION_ORDER, office, content, _to(own))


def supervision_reply(act: Act, own: Supervision) -> Draft:
    """督办反馈单: what was answered, whether in time, and why the office is satisfied."""
    order = own.papers.filter(kind=PaperKind.SUPERVISION_ORDER).latest("pk")
    answered_by, answered_at = own.answered_by, own.answered_at
    assert answered_by is not None  # a closed 督办 was answered: the table
    assert answered_at is not None

    def content(common: Common) -> SupervisionReply:
        return SupervisionReply(
            **common,
            **_said(own) | {"reason": open_sealed_json(order.content)["reason"]},
            answer=own.answer,
            answered=pieces.signature(answered_by.name, answered_at),
            timeliness=verdict(own.due_on, timezone.localdate(answered_at), current_calendar()),
            conclusion=own.conclusion,
        )

    office = Department.objects.office()
    return Draft(act, PaperKind.SUPERVISION_REPLY, office, content, _to(own, order.number))


def _said(own: Supervision) -> Common:
    return {
        "recipient": own.department.name,
        "level": own.level,
        "cause": str(own.get_cause_display()),
        "reason": own.reason,
        "due_on": own.due_on,
    }


def _to(own: Supervision, number: str = "") -> Addressed:
    return Addressed(recipient=own.department, supervision=own, due_on=own.due_on, number=number)
