"""What becomes of a 督办: answered, sent back, raised, closed; all of it in the timeline (R104)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from deadlines.due import chinese_date
from departments.roles import HEADS, OFFICE_OR_LEADER, THE_OFFICE
from web.refusals import Mistyped
from workflow.clocks.rows import stop
from workflow.issuing.drafts import issue
from workflow.models import DeadlineStage, PaperVoid, Supervision
from workflow.models.stage import Stage
from workflow.models.supervision import SupervisionCause, SupervisionLevel, SupervisionState
from workflow.procedure.move import Act
from workflow.procedure.moving import acting
from workflow.procedure.rows.supervision import SUPERVISION_TABLE
from workflow.procedure.timeline import signature
from workflow.supervision import clock, papers
from workflow.supervision.opening import as_clause, named

if TYPE_CHECKING:
    from departments.models import Officer


@contextmanager
def moving_supervision(
    supervision: Supervision, verb: str, *, by: Officer, version: int | None = None
) -> Iterator[Act[Supervision]]:
    """A verb of the 督办; its dispute stays as it is."""
    row, held = SUPERVISION_TABLE[verb], [supervision.dispute]
    with acting(supervision, row, held, by=by, version=version, joined=("department",)) as act:
        act.move.stays, act.about = True, act.subject
        yield act


def _say(act: Act[Supervision], text: str, tells: tuple[int | None, frozenset[str]]) -> None:
    """The timeline's sentence, which is the message as well."""
    act.say(text)
    act.move.tell(*tells, f"{act.move.dispute.number} {text}")


def _heads(own: Supervision) -> tuple[int | None, frozenset[str]]:
    """Who answers for the department."""
    return own.department_id, HEADS


def _followers(own: Supervision) -> tuple[int | None, frozenset[str]]:
    """The office, and the leader where he asked himself."""
    return None, OFFICE_OR_LEADER if own.cause == SupervisionCause.LEADER else THE_OFFICE


def answer(
    supervision: Supervision, *, by: Officer, answer: str, version: int | None = None
) -> None:
    """答复: the department says why, and what it does about it."""
    with moving_supervision(supervision, "answer", by=by, version=version) as act:
        own = act.subject
        own.answer, own.answered_by, own.answered_at = answer, by, act.at
        own.state = SupervisionState.ANSWERED
        clock.answered(own, act.today)
        text = f"{signature(by)} 答复督办（{own.get_level_display()}）：{answer}"
        _say(act, text, _followers(own))


def send_back(
    supervision: Supervision, *, by: Officer, comment: str, version: int | None = None
) -> None:
    """退回重答: the answer so far stays in the timeline, and the days begin anew."""
    with moving_supervision(supervision, "send_back", by=by, version=version) as act:
        own = act.subject
        _ask_again(act)
        unit, until = own.department.short_name, chinese_date(own.due_on)
        text = f"{signature(by)} 退回{unit}的督办答复：{comment}，{until}前重新答复。"
        _say(act, text, _heads(own))


def raise_level(
    supervision: Supervision, *, by: Officer, level: str, reason: str, version: int | None = None
) -> None:
    """升级: louder, and to be answered anew; the level never falls again."""
    with moving_supervision(supervision, "raise", by=by, version=version) as act:
        own = act.subject
        if level <= own.level:
            raise Mistyped({"level": [f"现在是{own.get_level_display()}，请选择更高的级别。"]})
        before = own.get_level_display()
        own.level = SupervisionLevel(level)
        _ask_again(act)
        act.sign(named(by))
        order = papers.supervision_order(act.move, own, reason=reason, by=act.actor_label)
        issue(order)
        unit, until = own.department.short_name, chinese_date(own.due_on)
        _say(
            act,
            f"{act.actor_label} 把对{unit}的督办由{before}升为{own.get_level_display()}："
            f"{as_clause(reason)}，{until}前答复。",
            _heads(own),
        )


def close(
    supervision: Supervision, *, by: Officer, conclusion: str, version: int | None = None
) -> None:
    """销号: the office is satisfied."""
    with moving_supervision(supervision, "close", by=by, version=version) as act:
        own = act.subject
        own.conclusion, own.closed_by, own.closed_at = conclusion, by, act.at
        own.state = SupervisionState.CLOSED
        issue(papers.supervision_reply(act.move, own))
        unit = own.department.short_name
        _say(act, f"{signature(by)} 对{unit}的督办销号：{conclusion}", _heads(own))


def _ask_again(act: Act[Supervision]) -> None:
    act.subject.state = SupervisionState.OPEN
    clock.ask_again(act.subject, act.today)


_MISTAKEN = "服务器时间有误，误发"


def lift(stages: Collection[DeadlineStage], *, by: Officer, at: datetime) -> int:
    """误发: those that a wrong server time opened are struck with their papers; how many."""
    late = [stage.deadline_id for stage in stages if stage.stage == Stage.SUPERVISION]
    opened = Supervision.objects.filter(deadline__in=late, cause=SupervisionCause.OVERDUE)
    standing = list(opened.exclude(state=SupervisionState.CLOSED).select_for_update())
    for own in standing:
        _lift(own, by, at)
    return len(standing)


def _lift(own: Supervision, by: Officer, at: datetime) -> None:
    stop(own.clocks.open(), on=timezone.localdate(at), is_void=True)
    for paper in own.papers.filter(voids=None):
        PaperVoid.objects.create(paper=paper, reason=_MISTAKEN, voided_by=by)
    own.answer = own.answer or f"{_MISTAKEN}，无须答复。"
    own.answered_at = own.answered_at or at
    own.conclusion, own.closed_by, own.closed_at = f"{_MISTAKEN}，撤销。", by, at
    own.state = SupervisionState.CLOSED
    own.save()
