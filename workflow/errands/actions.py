"""专班交办: given, signed for, answered, closed; every step in its 经过 (四(二), R022)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from confidentiality.one_at_a_time import Turn, wait_for
from deadlines.due import chinese_date
from departments.models import Department
from departments.models.department import Kind
from departments.roles import HEADS, OFFICE_OR_LEADER, STAFF
from papers.choices import PaperKind
from web.refusals import Mistyped, NotYours
from workflow.errands import clock, papers
from workflow.errands.about import cases_about
from workflow.issuing.drafts import issue, next_numbers
from workflow.messages import notices
from workflow.messages.notices import Letter
from workflow.models import Errand, ErrandEntry
from workflow.models.errand import ErrandState
from workflow.procedure import move as procedure_move
from workflow.procedure.move import Act
from workflow.procedure.moving import acting
from workflow.procedure.rows.errand import ERRAND_TABLE
from workflow.procedure.sides.fellows import to_anybody
from workflow.procedure.timeline import signature, signature_of_head, signs_as
from workflow.procedure.who import acts_as_leader, speaks_for_task_force

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute


@contextmanager
def moving_errand(
    errand: Errand, verb: str, *, by: Officer, version: int | None = None
) -> Iterator[Act[Errand]]:
    """The one engine, with no dispute to hold; the sentence is kept beside the errand."""
    joined = ("department", "sender")
    with acting(errand, ERRAND_TABLE[verb], [], by=by, version=version, joined=joined) as act:
        act.named = act.subject.__str__
        yield act
        _name_nobody(act)
        ErrandEntry.objects.create(
            errand=act.subject, at=act.at, actor=by, verb=verb, text=act.text,
            actor_label=act.actor_label or signature(by),
        )  # fmt: skip


def _name_nobody(act: Act[Errand]) -> None:
    """Messages name nobody of the cases its words may be about (R092)."""
    if act.letters:
        cases = cases_about([act.subject]).get(act.subject.pk, ())
        act.letters = [replace(each, text=to_anybody(each.text, cases)) for each in act.letters]


@dataclass(frozen=True)
class Asked:
    """What one unit is to do by when."""

    department: Department
    question: str
    due_on: date | None = None


@transaction.atomic
def give(
    *,
    by: Officer,
    department: Department,
    question: str,
    due_on: date | None = None,
    again: bool = False,
) -> Errand:
    """下达: the unit owes the task force an answer; its 交办单 is issued at once."""
    if not speaks_for_task_force(by):
        raise NotYours("专班交办由专班组长或专班办公室下达。")
    refuse_office(department, "department")
    wait_for(Turn.GIVEN, department.pk)
    if not again:
        _refuse_same(department, question)
    [errand] = hand_out([Asked(department, question, due_on)], by=by, at=procedure_move.now())
    return errand


def refuse_office(department: Department, field: str) -> None:
    if department.kind == Kind.OFFICE:
        raise Mistyped({field: ["交办任务交给成员单位，专班办公室是交办的一方。"]})


def _refuse_same(department: Department, question: str) -> None:
    """Sent twice it is one errand: it was given, and is still owed."""
    for errand in department.errands.owed():
        if errand.question == question:
            unit = department.short_name
            told = (
                f"已向{unit}下达同样的交办任务（{errand.number}），还没有反馈；"
                "要催的请在那一件上催办，确需再交办一件的，请勾选“确需再交办一件”。"
            )
            raise Mistyped({"again": [told]})


def hand_out(
    asked: Sequence[Asked],
    *,
    by: Officer,
    at: datetime,
    basis: str = "",
    cases: Sequence[Dispute] = (),
) -> list[Errand]:
    """Those of one hand, or of one meeting, whose minutes are then their `basis`.

    `cases`: those the meeting was about, whose people the words may name.
    """
    if not asked:
        return []
    office, year = Department.objects.office(), timezone.localdate(at).year
    numbers = next_numbers([(PaperKind.TASK_SHEET, office)] * len(asked), year)
    label = _name(by)
    made = [
        Errand(
            number=number, department=each.department, sender=office, sent_by=by,
            sender_label=label, sent_at=at, question=each.question,
            basis=basis or f"{label} 交办",
        )
        for each, number in zip(asked, numbers, strict=True)
    ]  # fmt: skip
    chosen = [(errand, each.due_on) for errand, each in zip(made, asked, strict=True)]
    clock.ANSWER.set_days(chosen, timezone.localdate(at))
    Errand.objects.bulk_create(made)
    issue(*(papers.task_sheet(errand, by=by, at=at, cases=cases) for errand in made))
    ErrandEntry.objects.bulk_create(_given(errand, basis) for errand in made)
    notices.tell([_to_sign_for(errand) for errand in made], by)
    return made


def _given(errand: Errand, basis: str) -> ErrandEntry:
    unit, until = errand.department.short_name, chinese_date(errand.due_on)
    how = f"依据{basis}，" if basis else ""
    text = f"{errand.sender_label} {how}向{unit}下达交办任务，{until}前反馈：{errand.question}"
    return ErrandEntry(
        errand=errand, at=errand.sent_at, actor=errand.sent_by, verb="give", text=text,
        actor_label=errand.sender_label,
    )  # fmt: skip


def _to_sign_for(errand: Errand) -> Letter:
    text = f"{errand} 请签收，{chinese_date(errand.due_on)}前反馈。"
    return Letter(None, errand.department_id, STAFF, text)


def accept(errand: Errand, *, by: Officer, version: int | None = None) -> None:
    """签收."""
    with moving_errand(errand, "accept", by=by, version=version) as act:
        own = act.subject
        own.state, own.accepted_at, own.officer = ErrandState.ACCEPTED, act.at, by
        act.say(f"{signature(by)} 签收。")


def draft_answer(errand: Errand, *, by: Officer, answer: str, version: int | None = None) -> None:
    """写办理情况, 送负责人审签."""
    with moving_errand(errand, "draft_answer", by=by, version=version) as act:
        own = act.subject
        own.answer, own.drafted_by, own.state = answer, by, ErrandState.DRAFTED
        act.tell(own.department_id, HEADS, "办理情况待审签。")
        act.say(f"{signature(by)} 拟写办理情况，送负责人审签。")


def approve_answer(
    errand: Errand, *, by: Officer, comment: str = "", version: int | None = None
) -> None:
    """审签: the answer leaves the unit; whoever asked hears."""
    with moving_errand(errand, "approve_answer", by=by, version=version) as act:
        own = act.subject
        own.approver_label = signature_of_head(by, None, own.department_id)
        own.answered_at, own.state = act.at, ErrandState.ANSWERED
        together = "（同人办理）" if own.drafted_by_id == by.pk else ""
        beside = f"（{comment}）" if comment else ""
        act.tell(None, OFFICE_OR_LEADER, f"{own.department.short_name}已反馈，请办结或退回重办。")
        act.say(f"{own.approver_label} 审签办理情况{together}：{own.answer}{beside}")


def send_back(errand: Errand, *, by: Officer, comment: str, version: int | None = None) -> None:
    """退改: back to the drafter."""
    with moving_errand(errand, "send_back", by=by, version=version) as act:
        own = act.subject
        own.state = ErrandState.ACCEPTED
        act.tell(own.department_id, STAFF, f"办理情况退改：{comment}")
        act.say(f"{signature_of_head(by, None, own.department_id)} 退改办理情况：{comment}")


def close(errand: Errand, *, by: Officer, conclusion: str, version: int | None = None) -> None:
    """办结: whoever asked is satisfied."""
    with moving_errand(errand, "close", by=by, version=version) as act:
        _end(act, ErrandState.CLOSED, conclusion)
        act.say(f"{_name(by)} 办结：{conclusion}")
        act.tell(act.subject.department_id, STAFF, f"已办结：{conclusion}")


def ask_again(
    errand: Errand,
    *,
    by: Officer,
    comment: str,
    due_on: date | None = None,
    version: int | None = None,
) -> None:
    """退回重办: the days begin anew; the answer so far stands in the 经过."""
    with moving_errand(errand, "ask_again", by=by, version=version) as act:
        own = act.subject
        own.state, own.answered_at = ErrandState.ACCEPTED, None
        clock.ANSWER.set_day(own, due_on, act.today)
        until = chinese_date(own.due_on)
        act.tell(own.department_id, STAFF, f"退回重办，{until}前反馈：{comment}")
        act.say(f"{_name(by)} 退回重办，{until}前反馈：{comment}")


def urge(errand: Errand, *, by: Officer, message: str, version: int | None = None) -> None:
    """催办: to the unit, its head as well."""
    with moving_errand(errand, "urge", by=by, version=version) as act:
        act.tell(act.subject.department_id, STAFF, f"催办：{message}")
        act.say(f"{_name(by)} 催办{act.subject.department.short_name}：{message}")


def recall(errand: Errand, *, by: Officer, reason: str, version: int | None = None) -> None:
    """撤回: the unit need not answer any more."""
    with moving_errand(errand, "recall", by=by, version=version) as act:
        _end(act, ErrandState.RECALLED, reason)
        act.tell(act.subject.department_id, STAFF, f"已撤回，不用再办：{reason}")
        act.say(f"{_name(by)} 撤回交办：{reason}")


def _end(act: Act[Errand], state: ErrandState, why: str) -> None:
    act.subject.state, act.subject.conclusion, act.subject.ended_at = state, why, act.at


def _name(officer: Officer) -> str:
    return signs_as(officer) if acts_as_leader(officer) else signature(officer)
