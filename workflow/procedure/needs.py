"""Conditions on stored facts, each with the sentence shown when it does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils import timezone

from departments.roles import HEADS
from disputes.choices import TOGETHER, Mode, Severity, State
from disputes.models.dispute import deciding_department
from disputes.models.party import Side
from workflow.models.choices import ApprovalKind
from workflow.procedure import facts, next_move, road
from workflow.procedure.move import now
from workflow.procedure.presence.standing_in import deserted, unmanned
from workflow.procedure.rows.table import Need
from workflow.procedure.sides import case_sides
from workflow.procedure.who import asking_departments, stands_for, works_for

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute

#: Categories that ask and dispute nothing (domain 5.1).
CONSULTATIONS = ("GEN-1", "HR-10")

#: OUT-4: another body has it already, and the same matter is not handled twice (R109).
IN_COURT = "OUT-4"


def _out_of_scope(officer: Officer, dispute: Dispute) -> str:
    why = "该事项不属征缴争议"
    if dispute.category == IN_COURT:
        why = "该事项已进入复议、诉讼、仲裁、调解或信访程序，不另行办理"
    return (
        f"争议类别是{dispute.category or '空'}，{why}：请仅告知、不予受理，或移交有权处理的机关。"
        "类别有误的，请先更正争议类别并写明理由。"
    )


IN_SCOPE: Need[Dispute] = Need(
    "in_scope",
    "争议类别不属征缴争议（OUT 类）的，只能告知、不予受理或移交有权处理的机关。",
    lambda o, d: not d.is_out_of_scope,
    _out_of_scope,
)
IN_DISTRICT: Need[Dispute] = Need(
    "in_district",
    "事项辖区在区外，只能告知并移交有权处理的单位。",
    lambda o, d: not d.is_outside,
)
#: 拟定、签发: what has turned out to be none of ours is led out, where its road leads out.
STILL_OURS: Need[Dispute] = Need(
    "still_ours",
    "事项已不属征缴争议或者不属本区，请重新分类后告知或移交；登记有误的，先更正。",
    lambda o, d: not (facts.is_foreign(d) and facts.leads_out(d)),
    lambda o, d: way_out(d),
)


#: What those hear who work on what turned out to be none of ours (R001, R005).
OUTSIDE_NOW: Final = "本件现已不属征缴争议或者不属本区"


def way_out(dispute: Dispute) -> str:
    """Why nothing is decided in it any more, and what is done instead."""
    amiss, field = "事项辖区在区外", "事项辖区"
    if dispute.is_out_of_scope:
        amiss, field = f"争议类别是{dispute.category}，不属征缴争议", "争议类别"
    stands = dispute.state == State.SUSPENDED
    if not facts.leads_out(dispute):
        then = "恢复办理后，" if stands else ""
        return (
            f"{amiss}：{then}各单位还没有提出意见的，可以撤回交办后重新分类；"
            "已有意见或者专班指定的，按现在的办理方式办结，处理意见写明应走的渠道。"
        )
    back = {
        Mode.SINGLE: "由本单位负责人退回分类",
        Mode.REFERRAL: "由主办单位退回报送件，或者由受理部门撤回",
    }[Mode(dispute.mode)]
    first = "先恢复办理，再" if stands else ""
    if dispute.state == State.AWAITING_SIGNOFF:
        first = "先退回修改，再"
    return (
        f"{amiss}，不能拟定、签发处理意见：请{first}{back}，重新分类后仅告知、不予受理，"
        f"或移交有权处理的机关。{field}有误的，请更正{field}并写明理由。"
    )


MAY_LEAD: Need[Dispute] = Need(
    "may_lead",
    "受理部门不得作主办单位，请告知并移交主管部门，或发起联合办理。",
    lambda o, d: d.receiving_department.may_lead,
)
HEAD_DECLINES: Need[Dispute] = Need(
    "head_declines",
    "不予受理由受理部门负责人决定，请本单位负责人办理本件。",
    lambda o, d: (
        stands_for(o, d, d.receiving_department_id, HEADS)
        or not d.receiving_department.decision_head_sign
    ),
)
IS_CONSULTATION: Need[Dispute] = Need(
    "is_consultation",
    "只有政策咨询（GEN-1、HR-10）可以即时答复，请先办理“更正登记”改正争议类别，或选择其他办理方式。",
    lambda o, d: d.category in CONSULTATIONS,
)
NOT_AGAINST_OWN: Need[Dispute] = Need(
    "not_against_own",
    "争议对方就是本单位，本单位不能自行办理：请移交其他单位，或者等专班办公室指定办理单位。",
    lambda o, d: not case_sides.against_itself(d, d.receiving_department_id),
)
DECIDES_NOT_OWN: Need[Dispute] = Need(
    "decides_not_own",
    "争议对方就是本单位，未经专班办公室指定，本单位不能拟定处理意见。",
    lambda o, d: not case_sides.decides_its_own(d),
)
SIGNS_NOT_OWN: Need[Dispute] = Need(
    "signs_not_own",
    "争议对方就是本单位，未经专班办公室指定，处理意见不能由本单位签发：请先退回修改，"
    "再请专班办公室指定办理单位。",
    DECIDES_NOT_OWN.holds,
)
DRAFTED_ON_WHAT_STANDS: Need[Dispute] = Need(
    "drafted_on_what_stands",
    "拟稿以后登记内容有更正，请先退回修改，使处理意见就现在的当事人和争议内容作出。",
    lambda o, d: not facts.changed_since_draft(d),
    lambda o, d: (
        f"拟稿以后更正了{'、'.join(facts.changed_since_draft(d))}，请先退回修改，"
        "使处理意见就现在的当事人和争议内容作出。"
    ),
)
NOT_TWICE_RETURNED: Need[Dispute] = Need(
    "not_twice_returned",
    "该事项已被退回两次，由专班办公室指定办理单位。",
    lambda o, d: d.returns < 2 or d.designated or facts.is_foreign(d),
)
TWICE_RETURNED: Need[Dispute] = Need(
    "twice_returned",
    "退回两次，争议对方是成员单位，或者办理单位现无人能办，还没有指定过的，"
    "才由专班办公室指定办理单位。",
    lambda o, d: bool(
        not d.designated and (d.returns >= 2 or case_sides.counterparty_units(d) or deserted(d))
    ),
)
CHOSE_TODAY: Need[Dispute] = Need(
    "chose_today",
    "分流只能由办理分流的本人在当天撤销。",
    lambda o, d: road.chose_today(d, o.pk, timezone.localdate(now())),
)
NOBODY_SIGNED: Need[Dispute] = Need(
    "nobody_signed",
    "已有单位签收，或者已经送达、告知、拟稿、报送、重启，不能再撤销分流。",
    lambda o, d: not road.road_is_used(d),
)
OTHER_THAN_AUTHOR: Need[Dispute] = Need(
    "other_than_author",
    "登记人不能审核自己登记的事项，请本单位其他审核人办理。",
    lambda o, d: o.pk not in facts.registrars(d) or _same_person_allowed(d),
)
KEPT_SECRET: Need[Dispute] = Need(
    "kept_secret", "本件没有登记举报保密，不用授权。", lambda o, d: d.confidential_report
)
HAS_NUMBER: Need[Dispute] = Need(
    "has_number", "还没有登记送审，没有编号，请先登记。", lambda o, d: bool(d.number)
)


def _same_person_allowed(dispute: Dispute) -> bool:
    return not dispute.receiving_department.intake_same_person


POST_UNMANNED: Need[Dispute] = Need(
    "post_unmanned",
    "这一步的岗位有人能办，不用指定代办；本人请假的，由其单位任命代理。",
    lambda o, d: bool(unmanned(d)),
)
IS_SINGLE: Need[Dispute] = Need(
    "is_single",
    "只有本单位单独办理的事项可以退回分类：移交的请撤回报送，联办的请撤回各单位的交办，"
    "专案的请申请降级。",
    lambda o, d: d.mode == Mode.SINGLE,
)
NOT_DESIGNATED: Need[Dispute] = Need(
    "not_designated",
    "专班办公室已指定由本单位办理，不得再退回分类。",
    lambda o, d: not d.designated,
)
IS_GENERAL: Need[Dispute] = Need(
    "is_general", "该事项已是重大疑难事项。", lambda o, d: d.severity != Severity.MAJOR
)
IS_SPECIAL: Need[Dispute] = Need(
    "is_special", "只有专案办理的事项可以降级。", lambda o, d: d.mode == Mode.SPECIAL
)
NO_DEESCALATION_PENDING: Need[Dispute] = Need(
    "no_deescalation_pending",
    "降级申请正在等待组长批示。",
    lambda o, d: not facts.pending(d, ApprovalKind.DEESCALATION),
)
TAKES_PART: Need[Dispute] = Need(
    "takes_part",
    "本单位没有参与办理该事项，不能提请召集。",
    lambda o, d: bool(asking_departments(o) & facts.departments_taking_part(d)),
)
NO_CONVENING_ASKED: Need[Dispute] = Need(
    "no_convening_asked",
    "提请召集正在等待专班办公室答复。",
    lambda o, d: facts.convening_asked(d) is None,
)
CONVENING_ASKED: Need[Dispute] = Need(
    "convening_asked",
    "没有等待答复的召集请求。",
    lambda o, d: facts.convening_asked(d) is not None,
)
NOT_URGED_TODAY: Need[Dispute] = Need(
    "not_urged_today",
    "今天已催办，每个工作日催办一次。",
    lambda o, d: bool(next_move.not_yet_urged(o, d, next_move.others_desks(o, d))),
    next_move.last_words,
)
OPINIONS_IN: Need[Dispute] = Need(
    "opinions_in",
    "尚有单位未提交书面意见，请等待、催办，或由本单位负责人书面说明逾期未提供。",
    lambda o, d: d.mode not in TOGETHER or not facts.opinions_awaited(d),
)
HAS_OPINIONS: Need[Dispute] = Need(
    "has_opinions",
    "没有任何单位提交书面意见，不能拟定处理意见，请先增加联办单位。",
    lambda o, d: d.mode not in TOGETHER or facts.has_opinions(d),
)
REFERRAL_ACCEPTED: Need[Dispute] = Need(
    "referral_accepted",
    "报送件尚未签收，请先签收再拟定处理意见。",
    lambda o, d: d.mode != Mode.REFERRAL or facts.referral_accepted(d),
)
MINUTES_ISSUED: Need[Dispute] = Need(
    "minutes_issued",
    "专案办理（转为专案以后、经组长同意召开的）及政策性、普遍性、倾向性问题须先会商并签发会议纪要，"
    "会商须有本件的承办单位到会。",
    lambda o, d: not facts.needs_minutes(d) or facts.has_minutes(d),
)
NOT_DRAFTER: Need[Dispute] = Need(
    "not_drafter",
    "拟稿人不能签发自己拟定的处理意见，请本单位负责人签发。",
    lambda o, d: not deciding_strict(d) or facts.drafter_id(d) != o.pk,
)


def deciding_strict(dispute: Dispute) -> bool:
    """Never the same person in special handling, whatever the switch says (procedure.md)."""
    return dispute.mode == Mode.SPECIAL or deciding_department(dispute).decision_head_sign


def own_sides_unserved(officer: Officer, dispute: Dispute) -> list[Side]:
    """Those that are a unit of his and have not signed for their 告知书."""
    desks, left = case_sides.sides_with_a_desk(dispute), case_sides.unserved(dispute)
    return [s for s, unit in desks.items() if s in left and works_for(officer, unit)]


OTHER_SIDE_UNSERVED: Need[Dispute] = Need(
    "other_side_unserved",
    "处理意见告知书已登记送达，不用再签收。",
    lambda o, d: bool(own_sides_unserved(o, d)),
)
NOT_BEING_SIGNED: Need[Dispute] = Need(
    "not_being_signed",
    "处理意见正在等待签发，请先退回修改再办理，使处理意见就现在的当事人和争议内容作出。",
    lambda o, d: d.state != State.AWAITING_SIGNOFF,
)
NO_OPEN_ASSIGNMENT: Need[Dispute] = Need(
    "no_open_assignment",
    "还有未办结的交办，请先收齐、撤回或说明逾期未提供。",
    lambda o, d: not any(a.is_open for a in d.assignments.all()),
)
NOT_MERGED: Need[Dispute] = Need(
    "not_merged",
    "本件已并入另一件，请在并入的事项中办理。",
    lambda o, d: d.merged_into_id is None,
)
NOT_CONTINUED: Need[Dispute] = Need(
    "not_continued",
    "本件已有续办的新件在办，请在新件中办理。",
    lambda o, d: facts.continuation(d) is None,
    lambda o, d: f"本件已有续办的新件 {facts.continuation(d)} 在办，请在新件中办理。",
)
NOT_REPORTED: Need[Dispute] = Need(
    "not_reported",
    "本件已报送专班，归档后才能再报一次。",
    lambda o, d: not facts.reported_up(d),
)
HAS_FONDS: Need[Dispute] = Need(
    "has_fonds",
    "受理部门尚未配置全宗号，请先在管理页填写。",
    lambda o, d: bool(d.receiving_department.fonds_number),
)
