"""What the three buttons of an approval say, by what is asked (五(二)、五(三)3、六(一), R103)."""

from __future__ import annotations

from dataclasses import dataclass

from disputes import words
from workflow.models import Approval
from workflow.models.choices import ApprovalKind


@dataclass(frozen=True)
class Answers:
    """The words on the three buttons, and what the irreversible ones do."""

    approve: str
    approving: str
    asking_more: str
    refusing: str
    phrases: tuple[str, ...]
    clause: str
    more: str = "补充材料"
    consents: bool = False
    previews: bool = False  # papers leave by consent


def answers_of(approval: Approval) -> Answers:
    if approval.awaits:
        return _REVIEW
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
        previews=True,
    )


_REVIEW = Answers(
    approve="审核呈报",
    approving="您在重大事项审批表上签字，呈报下一环节。",
    asking_more="退回报请人补充，不呈报组长。",
    refusing="退回报请人，不呈报组长；是否专案由专班组长决定。",
    phrases=("情况属实，呈请审批。", "请补充人数、金额和双方证据材料后再报。"),
    clause="五(三)2(2)",
)
_MEETING = Answers(
    approve="同意召开",
    approving="同意后，召集单位即可向参会单位发出会商通知。",
    asking_more="本次会商取消，召集单位补充材料后可以重新拟定。",
    refusing="不同意后，本次会商取消。",
    phrases=(
        "同意召开，请各参会单位准备书面意见。",
        "请补充各单位书面意见后再报。",
        "请先由各单位单独会商。",
    ),
    clause="五(三)3",
)
WHY = {
    ApprovalKind.DEESCALATION: "为什么降级",
    ApprovalKind.EXTENSION: "为什么延期",
    ApprovalKind.MEMBER: "专班决定",
}
TEAM = {ApprovalKind.MEETING: "参会单位", ApprovalKind.MEMBER: "增加的单位"}
_EXTENSION = Answers(
    approve="同意延期",
    approving="同意后，期限按申请顺延，由申请单位把延期理由告知缴费人。",
    asking_more="退回申请单位补充理由；在此之前期限不变。",
    refusing="不同意后，期限不变。",
    phrases=(
        "同意延期，请按新期限办结并告知缴费人。",
        "请补充不能按期办结的原因。",
        "请抓紧办理，按原期限办结。",
    ),
    clause="五(三)",
    previews=True,
)
_DEESCALATION = Answers(
    approve="同意降级",
    approving="同意后，这件事项改为一般事项，由专案改为联合办理。",
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
    asking_more="退回系统管理员补正决定，补正后可以再次报请。",
    refusing="不同意后，该单位不启用。",
    phrases=(
        "同意增加，请做好培训和交接。",
        "请补充专班决定的文号和附件。",
        "暂不增加，由现有成员单位承办。",
    ),
    clause="六(一)",
    previews=True,
)
