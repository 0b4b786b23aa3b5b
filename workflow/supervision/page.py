"""One 督办 on one page, and the lines that stand for it on the case's page (R104)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from deadlines.calendar import WorkCalendar
from deadlines.calendar_days import current_calendar
from deadlines.lamps import Lamp, lamp
from departments.models import Officer
from disputes import words
from disputes.models import Dispute
from web.components import Act, File, first_of
from workflow.issuing.looking import refuse_unregistered
from workflow.models import Supervision
from workflow.models.supervision import SupervisionLevel
from workflow.procedure.offers import Offer, open_to_supervision
from workflow.summary.beside import Beside, beside


@dataclass(frozen=True)
class SupervisionLine:
    """One of them in a panel or a list: who, how loudly, why, until when."""

    url: str
    number: str
    department: str
    level: str
    kind: str
    state: str
    cause: str
    reason: str
    opener: str
    opened: str
    due_on: str
    lamp: Lamp
    answer: str
    conclusion: str


@dataclass(frozen=True)
class SupervisionPage:
    """Everything on the page; the case stands beside it where the officer may see it."""

    supervision: Supervision
    line: SupervisionLine
    acts: list[Act]
    first: Act | None
    answered: str
    closed: str
    papers: list[File]
    case: Beside | None


def supervision_page(supervision: Supervision, officer: Officer) -> SupervisionPage:
    """The page as this officer may see it; nothing here writes."""
    offers = open_to_supervision(officer, supervision)
    acts = sorted(
        (_act(each, supervision) for each in offers),
        key=lambda act: (not act.allowed, not act.is_forward),
    )
    return SupervisionPage(
        supervision=supervision,
        line=supervision_line(supervision, current_calendar()),
        acts=acts,
        first=first_of(acts),
        answered=_when(supervision.answered_by, supervision.answered_at),
        closed=_when(supervision.closed_by, supervision.closed_at),
        papers=_papers(supervision),
        case=case_beside(supervision, officer),
    )


def _papers(supervision: Supervision) -> list[File]:
    """A 督办单 for each level it was at, and 督办反馈单 once it is closed."""
    return [
        File(
            each.label,
            f"{each.number}　{words.short_day(timezone.localdate(each.issued_at))}",
            reverse("paper_pdf", args=[each.pk]),
            "file-text",
        )
        for each in supervision.papers.defer("content")
    ]


def case_beside(supervision: Supervision, officer: Officer) -> Beside | None:
    """A department that has returned the dispute answers without the case (R052)."""
    found = Dispute.objects.visible_to(officer).with_people()
    dispute = found.filter(pk=supervision.dispute_id).order_by().first()
    if dispute is None:
        return None
    refuse_unregistered(dispute, officer)
    return beside(dispute, officer, "supervise")


def supervision_line(
    supervision: Supervision, calendar: WorkCalendar, words_of: words.Telling = words.shown
) -> SupervisionLine:
    """Free text masked, the lamp of its answer; in a list by `words.listed`."""
    opened = timezone.localdate(supervision.opened_at)
    dispute, loudest = supervision.dispute, supervision.level == SupervisionLevel.CIRCULAR
    return SupervisionLine(
        url=supervision.get_absolute_url(),
        number=str(supervision.dispute),
        department=words.unit(supervision.department),
        level=str(supervision.get_level_display()),
        kind="major" if loudest else "",
        state=str(supervision.get_state_display()),
        cause=str(supervision.get_cause_display()),
        reason=words_of(supervision.reason, dispute),
        opener=supervision.opener_label,
        opened=words.short_day(opened),
        due_on=words.short_day(supervision.due_on),
        lamp=_lamp(supervision, calendar),
        answer=words_of(supervision.answer, dispute),
        conclusion=words_of(supervision.conclusion, dispute),
    )


def _lamp(supervision: Supervision, calendar: WorkCalendar) -> Lamp:
    """Grey once answered; one that is asked again runs anew."""
    answered = supervision.answered_at if supervision.state != "open" else None
    ended = timezone.localdate(answered) if answered else None
    light = lamp(supervision.due_on, timezone.localdate(), ended, calendar=calendar)
    return replace(light, words=light.words.replace("办结", "答复"))


def _act(offer: Offer, supervision: Supervision) -> Act:
    url = reverse("supervision_verb", args=[supervision.pk, offer.verb])
    forward = offer.verb in {"answer", "close"}
    reason = offer.hint or offer.warning
    return Act(offer.label, url, offer.clause, offer.allowed, reason, offer.why_not, forward)


def _when(officer: Officer | None, at: datetime | None) -> str:
    """孙负责 11月20日 15:20."""
    if officer is None or at is None:
        return ""
    local = timezone.localtime(at)
    return f"{officer.name} {words.short_day(local.date())} {local:%H:%M}"
