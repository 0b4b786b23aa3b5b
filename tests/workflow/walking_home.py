"""From wherever a case stands: by verbs that somebody is offered, one after another, to the file.

Greedy, and bounded: of all that anybody may do now, what leads on comes first. Whoever is here is
everybody: a clerk, a reviewer and a head of each bureau, the leader and the office.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from departments.models import Department, Officer
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f
from web.refusals import Refusal
from workflow.approvals import actions as approvals
from workflow.archiving.case_file import Excuse, missing_papers
from workflow.assignments.verbs import ASSIGNMENTS
from workflow.cases.verbs import DISPUTES
from workflow.meetings import actions as meetings
from workflow.meetings.plan import plan
from workflow.models import Approval, Assignment
from workflow.models.choices import ApprovalKind, MeetingState
from workflow.procedure import facts, next_move
from workflow.procedure.presence.standing_in import may_stand_in, unmanned
from workflow.procedure.rows.approval import decides
from workflow.procedure.rows.assignment import ASSIGNMENT_TABLE
from workflow.procedure.rows.table import Row
from workflow.procedure.sides import case_sides
from workflow.procedure.transitions import DISPUTE_TABLE
from workflow.procedure.who import is_named

FAR = 80
#: What the needs of the rows ask for.
READ = ("assignments", "services", "responses", "remedies", "decisions", "approvals",
        "agenda_items__meeting", "convenings")  # fmt: skip
WORDS = {"facts": "属实", "basis": "社会保险法第60条"}
#: What leads on, the nearest to the end first; whatever is not named leads nowhere.
ONWARDS = (
    "archive", "close_remedy", "record_response", "record_remedy", "serve", "sign_decision",
    "draft_decision", "approve_major", "resume", "answer_now", "assign", "accept_single", "refer",
    "convene_joint", "approve_intake", "register", "invite", "designate",
)  # fmt: skip
ANSWERS = ("approve_opinion", "draft_opinion", "accept")

Try = Callable[[], Any]  # Any: an action returns whatever it made


class DeadEnd(AssertionError):
    """Nobody is offered anything that leads on, or nobody is there who owes it."""


@dataclass
class Walk:
    """One case on its way."""

    dispute: Dispute
    people: list[Officer]

    def look(self) -> None:
        rows = Dispute.objects.with_people().prefetch_related(*READ)
        self.dispute = rows.get(pk=self.dispute.pk)

    def home(self) -> list[str]:
        """Every step that was taken; a DeadEnd where none leads on."""
        said: list[str] = []
        self.look()
        while self.dispute.state != State.ARCHIVED:
            self._somebody_owes(said)
            step = next((name for name, does in self._ways() if self._done(does)), None)
            if step is None or len(said) > FAR:
                raise DeadEnd(f"{self._where()} 走不下去：{'、'.join(said[-8:])}")
            said.append(step)
            self.look()
        return said

    def _where(self) -> str:
        asked = [(a.kind, a.state) for a in self.dispute.assignments.all()]
        return f"{self.dispute.state} {self.dispute.mode} {asked}"

    def _done(self, does: Try) -> bool:
        try:
            with transaction.atomic():
                does()
        except Refusal:
            return False
        return True

    def _somebody_owes(self, said: list[str]) -> None:
        """R006: the next move lies with a post, and somebody who may see the case sits there.

        Or the office is there, and has somebody to name in his place.
        """
        if self.dispute.state == State.DRAFT:
            return  # its author's
        desks = next_move.desks_of(self.dispute) or [next_move.next_move(self.dispute)]
        for desk in desks:
            sitting = [each for each in self.people if next_move.sits_at(each, desk)]
            if not desk.role or not (self._anybody_sees(sitting) or self._named(desk)):
                raise DeadEnd(f"{self._where()} 没有人欠下一步：{'、'.join(said[-8:])}")

    def _anybody_sees(self, officers: list[Officer]) -> bool:
        return any(self._sees(each) for each in officers)

    def _named(self, desk: next_move.Desk) -> bool:
        """Somebody stands in there, or the office is offered to name somebody."""
        here = [each for each in self.people if is_named(each, self.dispute, *_place(desk))]
        offered = self._offered(DISPUTE_TABLE["designate"], self.dispute)
        empty = (each for each in unmanned(self.dispute) if _place(each) == _place(desk))
        fit = any(may_stand_in(self.dispute, each).exists() for each in empty)
        return self._anybody_sees(here) or (bool(offered) and fit)

    def _sees(self, officer: Officer) -> bool:
        return Dispute.objects.visible_to(officer).filter(pk=self.dispute.pk).exists()

    def _ways(self) -> Iterator[tuple[str, Try]]:
        yield from self._answers()
        yield from self._decisions()
        yield from self._verbs()
        if self.dispute.state == State.HANDLING and not self._has_met():
            yield "会商", self._meet

    def _has_met(self) -> bool:
        return self.dispute.meetings.filter(state=MeetingState.ISSUED).exists()

    def _meet(self) -> None:
        """From plan to issued minutes; where the leader has not consented yet he is asked."""
        special = self.dispute.mode == Mode.SPECIAL
        everyone = list(Department.objects.filter(code__in=f.FUNCTIONAL))
        clerk = f.an_officer("clerk", self.dispute.receiving_department.code)
        meeting = plan(
            by=clerk, kind="major" if special else "general", title="会商",
            disputes=[self.dispute], departments=everyone, starts_at=timezone.now(),
            place="三楼会议室",
        )  # fmt: skip
        if meeting.state == MeetingState.AWAITING_APPROVAL:
            meetings.approve(meeting, by=f.a_leader(), comment="同意")
        meetings.call(meeting, by=clerk)
        meetings.hold(meeting, by=clerk, attended=everyone)
        meetings.minute(meeting, by=clerk, items=[meetings.Decided(self.dispute, "限期补缴")])
        meetings.issue(meeting, by=f.a_leader() if special else clerk)

    def _answers(self) -> Iterator[tuple[str, Try]]:
        """What departments were asked for; a receipt waits for the decision."""
        for assignment in self.dispute.assignments.open().select_related("department", "sender"):
            assignment.dispute = self.dispute
            for verb in ANSWERS:
                for officer in self._offered(ASSIGNMENT_TABLE[verb], assignment):
                    yield verb, partial(self._answer, assignment, verb, officer)

    def _offered(self, row: Row[Any], subject: Any) -> list[Officer]:  # Any: of two tables
        """The first whom the page would offer it; whoever is offered the same gets no further."""
        if subject.state not in row.sources:
            return []
        may = (each for each in self.people if row.who.allows(each, subject))
        free = (each for each in may if not row.refusal(each, subject) and self._sees(each))
        return list(islice(free, 1))

    def _answer(self, assignment: Assignment, verb: str, by: Officer) -> None:
        typed = WORDS | {"opinion": "同意补缴"} if verb == "draft_opinion" else {}
        fresh = Assignment.objects.get(pk=assignment.pk)
        ASSIGNMENTS.verbs[verb].does(fresh, by=by, **typed)

    def _decisions(self) -> Iterator[tuple[str, Try]]:
        """A question beside the case is answered before it goes on."""
        asked = self.dispute.approvals.filter(state="pending").exclude(kind=ApprovalKind.MAJOR)
        for approval in asked:
            for officer in self.people:
                if decides(officer, approval):
                    yield "批示", partial(_approve, approval, officer)

    def _verbs(self) -> Iterator[tuple[str, Try]]:
        for verb in ONWARDS:
            for officer in self._offered(DISPUTE_TABLE[verb], self.dispute):
                for typed in self._typed(verb):
                    does = DISPUTES.verbs[verb].does
                    yield verb, partial(does, self.dispute, by=officer, **typed)

    def _typed(self, verb: str) -> list[dict[str, Any]]:  # Any: fields of many types
        """What could be typed there, in the order of trying."""
        d = self.dispute
        away = Department.objects.filter(code__in=f.FUNCTIONAL).exclude(
            pk=d.receiving_department_id
        )
        others = list(away.order_by("code"))
        reason = {"reason": "按职责办理", "severity_reason": "个案"}
        typed: dict[str, list[dict[str, Any]]] = {
            "archive": [{"excused": [Excuse(name, "没有") for name in missing_papers(d)]}],
            "close_remedy": [
                {"result": "维持", "remedy": d.remedies.filter(closed_at=None).first()}
            ],
            "record_response": [
                {"answer": "none", **side._asdict()}
                for side in case_sides.everybody(d)
                if side not in case_sides.answered_sides(d)
            ],
            "record_remedy": [{"channel": "litigation", "body": "人民法院"}][
                : not d.remedies.exists()
            ],
            "serve": [
                {"method": "direct", "served_on": f.today(), "recipient": "本人", **side._asdict()}
                for side in case_sides.unserved(d)
            ],
            "draft_decision": [WORDS | {"decision": "责令补缴"}],
            "answer_now": [{"answer": "已答复"}],
            "assign": [{"department": each, "reason": "指定"} for each in others],
            "accept_single": [reason],
            "refer": [reason | {"department": each} for each in others],
            "convene_joint": [{"departments": others, "question": "请核实", **reason}],
            "designate": [
                {"department": desk.department, "officer": each, "reason": "岗位出缺"}
                for desk in unmanned(d)
                for each in may_stand_in(d, desk)[:3]
            ],
            "invite": [
                {"departments": [each], "question": "请核实"}
                for each in others
                if not facts.has_opinions(d) and not facts.opinions_awaited(d)
            ],
        }
        return typed.get(verb, [{}])


def _place(desk: next_move.Desk) -> tuple[int | None, frozenset[Any]]:  # Any: roles
    return desk.department_id, desk.posts


def _approve(approval: Approval, by: Officer) -> None:
    approvals.approve(Approval.objects.get(pk=approval.pk), by=by, comment="同意")


def everybody(codes: tuple[str, ...] = f.FUNCTIONAL) -> list[Officer]:
    """Whoever is at his desk today."""
    for code in codes:
        f.a_department(code)
    made = [f.an_officer(role, code) for code in codes for role in ("clerk", "reviewer", "head")]
    made += [f.a_leader(), f.an_officer("office", "ZB")]
    return [Officer.objects.get(pk=each.pk) for each in made]


def reaches_the_archive(dispute: Dispute, people: list[Officer] | None = None) -> list[str]:
    """The steps there, which are then as if they had never been."""
    with transaction.atomic():
        steps = Walk(dispute, people or everybody()).home()
        transaction.set_rollback(True)
    return steps
