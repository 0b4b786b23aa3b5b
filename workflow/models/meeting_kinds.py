"""What sets one kind of meeting apart: who may call it, and where the leader's word is needed."""

from __future__ import annotations

from dataclasses import dataclass

from departments.codes import CONFERENCE_CONVENORS
from departments.models import Department
from workflow.models.choices import MeetingKind


@dataclass(frozen=True)
class KindRules:
    """Of one kind; with nothing said, any member department calls it and issues its minutes."""

    convenors: frozenset[str] | None = None  # codes of the departments that may; None: any
    convenors_words: str = ""  # whose it is, for whoever may not
    needs_consent: bool = False  # it is called once the leader has agreed (R064)
    leader_issues: bool = False  # he issues its minutes, not the convenor (R063)
    takes_topics: bool = False  # it may speak of what no dispute is about (R012)
    minutes: str = "专题会议纪要"  # what they are called at their head (领域 3.4)


RULES: dict[MeetingKind, KindRules] = {
    MeetingKind.GENERAL: KindRules(minutes="一般会商纪要"),
    MeetingKind.MAJOR: KindRules(needs_consent=True, leader_issues=True),
    MeetingKind.CONFERENCE: KindRules(
        CONFERENCE_CONVENORS, "区税务局（专班办公室）", takes_topics=True, minutes="联席会议纪要"
    ),
}
NEED_CONSENT = tuple(kind for kind, rules in RULES.items() if rules.needs_consent)
TAKE_TOPICS = tuple(kind for kind, rules in RULES.items() if rules.takes_topics)
LEADER_ISSUES = tuple(kind for kind, rules in RULES.items() if rules.leader_issues)


def may_convene(unit: Department, kind: str) -> bool:
    """Whether that department, or one merged into it, may call a meeting of this kind (R012)."""
    convenors = RULES[MeetingKind(kind)].convenors
    if convenors is None or unit.code in convenors:
        return True
    return unit.predecessors.filter(code__in=convenors).exists()
