"""One content of every kind of paper: plain, with nothing optional, and as long as it can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from papers.forms.acceptance_notice import AcceptanceNotice
from papers.forms.appraisal_report import AppraisalReportPaper, AppraisedPiece, StepPiece
from papers.forms.approval_opinion import ApprovalOpinion
from papers.forms.assist_reply import AssistReply
from papers.forms.attendance_sheet import CAME, DID_NOT_COME, AttendanceSheet, SeatPiece
from papers.forms.case_catalogue import CaseCatalogue, CatalogueLine
from papers.forms.case_cover import CaseCover
from papers.forms.case_remarks import CaseRemarks
from papers.forms.consultation import ConsultationPaper
from papers.forms.correction import ChangePiece, Correction
from papers.forms.decision import DecisionPaper
from papers.forms.destruction_list import DestructionList
from papers.forms.disclosure_form import DisclosureForm
from papers.forms.disclosure_sheet import DisclosureSheet
from papers.forms.extension_form import ExtensionForm
from papers.forms.extension_notice import ExtensionNotice
from papers.forms.intake_receipt import IntakeReceipt
from papers.forms.joint_notice import JointNotice
from papers.forms.major_approval import MajorApproval
from papers.forms.meeting_notice import AgendaPiece, MeetingNotice
from papers.forms.membership import MembershipPaper
from papers.forms.minutes import Minutes, ResolutionPiece
from papers.forms.notification import Notification
from papers.forms.opinion import OpinionPaper
from papers.forms.period_report import (
    CountsPiece,
    FiguresPiece,
    LinePiece,
    PeriodPiece,
    PeriodReportPaper,
    TablePiece,
)
from papers.forms.receipt import FeedbackPiece, Receipt
from papers.forms.referral import Referral
from papers.forms.registration import Registration
from papers.forms.report_up import ReportUp
from papers.forms.service_proof import ServiceProof
from papers.forms.settlement import SettlementPaper
from papers.forms.supervision_order import SupervisionOrder
from papers.forms.supervision_reply import SupervisionReply
from papers.forms.task_sheet import TaskSheet
from papers.forms.transfer_letter import TransferLetter
from papers.forms.withdrawal_notice import WithdrawalNotice
from papers.forms.withdrawal_request import WithdrawalRequest
from papers.freezing import PaperContent
from papers.pieces import (
    AgentPiece,
    MaterialPiece,
    MatterPiece,
    OfficePiece,
    PartyPiece,
    SignaturePiece,
    StancePiece,
)
from papers.remedies import remedies

HERE = ZoneInfo("Asia/Shanghai")
NAME, ID_NUMBER, PHONE, ADDRESS = (
    "欧阳小满",
    "230799197804120011",
    "15400000018",
    "翠峦镇平安小区3栋2单元501室",
)
#: What no masked copy may show.
CANARIES = (NAME, ID_NUMBER, PHONE, "平安小区")
FACTS = (
    "缴费人在翠峦镇一家木制品加工厂上班，2026年3月厂里办理了参保登记，社保大厅能查到登记，"
    "但至今三个月查不到任何一个月的缴费明细。询问厂里会计，答复为忙忘未申报。"
)
CLAIM = "请求督促用人单位补办申报并按规定缴纳，避免影响看病和养老待遇。"
LONG = (
    "缴费人自二〇一三年起在原林业局木材加工厂工作，二〇一八年企业改制后转入现单位，改制前后的缴费基数、"
    "缴费年限和险种记录不一致，多次到不同窗口查询，得到的答复各不相同。"
)
COMMON = {"number": "乌社征议〔2026〕12号", "dispute_number": "230718-2026-XF-000012"}


def at(month: int, day: int, hour: int = 9, minute: int = 20) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=HERE)


def a_payer(**changes: object) -> PartyPiece:
    plain: dict[str, object] = {
        "name": NAME,
        "kind": "用人单位职工",
        "id_number": ID_NUMBER,
        "sex": "男",
        "birthday": date(1978, 4, 12),
        "phone": PHONE,
        "address": ADDRESS,
        "employer": "翠峦兴林木制品加工厂",
    }
    return PartyPiece(**{**plain, **changes})  # type: ignore[arg-type]


def an_employer() -> PartyPiece:
    return PartyPiece(
        name="翠峦兴林木制品加工厂",
        kind="用人单位",
        is_unit=True,
        credit_code="91230799MA1TE5T189",
        phone="0458-3123456",
        address="翠峦镇工业路18号",
        contact="梁会计",
    )


def a_matter(**changes: object) -> MatterPiece:
    plain: dict[str, object] = {
        "channel": "来访",
        "visited_at": at(3, 3),
        "registered_at": at(3, 3, 9, 31),
        "town": "翠峦镇",
        "place": "翠峦林场",
        "category": "已参保未申报",
        "insurance": ("pension", "medical", "unemployment"),
        "period_start": date(2024, 1, 1),
        "period_end": date(2025, 6, 1),
        "severity": "general",
        "facts": FACTS,
        "claim": CLAIM,
    }
    return MatterPiece(**{**plain, **changes})  # type: ignore[arg-type]


def a_bare_matter() -> MatterPiece:
    return MatterPiece(
        channel="网络", visited_at=None, town="区直", category="咨询", facts="咨询缴费办法。"
    )


OFFICE = OfficePiece(
    name="区税务局",
    address="乌翠区新兴路66号一楼大厅",
    phone="0458-3100000",
    hours="工作日 8:30—17:00",
    officer="经办员甲",
)
MATERIALS = (
    MaterialPiece(title="劳动合同复印件", pages=2),
    MaterialPiece(title="工资发放流水", pages=1),
)
STANCES = (
    StancePiece(department="区人社局", text="登记信息已于2026年3月传递税务部门。", adopted="采纳"),
    StancePiece(
        department="区医保局", text="医疗保险登记无误，断缴期间待遇按规定处理。", adopted="采纳"
    ),
)
BASIS = "《中华人民共和国社会保险法》第五十八条、第六十条、第六十三条。"
DECISION = (
    "一、责令用人单位自收到本告知书之日起十个工作日内补办2026年3月至5月社会保险费申报。\n"
    "二、逾期未申报的，按照上月缴费额的百分之一百一十确定应当缴纳数额。\n"
    "三、请缴费人于补缴到账后到区医保局办理待遇衔接。"
)


def _head(kind: str, department: str = "区信访局") -> dict[str, object]:
    return {
        **COMMON,
        "department": department,
        "signed_by": "负责人丙",
        "issued_on": date(2026, 3, 5),
        "nonce": f"{kind:0<16.16}",
    }


def registration(**changes: object) -> Registration:
    plain = _head("registration") | {
        "first_contact_department": "区信访局",
        "first_contact_officer": "经办员甲",
        "matter": a_matter(),
        "payer": a_payer(),
        "agent": AgentPiece(name="欧阳大雪", phone="15400000026", authority="授权委托书1份"),
        "counterparty": an_employer(),
        "materials": MATERIALS,
        "branch": "other",
        "review": SignaturePiece(name="审核员乙", at=at(3, 3, 15, 5), comment="要素齐全，同意。"),
    }
    return Registration(**{**plain, **changes})  # type: ignore[arg-type]


def notification(**changes: object) -> Notification:
    plain = _head("notification") | {
        "payer": a_payer(),
        "summary": FACTS,
        "reason": "您反映的事项属于缴费申报环节，依照方案四(二)属区税务局职责，不属于本单位职责。",
        "outcome": "transferred",
        "competent": OFFICE,
        "referral_number": "乌社征议报〔2026〕12号",
        "contact": OFFICE,
    }
    return Notification(**{**plain, **changes})  # type: ignore[arg-type]


def referral(**changes: object) -> Referral:
    plain = _head("referral") | {
        "recipient": "区税务局",
        "first_contact_department": "区信访局",
        "first_contact_officer": "经办员甲",
        "matter": a_matter(),
        "payer": a_payer(),
        "agent": AgentPiece(name="欧阳大雪", phone="15400000026"),
        "counterparty": an_employer(),
        "materials": MATERIALS,
        "reason": "该事项属缴费申报环节，需由你单位依职权办理。",
        "reviewed_by": "审核员乙",
        "head": "负责人丙",
        "due_on": date(2026, 3, 19),
        "contact": OFFICE,
    }
    return Referral(**{**plain, **changes})  # type: ignore[arg-type]


def receipt(**changes: object) -> Receipt:
    plain = _head("receipt", "区税务局") | {
        "sender": "区信访局",
        "accepted_at": at(3, 6),
        "due_on": date(2026, 3, 19),
        "timeliness": "超期 2 天",
        "outcome": "done",
        "facts": "经核查，用人单位2026年3月办理参保登记后未按月申报，现已督促其补办申报。",
        "opinion": "已责令限期申报，费款于3月16日入库。",
        "basis": BASIS,
        "payer_feedback": FeedbackPiece(
            told_on=date(2026, 3, 17), method="直接送达", recipient=NAME, answer="none"
        ),
        "counterparty_feedback": FeedbackPiece(
            told_on=date(2026, 3, 17), method="电子送达", recipient="梁会计", answer="silent"
        ),
        "remedies_told": True,
        "drafted_by": "经办员丁",
        "phone": "0458-3100000",
    }
    return Receipt(**{**plain, **changes})  # type: ignore[arg-type]


def transfer_letter(**changes: object) -> TransferLetter:
    plain = _head("transfer_letter") | {
        "recipient": "伊美区人力资源和社会保障局",
        "matter": a_matter(town="区外", place=""),
        "payer": a_payer(),
        "counterparty": an_employer(),
        "reason": "事项发生地和用人单位登记地均在你区，不属本区管辖。",
        "materials": MATERIALS,
        "contact": OFFICE,
    }
    return TransferLetter(**{**plain, **changes})  # type: ignore[arg-type]


def joint_notice(**changes: object) -> JointNotice:
    plain = _head("joint_notice", "区税务局") | {
        "recipient": "区医保局",
        "participants": ("区人社局", "区医保局"),
        "assignment": "joint",
        "matter": a_matter(),
        "payer": a_payer(),
        "counterparty": an_employer(),
        "question": "请核实缴费人2024年1月至2025年6月职工医疗保险登记和缴费记录，提出书面意见。",
        "due_on": date(2026, 3, 16),
        "materials": MATERIALS,
        "contact": OFFICE,
    }
    return JointNotice(**{**plain, **changes})  # type: ignore[arg-type]


def opinion(**changes: object) -> OpinionPaper:
    return OpinionPaper(**{**_opinion("opinion"), **changes})  # type: ignore[arg-type]


def approval_opinion(**changes: object) -> ApprovalOpinion:
    plain = _opinion("approval_opinion") | {"verdict": "agree"}
    return ApprovalOpinion(**{**plain, **changes})  # type: ignore[arg-type]


def assist_reply(**changes: object) -> AssistReply:
    return AssistReply(**{**_opinion("assist_reply"), **changes})  # type: ignore[arg-type]


def _opinion(kind: str) -> dict[str, object]:
    return _head(kind, "区医保局") | {
        "recipient": "区税务局",
        "in_reply_to": "乌社征议会〔2026〕3号",
        "asked_by": "会办通知",
        "category": "已参保未申报",
        "process": "调取参保登记系统记录，并与用人单位经办人核对。",
        "facts": "缴费人职工医疗保险登记时间为2026年3月2日，登记后无到账记录。",
        "basis": BASIS,
        "opinion": "建议由税务部门责令限期申报；补缴到账后我局恢复待遇。",
        "drafted_by": "经办员戊",
    }


def major_approval(**changes: object) -> MajorApproval:
    plain = _head("major_approval", "专班办公室") | {
        "matter": a_matter(severity="major", people_count=23, amount="862,400.00元"),
        "payer": a_payer(),
        "counterparty": an_employer(),
        "signals": ("同一诉求23人（≥10人）", "单位欠费86.24万元（≥50万元）", "历史遗留"),
        "score": 7,
        "reason": "涉及人数多、时间跨度长，需多部门专案核查。",
        "members": ("区人社局", "区税务局", "区医保局"),
        "lead": "区税务局",
        "requested": SignaturePiece(name="经办员丁", at=at(3, 4, 9, 20)),
        "requested_department": "区税务局",
        "head": SignaturePiece(
            name="税务局 负责人丙", at=at(3, 4, 10, 0), comment="建议按重大疑难事项专案办理。"
        ),
        "verdict": "approved",
        "leader": SignaturePiece(
            name="专班组长", at=at(3, 5, 8, 40), comment="同意专案办理，请三部门抓紧核查。"
        ),
        "meeting": True,
    }
    return MajorApproval(**{**plain, **changes})  # type: ignore[arg-type]


def task_sheet(**changes: object) -> TaskSheet:
    plain = _head("task_sheet", "专班办公室") | {
        "assignment": "resolution",
        "recipient": "区人社局",
        "question": "核定原林业局木材加工厂2018年改制前职工养老保险应缴费额，形成清册。",
        "basis": "〔2026〕3号会议纪要议定事项二",
        "category": "政策性补缴",
        "due_on": date(2026, 4, 10),
        "contact": OFFICE,
    }
    return TaskSheet(**{**plain, **changes})  # type: ignore[arg-type]


def meeting_notice(**changes: object) -> MeetingNotice:
    plain = _head("meeting_notice", "区税务局") | {
        "meeting": "重大事项会商",
        "form": "会议",
        "title": "关于改制企业职工养老保险欠费争议的专题会商",
        "starts_at": at(3, 12, 14, 30),
        "place": "区政府三楼第二会议室",
        "agenda": (
            AgendaPiece(
                dispute_number="230718-2026-SW-000015", subject="改制企业职工养老保险欠费争议"
            ),
            AgendaPiece(dispute_number="230718-2026-XF-000012", subject="参保后未按月申报争议"),
        ),
        "departments": ("区人社局", "区税务局", "区医保局", "社保乌翠分中心"),
        "attendees": "各单位分管负责人和具体经办人",
        "materials": "参保登记、核定、征收明细各一式八份",
        "consent_number": "重大事项审批表〔2026〕4号",
        "contact": OFFICE,
    }
    return MeetingNotice(**{**plain, **changes})  # type: ignore[arg-type]


def attendance_sheet(**changes: object) -> AttendanceSheet:
    names = ("区税务局", "区人社局", "区医保局", "社保乌翠分中心")
    plain = _head("attendance_sheet", "区税务局") | {
        "dispute_number": "",
        "meeting": "重大事项会商",
        "title": "关于改制企业职工养老保险欠费争议的专题会商",
        "starts_at": at(3, 12, 14, 30),
        "place": "区政府三楼第二会议室",
        "task_force": (
            SeatPiece(name="组长乙", post="专班组长", phone="0458-3100001"),
            SeatPiece(name="副组长丙", post="专班副组长"),
        ),
        "units": tuple(
            SeatPiece(unit=name, came=DID_NOT_COME if name == "区医保局" else CAME)
            for name in names
        ),
        "present": "区税务局征管科长丁、经办员戊；区人社局副局长己",
        "is_filed": True,
    }
    return AttendanceSheet(**{**plain, **changes})  # type: ignore[arg-type]


def an_open_sheet(units: int = 4) -> AttendanceSheet:
    """As it lies on the table, before anybody has come."""
    seats = tuple(SeatPiece(unit=f"第{n}单位") for n in range(1, units + 1))
    return attendance_sheet(units=seats, present="", is_filed=False, number="（签发纪要后编号）")


def minutes(**changes: object) -> Minutes:
    plain = _head("minutes", "乌翠区社会保险费征缴争议联合处置工作专班") | {
        "number": "〔2026〕3号",
        "dispute_number": "230718-2026-SW-000015、230718-2026-XF-000012",
        "meeting": "重大事项会商",
        "form": "会议",
        "title": "关于改制企业职工养老保险欠费等争议事项的专题会议纪要",
        "starts_at": at(3, 12, 14, 30),
        "place": "区政府三楼第二会议室",
        "chair": "专班组长",
        "resolutions": (
            ResolutionPiece(
                dispute_number="230718-2026-SW-000015",
                subject="改制企业职工养老保险欠费争议",
                decision="由区人社局核定改制前应缴费额，区税务局依核定结果征收。",
                basis="《社会保险法》第六十三条、方案四(二)。",
                responsible="区人社局",
                due_on=date(2026, 4, 10),
                stances=(StancePiece(department="区医保局", text="医疗保险部分另行核算。"),),
                dissent="区财政局意见：补助资金来源待进一步研究（保留）。",
            ),
            ResolutionPiece(
                dispute_number="230718-2026-XF-000012",
                subject="参保后未按月申报争议",
                decision="责令用人单位限期申报，逾期按规定核定。",
                responsible="区税务局",
                due_on=date(2026, 3, 31),
            ),
        ),
        "attended": ("区人社局", "区税务局", "区医保局", "区财政局", "社保乌翠分中心"),
        "absent": ("区信访局",),
        "observers": ("翠峦镇",),
        "copies_to": ("各成员单位",),
    }
    return Minutes(**{**plain, **changes})  # type: ignore[arg-type]


def decision(**changes: object) -> DecisionPaper:
    plain = _head("decision", "区税务局") | {
        "party": "payer",
        "addressee": a_payer(),
        "payer": a_payer(),
        "counterparty": an_employer(),
        "matter": a_matter(),
        "facts": "经核查，用人单位2026年3月办理参保登记后，3月至5月未申报缴纳，情况属实。",
        "basis": BASIS,
        "decision": DECISION,
        "stances": STANCES,
        "remedies": tuple(remedies("employee", "employer", "SW")),
        "contact": OFFICE,
        "has_slip": True,
    }
    return DecisionPaper(**{**plain, **changes})  # type: ignore[arg-type]


def service_proof(**changes: object) -> ServiceProof:
    plain = _head("service_proof", "区税务局") | {
        "party": "payer",
        "addressee": a_payer(),
        "document": "处理意见告知书",
        "document_number": "乌社征议意〔2026〕9号",
        "address": ADDRESS,
        "method": "direct",
        "served_on": date(2026, 3, 17),
        "recipient": NAME,
        "servers": ("经办员丁", "经办员戊"),
    }
    return ServiceProof(**{**plain, **changes})  # type: ignore[arg-type]


def report_up(**changes: object) -> ReportUp:
    plain = _head("report_up") | {
        "matter": a_matter(),
        "payer": a_payer(),
        "counterparty": an_employer(),
        "mode": "联合办理",
        "lead": "区税务局",
        "departments": ("区人社局", "区税务局", "区医保局"),
        "facts": "用人单位登记后未按月申报，情况属实。",
        "basis": BASIS,
        "decision": DECISION,
        "stances": STANCES,
        "served": "2026年3月17日直接送达缴费人，电子送达用人单位。",
        "answers": "缴费人无异议；用人单位逾期未表态。",
        "concluded_on": date(2026, 4, 2),
        "timeliness": "按期",
        "drafted_by": "经办员丁",
    }
    return ReportUp(**{**plain, **changes})  # type: ignore[arg-type]


def extension_form(**changes: object) -> ExtensionForm:
    plain = _head("extension_form", "区税务局") | {
        "payer": a_payer(),
        "category": "已参保未申报",
        "clock": "单独办理总时限",
        "owner": "区税务局",
        "starts_on": date(2026, 3, 3),
        "old_due_on": date(2026, 3, 24),
        "new_due_on": date(2026, 3, 31),
        "length": "5个工作日",
        "reason": "用人单位账簿存放在外地，需前往核对，预计五个工作日。",
        "progress": "2026年3月4日审核通过；2026年3月5日本单位办理；已调取登记和缴费记录。",
        "requested": SignaturePiece(name="经办员丁", at=at(3, 20, 10, 0)),
        "requested_department": "区税务局",
        "decided": SignaturePiece(name="负责人丙", at=at(3, 20, 15, 5), comment="同意，请抓紧。"),
    }
    return ExtensionForm(**{**plain, **changes})  # type: ignore[arg-type]


def extension_notice(**changes: object) -> ExtensionNotice:
    plain = _head("extension_notice", "区税务局") | {
        "payer": PartyPiece(name=NAME, kind="用人单位职工"),
        "category": "已参保未申报",
        "registered_on": date(2026, 3, 3),
        "old_due_on": date(2026, 3, 24),
        "new_due_on": date(2026, 3, 31),
        "length": "5个工作日",
        "reason": "用人单位账簿存放在外地，需前往核对，预计五个工作日。",
        "contact": OFFICE,
    }
    return ExtensionNotice(**{**plain, **changes})  # type: ignore[arg-type]


def acceptance_notice(**changes: object) -> AcceptanceNotice:
    plain = _head("acceptance_notice", "区税务局") | {
        "payer": PartyPiece(name=NAME, kind="用人单位职工"),
        "summary": "单位去年七月起没有为我缴纳养老保险费，多次要求补缴未果。",
        "received_on": date(2026, 3, 2),
        "source_platform": "区信访局",
        "road": "联合办理",
        "lead": "乌翠区税务局",
        "departments": ("乌翠区人力资源和社会保障局", "乌翠区医疗保障局"),
        "due_on": date(2026, 3, 31),
        "contact": OFFICE,
    }
    return AcceptanceNotice(**{**plain, **changes})  # type: ignore[arg-type]


def withdrawal_notice(**changes: object) -> WithdrawalNotice:
    plain = _head("withdrawal_notice", "区税务局") | {
        "party": "payer",
        "addressee": PartyPiece(name=NAME, kind="用人单位职工"),
        "is_his": True,
        "ended": False,
        "category": "已参保未申报",
        "requested_on": date(2026, 3, 20),
        "withdrawn": "职工医疗部分的争议。",
        "left": "险种：职工基本养老；诉求：请督促单位申报缴费。",
        "contact": OFFICE,
    }
    return WithdrawalNotice(**{**plain, **changes})  # type: ignore[arg-type]


def withdrawal_request(**changes: object) -> WithdrawalRequest:
    plain = _head("withdrawal_request", "区税务局") | {
        "number": "（供缴费人签名，不编号）",
        "signed_by": "",
        "matter": a_matter(),
        "payer": a_payer(),
        "agent": AgentPiece(name="欧阳大雪", phone="15400000026", authority="授权委托书1份"),
        "counterparty": an_employer(),
    }
    return WithdrawalRequest(**{**plain, **changes})  # type: ignore[arg-type]


def intake_receipt(**changes: object) -> IntakeReceipt:
    plain = _head("intake_receipt") | {
        "number": "（交缴费人，不编号）",
        "signed_by": "",
        "matter": a_matter(),
        "payer": a_payer(),
        "materials": MATERIALS,
        "first_contact_officer": "经办员甲",
        "office": OFFICE,
    }
    return IntakeReceipt(**{**plain, **changes})  # type: ignore[arg-type]


def correction(**changes: object) -> Correction:
    plain = _head("correction", "区税务局") | {
        "payer": PartyPiece(name=NAME, kind="用人单位职工"),
        "subject": "登记事项",
        "changes": (
            ChangePiece(label="争议类别", before="缴费不足", after="已参保未申报"),
            ChangePiece(label="险种", before="职工基本养老", after="职工基本养老、失业"),
            ChangePiece(
                label="缴费人电话", sealed_before="15400000018", sealed_after="15400000026"
            ),
        ),
        "reason": "登记时少选险种；电话末两位记错，缴费人来电更正。",
        "corrected_by": "经办员丁",
    }
    return Correction(**{**plain, **changes})  # type: ignore[arg-type]


def consultation(**changes: object) -> ConsultationPaper:
    plain = _head("consultation", "区税务局") | {
        "subject": "关于已参保未申报的争议",
        "form": "电话",
        "held_on": date(2026, 3, 4),
        "departments": ("区税务局", "区人社局", "区医保局"),
        "present": "区税务局经办员丁，区人社局经办员戊，区医保局经办员己",
        "said": "区人社局：登记信息已传递。\n区医保局：断缴期间待遇按规定处理。",
        "agreed": "由区税务局通知用人单位补办申报，区医保局办理待遇衔接。",
        "recorded_by": "经办员丁",
    }
    return ConsultationPaper(**{**plain, **changes})  # type: ignore[arg-type]


def settlement(**changes: object) -> SettlementPaper:
    plain = _head("settlement", "区税务局") | {
        "agreement": "调解协议",
        "signed_on": date(2026, 3, 4),
        "mediator": "翠峦镇人民调解委员会",
        "payer": PartyPiece(name=NAME, kind="用人单位职工"),
        "counterparty": PartyPiece(name="翠峦兴林木制品加工厂", kind="用人单位", is_unit=True),
        "category": "已参保未申报",
        "settles": "部分诉求",
        "claims": "补办2026年3月至5月社会保险费申报。",
        "gist": f"用人单位于2026年4月30日前为{NAME}补办申报并缴清，滞纳金由单位承担。",
        "perform_by": date(2026, 4, 30),
        "scanned": True,
        "is_mediated": True,
        "recorded_by": "经办员丁",
    }
    return SettlementPaper(**{**plain, **changes})  # type: ignore[arg-type]


def membership(**changes: object) -> MembershipPaper:
    plain = _head("membership", "专班办公室") | {
        "dispute_number": "",
        "units": ("区司法局",),
        "decided_on": date(2026, 3, 4),
        "document": "专班会议纪要〔2026〕1号",
        "attachment": "会议纪要扫描件",
        "ground": "人民调解和行政复议告知的事项增多，需要司法局共同办理。",
        "duties": "指导人民调解组织参加联合处置，解答复议、诉讼程序。",
        "liaison": "司法局法制股负责人，0458-3100005",
        "effective_on": date(2026, 3, 10),
        "registered": SignaturePiece(name="系统管理员壬", at=at(3, 5)),
        "leader": SignaturePiece(name="组长乙", at=at(3, 6), comment="同意增加。"),
    }
    return MembershipPaper(**{**plain, **changes})  # type: ignore[arg-type]


def supervision_order(**changes: object) -> SupervisionOrder:
    plain = _head("supervision_order", "专班办公室") | {
        "recipient": "区医保局",
        "level": "2",
        "cause": "专班批示",
        "reason": "书面意见超期未提供，致使联合办理停顿，缴费人已两次来访催问。",
        "due_on": date(2026, 3, 10),
        "opened_by": "专班组长 组长乙",
        "signed_by": "组长乙",
        "contact": OFFICE,
    }
    return SupervisionOrder(**{**plain, **changes})  # type: ignore[arg-type]


def supervision_reply(**changes: object) -> SupervisionReply:
    plain = _head("supervision_reply", "专班办公室") | {
        "recipient": "区医保局",
        "level": "2",
        "cause": "专班批示",
        "reason": "书面意见超期未提供，致使联合办理停顿，缴费人已两次来访催问。",
        "due_on": date(2026, 3, 10),
        "answer": "经办人员外出培训，未作交接。已另行指定专人，书面意见于三月十一日前提供。",
        "answered": SignaturePiece(name="负责人戊", at=at(3, 9, 15, 5)),
        "timeliness": "按期",
        "signed_at": at(3, 12, 9, 0),
        "issued_on": date(2026, 3, 12),
        "conclusion": "书面意见已提供，交接制度已补，同意销号。",
    }
    return SupervisionReply(**{**plain, **changes})  # type: ignore[arg-type]


def disclosure_form(**changes: object) -> DisclosureForm:
    plain = _head("disclosure_form") | {
        "recipient_kind": "其他部门（非成员单位）",
        "recipient": "区审计局",
        "purpose": "社会保险费专项审计，核对争议办理情况。",
        "items": ("处理意见告知书 〔2026〕3号", "信息提供件（受理编号、反映主要事项）"),
        "is_personal": True,
        "masking": "脱敏",
        "until": date(2026, 4, 5),
        "requested": SignaturePiece(name="经办员甲", at=at(3, 4, 9, 0)),
        "head": SignaturePiece(name="区信访局 负责人丙", at=at(3, 4, 15, 0), comment="同意。"),
        "office": SignaturePiece(name="专班办公室 办公室丁", at=at(3, 5, 9, 0), comment="同意。"),
        "needs_leader": False,
    }
    return DisclosureForm(**{**plain, **changes})  # type: ignore[arg-type]


def disclosure_sheet(**changes: object) -> DisclosureSheet:
    plain = _head("disclosure_sheet") | {
        "payer": a_payer(),
        "matter": a_matter(),
        "recipient": "区审计局",
        "shown": ("number", "payer_name", "category", "facts"),
        "state": "已办结",
    }
    return DisclosureSheet(**{**plain, **changes})  # type: ignore[arg-type]


def period_report(**changes: object) -> PeriodReportPaper:
    counts = CountsPiece(received=23, concluded=19, overdue=1, major=3, objected=2)
    now = PeriodPiece(
        label="2026年2月", since=date(2026, 2, 1), until=date(2026, 2, 28), counts=counts,
        on_time="95.2",
    )  # fmt: skip
    last = replace(now, label="2026年1月", since=date(2026, 1, 1), until=date(2026, 1, 31),
                   counts=CountsPiece(received=20, concluded=21))  # fmt: skip
    ago = replace(now, label="2025年2月", since=date(2025, 2, 1), until=date(2025, 2, 28),
                  counts=CountsPiece(), on_time="—")  # fmt: skip
    named = {
        "lead": ("按主办单位", ("区税务局", "区医保局", "区人社局", "未定主办或没有主办")),
        "category": ("按争议类别", ("已参保未申报", "已申报未缴费", "待遇享受争议")),
        "insurance": ("按涉及险种", ("职工基本养老", "职工医疗", "工伤")),
        "town": ("按事项辖区", ("翠峦镇", "乌马河镇")),
    }
    tables = tuple(
        TablePiece(dimension=key, title=title, lines=tuple(
            LinePiece(code=str(n), name=name, counts=counts, last=20, year_ago=0)
            for n, name in enumerate(names)
        ))
        for key, (title, names) in named.items()
    )  # fmt: skip
    plain = _head("period_report") | {
        "department": "专班办公室",
        "dispute_number": "",
        "figures": FiguresPiece(
            counted_on=date(2026, 3, 2), now=now, last=last, year_ago=ago, tables=tables
        ),
        "remark": "本期受理较上期增加，主要是年初集中申报。\n超期1件，已督办。",
    }
    return PeriodReportPaper(**{**plain, **changes})  # type: ignore[arg-type]


def an_appraised_file(n: int, *, ended: bool) -> AppraisedPiece:
    said = "登记销毁" if ended else "延长10年，至2046年12月31日"
    return AppraisedPiece(
        number=f"0123-WS·2015-D10-SBZY-{n:04d}",
        title="关于养老、医疗、失业保险已参保未申报争议处理的案卷（230718-2015-XF-000012）",
        year=2015,
        retention="10年",
        ends_on=date(2025, 12, 31),
        steps=(
            StepPiece(
                what="鉴定", by="区税务局 档案员己", on=date(2026, 2, 3), opinion=said,
                reason="仅告知，无后续争议，无查考价值。" if ended else "当事人仍在诉讼。",
            ),
            StepPiece(
                what="审定", by="专班办公室 办公室丁", on=date(2026, 3, 2), opinion="同意"
            ),
        ),
        decision=said.split("，")[0],
        listed=f"0123-销毁·2026-{n:04d}" if ended else "",
        kept_years=11,
    )  # fmt: skip


def appraisal_report(**changes: object) -> AppraisalReportPaper:
    plain = _head("appraisal_report", "区税务局") | {
        "dispute_number": "",
        "files": tuple(an_appraised_file(n, ended=n > 1) for n in (1, 2, 3)),
        "destruction_number": "乌社征议〔2026〕2号",
    }
    return AppraisalReportPaper(**{**plain, **changes})  # type: ignore[arg-type]


def destruction_list(**changes: object) -> DestructionList:
    plain = _head("destruction_list", "区税务局") | {
        "dispute_number": "",
        "files": tuple(an_appraised_file(n, ended=True) for n in (2, 3)),
        "report_number": "乌社征议〔2026〕1号",
    }
    return DestructionList(**{**plain, **changes})  # type: ignore[arg-type]


def case_cover(**changes: object) -> CaseCover:
    plain = _head("case_cover") | {
        "number": "0123-WS·2026-D30-SBZY-0015",
        "fonds": "伊春市乌翠区信访局",
        "fonds_number": "0123",
        "series": "社会保险费征缴争议",
        "title": "关于养老、医疗、失业保险已参保未申报争议处理的案卷（230718-2026-XF-000012）",
        "starts_on": date(2026, 3, 3),
        "ends_on": date(2026, 4, 7),
        "retention": "30年",
        "items": 9,
        "pages": 31,
    }
    return CaseCover(**{**plain, **changes})  # type: ignore[arg-type]


def case_catalogue(**changes: object) -> CaseCatalogue:
    titles = ("受理登记表", "告知单", "报送单", "回执", "处理意见告知书", "送达回证")
    plain = _head("case_catalogue") | {
        "number": "0123-WS·2026-D30-SBZY-0015",
        "title": "关于养老、医疗、失业保险已参保未申报争议处理的案卷",
        "lines": tuple(
            CatalogueLine(
                number=f"〔2026〕{n}号",
                author="区信访局",
                title=title,
                dated=date(2026, 3, n + 3),
                page=str(2 * n + 1),
            )
            for n, title in enumerate(titles)
        ),
    }
    return CaseCatalogue(**{**plain, **changes})  # type: ignore[arg-type]


def case_remarks(**changes: object) -> CaseRemarks:
    plain = _head("case_remarks") | {
        "number": "0123-WS·2026-D30-SBZY-0015",
        "title": "关于养老、医疗、失业保险已参保未申报争议处理的案卷",
        "items": 9,
        "pages": 31,
        "excused": ("缴费人签字页：电话受理，未到场签字。",),
        "checked_by": "档案员己",
        "checked_on": date(2026, 4, 7),
    }
    return CaseRemarks(**{**plain, **changes})  # type: ignore[arg-type]


TYPICAL: dict[str, PaperContent] = {
    str(content.kind): content
    for content in (
        registration(),
        notification(),
        referral(),
        receipt(),
        transfer_letter(),
        joint_notice(),
        opinion(),
        approval_opinion(),
        assist_reply(),
        major_approval(),
        task_sheet(),
        meeting_notice(),
        attendance_sheet(),
        consultation(),
        minutes(),
        decision(),
        service_proof(),
        settlement(),
        extension_form(),
        extension_notice(),
        acceptance_notice(),
        withdrawal_notice(),
        correction(),
        supervision_order(),
        supervision_reply(),
        report_up(),
        disclosure_form(),
        disclosure_sheet(),
        period_report(),
        membership(),
        appraisal_report(),
        destruction_list(),
        intake_receipt(),
        withdrawal_request(),
        case_cover(),
        case_catalogue(),
        case_remarks(),
    )
}
