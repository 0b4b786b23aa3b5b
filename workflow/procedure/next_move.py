"""Who owes the next move of a dispute: the desk where it lies, or the opinions still out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone

from deadlines.calendar_days import current_calendar
from deadlines.limits import WHOLE
from departments.roles import STAFF, Role, posts_at
from disputes.choices import ENDED, ONLY_TOLD, WITH_PARTIES, Mode, State
from disputes.models.dispute import deciding_department
from workflow.clocks.clocks import Wanted
from workflow.models import Urging
from workflow.models.choices import OPINION_KINDS, AssignmentState, ReviewStep
from workflow.procedure import facts, move
from workflow.procedure.sides import case_sides, letters

if TYPE_CHECKING:
    from departments.models import Department, Officer
    from disputes.models import Dispute
    from workflow.models import Assignment

#: Nobody is waited for: not begun, standing still, or done.
AT_REST = frozenset({State.SUSPENDED, State.ARCHIVED}) | ENDED


@dataclass(frozen=True, slots=True)
class Desk:
    """One post that owes something; without a department, wherever that post is.

    `step` is the key of the limit that runs while the next move lies there, if any.
    """

    department: Department | None
    role: str
    step: str = ""

    @property
    def department_id(self) -> int | None:
        return self.department.pk if self.department else None

    @property
    def words(self) -> str:
        """医保局, 税务局负责人, 专班组长."""
        post = "" if self.role == Role.CLERK else str(Role(self.role).label)
        return f"{self.department.short_name if self.department else ''}{post}"

    @property
    def post_words(self) -> str:
        """医保局经办员, 税务局负责人, 专班组长: who it is that somebody stands in for."""
        unit = self.department.short_name if self.department else ""
        return f"{unit}{Role(self.role).label}"

    @property
    def posts(self) -> frozenset[str]:
        """Who may sit there."""
        return posts_at(self.role)


NOBODY = Desk(None, "")


def next_move(dispute: Dispute) -> Desk:
    """Where the dispute lies now, from the facts; the answer is stored on it for the lists."""
    receiving, deciding = dispute.receiving_department, deciding_department(dispute)
    fixed = {
        State.REGISTERED: Desk(receiving, Role.REVIEWER, "intake.review"),
        State.TRIAGE: Desk(receiving, Role.CLERK, "intake.triage"),
        State.AWAITING_SIGNOFF: Desk(deciding, Role.HEAD, "decision.sign"),
        State.OBJECTED: Desk(receiving, Role.CLERK, "remedy.guide"),
        State.SUSPENDED: Desk(deciding, Role.HEAD),
    }
    if dispute.state in ENDED:
        return Desk(receiving, Role.CLERK, "archive.electronic")
    if dispute.is_returned:  # the review's day runs on: what was sent back is still not reviewed
        return Desk(receiving, Role.CLERK, "intake.review")
    if dispute.state == State.TRIAGE and _office_names(dispute):
        return Desk(None, Role.OFFICE, "intake.triage")
    if dispute.state == State.AWAITING_APPROVAL:
        return _to_approve(dispute)
    if dispute.state == State.HANDLING:
        return _handling(dispute)
    if dispute.state == State.FEEDBACK:
        return _feedback(dispute)
    return fixed.get(State(dispute.state), NOBODY)


def _to_approve(dispute: Dispute) -> Desk:
    """The leader's, or of whoever reads it before him; all of it inside his limit (R061)."""
    awaited = facts.review_awaited(dispute)
    department = dispute.receiving_department if awaited == ReviewStep.HEAD else None
    return Desk(department, awaited or Role.LEADER, "major.approve")


def _office_names(dispute: Dispute) -> bool:
    """Who handles it: after two returns, or where the other side received it itself (A06)."""
    twice = dispute.returns >= 2 and not dispute.designated and not facts.is_foreign(dispute)
    return twice or case_sides.against_itself(dispute, dispute.receiving_department_id)


def _handling(dispute: Dispute) -> Desk:
    if case_sides.decides_its_own(dispute):
        return Desk(None, Role.OFFICE)  # corrected so: it may not go on, and another is named
    if dispute.mode == Mode.SINGLE:
        return Desk(dispute.receiving_department, Role.CLERK)
    if dispute.mode == Mode.REFERRAL:
        return Desk(dispute.lead_department, Role.CLERK)
    if facts.opinions_awaited(dispute):
        return NOBODY  # waits on others: out of my list, in its own tab
    return Desk(dispute.receiving_department, Role.CLERK, _after_opinions(dispute))


def _after_opinions(dispute: Dispute) -> str:
    """Opinions are in: where minutes are due a meeting, its minutes, then the decision."""
    if not facts.has_opinions(dispute):
        return "intake.triage"  # special, and nobody is left: others are asked, or it is eased
    if not facts.needs_minutes(dispute) or facts.has_minutes(dispute):
        return "decision.draft"
    return "major.minutes" if facts.has_met(dispute) else "major.meeting"


def _feedback(dispute: Dispute) -> Desk:
    step = "feedback.both" if case_sides.unserved(dispute) else "stance.wait"
    return Desk(deciding_department(dispute), Role.CLERK, step)


def desks_of(dispute: Dispute) -> list[Desk]:
    """Whom it waits for: the stored desk, or each department whose opinion is still out."""
    if dispute.state in AT_REST or (dispute.state == State.DRAFT and not dispute.number):
        return []
    if dispute.owing_role:
        return [Desk(dispute.owing_department, dispute.owing_role)]
    prefetch_related_objects([dispute], "assignments__department")
    asked = [a for a in dispute.assignments.all() if a.is_open and a.kind in OPINION_KINDS]
    return list(dict.fromkeys(desk_of(each) for each in asked))


def waits_for(dispute: Dispute) -> str:
    """With whom it lies, unit and post: 税务局负责人; each that still owes its opinion."""
    desks = desks_of(dispute)
    if not desks and dispute.owing_role:  # it stands still, and he may let it go on
        desks = [Desk(dispute.owing_department, dispute.owing_role)]
    return "、".join(desk.post_words for desk in desks)


def desk_of(assignment: Assignment) -> Desk:
    """Who holds an assignment: the department, or its head once the answer is drafted."""
    drafted = assignment.state == AssignmentState.DRAFTED
    return Desk(assignment.department, Role.HEAD if drafted else Role.CLERK)


def asks(dispute: Dispute) -> str:
    left = "归档" if dispute.state in ENDED - ONLY_TOLD else "办理"
    return f"{dispute.number} {dispute.get_state_display()}，请{left}。"


def wanted_clocks(dispute: Dispute, desk: Desk) -> list[Wanted]:
    """The step of the desk, owed by its department (the receiving one answers for the leader)."""
    wanted = []
    if desk.step:
        wanted.append(Wanted(desk.step, desk.department or dispute.receiving_department))
    if dispute.mode in WHOLE and _whole_runs(dispute):
        wanted.append(Wanted(WHOLE[dispute.mode], dispute.receiving_department))
    return wanted


def _whole_runs(dispute: Dispute) -> bool:
    """From registration until both parties are served (domain 2.2 ⓪)."""
    if dispute.state in WITH_PARTIES:
        return bool(case_sides.unserved(dispute))
    return dispute.state in {
        State.TRIAGE,
        State.AWAITING_APPROVAL,
        State.HANDLING,
        State.AWAITING_SIGNOFF,
    }


#: State → the verb that leads on, its button, and what the sentence above the list says.
_NEXT = {
    State.DRAFT: ("register", "补充登记", "退回补充，请补充后重新送审"),
    State.REGISTERED: ("approve_intake", "审核", "登记等你审核"),
    State.TRIAGE: ("", "分类流转", "等你分类流转"),
    State.AWAITING_APPROVAL: ("review_major", "审核呈报", "重大疑难报请等你审核"),
    State.HANDLING: ("draft_decision", "拟处理意见", "等你单位拟定处理意见"),
    State.AWAITING_SIGNOFF: ("sign_decision", "签发", "处理意见等你签发"),
    State.FEEDBACK: ("serve", "登记送达", "处理意见还没有送达双方"),
    State.OBJECTED: ("record_remedy", "登记救济渠道", "当事人有异议，请告知并登记救济渠道"),
    State.SUSPENDED: ("resume", "恢复办理", "已中止，中止原因消除后请恢复"),
    State.NOTIFIED: ("", "送达、归档", "已告知，请登记送达后归档"),
    State.DECLINED: ("", "送达、归档", "不予受理，请登记送达后归档"),
}
_ARCHIVE = ("archive", "归档", "已办结，等你单位归档")


def next_verb(dispute: Dispute) -> tuple[str, str, str]:
    """Its name in the table (none: the page of the dispute), the button, the sentence's end."""
    state = State(dispute.state)
    if state in {State.TRIAGE, State.HANDLING} and dispute.owing_role == Role.OFFICE:
        own = "受理部门" if state == State.TRIAGE else "承办单位"
        why = "两次退回" if dispute.returns >= 2 else f"争议对方就是{own}"
        return "assign", "指定办理", f"{why}，等专班办公室指定"
    if state == State.FEEDBACK and dispute.due_key == "stance.wait":
        return "record_response", "登记意见", "已送达，等当事人表态"
    if state == State.HANDLING and dispute.due_key == "intake.triage":
        return "invite", "增加联办单位", "各单位均已退回，请增加联办单位，或者申请降级"
    if state == State.HANDLING and (dispute.mode == Mode.SPECIAL or dispute.needs_meeting):
        return "", "会商、拟意见", "意见已收齐，请会商并拟定处理意见"
    if state in ENDED - ONLY_TOLD and _is_untold(dispute):
        return "tell_withdrawal", "登记书面告知", "撤回告知书还没有登记告知，登记后归档"
    return _NEXT.get(state, _ARCHIVE if state in ENDED else ("", "查看", "等你办理"))


def _is_untold(dispute: Dispute) -> bool:
    """A 撤回告知书 is still to be told of; lists know it of each line."""
    known: bool | None = getattr(dispute, "is_untold", None)
    return bool(letters.untold(dispute)) if known is None else known


def others_desks(officer: Officer, dispute: Dispute) -> list[Desk]:
    """The desks it waits for that are not his own."""
    return [desk for desk in desks_of(dispute) if not sits_at(officer, desk)]


def urged_today(officer: Officer, disputes: Sequence[Dispute]) -> QuerySet[Urging]:
    """What he has urged about them since the last working day began."""
    today = workday_of(move.now())
    return Urging.objects.filter(officer=officer, dispute__in=disputes, workday=today)


def not_yet_urged(officer: Officer, dispute: Dispute, desks: Sequence[Desk]) -> list[Desk]:
    """Those of the desks that he has left in peace today; a page knows who never urged at all."""
    if not getattr(dispute, "was_urged", True):
        return list(desks)
    done = {(each.department_id, each.role) for each in urged_today(officer, [dispute])}
    return [desk for desk in desks if (desk.department_id, desk.role) not in done]


def workday_of(moment: datetime) -> int:
    """The running number of the working day; a rest day belongs to the one before it."""
    return current_calendar().count(timezone.localdate(moment))


def last_words(officer: Officer, dispute: Dispute) -> str:
    """Why not again: when it was last urged."""
    last = urged_today(officer, [dispute]).order_by("at").last()
    when = said_when(last.at) if last else ""
    return f"您{when}已催办，每个工作日催办一次，请等对方办理。"


def said_when(moment: datetime) -> str:
    """11月18日 10:20."""
    local = timezone.localtime(moment)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def sits_at(officer: Officer, desk: Desk) -> bool:
    """He holds that post himself, so it is no other's; whoever works there does a clerk's work."""
    posts = STAFF if desk.role == Role.CLERK else desk.posts
    return any(
        post.role in posts and desk.department_id in (None, post.department_id)
        for post in officer.posts_today
    )
