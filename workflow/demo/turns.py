"""Turns of the demonstration that leave the main road: merged, narrowed, joined, stood in for."""

from __future__ import annotations

from disputes.choices import State
from disputes.models import Dispute
from workflow.demo.stories import Story
from workflow.demo.walks import Walk


def withdrawn(walk: Walk) -> Walk:
    note = "单位已补办参保登记，缴费人书面撤回反映。"
    return walk.single().do("withdraw", walk.who("clerk"), 2, note=note)


def rerouted(walk: Walk) -> Walk:
    """Taken as one's own, and found to belong elsewhere."""
    reason = "核查后确认属医保待遇核定，不归本单位。"
    return walk.single().do("reroute", walk.who("head"), 1, reason=reason)


def merged(walk: Walk) -> Walk:
    """A second payer tells of the unit that an older case at this desk is about."""
    older = Dispute.objects.filter(
        receiving_department=walk.dispute.receiving_department, state=State.HANDLING
    )
    first = older.earliest("registered_at")
    return walk.triaged().do("merge", walk.who("clerk"), 1, into=first)


def reopened(walk: Walk) -> Walk:
    """He came back with new papers; a linked case takes it up."""
    walk.single().signed().served().content().archived()
    reason = "缴费人新提交了 2019 年的工资发放记录。"
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
    walk.joint("RS", "YB", answered=1).later(1)
    other = Story(walk.story.nth + 500, walk.story.told)
    given = {
        "channel": "visit",
        "visited_at": walk.at,
        "facts": "与工友同在该单位，四年来同样按最低基数缴费，请一并查明。",
        "claim": "请按实际工资核定基数并书面答复。",
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
