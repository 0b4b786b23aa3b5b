"""What each verb is done to in the statement budget, by whom, and with what words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from deadlines.calendar_days import current_calendar
from departments.actions.members import Decision, NewMember
from departments.models import Department, Officer
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from tests.workflow import many as m
from tests.workflow import two_payers
from tests.workflow.many import CLERK, HEAD, OFFICE
from workflow.disclosure import actions as disclosing
from workflow.errands import actions as errands
from workflow.findings import actions as findings
from workflow.issuing.looking import enter
from workflow.membership import actions as membership
from workflow.models import (
    Approval,
    Assignment,
    Disclosure,
    DisclosureCopy,
    Errand,
    Finding,
    Meeting,
    Supervision,
)
from workflow.models.choices import ApprovalKind
from workflow.procedure.sides import letters
from workflow.supervision import verbs as supervision_verbs

Fields = dict[str, Any]  # Any: each verb's own keywords
Prepared = tuple[Any, Officer, Fields]  # Any: what the verb is done to
Case = Callable[[int], Prepared]

OPINION = {"facts": "属实", "basis": "社会保险法第60条", "opinion": "同意补缴"}
DECISION = {"facts": "属实", "basis": "社会保险法第63条", "decision": "责令补缴"}


def of(start: Callable[[int], Any], who: Callable[[], Officer], **fields: Any) -> Case:
    """Somebody does it to that, with these words; what needs the database is asked for late."""

    def prepare(count: int) -> Prepared:
        subject = start(count)
        typed = {name: value() if callable(value) else value for name, value in fields.items()}
        return subject, who(), typed

    return prepare


def a_letter() -> SimpleUploadedFile:
    return SimpleUploadedFile("补充.txt", "归档后收到的信".encode())


def clerk() -> Officer:
    return f.an_officer(CLERK)


def head() -> Officer:
    return f.an_officer(HEAD)


def office() -> Officer:
    return f.an_officer(OFFICE, "ZB")


def reviewer() -> Officer:
    return f.an_officer("reviewer")


def sw() -> Department:
    return f.a_department("SW")


def yb() -> Department:
    return f.a_department("YB")


def yb_clerk() -> Officer:
    return f.an_officer(CLERK, "YB")


def yb_head() -> Officer:
    return f.an_officer(HEAD, "YB")


def registered(count: int) -> Dispute:
    f.an_officer(CLERK)
    return f.registered()


def tasked(count: int) -> Dispute:
    """Reviewed and given tasks, which a road that ends it recalls."""
    return m.triaged(count)


def tasked_alone(count: int) -> Dispute:
    """Handled alone, with tasks beside it that go on."""
    dispute = m.triaged(count)
    f.do(dispute, "accept_single", clerk(), reason="属本单位职责")
    return dispute


def consulted(count: int) -> Dispute:
    return m.triaged(count, category="GEN-1")


def convene(count: int) -> Prepared:
    asked = m.departments(count)
    return f.triaged(), clerk(), {"departments": asked, "question": "请核实"}


def report(count: int) -> Prepared:
    return f.triaged(), clerk(), {"departments": m.departments(count), "reason": "群体性"}


def escalate(count: int) -> Prepared:
    return m.joint(count), clerk(), {"departments": m.departments(count), "reason": "群体性"}


def read_first(count: int) -> Dispute:
    """Reported where the head reads it before the leader (R061)."""
    head()
    Department.objects.filter(code="SW").update(major_head_review=True)
    return m.reported(count)


def invite(count: int) -> Prepared:
    asked = m.departments(count)
    return f.handled(Mode.SINGLE), clerk(), {"departments": asked, "question": "请核实"}


def convening(count: int) -> Prepared:
    others = [each for each in m.departments(count) if each.code != "RS"]  # who asks comes anyway
    return m.joint(count), f.an_officer(CLERK, "RS"), {"reason": "需要", "departments": others}


def consulting(count: int) -> Prepared:
    said = {"form": "phone", "held_on": f.today(), "said": "均无异议", "agreed": "照此办理"}
    return m.joint(count), clerk(), said | {"departments": m.departments(count)}


def mistaken_record(count: int) -> Prepared:
    """Several units hear that what was put down of them is void."""
    dispute, by, said = consulting(count)
    f.do(dispute, "record_consultation", by, **said)
    paper = dispute.papers.filter(kind="consultation").get()
    return dispute, by, {"paper": paper, "reason": "日期写错"}


def struck_remedy(count: int) -> Prepared:
    dispute = m.objected(count)
    return dispute, clerk(), {"remedy": dispute.remedies.get(), "reason": "机关写错"}


def tried(count: int) -> Dispute:
    """The payer was not reached once."""
    dispute = m.fed_back(count)
    outcome = {"method": "mail", "tried_on": f.today(), "outcome": "退件"}
    f.do(dispute, "attempt", clerk(), party="payer", **outcome)
    return dispute


def merging(count: int) -> Prepared:
    into = m.joint(count)
    return m.joint(count), clerk(), {"into": into}


def parting(count: int) -> Prepared:
    """One of two payers leaves what others work on together."""
    into = m.joint(count)
    gone = two_payers.second()
    f.do(gone, "merge", clerk(), into=into)
    fields = {"what": "party", "of": gone.pk, "requested_on": f.today(), "ground": "书面申请"}
    return into, clerk(), fields


def telling_of_withdrawal(count: int) -> Prepared:
    dispute, by, fields = parting(count)
    f.do(dispute, "withdraw_part", by, **fields)
    (notice,) = letters.untold(dispute)
    return dispute, clerk(), {"paper": notice.pk, "told_on": f.today(), "method": "mail"}


def struck_telling(count: int) -> Prepared:
    dispute, by, fields = telling_of_withdrawal(count)
    f.do(dispute, "tell_withdrawal", by, **fields)
    return dispute, by, {"telling": dispute.withdrawal_tellings.get(), "reason": "日期写错"}


def correcting(count: int) -> Prepared:
    """The category, an insurance, the telephone and an agent that nobody had asked for."""
    given = {"category": "MED-3", "insurance_types": ["medical", "pension"],
             "payer.phone": "15400000026", "agent.name": "代理测试"}  # fmt: skip
    return m.joint(count), clerk(), {"given": given, "reason": "登记有误"}


def told(count: int) -> Dispute:
    """Decided, and the other side is a member unit that may sign for it."""
    dispute = m.fed_back(count)
    dispute.parties.filter(role="counterparty").update(department=yb())
    return dispute


def reopening(count: int) -> Prepared:
    return (
        m.concluded(count),
        clerk(),
        {
            "ground": "evidence",
            "channel": "visit",
            "reason": "补交了工资条",
        },
    )


def extended(count: int) -> Dispute:
    dispute = m.joint(count)
    until = f.today() + timedelta(days=38)
    f.do(dispute, "extend", head(), until=_workday_after(until), reason="案情复杂")
    return dispute


def _workday_after(day: Any) -> Any:
    return current_calendar().roll_forward(day)


def whole_until() -> Any:
    return _workday_after(f.today() + timedelta(days=38))


def prolonged() -> Any:
    return f.today() + timedelta(days=80)


def handing(count: int) -> Prepared:
    return m.joint(count), head(), {"officer": f.an_officer(CLERK, nth=2)}


def recusing(count: int) -> Prepared:
    dispute = m.joint(count)
    f.an_officer(CLERK, nth=2)
    return dispute, clerk(), {"officer": clerk(), "reason": "亲属"}


def entrusting(count: int) -> Prepared:
    dispute = m.joint(count, confidential_report=True)
    return dispute, head(), {"officer": f.an_officer(CLERK, nth=2), "reason": "协助核对"}


def naming(count: int) -> Prepared:
    """Nobody at the bureau can sign: its head is recused."""
    dispute = m.awaiting_signature(count)
    f.do(dispute, "recuse", head(), officer=head(), reason="亲属")
    return dispute, office(), {"officer": reviewer(), "reason": "负责人回避"}


def given(**more: Any) -> Fields:
    """What is asked for to let something leave: a form's fields."""
    return {
        "recipient_kind": "department", "recipient": "区审计局", "purpose": "专项审计",
        "until": f.today() + timedelta(days=30), "particulars": ["number", "facts"],
    } | more  # fmt: skip


def disclosing_it(count: int) -> Prepared:
    head(), office()
    return m.joint(count), clerk(), given()


def replacing(count: int) -> Prepared:
    dispute = m.joint(count)
    paper = dispute.papers.filter(kind="joint_notice").latest("pk")
    return dispute, head(), {"paper": paper, "reason": "写错单位"}


DISPUTES: dict[str, Case] = {
    "register": of(m.drafts, clerk),
    "approve_intake": of(registered, reviewer),
    "return_intake": of(registered, reviewer, comment="请补充"),
    "accept_single": of(tasked, clerk, reason="属本单位职责"),
    "refer": of(tasked, clerk, department=yb, reason="属其职责"),
    "convene_joint": convene,
    "report_major": report,
    "undo_triage": of(m.joint, clerk, reason="点错了"),
    "notify_only": of(tasked, clerk, outside_body="伊春市税务局", reason="复议中"),
    "answer_now": of(consulted, clerk, answer="已答复"),
    "decline": of(tasked, head, reason="other", channel="劳动监察"),
    "review_major": of(read_first, head, comment="属实"),
    "withdraw_report": of(m.reported, clerk, reason="点错了"),
    "return_major": of(read_first, head, comment="请补充"),
    "approve_major": of(m.reported, f.a_leader, comment="同意", meeting=True),
    "ask_more": of(m.reported, f.a_leader, comment="请补充"),
    "reject_major": of(m.reported, f.a_leader, comment="不同意"),
    "draft_decision": of(m.answered, clerk, **DECISION),
    "reroute": of(tasked_alone, head, reason="不归本局"),
    "invite": invite,
    "escalate": escalate,
    "deescalate": of(m.special, clerk, reason="已缓和"),
    "assign": of(m.twice_returned, office, department=yb, reason="指定"),
    "give_task": of(m.joint, f.a_leader, department=yb, question="请核实"),
    "request_convening": convening,
    "answer_convening": of(m.convening_asked, office, convene=True, reason="同意"),
    "record_consultation": consulting,
    "suspend": of(m.joint, head, ground="等待仲裁"),
    "resume": of(m.suspended, head),
    "prolong": of(m.suspended, head, ground="延期", evidence="通知书", until=prolonged),
    "sign_decision": of(m.awaiting_signature, head, comment="同意"),
    "return_decision": of(m.awaiting_signature, head, comment="请修改"),
    "serve": of(m.fed_back, clerk, party="payer", method="direct", served_on=f.today,
                recipient="本人"),
    "attempt": of(m.fed_back, clerk, party="payer", method="mail", tried_on=f.today,
                  outcome="退件"),
    "acknowledge": of(told, yb_clerk),
    "record_response": of(m.served, clerk, party="counterparty", answer="none"),
    "cancel_service": of(m.served, clerk, party="payer", reason="日期有误"),
    "cancel_response": of(m.served, clerk, party="payer", reason="选错"),
    "cancel_attempt": of(tried, clerk, party="payer", tried_on=f.today, reason="记错"),
    "replace_paper": replacing,
    "record_settlement": of(m.joint, clerk, kind="amicable", signed_on=f.today, settles="all",
                            claims="补缴", gist="月底前补缴", file=a_letter),
    "cancel_recording": mistaken_record,
    "cancel_remedy": struck_remedy,
    "record_remedy": of(m.objected, clerk, channel="reconsideration", body="区人民政府"),
    "close_remedy": of(m.objected, clerk, result="维持", reopen=True),
    "withdraw": of(m.joint, clerk, note="已书面申请"),
    "withdraw_part": parting,
    "join_payer": of(m.joint, clerk, given=dict(two_payers.COMES)),
    "tell_withdrawal": telling_of_withdrawal,
    "cancel_telling": struck_telling,
    "merge": merging,
    "correct": correcting,
    "archive": of(m.concluded, clerk),
    "reopen": reopening,
    "report_up": of(m.concluded, clerk),
    "supplement": of(m.archived, clerk, file=a_letter, reason="归档后收到"),
    "hand_over": handing,
    "recuse": recusing,
    "entrust": entrusting,
    "designate": naming,
    "extend": of(m.joint, head, until=whole_until, reason="案情复杂"),
    "tell_extension": of(extended, clerk, told_on=f.today, method="phone"),
    "urge": of(m.joint, clerk, message="请抓紧"),
    "supervise": of(m.joint, f.a_leader, department=yb, level="1", reason="久拖不办"),
    "disclose": disclosing_it,
}  # fmt: skip


def archivist() -> Officer:
    return f.an_officer(Role.ARCHIVIST, "ZB")


def old_file(count: int) -> Dispute:
    return f.term_ended(m.archived(count), years=31)


def held_file(count: int) -> Dispute:
    dispute = m.archived(count)
    f.do(dispute, "hold_file", archivist(), reason="涉诉")
    return dispute


def appraised_file(count: int) -> Dispute:
    dispute = old_file(count)
    f.do(dispute, "appraise_file", archivist(), proposal="destroy", reason="无查考价值")
    return dispute


MOVED: Fields = {"moved_on": f.today, "received_by": "档案室何某", "place": "第3盒", "pages": 12}

KEEPING: dict[str, Case] = {
    "review_file": of(m.archived, archivist, retention="Y", reason="有批示"),
    "hold_file": of(m.archived, archivist, reason="涉诉"),
    "release_file": of(held_file, archivist, reason="已判决"),
    "move_originals": of(m.archived, clerk, **MOVED),
    "appraise_file": of(old_file, archivist, proposal="extend", more="D10", reason="还要用"),
    "decide_appraisal": of(appraised_file, office, agree=True),
}
DISPUTES |= KEEPING


def auditor() -> Officer:
    return f.an_officer(Role.AUDITOR, "ZB")


def looked_at(count: int) -> Dispute:
    """Archived, and signed for by the auditor."""
    dispute = m.archived(count)
    reader = Officer.objects.get(pk=auditor().pk)
    enter(dispute.case_file, reader, purpose="年度审计", address="")
    return dispute


FOUND: Fields = {"found": "没有写明依据", "basis": "五(三)", "demand": "补充说明"}
DISPUTES["record_finding"] = of(looked_at, auditor, department=sw, **FOUND)


def owed_draft(count: int) -> Assignment:
    return m.drafted(m.owed(count))


def late(count: int) -> Assignment:
    return f.overdue(m.owed(count))


ASSIGNMENTS: dict[str, Case] = {
    "accept": of(m.owed, yb_clerk),
    "return_back": of(m.owed, yb_clerk, reason="不属职责"),
    "draft_opinion": lambda count: (m.accepted(count), yb_clerk(), dict(OPINION)),
    "approve_opinion": of(owed_draft, yb_head),
    "send_back": of(owed_draft, yb_head, comment="请修改"),
    "urge": of(m.owed, clerk, message="请抓紧"),
    "recall": of(m.owed, clerk, reason="不再需要"),
    "excuse": of(late, head, reason="逾期"),
}


def awaiting(count: int) -> Meeting:
    return m.planned(count, "major")


def deciding(count: int) -> Prepared:
    meeting = m.held(count)
    return meeting, clerk(), {"items": m.decided(meeting)}


def attending(count: int) -> Prepared:
    meeting = m.called(count)
    return meeting, clerk(), {"attended": m.departments(count)}


def countersigning(count: int) -> Meeting:
    return m.minuted(count, countersigned=True)


MEETINGS: dict[str, Case] = {
    "approve": of(awaiting, f.a_leader, comment="同意"),
    "refuse": of(awaiting, f.a_leader, comment="不同意"),
    "call": of(m.planned, clerk),
    "hold": attending,
    "minute": deciding,
    "countersign": of(countersigning, yb_head),
    "issue": of(m.minuted, clerk),
    "cancel": of(m.called, clerk, reason="改期"),
}


def supervised(count: int) -> Supervision:
    dispute = m.joint(count)
    office()
    f.do(dispute, "supervise", f.a_leader(), department=yb(), level="1", reason="久拖不办")
    return Supervision.objects.latest("pk")


def explained(count: int) -> Supervision:
    own = supervised(count)
    supervision_verbs.SUPERVISIONS.verbs["answer"].does(own, by=yb_head(), answer="人手不足")
    return own


SUPERVISIONS: dict[str, Case] = {
    "answer": of(supervised, yb_head, answer="人手不足"),
    "send_back": of(explained, office, comment="请重答"),
    "raise": of(supervised, office, level="2", reason="没有进展"),
    "close": of(explained, office, conclusion="已整改"),
}


def errand(count: int) -> Errand:
    """One unit is asked, however many there are."""
    f.a_leader()
    m.departments(count)
    by = Officer.objects.get(pk=office().pk)
    return errands.give(by=by, department=yb(), question="请汇总情况", again=True)


def signed_for(count: int) -> Errand:
    own = errand(count)
    errands.accept(own, by=Officer.objects.get(pk=yb_clerk().pk))
    return own


def written(count: int) -> Errand:
    own = signed_for(count)
    errands.draft_answer(own, by=Officer.objects.get(pk=yb_clerk().pk), answer="共十二件")
    return own


def reported_back(count: int) -> Errand:
    own = written(count)
    errands.approve_answer(own, by=Officer.objects.get(pk=yb_head().pk))
    return own


ERRANDS: dict[str, Case] = {
    "accept": of(errand, yb_clerk),
    "draft_answer": of(signed_for, yb_clerk, answer="共十二件"),
    "approve_answer": of(written, yb_head),
    "send_back": of(written, yb_head, comment="请补充"),
    "close": of(reported_back, office, conclusion="已收到"),
    "ask_again": of(reported_back, office, comment="请分镇列出"),
    "urge": of(errand, office, message="请抓紧"),
    "recall": of(errand, office, reason="已从他处得到"),
}


def finding(count: int) -> Finding:
    head()
    f.do(looked_at(count), "record_finding", auditor(), department=sw(), **FOUND)
    return Finding.objects.latest("pk")


def put_right(count: int) -> Finding:
    own = finding(count)
    findings.draft_answer(own, by=Officer.objects.get(pk=clerk().pk), answer="已补充")
    return own


def reported_right(count: int) -> Finding:
    own = put_right(count)
    findings.approve_answer(own, by=Officer.objects.get(pk=head().pk))
    return own


FINDINGS: dict[str, Case] = {
    "draft_answer": of(finding, clerk, answer="已补充"),
    "approve_answer": of(put_right, head),
    "send_back": of(put_right, head, comment="请写明文号"),
    "close": of(reported_right, auditor, conclusion="已整改"),
    "ask_again": of(reported_right, auditor, comment="没有自查"),
    "urge": of(finding, auditor, message="请抓紧"),
    "retract": of(finding, auditor, reason="重复提出"),
}


def leaving(count: int) -> Disclosure:
    """One case's own, however many take part in it; published, so that the leader signs."""
    dispute = m.joint(count)
    head(), office(), f.a_leader()
    kind: Fields = {"recipient_kind": "publication", "recipient": "区政府网站"}
    f.do(dispute, "disclose", clerk(), **given(**kind, particulars=["category"], text="一件"))
    return Disclosure.objects.latest("pk")


def at_office(count: int) -> Disclosure:
    own = leaving(count)
    disclosing.sign(own, by=Officer.objects.get(pk=head().pk))
    return own


def at_leader(count: int) -> Disclosure:
    own = at_office(count)
    disclosing.review(own, by=Officer.objects.get(pk=office().pk))
    return own


def let_out(count: int) -> Disclosure:
    own = at_leader(count)
    disclosing.approve(own, by=Officer.objects.get(pk=f.a_leader().pk))
    return own


def refused(count: int) -> Disclosure:
    own = leaving(count)
    disclosing.send_back(own, by=Officer.objects.get(pk=head().pk), comment="请写明用途")
    return own


def taken_out(count: int) -> Disclosure:
    """A copy has left; which one is for the verb to say."""
    own = let_out(count)
    item = own.items.get()
    DisclosureCopy.objects.create(
        item=item, serial=1, sha256="0" * 64, size=1, taken_by=clerk(), taker_label="经办",
        taken_at=timezone.now(),
    )  # fmt: skip
    return own


def call_back(count: int) -> Prepared:
    own = taken_out(count)
    copy = DisclosureCopy.objects.get(item__disclosure=own)
    return own, clerk(), {"copy": copy.pk, "outcome": "destroyed", "note": "已碎纸"}


DISCLOSURES: dict[str, Case] = {
    "sign": of(leaving, head, comment="同意"),
    "review": of(at_office, office, comment="同意"),
    "approve": of(at_leader, f.a_leader, comment="同意"),
    "send_back": of(leaving, head, comment="请写明用途"),
    "resubmit": of(
        refused, clerk, recipient_kind="publication", recipient="区政府网站", purpose="通报",
        until=f.today, text="共一件",
    ),
    "drop": of(leaving, clerk, reason="不再需要"),
    "revoke": of(let_out, office, reason="用途已了"),
    "recall": call_back,
}  # fmt: skip


def asked_major(count: int) -> Approval:
    return m.reported(count).approvals.get()


def asked_meeting(count: int) -> Approval:
    return awaiting(count).approvals.get()


def asked_deescalation(count: int) -> Approval:
    dispute = m.special(count)
    f.do(dispute, "deescalate", clerk(), reason="已缓和")
    return dispute.approvals.get(kind=ApprovalKind.DEESCALATION)


def asked_extension(count: int) -> Approval:
    dispute = m.joint(count)
    head()
    f.do(dispute, "extend", clerk(), until=whole_until(), reason="案情复杂")
    return dispute.approvals.get()


def asked_member(count: int) -> Approval:
    decision = Decision(f.today(), "专班会议纪要〔2026〕1号", f.today())
    unit = NewMember(f"F{count}", f"区第{count}司法局", f"司法局{count}", "bureau")
    department = membership.admit(unit, by=f.an_officer("sysadmin", "ZB"), decision=decision)
    found = membership.pending(department.membership)
    assert found is not None
    return found


APPROVALS: dict[str, Case] = {
    "approve major": of(asked_major, f.a_leader, comment="同意"),
    "approve meeting": of(asked_meeting, f.a_leader, comment="同意"),
    "approve deescalation": of(asked_deescalation, f.a_leader, comment="同意"),
    "approve extension": of(asked_extension, head, comment="同意"),
    "approve member": of(asked_member, f.a_leader, comment="同意"),
    "reject major": of(asked_major, f.a_leader, comment="不同意"),
    "reject meeting": of(asked_meeting, f.a_leader, comment="不同意"),
    "reject deescalation": of(asked_deescalation, f.a_leader, comment="不同意"),
    "reject extension": of(asked_extension, head, comment="不同意"),
    "reject member": of(asked_member, f.a_leader, comment="不同意"),
    "ask_more major": of(asked_major, f.a_leader, comment="请补充"),
    "ask_more meeting": of(asked_meeting, f.a_leader, comment="请补充"),
    "ask_more deescalation": of(asked_deescalation, f.a_leader, comment="请补充"),
    "ask_more extension": of(asked_extension, head, comment="请补充"),
    "ask_more member": of(asked_member, f.a_leader, comment="请补充"),
}
