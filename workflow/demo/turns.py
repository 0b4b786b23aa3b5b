"""Turns of the demonstration that leave the main road: merged, narrowed, joined, passed on."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.base import ContentFile

from departments.actions import members
from departments.models import Department, Officer
from disputes.choices import PartyRole, State
from disputes.models import Dispute
from papers.choices import PaperKind
from workflow.cases.verbs import DISPUTES
from workflow.decisions.replacing import replaceable
from workflow.demo.people import a_leaver
from workflow.demo.stories import Story
from workflow.demo.walks import Walk
from workflow.handling.leaving import hand_over_all
from workflow.procedure.sides import letters


def withdrawn(walk: Walk) -> Walk:
    """Two payers have withdrawn; the one who came with a merged case is told in writing."""
    note = "单位已补报补缴，两名缴费人书面撤回反映。"
    _beside(walk.single()).do("withdraw", walk.who("clerk"), 2, note=note, all_payers=True)
    [notice] = letters.untold(walk.dispute)
    walk.later(1)
    return walk.do(
        "tell_withdrawal", walk.who("clerk"), paper=notice.pk, told_on=walk.at.date(),
        method="phone", note="本人接听，已知悉。",
    )  # fmt: skip


def rerouted(walk: Walk) -> Walk:
    """Taken as one's own, and found to belong elsewhere."""
    reason = "核查后确认登记信息没有从人社系统传出，不归本单位单独办理。"
    return walk.single().do("reroute", walk.who("head"), 1, reason=reason)


def undone(walk: Walk) -> Walk:
    """Sent to the wrong unit, and taken back the same day before anybody signed for it."""
    department = Department.objects.get(code="YB")
    walk.triaged().do(
        "refer", walk.who("clerk"), 1, department=department, reason="属医保局职责。",
        severity_reason="先移交核实。",
    )  # fmt: skip
    reason = "看错了险种，牵涉三局，应当报请组长。"
    return walk.do("undo_triage", walk.who("clerk"), reason=reason)


def reviewed(walk: Walk) -> Walk:
    """Where the unit wants it so its head reads a major matter before the leader (R061)."""
    own, by = walk.dispute.receiving_department, walk.people["secadmin"]
    members.set_switches(own, by=by, reason="本局决定", major_head_review=True)
    walk.reported()
    return walk.do("review_major", walk.who("head"), 1, comment="情况属实，呈请审批。")


def prolonged(walk: Walk) -> Walk:
    """The arbitration is not over: the suspension goes on."""
    walk.single().suspended().later(2)
    return walk.do(
        "prolong", walk.who("head"), ground="劳动关系仲裁尚未裁决", evidence="仲裁委延期审理通知书",
        until=walk.at.date() + timedelta(days=75),
    )  # fmt: skip


def acknowledged(walk: Walk, code: str) -> Walk:
    """The other side is a member unit and signs for its copy in the portal (A06)."""
    walk.single().signed().do("acknowledge", walk.who("clerk", code))
    return walk.served().content().archived()


def misheard(walk: Walk) -> Walk:
    """His word was put down for somebody else's; it stays struck, and his own is awaited."""
    walk.single().signed().served().do(
        "record_response", walk.who("clerk"), party="payer", answer="objects", note="不服。"
    )
    reason = "来电的是另一件的缴费人，登记错了。"
    return walk.do("cancel_response", walk.who("clerk"), party="payer", reason=reason)


def untried(walk: Walk) -> Walk:
    """A try to reach him was put down that was about somebody else; a true one follows."""
    wrong = walk.tried().at.date()
    reason = "拨打的是另一件缴费人的电话，登记错了。"
    walk.do("cancel_attempt", walk.who("clerk"), party="payer", tried_on=wrong, reason=reason)
    return walk.tried()


def handed_over(walk: Walk) -> Walk:
    walk.single()
    return walk.do("hand_over", walk.who("head"), 1, officer=walk.who("reviewer"))


def merged(walk: Walk) -> Walk:
    """A second payer tells of the unit that an older case at this desk is about."""
    own = walk.dispute
    older = Dispute.objects.filter(
        receiving_department=own.receiving_department, category=own.category, state=State.HANDLING
    )
    first = older.earliest("registered_at")
    unit = first.parties.get(role=PartyRole.COUNTERPARTY, of=None).unit_name
    own.parties.filter(role=PartyRole.COUNTERPARTY).update(unit_name=unit)
    return walk.triaged().do("merge", walk.who("clerk"), 1, into=first)


def reopened(walk: Walk) -> Walk:
    """He came back with new papers; a linked case takes it up."""
    walk.single().signed().served().content().archived()
    reason = "补交了失业登记凭证和原单位出具的离职证明，对停发的时间有异议。"
    return walk.do(
        "reopen", walk.who("clerk"), 3, ground="evidence", channel="visit", reason=reason
    )


def narrowed(walk: Walk) -> Walk:
    """One insurance is settled meanwhile; the rest goes on."""
    return walk.single().do(
        "withdraw_part", walk.who("clerk"), 1, what="insurance",
        insurance_types=["unemployment"], requested_on=walk.at.date(),
        ground="单位已补缴失业保险，缴费人书面撤回这一险种。",
    )  # fmt: skip


def joined(walk: Walk) -> Walk:
    """A colleague comes about the same unit while two bureaus are at work on it."""
    return _beside(walk.joint("RS", "YB", answered=1))


def _beside(walk: Walk) -> Walk:
    """A second payer, of the same unit."""
    walk.later(1)
    other = Story(walk.story.nth + 500, walk.story.told)
    given = {
        "channel": "visit",
        "visited_at": walk.at,
        "facts": "与工友同在该单位，情况相同，请一并查明。",
        "claim": "请一并查明并书面答复。",
        "payer.kind": "employee",
        "payer.name": other.name,
        "payer.id_number": other.id_number,
        "payer.phone": other.phone,
    }
    return walk.do("join_payer", walk.who("clerk"), given=given)


def stood_in(walk: Walk) -> Walk:
    """The only head is a relative of the payer: the office names the reviewer for this case."""
    walk.single().drafted()
    head, reviewer, office = walk.who("head"), walk.who("reviewer"), walk.people["office"]
    walk.do("recuse", head, officer=head, reason="与缴费人有亲属关系。")
    reason = "负责人回避，由审核岗代为签发。"
    return walk.do("designate", office, 1, officer=reviewer, reason=reason)


def supplemented(walk: Walk) -> Walk:
    """What the unit paid came to light after the file was closed; it is put beside it (R081)."""
    walk.joint("RS", "YB", answered=2).signed().served().content().archived()
    receipt = ContentFile("补缴到账：养老、医疗各 12 个月。\n".encode(), name="补缴到账情况.txt")
    return walk.do(
        "supplement", walk.who("clerk"), 5, file=receipt, title="补缴到账情况",
        reason="归档后单位补缴到账，补入备查。",
    )  # fmt: skip


def reissued(walk: Walk) -> Walk:
    """More people than were put down: corrected, and the form that said otherwise is void."""
    walk.single().corrected(people_count=3)
    form = replaceable(walk.dispute).filter(kind=PaperKind.REGISTRATION).get()
    reason = "登记的涉及人数有误，登记已更正。"
    return walk.do("replace_paper", walk.who("head"), paper=form, reason=reason)


def entrusted(walk: Walk) -> Walk:
    """Told in confidence; the one who checks his years of work has to know who he is (R075)."""
    walk.dispute.confidential_report = True
    walk.dispute.save(update_fields=["confidential_report"])
    walk.joint("RS", answered=0)
    reason = "核对用工年限须与举报人当面核实。"
    return walk.do("entrust", walk.who("head"), 1, officer=walk.who("clerk", "RS"), reason=reason)


#: How many cases of his a leaver leaves behind.
LEFT_BEHIND = 2


def leave(people: dict[str, Officer]) -> None:
    """离岗移交: a clerk moves away; his head passes all he has on in one act (R038)."""
    head, clerk = people["rs_head"], people["rs_clerk"]
    own = Department.objects.get(code="RS")
    leaver = a_leaver(own)
    open_cases = Dispute.objects.filter(
        lead_department=own, state=State.HANDLING, responsible_officer=clerk
    )
    for dispute in open_cases.order_by("registered_at")[:LEFT_BEHIND]:
        DISPUTES.verbs["hand_over"].does(dispute, by=head, officer=leaver)
    hand_over_all(by=head, leaver=leaver, successor=clerk)
