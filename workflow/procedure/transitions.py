"""THE TABLE: one row per thing a person can do to a dispute; everything else reads it.

Source: plan chapter 五 and procedure.md. Pages, API, buttons, refusals, timeline, the trigger in
PostgreSQL, the generated diagram and the tests take their rules from here and repeat none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from disputes.choices import ENDED, ONLY_TOLD, OPEN, State
from workflow.procedure import needs as need
from workflow.procedure import who
from workflow.procedure.facts import CONVENING_WAITS
from workflow.procedure.rows import approval, extension, own_hand
from workflow.procedure.rows.assignment import WORKABLE
from workflow.procedure.rows.finding import RECORD
from workflow.procedure.rows.keeping import KEEPING_ROWS
from workflow.procedure.rows.table import Need, Row, Who
from workflow.procedure.sides import letters

if TYPE_CHECKING:
    from disputes.models import Dispute

S = State
#: What may be supervised: everything that has a number, until the file is closed.
SUPERVISABLE = frozenset(State) - {S.ARCHIVED}
#: Once reviewed what was registered is corrected on the record; before, it goes back to its author.
CORRECTABLE = OPEN - {S.REGISTERED}
#: Where somebody may still have to be told of a withdrawal, in part or of the whole.
TELLABLE = CORRECTABLE | {S.CONCLUDED, S.WITHDRAWN, S.MERGED}
#: Parties may settle as long as somebody has reviewed it and nobody has filed it.
SETTLED = CORRECTABLE | {S.CONCLUDED, S.WITHDRAWN}
#: What a payer may come back to: it has ended, whether filed or not.
RESUMED = frozenset({S.CONCLUDED, S.DECLINED, S.NOTIFIED, S.WITHDRAWN, S.ARCHIVED})
SAME = frozenset[str]()
#: What may leave is of a case that somebody has reviewed; an archived one as well.
DISCLOSABLE = frozenset(State) - {S.DRAFT, S.REGISTERED}
#: A draft with a number, 退回补充, is open as well; what has none is its author's alone.
KNOWN = OPEN | {S.DRAFT}
#: Somebody still owes something: what has ended is filed, and its tasks are answered before.
WAITS = KNOWN | ENDED


def row(
    verb: str,
    label: str,
    sources: set[State] | frozenset[State],
    targets: set[State] | frozenset[str],
    by: Who[Dispute],
    clause: str,
    *needs: Need[Dispute],
    warning: str = "",
    hint: str = "",
    steps: tuple[tuple[str, str], ...] = (),
) -> Row[Dispute]:
    """One line of the table; empty `targets` means that the state stays as it is.

    `steps` leads on from one of the sources alone.
    """
    return Row(
        verb, label, frozenset(sources), frozenset(targets), by, clause, needs, warning, hint, steps
    )


TRIAGE_NEEDS = (need.NOT_TWICE_RETURNED,)

DISPUTE_ROWS: tuple[Row[Dispute], ...] = (
    row("register", "登记", {S.DRAFT}, {S.REGISTERED}, who.AUTHOR, "五(一)",
        hint="登记并送审核"),
    row("approve_intake", "审核通过", {S.REGISTERED}, {S.TRIAGE}, who.REVIEWER, "五(二)",
        need.OTHER_THAN_AUTHOR, hint="生成受理登记表，转首问责任人分类"),
    row("return_intake", "退回补充", {S.REGISTERED}, {S.DRAFT}, who.REVIEWER, "五(二)",
        hint="退登记人补充"),
    row("accept_single", "本单位办理", {S.TRIAGE}, {S.HANDLING}, who.RECEIVING, "五(一)",
        *TRIAGE_NEEDS, need.IN_DISTRICT, need.IN_SCOPE, need.MAY_LEAD, need.NOT_AGAINST_OWN,
        hint="属本单位职责，限时办结"),
    row("refer", "告知并移交", {S.TRIAGE}, {S.HANDLING, S.NOTIFIED}, who.RECEIVING, "五(一)",
        *TRIAGE_NEEDS, hint="书面告知缴费人，并以报送单移交主管部门"),
    row("convene_joint", "联合办理", {S.TRIAGE}, {S.HANDLING}, who.RECEIVING, "五(三)1",
        *TRIAGE_NEEDS, need.IN_DISTRICT, need.IN_SCOPE, need.NOT_AGAINST_OWN,
        hint="请有关部门限时提交书面意见"),
    row("report_major", "报请组长审批", {S.TRIAGE}, {S.AWAITING_APPROVAL}, who.RECEIVING,
        "五(二)、五(三)2(2)", *TRIAGE_NEEDS, need.IN_DISTRICT, need.IN_SCOPE,
        hint="重大疑难事项，组长同意后专案办理"),
    row("notify_only", "仅告知", {S.TRIAGE}, {S.NOTIFIED}, who.RECEIVING, "五(一)",
        *TRIAGE_NEEDS, hint="只告知去向、不移交，须写明理由",
        warning="仅告知后本平台不再办理该事项。"),
    row("answer_now", "即时答复", {S.TRIAGE}, {S.CONCLUDED}, who.RECEIVING, "五(一)",
        *TRIAGE_NEEDS, need.IS_CONSULTATION, hint="政策咨询当场答复并记录"),
    row("decline", "不予受理", {S.TRIAGE}, {S.DECLINED}, who.RECEIVING, "四(一)",
        *TRIAGE_NEEDS, need.HEAD_DECLINES, hint="不属征缴争议，书面告知应走的渠道",
        warning="不予受理后不再办理该事项。"),
    row("undo_triage", "撤销分流", {S.HANDLING, S.NOTIFIED, S.CONCLUDED, S.DECLINED}, {S.TRIAGE},
        who.RECEIVING, "五(一)", need.CHOSE_TODAY, need.NOBODY_SIGNED,
        hint="当天分错了、还没有单位签收的，由分流的本人撤销，重新分类",
        warning="撤销后发出的交办撤回，告知单、报送单、通知等文书作废，编号不再用。"),
    row("review_major", "审核呈报", {S.AWAITING_APPROVAL}, SAME, who.REVIEWER_OF_MAJOR,
        "五(三)2(2)", approval.REVIEW_IS_HIS, own_hand.READS_FOR_ANOTHER,
        hint="在重大事项审批表上签字，呈报下一环节"),
    row("return_major", "退回报请", {S.AWAITING_APPROVAL}, {S.TRIAGE, S.HANDLING},
        who.REVIEWER_OF_MAJOR, "五(三)2(2)", approval.REVIEW_IS_HIS, own_hand.READS_FOR_ANOTHER,
        hint="不呈报组长，退报请人补充"),
    row("withdraw_report", "撤回报请", {S.AWAITING_APPROVAL}, {S.TRIAGE, S.HANDLING},
        who.RECEIVING, "五(三)2(2)", approval.REPORT_IS_HIS, approval.NOBODY_READ_IT,
        hint="报请有误、还没有人审核签字的，由报请人或者负责人撤回，回到报请以前"),
    row("approve_major", "同意专案办理", {S.AWAITING_APPROVAL}, {S.HANDLING}, who.LEADER, "五(二)",
        own_hand.NOT_HIS_BUREAU, own_hand.NOT_HE_WHO_REPORTED, need.IN_SCOPE, need.IN_DISTRICT,
        approval.REVIEWED),
    row("ask_more", "补充材料", {S.AWAITING_APPROVAL}, {S.TRIAGE, S.HANDLING}, who.LEADER,
        "五(二)", own_hand.NOT_HIS_BUREAU, own_hand.NOT_HE_WHO_REPORTED),
    row("reject_major", "不同意", {S.AWAITING_APPROVAL}, {S.TRIAGE, S.HANDLING}, who.LEADER,
        "五(二)", own_hand.NOT_HIS_BUREAU, own_hand.NOT_HE_WHO_REPORTED,
        warning="不同意后退回受理部门按一般事项办理。"),
    row("draft_decision", "拟定处理意见", {S.HANDLING}, {S.AWAITING_SIGNOFF}, who.DECIDING,
        "五(三)1(3)、2(3)", need.STILL_OURS, need.DECIDES_NOT_OWN, own_hand.NOT_HE_WHO_REFERRED,
        own_hand.NOT_HE_WHO_ANSWERED, need.REFERRAL_ACCEPTED, need.OPINIONS_IN,
        need.HAS_OPINIONS, need.MINUTES_ISSUED, hint="汇总事实、依据和意见，送负责人签发"),
    row("reroute", "退回分类", {S.HANDLING}, {S.TRIAGE}, who.REROUTER, "五(二)",
        need.IS_SINGLE, need.NOT_DESIGNATED,
        hint="不该由本单位单独办理的，写明理由，重新分类、转办；总时限接着算"),
    row("invite", "增加联办单位", {S.HANDLING}, SAME, who.RECEIVING, "五(三)1(2)",
        need.IN_DISTRICT, need.IN_SCOPE, own_hand.NOT_BACK_BY_INVITING),
    row("escalate", "升级为重大疑难", {S.HANDLING}, {S.AWAITING_APPROVAL}, who.RECEIVING,
        "五(二)", need.IS_GENERAL, need.IN_DISTRICT, need.IN_SCOPE),
    row("deescalate", "降级", {S.HANDLING}, SAME, who.RECEIVING, "五(二)",
        need.IS_SPECIAL, need.NO_DEESCALATION_PENDING, own_hand.NOT_BACK_BY_DEESCALATING),
    row("assign", "指定办理", {S.TRIAGE, S.HANDLING}, {S.HANDLING}, who.OFFICE, "五(一)",
        need.TWICE_RETURNED, need.IN_DISTRICT, need.IN_SCOPE,
        hint="两次退回，或者争议对方是成员单位的，由专班办公室指定，指定后不得再退"),
    row("give_task", "交办任务", WORKABLE, SAME, who.TASK_FORCE, "四(二)",
        hint="向一个成员单位下达交办单，限期书面反馈办理情况"),
    row("request_convening", "提请召集", {S.HANDLING}, SAME, who.CONVENING_ASKER, "四(二)",
        need.TAKES_PART, need.NO_CONVENING_ASKED,
        hint="请专班办公室召集成员单位联合处置，办公室限时答复并说明理由"),
    row("answer_convening", "答复提请召集", CONVENING_WAITS, SAME, who.OFFICE, "四(二)",
        need.CONVENING_ASKED, own_hand.NOT_HE_WHO_ASKED, hint="同意召集的，接着拟定会商"),
    row("record_consultation", "登记会商记录", CORRECTABLE, SAME, who.OWING, "五(三)3",
        hint="磋商、座谈、书面或者电话会商一般事项的，记下各单位意见和结果，打印签名入卷；"
        "开会的，召集会商并出会议纪要"),
    row("suspend", "中止办理", {S.HANDLING}, {S.SUSPENDED}, who.HEAD_OF_DECIDING, "五(三)",
        hint="停表，未办结的交办一并冻结"),
    row("resume", "恢复办理", {S.SUSPENDED}, {S.HANDLING}, who.HEAD_OF_DECIDING, "五(三)",
        hint="按实际中止天数顺延期限"),
    row("prolong", "续报中止", {S.SUSPENDED}, SAME, who.HEAD_OF_DECIDING, "五(三)",
        hint="中止原因还没有消除的，写明事由、凭证和新的预计恢复日期"),
    row("sign_decision", "签发", {S.AWAITING_SIGNOFF}, {S.FEEDBACK, S.CONCLUDED}, who.SIGNER,
        "五(三)", need.STILL_OURS, need.SIGNS_NOT_OWN, need.DRAFTED_ON_WHAT_STANDS,
        own_hand.NOT_HE_WHO_REFERRED, own_hand.NOT_HE_WHO_ANSWERED, need.NOT_DRAFTER,
        hint="生成处理意见告知书，双方各一份",
        warning="签发后处理意见不能再改。"),
    row("return_decision", "退回修改", {S.AWAITING_SIGNOFF}, {S.HANDLING}, who.SIGNER, "五(三)"),
    row("serve", "登记送达", {S.FEEDBACK, S.OBJECTED, S.NOTIFIED, S.DECLINED}, SAME,
        who.DECIDING, "五(四)", letters.SOMEONE_UNSERVED,
        hint="双方分别登记，生成送达回证", steps=((S.FEEDBACK, S.CONCLUDED),)),
    row("attempt", "登记送达未果", {S.FEEDBACK, S.OBJECTED, S.NOTIFIED, S.DECLINED}, SAME,
        who.DECIDING, "五(四)", letters.SOMEONE_UNSERVED,
        hint="联系不上的，逐次登记；三个不同日期联系不上，才能注明免予送达"),
    row("acknowledge", "签收告知书", {S.FEEDBACK, S.OBJECTED}, SAME, who.OTHER_SIDE, "五(四)",
        need.OTHER_SIDE_UNSERVED, hint="争议对方是成员单位的，在平台签收即为送达"),
    row("record_response", "登记当事人意见", {S.FEEDBACK, S.OBJECTED}, {S.OBJECTED, S.CONCLUDED},
        who.DECIDING, "五(四)", letters.SOMEONE_SERVED, steps=((S.OBJECTED, S.FEEDBACK),)),
    row("cancel_service", "更正送达登记", {S.FEEDBACK, S.OBJECTED, S.NOTIFIED, S.DECLINED}, SAME,
        who.DECIDING, "五(四)", letters.SOMETHING_SERVED,
        hint="登记有误的送达予以更正：原登记留存并划去，送达回证作废，再重新登记"),
    row("cancel_response", "更正当事人意见", {S.FEEDBACK, S.OBJECTED}, {S.FEEDBACK}, who.DECIDING,
        "五(四)", letters.SOMETHING_SAID, letters.NO_REMEDY,
        hint="登记有误的意见予以更正：原登记留存并划去，再重新登记"),
    row("cancel_attempt", "更正送达未果", {S.FEEDBACK, S.OBJECTED, S.NOTIFIED, S.DECLINED}, SAME,
        who.DECIDING, "五(四)", letters.SOMEBODY_TRIED,
        hint="登记有误的送达未果予以更正：原登记留存并划去，不再算作一次"),
    row("replace_paper", "作废重发文书", CORRECTABLE | ONLY_TOLD, SAME, who.HEAD, "五(四)",
        hint="文书写错、印坏的，写明理由作废：原号留存、原件盖作废，另编号重发一份，注明代替哪一号；"
        "登记有误的先更正登记",
        warning="作废后原号不再用，已送出的请收回。"),
    row("record_settlement", "登记调解、和解协议", SETTLED, SAME, who.RECEIVING_OR_DECIDING,
        "五(四)", letters.HAS_OTHER_SIDE, need.NOT_BEING_SIGNED,
        hint="双方达成协议的，登记内容、期限和解决了哪些诉求，上传签字的协议；"
        "全部解决的，接着办理缴费人撤回或者当事人意见"),
    row("cancel_recording", "更正会商、协议登记", SETTLED, SAME, who.RECORDING, "五(四)",
        letters.SOMETHING_RECORDED,
        hint="登记有误的会商记录、协议登记表予以更正：原文书作废、原号留存，另出更正单；"
        "内容写错的，接着重新登记"),
    row("record_remedy", "登记救济渠道", {S.OBJECTED}, SAME, who.RECEIVING, "五(四)"),
    row("cancel_remedy", "更正救济登记", {S.OBJECTED}, SAME, who.RECEIVING, "五(四)",
        letters.REMEDY_RECORDED,
        hint="渠道、机关、日期登记有误的救济，或者写错的结果，作废后重新登记，另出更正单"),
    row("close_remedy", "救济终结", {S.OBJECTED}, {S.CONCLUDED}, who.RECEIVING, "五(四)",
        letters.HAS_REMEDY, letters.BOTH_SERVED),
    row("withdraw", "缴费人撤回", KNOWN, {S.WITHDRAWN}, who.RECEIVING, "五(三)", need.HAS_NUMBER,
        letters.REMEDY_ENDED,
        warning="撤回后未办结的交办、审批和会商议题一并撤回，事项终止。"),
    row("withdraw_part", "部分撤回", CORRECTABLE, SAME, who.RECEIVING, "五(三)",
        need.NOT_BEING_SIGNED,
        hint="缴费人书面撤回一项诉求、一个险种，或者几名缴费人中的一名退出，其余继续办理；"
        "全部撤回的，办理“缴费人撤回”",
        steps=((S.FEEDBACK, S.CONCLUDED), (S.OBJECTED, S.FEEDBACK), (S.OBJECTED, S.CONCLUDED))),
    row("join_payer", "缴费人加入", CORRECTABLE - {S.FEEDBACK, S.OBJECTED}, SAME, who.RECEIVING,
        "五(一)", need.NOT_BEING_SIGNED,
        hint="另一名缴费人就同一争议加入：为他登记、编号并并入本件，处理意见分别告知、分别听取意见；"
        "他已有登记事项的，把那一件并案"),
    row("tell_withdrawal", "登记书面告知", TELLABLE, SAME, who.RECEIVING_OR_DECIDING, "五(四)",
        letters.WITHDRAWAL_UNTOLD,
        hint="撤回告知书、移交件的告知单、接收告知书送交后，登记告知的日期和方式"),
    row("cancel_telling", "更正书面告知登记", TELLABLE, SAME, who.RECEIVING_OR_DECIDING, "五(四)",
        letters.TELLING_RECORDED,
        hint="告知的日期、方式登记有误的，作废后重新登记，另出更正单"),
    row("merge", "并案", {S.REGISTERED, S.TRIAGE, S.HANDLING}, {S.MERGED}, who.RECEIVING, "五(一)",
        warning="并案后本件终止，以并入的事项继续办理。"),
    row("archive", "归档", {*ENDED}, {S.ARCHIVED}, who.RECEIVING, "五(五)",
        letters.PAYER_TOLD, need.NO_OPEN_ASSIGNMENT, need.HAS_FONDS,
        warning="归档后案卷只读，不能再改。"),
    row("report_up", "报送专班", {S.CONCLUDED, S.ARCHIVED}, SAME, who.RECEIVING, "五 报送办理",
        need.NOT_REPORTED),
    row("supplement", "补充归档", {S.ARCHIVED}, SAME, who.RECEIVING, "五(五)",
        hint="归档后才收到的材料，写明理由附在已封存的目录之外；原有的一件不动，另封一份信息包"),
    *KEEPING_ROWS,
    RECORD,
    row("reopen", "重启", RESUMED, SAME, who.RECEIVING, "五(四)",
        need.NOT_MERGED, need.NOT_CONTINUED, letters.PAYER_TOLD_BEFORE,
        hint="缴费人带来新证据或者又有异议的，另立关联新件办理，原件不动"),
    row("correct", "更正登记", CORRECTABLE | ONLY_TOLD, SAME, who.RECEIVING_OR_DECIDING, "五(一)",
        letters.STILL_TO_TELL,
        hint="登记有误或者漏项的，写明理由后更正；原内容留存，已签发的文书不变，另出更正单；"
        "签发后换了当事人的，另发处理意见告知书，重新送达",
        steps=((S.OBJECTED, S.FEEDBACK),)),
    row("hand_over", "移交经办", WAITS, SAME, who.HEAD, "五(一)", need.HAS_NUMBER,
        hint="换经办人，首问责任人仍然显示"),
    row("recuse", "回避", KNOWN, SAME, who.OFFICER_OR_HEAD, "五(三)", need.HAS_NUMBER,
        warning="回避后该人员不能再看到和办理本件。"),
    row("entrust", "授权查看举报人", WAITS, SAME, who.HEAD_OF_RECEIVING, "六(三)", need.HAS_NUMBER,
        need.KEPT_SECRET, hint="写明理由，指定办理本件的一人可以查看举报人的明文；查看照样留痕"),
    row("designate", "指定代办", WAITS, SAME, who.OFFICE_OR_ABOVE, "三", need.HAS_NUMBER,
        need.POST_UNMANNED, hint="这一步的岗位空缺、回避或停用的，为本件指定一人代办"),
    row("extend", "申请延期", {S.HANDLING, S.FEEDBACK}, SAME, who.OWING, "五(三)",
        extension.NO_EXTENSION_PENDING, extension.OWES_EXTENDABLE, extension.NOT_EXTENDED,
        extension.NOT_EXPIRED,
        hint="到期前申请，一次为限；负责人权限以内由负责人批准，其余报组长审批"),
    row("tell_extension", "登记延期告知",
        {S.HANDLING, S.AWAITING_SIGNOFF, S.FEEDBACK, S.SUSPENDED}, SAME, who.DECIDING, "五(三)",
        extension.EXTENSION_UNTOLD, hint="延期告知书送缴费人后，登记告知的日期和方式"),
    row("disclose", "申请对外提供", DISCLOSABLE, SAME, who.RECEIVING_OR_DECIDING, "六(三)",
        hint="对外发布、向非成员单位提供、司法纪检机关调取：部门负责人、专班办公室、组长逐级审批后，"
        "才能制作外发件"),
    row("urge", "催办", KNOWN - {S.SUSPENDED}, SAME, who.WAITING, "五(三)1(3)",
        need.HAS_NUMBER, need.NOT_URGED_TODAY, hint="消息发给欠办下一步的岗位，每个工作日一次"),
    row("supervise", "督办", SUPERVISABLE, SAME, who.TASK_FORCE, "五(三)1(3)", need.HAS_NUMBER,
        hint="要求参与办理的单位限期书面答复，由专班办公室销号",
        warning="督办后该单位负责人收到消息，须在三个工作日内书面答复，全程记入经过。"),
)  # fmt: skip

DISPUTE_TABLE: dict[str, Row[Dispute]] = {r.verb: r for r in DISPUTE_ROWS}
