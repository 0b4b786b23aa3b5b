"""Conditions on stored facts, each with the sentence shown when it does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from disputes.choices import TOGETHER, Mode, Severity
from disputes.models.dispute import deciding_department
from workflow.procedure import facts, next_move
from workflow.procedure.rows.table import Need
from workflow.procedure.who import asking_departments

if TYPE_CHECKING:
    from disputes.models import Dispute

#: Categories that ask and dispute nothing (domain 5.1).
CONSULTATIONS = ("GEN-1", "HR-10")

IN_SCOPE: Need[Dispute] = Need(
    "in_scope",
    "该事项已标记为不属征缴争议，不能进入联办或专案，请不予受理或告知有权处理的单位。",
    lambda o, d: not d.is_out_of_scope,
)
IN_DISTRICT: Need[Dispute] = Need(
    "in_district",
    "事项辖区在区外，只能告知并移交有权处理的单位。",
    lambda o, d: not d.is_outside,
)
MAY_LEAD: Need[Dispute] = Need(
    "may_lead",
    "受理部门不得作主办单位，请告知并移交主管部门，或发起联合办理。",
    lambda o, d: d.receiving_department.may_lead,
)
IS_CONSULTATION: Need[Dispute] = Need(
    "is_consultation",
    "只有政策咨询（GEN-1、HR-10）可以即时答复，请先退回补充改正争议类别，或选择其他办理方式。",
    lambda o, d: d.category in CONSULTATIONS,
)
NOT_TWICE_RETURNED: Need[Dispute] = Need(
    "not_twice_returned",
    "该事项已被退回两次，由专班办公室指定办理单位。",
    lambda o, d: d.returns < 2 or d.designated,
)
TWICE_RETURNED: Need[Dispute] = Need(
    "twice_returned",
    "退回两次以后才由专班办公室指定办理单位。",
    lambda o, d: d.returns >= 2 and not d.designated,
)
OTHER_THAN_AUTHOR: Need[Dispute] = Need(
    "other_than_author",
    "登记人不能审核自己登记的事项，请本单位其他审核人办理。",
    lambda o, d: d.first_contact_officer_id != o.pk or _same_person_allowed(d),
)


def _same_person_allowed(dispute: Dispute) -> bool:
    return not dispute.receiving_department.intake_same_person


IS_GENERAL: Need[Dispute] = Need(
    "is_general", "该事项已是重大疑难事项。", lambda o, d: d.severity != Severity.MAJOR
)
IS_SPECIAL: Need[Dispute] = Need(
    "is_special", "只有专案办理的事项可以降级。", lambda o, d: d.mode == Mode.SPECIAL
)
NO_DEESCALATION_PENDING: Need[Dispute] = Need(
    "no_deescalation_pending",
    "降级申请正在等待组长批示。",
    lambda o, d: not facts.deescalation_pending(d),
)
NO_EXTENSION_PENDING: Need[Dispute] = Need(
    "no_extension_pending",
    "延期申请正在等待审批。",
    lambda o, d: not facts.extension_pending(d),
)
OWES_EXTENDABLE: Need[Dispute] = Need(
    "owes_extendable",
    "本单位现在没有可以延期的期限：总时限由拟定处理意见的部门申请，交办的反馈期限由承办单位申请。",
    lambda o, d: bool(facts.owed_with_extension(d, o.department_ids)),
)
NOT_EXTENDED: Need[Dispute] = Need(
    "not_extended",
    "同一期限只能延期一次，请按延长后的期限办结。",
    lambda o, d: bool(facts.not_extended(d, o.department_ids)),
)
NOT_EXPIRED: Need[Dispute] = Need(
    "not_expired",
    "期限已过，不能再申请延期：延期应在到期前申请并批准，请抓紧办结。",
    lambda o, d: bool(facts.extendable(d, o.department_ids, timezone.localdate())),
)
EXTENSION_UNTOLD: Need[Dispute] = Need(
    "extension_untold",
    "没有需要告知缴费人的延期：总时限没有延期，或者已登记告知，或者缴费人匿名。",
    lambda o, d: facts.extension_untold(d),
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
    "专案办理及政策性、普遍性、倾向性问题须先会商并签发会议纪要。",
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


SOMEONE_UNSERVED: Need[Dispute] = Need(
    "someone_unserved",
    "应送达的当事人均已登记送达。",
    lambda o, d: bool(facts.unserved(d)),
)
SOMEONE_SERVED: Need[Dispute] = Need(
    "someone_served",
    "请先登记送达，再登记当事人意见。",
    lambda o, d: bool(facts.served_sides(d)),
)
BOTH_SERVED: Need[Dispute] = Need(
    "both_served",
    "双方都登记送达（或注明免予送达）后才能终结。",
    lambda o, d: not facts.unserved(d),
)
SOMETHING_SERVED: Need[Dispute] = Need(
    "something_served",
    "没有可以更正的送达登记。",
    lambda o, d: bool(facts.served_sides(d)),
)
SOMETHING_SAID: Need[Dispute] = Need(
    "something_said",
    "没有可以更正的当事人意见。",
    lambda o, d: bool(facts.answered_sides(d)),
)
NO_REMEDY: Need[Dispute] = Need(
    "no_remedy",
    "已经登记救济渠道，当事人的意见不能再更正；当事人另有意见的，请继续登记。",
    lambda o, d: not d.remedies.all(),
)
HAS_REMEDY: Need[Dispute] = Need(
    "has_remedy",
    "请先登记救济渠道。",
    lambda o, d: bool(d.remedies.all()),
)
NO_OPEN_ASSIGNMENT: Need[Dispute] = Need(
    "no_open_assignment",
    "还有未办结的交办，请先收齐、撤回或说明逾期未提供。",
    lambda o, d: not any(a.is_open for a in d.assignments.all()),
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
