"""One question to the leader on one screen: the case, the reasons, what his word would do."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from departments.models import Category, Officer
from departments.severity import MAJOR_FROM
from disputes.models import Dispute
from workflow.calendar_days import current_calendar
from workflow.choices import ApprovalKind, ApprovalState
from workflow.lamps import Lamp
from workflow.models import Approval, Meeting
from workflow.pages import words
from workflow.pages.approvals import Signing, lamp_of, signing_of, waiting
from workflow.transitions import SUPERVISABLE
from workflow.who import speaks_for_task_force

SHORTEST = 160  # characters of what is reported that are shown before the fold


@dataclass(frozen=True)
class Answers:
    """The words on the three buttons, and what the irreversible ones do."""

    approve: str
    approving: str
    more: str
    asking_more: str
    refusing: str
    phrases: tuple[str, ...]
    clause: str
    consents: bool = False


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
    facts, more = _folded(words.shown(dispute.facts)) if dispute else ("", "")
    return ApprovalPage(
        approval=approval,
        position=queue.index(approval.pk) + 1 if approval.pk in queue else 0,
        total=len(queue),
        next_url=_next(queue, approval.pk),
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
        reasons=_WHY.get(ApprovalKind(approval.kind), "为什么报请"),
        hits=[(hit["text"], hit["score"]) for hit in approval.hits],
        threshold=f"{approval.score} 分，满 {MAJOR_FROM} 分应报" if approval.hits else "",
        reason="" if approval.meeting else words.shown(_reason(approval)),
        team_title=_TEAM.get(ApprovalKind(approval.kind), "拟组成专案"),
        team=_team(approval),
        agenda=agenda,
        answers=_answers(approval),
        signing=signing_of(approval, officer),
        answered=_answered(approval),
        comment=words.shown(approval.comment),
    )


def _supervise_url(dispute: Dispute | None, officer: Officer) -> str:
    """督办 is at hand where the leader reads what has been standing still."""
    if dispute is None or dispute.state not in SUPERVISABLE or not speaks_for_task_force(officer):
        return ""
    return reverse("dispute_verb", args=[dispute.pk, "supervise"])


def next_in_queue(after: int, officer: Officer) -> str:
    """Where the leader goes when one is done: the next, or the empty list."""
    return _next(waiting(officer), after) or reverse("approvals")


def _next(queue: list[int], pk: int) -> str:
    """The one behind it, around the end to the first."""
    if pk in queue:
        place = queue.index(pk)
        queue = queue[place + 1 :] + queue[:place]
    return reverse("approval", args=[queue[0]]) if queue else ""


def _title(approval: Approval, names: dict[str, str]) -> str:
    if approval.membership:
        return f"增加{_units(approval)}"
    if approval.dispute is None or approval.meeting:
        return words.shown(str(approval.meeting or approval.reason))
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


def _answers(approval: Approval) -> Answers:
    if approval.kind == ApprovalKind.MAJOR:
        return _major(approval)
    others = {
        ApprovalKind.MEETING: _MEETING,
        ApprovalKind.EXTENSION: _EXTENSION,
        ApprovalKind.MEMBER: _MEMBER,
    }
    return others.get(ApprovalKind(approval.kind), _DEESCALATION)


def _major(approval: Approval) -> Answers:
    lead = words.unit(approval.lead) if approval.lead else "受理部门"
    return Answers(
        approve="同意专案办理",
        approving="同意后立即组成专案，向参加单位发出会办通知并开始计时，不能撤回。",
        more="补充材料",
        asking_more="退回报请单位，补充材料后可以再次报请。",
        refusing="不同意后，这件事项退回报请单位，按报请前的方式办理。",
        phrases=(
            f"同意，请{lead}牵头办理。",
            "同意，请各单位按期提交书面审批意见。",
            "请补充人数、金额和双方证据材料后再报。",
            "单独办理可以解决，请按一般事项办理。",
        ),
        clause="五(二)",
        consents=True,
    )


_MEETING = Answers(
    approve="同意召开",
    approving="同意后，召集单位即可向参会单位发出会商通知。",
    more="补充材料",
    asking_more="本次会商取消，召集单位补充材料后可以重新拟定。",
    refusing="不同意后，本次会商取消。",
    phrases=(
        "同意召开，请各参会单位准备书面意见。",
        "请补充各单位书面意见后再报。",
        "请先由各单位单独会商。",
    ),
    clause="五(三)3",
)
_WHY = {
    ApprovalKind.DEESCALATION: "为什么降级",
    ApprovalKind.EXTENSION: "为什么延期",
    ApprovalKind.MEMBER: "专班决定",
}
_TEAM = {ApprovalKind.MEETING: "参会单位", ApprovalKind.MEMBER: "增加的单位"}
_EXTENSION = Answers(
    approve="同意延期",
    approving="同意后，期限按申请顺延，由申请单位把延期理由告知缴费人。",
    more="补充材料",
    asking_more="退回申请单位补充理由；在此之前期限不变。",
    refusing="不同意后，期限不变。",
    phrases=(
        "同意延期，请按新期限办结并告知缴费人。",
        "请补充不能按期办结的原因。",
        "请抓紧办理，按原期限办结。",
    ),
    clause="五(三)",
)
_DEESCALATION = Answers(
    approve="同意降级",
    approving="同意后，这件事项改为一般事项，由专案改为联合办理。",
    more="补充材料",
    asking_more="退回申请单位补充理由；在此之前专案照常办理。",
    refusing="不同意后，专案照常办理。",
    phrases=(
        "同意降级，请按联合办理抓紧办结。",
        "请补充已化解情况的说明。",
        "群体性风险尚未消除，继续专案办理。",
    ),
    clause="五(二)",
)
_MEMBER = Answers(
    approve="同意增加",
    approving="同意后，该单位自生效日起可登记和承办事项。",
    more="补充材料",
    asking_more="退回系统管理员补正决定，补正后可以再次报请。",
    refusing="不同意后，该单位不启用。",
    phrases=(
        "同意增加，请做好培训和交接。",
        "请补充专班决定的文号和附件。",
        "暂不增加，由现有成员单位承办。",
    ),
    clause="六(一)",
)
