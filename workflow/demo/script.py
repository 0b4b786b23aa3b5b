"""The script of the demonstration: some disputes in each state and mode, a few of them late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workflow.demo import turns
from workflow.demo.stories import Story, stories
from workflow.demo.walks import People, Walk


@dataclass(frozen=True)
class Chapter:
    """Where a narrative was brought, how long ago, and the road it has taken since."""

    desk: str
    days_ago: int
    road: Callable[[Walk], object]

    def tell(self, people: People, story: Story) -> None:
        self.road(Walk(people, story, self.desk, self.days_ago))


def _tell(desk: str, days_ago: int, road: Callable[[Walk], object]) -> Chapter:
    return Chapter(desk, days_ago, road)


def told_in_order() -> list[tuple[Chapter, Story]]:
    """Oldest first, so that numbers, archives and approvals stand in the order of their days."""
    told = [(chapter, each) for each in stories(len(SCRIPT)) for chapter in SCRIPT[each.told["id"]]]
    numbered = [(chapter, Story(nth, each.told)) for nth, (chapter, each) in enumerate(told)]
    return sorted(numbered, key=lambda one: -one[0].days_ago)


def _draft(walk: Walk) -> Walk:
    return walk


def _objected(walk: Walk) -> Walk:
    walk.single().signed().served()
    note = "认为其中一起交通事故对方全责，不应计入费率浮动。"
    return walk.do(
        "record_response", walk.who("clerk"), party="payer", answer="objects",
        channel="reconsideration", note=note,
    )  # fmt: skip


def _returned(walk: Walk) -> Walk:
    """Referred, and sent back: in triage again with the whole clock running on."""
    walk.referred("RS", accepted=False).later(1)
    referral = walk.dispute.assignments.get()
    reason = "反映的是医保记录，不属本局职责。"
    walk.answer(referral, "return_back", walk.who("clerk", "RS"), reason=reason)
    return walk


def _declined(walk: Walk) -> Walk:
    return walk.triaged().do(
        "decline", walk.who("head"), 1, reason="wages", channel="区劳动保障监察大队"
    )


def _notified(walk: Walk) -> Walk:
    return walk.triaged().do(
        "notify_only", walk.who("clerk"), 1, outside_body="伊春市税务局",
        reason="同一事项已申请行政复议，等待复议决定。",
    )  # fmt: skip


def _answered(walk: Walk) -> Walk:
    answer = "用工之日起30日内应为职工办理参保，可在办税服务厅或线上申报。"
    return walk.triaged().do("answer_now", walk.who("clerk"), answer=answer)


def _with_task(walk: Walk) -> Walk:
    question = "请核实其灵活就业参保的财政补助是否已拨付，书面反馈。"
    return walk.single().task("CZ", question)


def _asking_to_convene(walk: Walk) -> Walk:
    reason = "承包单位与用工主体意见不一，还需信访、财政一并研究，请召集成员单位联合处置。"
    return walk.joint("SW", "YB").convening(reason)


def _convened(walk: Walk) -> Walk:
    reason = "老森工档案涉及多家单位，同类情形较多，请召集成员单位统一口径。"
    return walk.joint("SB", "SW", answered=1).convening(reason, answer="属普遍性问题，同意召集。")


def _supervised(walk: Walk) -> Walk:
    """One department is late with its opinion, and the leader wants to know why."""
    walk.joint("RS", "YB", answered=1)
    late = walk.dispute.assignments.opinions_awaited()[0].department.code
    reason = "书面意见逾期未提供，影响向缴费人反馈，请说明原因并抓紧提交。"
    return walk.supervised(late, "2", 14, reason)


def _explained(walk: Walk) -> Walk:
    walk.designated("SW").supervised("SW", "1", 16, "总时限已过，请说明办理情况。")
    return walk.explained("SW", "用人单位账册不全，已责令限期补正，本周内拟出处理意见。")


def _referral_archived(walk: Walk) -> Walk:
    walk.referred("YB").signed("YB").served("YB").receipt("YB").content("YB")
    return walk.archived()


def _special_archived(walk: Walk) -> Walk:
    walk.special(answered=2).meeting(until="issued").signed().served().content()
    return walk.archived()


def _conferred(walk: Walk) -> Walk:
    """Both opinions are in, they met over them, and the minutes are still to be issued."""
    return walk.joint("RS", "YB", answered=2).meeting(until="minuted", kind="general")


def _let_out(walk: Walk) -> Walk:
    """Concluded, and a part of it asked for by an office outside the task force (六(三))."""
    walk.joint("SW", "SB", answered=2).signed().served().content()
    return walk.disclosed()


def _urged(walk: Walk) -> Walk:
    """The tax bureau was asked, has not signed, and is urged; its clerk keeps an eye on it."""
    walk.joint("SW").followed("SW")
    return walk.do("urge", walk.who("clerk"), 5, message="缴费人又来问过，请尽快签收核实。")


def _longer_than_a_head_grants(walk: Walk) -> Walk:
    walk.joint("SW", "WM", answered=1)
    return walk.longer("clerk", key="general.joint.total", days=12)


#: narrative id → the disputes that tell it.
SCRIPT: dict[str, list[Chapter]] = {
    "S01": [
        _tell("SW", 8, turns.handed_over),
        _tell("SW", 60, lambda w: w.single().signed().served().content().archived()),
        _tell("SW", 1, lambda w: w.registered()),
        _tell("SW", 4, turns.merged),
        _tell("SW", 10, turns.withdrawn),
        _tell("SW", 5, turns.narrowed),
        _tell("SW", 11, turns.entrusted),
    ],
    "S03": [
        _tell("SW", 18, _conferred),
        _tell("SW", 30, _supervised),
        _tell("SW", 75, turns.supplemented),
        _tell("SW", 6, turns.joined),
    ],
    "S04": [
        _tell("SW", 16, lambda w: w.special(answered=1)),
        _tell("SW", 3, lambda w: w.reported()),
    ],
    "S06": [
        _tell("SW", 14, lambda w: w.designated("SW").drafted()),
        _tell("SW", 34, _explained),
    ],
    "S08": [_tell("RS", 6, _answered)],
    "S09": [_tell("YB", 10, _longer_than_a_head_grants)],
    "S10": [
        _tell("YB", 2, _with_task),
        _tell("YB", 7, lambda w: w.single().longer("head")),
        _tell("XF", 12, lambda w: w.referred("YB")),
    ],
    "S11": [_tell("YB", 20, lambda w: turns.untried(w.joint("SW", answered=1).signed()))],
    "S13": [
        _tell("YB", 9, _urged),
        _tell("XF", 6, _returned),
    ],
    "S14": [
        _tell("YB", 24, turns.misheard),
        _tell("YB", 6, turns.reissued),
    ],
    "S16": [
        _tell("CL", 5, lambda w: w.referred("YB", accepted=False)),
        _tell("CL", 8, lambda w: w.referred("YB")),
        _tell("CL", 70, _referral_archived),
    ],
    "S17": [_tell("RS", 13, _convened)],
    "S18": [
        _tell("XF", 40, lambda w: w.special(answered=2).meeting(until="called")),
        _tell("RS", 95, _special_archived),
    ],
    "S20": [
        _tell("RS", 9, lambda w: w.single().longer("clerk")),
        _tell("RS", 7, turns.stood_in),
    ],
    "S21": [
        _tell("RS", 25, _objected),
        _tell("RS", 15, lambda w: w.single().signed().served().struck()),
    ],
    "S23": [
        _tell("RS", 30, _let_out),
    ],
    "S24": [_tell("SW", 4, lambda w: w.triaged()), _tell("SW", 9, turns.rerouted)],
    "S26": [
        _tell("RS", 45, turns.reopened),
        _tell("RS", 50, lambda w: turns.acknowledged(w, "SB")),
        _tell("RS", 0, _draft),
    ],
    "S28": [
        _tell("RS", 6, _asking_to_convene),
        _tell("RS", 12, turns.prolonged),
    ],
    "S30": [_tell("SW", 2, lambda w: w.reported())],
    "S32": [_tell("RS", 3, turns.undone), _tell("RS", 5, turns.reviewed)],
    "S33": [
        _tell("RS", 2, lambda w: w.registered()),
        _tell("SW", 0, _draft),
    ],
    "S35": [_tell("RS", 11, _declined)],
    "S37": [_tell("SW", 7, _notified)],
}  # fmt: skip
