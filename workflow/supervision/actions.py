"""What becomes of a 督办: answered, sent back, raised, closed; all of it in the timeline (R104)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from deadlines.due import chinese_date
from departments.roles import HEADS, Role
from disputes.locking import lock
from web.refusals import Mistyped
from workflow.issuing.drafts import issue
from workflow.messages import notices
from workflow.models import Supervision
from workflow.models.supervision import SupervisionCause, SupervisionLevel, SupervisionState
from workflow.procedure import now
from workflow.procedure.move import Move
from workflow.procedure.moving import check
from workflow.procedure.supervision_rows import SUPERVISION_TABLE
from workflow.procedure.timeline import remember, signature
from workflow.supervision import clock, papers
from workflow.supervision.opening import as_clause, named

if TYPE_CHECKING:
    from departments.models import Officer


@dataclass
class SupervisionMove:
    """One verb on one locked supervision, with the timeline's entry about it."""

    own: Supervision
    move: Move

    def say(self, text: str, *, tells: tuple[int | None, frozenset[str]]) -> None:
        """The timeline's sentence, which is the message as well."""
        self.move.say(text)
        self.move.tell(*tells, f"{self.move.dispute.number} {text}")

    @property
    def heads(self) -> tuple[int | None, frozenset[str]]:
        """Who answers for the department."""
        return self.own.department_id, HEADS

    @property
    def followers(self) -> tuple[int | None, frozenset[str]]:
        """The office, and the leader where he asked himself."""
        asked = {Role.LEADER} if self.own.cause == SupervisionCause.LEADER else set()
        return None, frozenset({Role.OFFICE, *asked})


@contextmanager
def moving_supervision(
    supervision: Supervision, verb: str, *, by: Officer, version: int | None = None
) -> Iterator[SupervisionMove]:
    """Like a dispute's move: the dispute is locked first, and stays as it is."""
    row = SUPERVISION_TABLE[verb]
    with transaction.atomic():
        dispute = lock(supervision.dispute)
        locked = Supervision.objects.select_for_update(of=("self",)).select_related(
            "department"
        ).get(pk=supervision.pk)  # fmt: skip
        locked.dispute = dispute
        check(row, by, locked, locked.state, locked.version, version)
        act = SupervisionMove(locked, Move(row, dispute, by, now.now(), dispute.state))
        yield act
        locked.version += 1
        locked.save()
        remember([act.move])
        notices.tell(act.move.letters, by, about=locked)
    supervision.refresh_from_db()


def answer(
    supervision: Supervision, *, by: Officer, answer: str, version: int | None = None
) -> None:
    """答复: the department says why, and what it does about it."""
    with moving_supervision(supervision, "answer", by=by, version=version) as act:
        own = act.own
        own.answer, own.answered_by, own.answered_at = answer, by, act.move.at
        own.state = SupervisionState.ANSWERED
        clock.answered(own, act.move.today)
        act.say(
            f"{signature(by)} 答复督办（{own.get_level_display()}）：{answer}", tells=act.followers
        )


def send_back(
    supervision: Supervision, *, by: Officer, comment: str, version: int | None = None
) -> None:
    """退回重答: the answer so far stays in the timeline, and the days begin anew."""
    with moving_supervision(supervision, "send_back", by=by, version=version) as act:
        _ask_again(act)
        until = chinese_date(act.own.due_on)
        unit = act.own.department.short_name
        act.say(
            f"{signature(by)} 退回{unit}的督办答复：{comment}，{until}前重新答复。",
            tells=act.heads,
        )


def raise_level(
    supervision: Supervision, *, by: Officer, level: str, reason: str, version: int | None = None
) -> None:
    """升级: louder, and to be answered anew; the level never falls again."""
    with moving_supervision(supervision, "raise", by=by, version=version) as act:
        own = act.own
        if level <= own.level:
            raise Mistyped({"level": [f"现在是{own.get_level_display()}，请选择更高的级别。"]})
        before = own.get_level_display()
        own.level = SupervisionLevel(level)
        _ask_again(act)
        act.move.actor_label = named(by)
        order = papers.supervision_order(act.move, own, reason=reason, by=act.move.actor_label)
        issue(order)
        unit, until = own.department.short_name, chinese_date(own.due_on)
        act.say(
            f"{act.move.actor_label} 把对{unit}的督办由{before}升为{own.get_level_display()}："
            f"{as_clause(reason)}，{until}前答复。",
            tells=act.heads,
        )


def close(
    supervision: Supervision, *, by: Officer, conclusion: str, version: int | None = None
) -> None:
    """销号: the office is satisfied."""
    with moving_supervision(supervision, "close", by=by, version=version) as act:
        own = act.own
        own.conclusion, own.closed_by, own.closed_at = conclusion, by, act.move.at
        own.state = SupervisionState.CLOSED
        issue(papers.supervision_reply(act.move, own))
        unit = own.department.short_name
        act.say(f"{signature(by)} 对{unit}的督办销号：{conclusion}", tells=act.heads)


def _ask_again(act: SupervisionMove) -> None:
    act.own.state = SupervisionState.OPEN
    clock.ask_again(act.own, act.move.today)
