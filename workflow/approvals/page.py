"""One question to the leader on one screen: the case, the reasons, what his word would do."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from deadlines.calendar_days import current_calendar
from deadlines.lamps import Lamp
from departments.models import Category, Officer
from departments.severity import MAJOR_FROM
from disputes import words
from disputes.models import Dispute
from workflow.approvals.buttons import TEAM, WHY, Answers, answers_of
from workflow.approvals.queue import Signing, signing_of
from workflow.approvals.waiting import lamp_of, next_of, waiting
from workflow.models import Approval, Meeting
from workflow.models.choices import ApprovalKind, ApprovalState
from workflow.procedure.transitions import SUPERVISABLE
from workflow.procedure.who import speaks_for_task_force

SHORTEST = 160  # characters of what is reported that are shown before the fold


@dataclass(frozen=True)
class AgendaLine:
    number: str
    url: str
    payer: str
    matter: str


@dataclass(frozen=True)
class ApprovalPage:
    """The screen, top to bottom."""

    approval: Approval
    position: int
    total: int
    next_url: str
    number: str
    case_url: str
    supervise_url: str
    title: str
    lamp: Lamp | None
    asked: str
    asker: str
    facts: str
    facts_more: str
    stake: str
    reasons: str
    hits: list[tuple[str, int]]
    threshold: str
    reason: str
    team_title: str
    team: str
    place: str
    agenda: list[AgendaLine]
    answers: Answers
    signing: Signing
    answered: str
    comment: str

    @property
    def is_pending(self) -> bool:
        return self.approval.state == ApprovalState.PENDING


def approval_page(approval: Approval, officer: Officer) -> ApprovalPage:
    """Everything the leader needs to answer, and nothing else."""
    dispute, queue = approval.dispute, waiting(officer)
    names = dict(Category.objects.values_list("code", "name"))
    agenda = _agenda(approval.meeting, names, officer) if approval.meeting else []
    if dispute:
        prefetch_related_objects([dispute], "parties")
    cases = approval.cases
    facts, more = _folded(words.shown(dispute.facts, dispute)) if dispute else ("", "")
    return ApprovalPage(
        approval=approval,
        position=queue.index(approval.pk) + 1 if approval.pk in queue else 0,
        total=len(queue),
        next_url=next_of(queue, approval.pk),
        number=dispute.number or "" if dispute else "",
        case_url=dispute.get_absolute_url() if dispute else "",
        supervise_url=_supervise_url(dispute, officer),
        title=_title(approval, names),
        lamp=lamp_of(approval, current_calendar()),
        asked=_asked(approval),
        asker=words.unit(approval.requested_department),
        facts=facts,
        facts_more=more,
        stake=words.stake(dispute) if dispute else "",
        reasons=WHY.get(ApprovalKind(approval.kind), "为什么报请"),
        hits=[(hit["text"], hit["score"]) for hit in approval.hits],
        threshold=f"{approval.score} 分，满 {MAJOR_FROM} 分应报" if approval.hits else "",
        reason="" if approval.meeting else words.shown(_reason(approval), *cases),
        team_title=TEAM.get(ApprovalKind(approval.kind), "拟组成专案"),
        team=_team(approval),
        place=words.shown(approval.meeting.place, *cases) if approval.meeting else "",
        agenda=agenda,
        answers=answers_of(approval),
        signing=signing_of(approval, officer),
        answered=_answered(approval),
        comment=words.shown(approval.comment, *cases),
    )


def _supervise_url(dispute: Dispute | None, officer: Officer) -> str:
    """督办 is at hand where the leader reads what has been standing still."""
    if dispute is None or dispute.state not in SUPERVISABLE or not speaks_for_task_force(officer):
        return ""
    return reverse("dispute_verb", args=[dispute.pk, "supervise"])


def _title(approval: Approval, names: dict[str, str]) -> str:
    if approval.membership:
        return f"增加{_units(approval)}"
    if approval.dispute is None or approval.meeting:
        return words.shown(str(approval.meeting or approval.reason), *approval.cases)
    dispute = approval.dispute
    matter = names.get(dispute.category, dispute.category)
    return f"{words.payer_words(dispute)}　{matter}"


def _asked(approval: Approval) -> str:
    """区税务局 11月18日 报请：列为重大疑难，专案办理."""
    wanted = {
        ApprovalKind.MAJOR: "报请：列为重大疑难，专案办理",
        ApprovalKind.MEETING: "报请：召开重大事项会商",
        ApprovalKind.EXTENSION: _longer(approval),
        ApprovalKind.DEESCALATION: "申请：降为一般事项，专案改为联合办理",
    }.get(ApprovalKind(approval.kind), f"报请：{approval.get_kind_display()}")
    day = words.short_day(timezone.localdate(approval.requested_at))
    who = approval.requested_by.name
    return f"{words.unit(approval.requested_department)} {who} {day} {wanted}"


def _longer(approval: Approval) -> str:
    """申请：单独办理总时限由11月20日延期至12月4日 ."""
    if approval.clock is None or approval.until is None:
        return "申请：延期"
    old = words.short_day(approval.clock.due_on)
    label = approval.clock.policy.label
    return f"申请：{label}由{old}延期至{words.short_day(approval.until)}"


def _reason(approval: Approval) -> str:
    done = f"\n已办进展：{approval.progress}" if approval.progress else ""
    return f"{approval.reason}{done}"


def _folded(text: str) -> tuple[str, str]:
    """A long account is cut at a sentence, the rest one tap away."""
    if len(text) <= SHORTEST:
        return text, ""
    cut = max(text.rfind(mark, 0, SHORTEST) for mark in "。；！？\n") + 1
    cut = cut if cut > SHORTEST // 2 else SHORTEST
    return text[:cut].rstrip(), text[cut:].lstrip()


def _team(approval: Approval) -> str:
    """区税务局主办；区人社局、区医保局参加."""
    if approval.membership:
        return _units(approval)
    if approval.meeting:
        invited = approval.meeting.attendances.select_related("department")
        return "、".join(words.unit(each.department) for each in invited)
    members = [each for each in approval.departments.all() if each.pk != approval.lead_id]
    lead = f"{words.unit(approval.lead)}主办" if approval.lead else ""
    rest = "、".join(words.unit(each) for each in members)
    return "；".join(part for part in (lead, f"{rest}参加" if rest else "") if part)


def _units(approval: Approval) -> str:
    """The units that a decision admits."""
    assert approval.membership is not None
    return "、".join(unit.name for unit in approval.membership.departments.all())


def _agenda(meeting: Meeting, names: dict[str, str], officer: Officer) -> list[AgendaLine]:
    """What he may see of it: one who recused himself is not told of that dispute (R108)."""
    visible = Dispute.objects.visible_to(officer).filter(agenda_items__meeting=meeting)
    disputes = visible.prefetch_related("parties")
    return [
        AgendaLine(
            each.number or "",
            each.get_absolute_url(),
            words.payer_words(each),
            names.get(each.category, each.category),
        )
        for each in disputes.order_by("agenda_items__order")
    ]


def _answered(approval: Approval) -> str:
    """同意　某某 代 组长　11月18日 16:05."""
    if approval.decided_at is None:
        return "" if approval.state == ApprovalState.PENDING else str(approval.get_state_display())
    at = timezone.localtime(approval.decided_at)
    meeting = "，并同意召开专题会议" if approval.meeting_consent else ""
    day = f"{words.short_day(at.date())} {at:%H:%M}"
    return f"{approval.get_state_display()}{meeting}　{approval.decider_label}　{day}"
