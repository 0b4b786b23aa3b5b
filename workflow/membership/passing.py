"""What of one unit goes on in another, table by table, of the cases that the act holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from departments.models import Officer, Term
from departments.roles import HEADS, STAFF
from disputes.choices import State
from disputes.models import Dispute, Party, Recusal
from workflow.membership import disclosures, errands, findings, sides, sitting
from workflow.messages.notices import Letter
from workflow.models import AgendaItem, Approval, Assignment, Convening, Deadline, Supervision
from workflow.models.asks import ASKS_TO_APPROVE, ASKS_TO_DECIDE, ASKS_TO_SIGN
from workflow.models.choices import TASKS, AssignmentState
from workflow.models.supervision import SupervisionState

if TYPE_CHECKING:
    from departments.models import Department, Reform
    from disputes.querysets import DisputeQuerySet
    from workflow.procedure.move import Act, Move

#: What is asked of a desk of the unit, and of whom there.
_ASKED: Final = {
    AssignmentState.SENT: ("请签收", STAFF, ASKS_TO_SIGN),
    AssignmentState.ACCEPTED: ("请办理", STAFF, ""),
    AssignmentState.DRAFTED: ("答复待审签", HEADS, ASKS_TO_APPROVE),
}


def cases_of(reform: Reform) -> DisputeQuerySet:
    """The cases that go over: every one of a merger, of a part those it describes."""
    rows = disputes_of(reform.source)
    if reform.is_merger:
        return rows
    chosen = Q(number__in=reform.numbers)
    if reform.categories or reform.insurance_types:
        alike = Q(category__in=reform.categories) if reform.categories else Q()
        if reform.insurance_types:
            alike &= Q(insurance_types__overlap=reform.insurance_types)
        chosen |= alike
    return rows.filter(chosen)


def disputes_of(unit: Department) -> DisputeQuerySet:
    """Registered and not yet archived, in which it has anything to do or is the other side."""
    is_side = Q(pk__in=Party.objects.filter(department=unit).values("dispute"))
    return _unfinished(_has_part(unit) | is_side)


def held_by(unit: Department) -> DisputeQuerySet:
    """Those that keep it from leaving (R011)."""
    return _unfinished(_has_part(unit))


def _unfinished(which: Q) -> DisputeQuerySet:
    rows: DisputeQuerySet = Dispute.objects.registered().exclude(state=State.ARCHIVED)
    return rows.filter(which).order_by("pk")


def _has_part(unit: Department) -> Q:
    own = Q(receiving_department=unit) | Q(lead_department=unit)
    held = (Q(pk__in=rows.order_by().values("dispute")) for rows in _held_by(unit))
    return reduce(or_, held, own)


def _held_by(unit: Department) -> Iterable[QuerySet[Any]]:  # Any: of several tables
    asks = Q(requested_department=unit) | Q(lead=unit) | Q(desk=unit) | Q(departments=unit)
    yield Assignment.objects.open().filter(Q(department=unit) | Q(sender=unit))
    yield Supervision.objects.exclude(state=SupervisionState.CLOSED).filter(department=unit)
    yield Deadline.objects.open().filter(owner=unit)
    yield Approval.objects.pending().filter(asks, dispute__isnull=False)
    yield Convening.objects.unanswered().filter(Q(asked_department=unit) | Q(departments=unit))
    yield AgendaItem.objects.filter(sitting.concerns(unit))


@dataclass
class Passing:
    """One reform at work on the disputes that it holds; the engine saves those afterwards."""

    act: Act[Reform]

    @property
    def reform(self) -> Reform:
        return self.act.subject

    @cached_property
    def ids(self) -> list[int]:
        return [move.dispute.pk for move in self.act.moves]

    def run(self) -> None:
        """Clocks first, since the engine reads them once; then rows, then the disputes."""
        _ = self.worked_on  # as it was before
        clocks = Deadline.objects.open().filter(owner=self.reform.source)
        self._within(clocks).update(owner=self.reform.target)
        self._assignments()
        self._supervisions()
        self._questions()
        secret = [m.dispute.pk for m in self.act.moves if sides.keeps_from(m, self.reform.target)]
        sitting.pass_on(self.reform, self.ids, secret)
        errands.pass_on(self.act)
        findings.pass_on(self.act)
        disclosures.pass_on(self.act)
        for move in self.act.moves:
            self._dispute(move)

    @cached_property
    def people(self) -> People:
        return People.of(self.reform.target, self.ids)

    @cached_property
    def answering(self) -> dict[int, set[int]]:
        """Who owes an answer in which of the cases, to whoever asks for it from now on."""
        found: dict[int, set[int]] = {}
        owed = Assignment.objects.open().filter(dispute__in=self.ids)
        for dispute, unit in owed.values_list("dispute", "department"):
            found.setdefault(dispute, set()).add(unit)
        return found

    def _within(self, rows: QuerySet[Any]) -> QuerySet[Any]:  # Any: of several tables
        """Of a merger whatever there is, also of archived files; of a part its cases alone."""
        return rows if self.reform.is_merger else rows.filter(dispute__in=self.ids)

    def _dispute(self, move: Move) -> None:
        dispute, reform = move.dispute, self.reform
        before = {dispute.receiving_department_id, dispute.lead_department_id}
        for name in ("receiving_department", "lead_department"):
            if getattr(dispute, f"{name}_id") == reform.source_id:
                setattr(dispute, name, reform.target)
        if reform.source_id in before:
            self.people.see_to(dispute)
        said, told = self._words(move)
        move.say(f"{reform.words}；{said}，编号和已发文书不变。{move.text}")
        others = {dispute.receiving_department_id, dispute.lead_department_id}
        others |= self.answering.get(dispute.pk, set())
        for unit in others - {reform.source_id, reform.target_id}:
            move.tell(unit, STAFF, f"{dispute.number} {told}。")
        sides.warn(move)

    def _words(self, move: Move) -> tuple[str, str]:
        """For the timeline, and for whoever handles it beside."""
        old, new = self.reform.source.short_name, self.reform.target.short_name
        if move.dispute.pk in self.worked_on:
            return f"原由{old}办理的，今后由{new}办理", f"原由{old}办理的，已改由{new}办理"
        return (
            f"争议对方原是{old}，今后是{new}",
            f"争议对方{old}已并入{new}，今后的文书送{new}",
        )

    @cached_property
    def worked_on(self) -> set[int]:
        """Where it had anything to do; of the others it was the other side alone."""
        rows = held_by(self.reform.source).filter(pk__in=self.ids)
        return set(rows.values_list("pk", flat=True))

    # --- what was asked -----------------------------------------------------------------------

    def _assignments(self) -> None:
        reform = self.reform
        rows = Assignment.objects.open().filter(dispute__in=self.ids)
        theirs = set(rows.filter(department=reform.target).values_list("dispute", "kind"))
        beside = TASKS
        for each in rows.filter(department=reform.source).order_by("pk"):
            is_double = (each.dispute_id, each.kind) in theirs and each.kind not in beside
            if sides.keeps_from(self._move(each.dispute_id), reform.target):
                self._take_back(each)
            else:
                self._join(each) if is_double else self._hand(each)
        rows.filter(sender=reform.source).update(sender=reform.target, version=F("version") + 1)

    def _hand(self, own: Assignment) -> None:
        """It goes on where it was; who works on it does so if he came along."""
        target = self.reform.target
        came_along = (own.officer_id, target.pk) in self.people.posts
        own.department, own.version = target, own.version + 1
        own.officer = own.officer if came_along else None
        own.save(update_fields=["department", "version", "officer"])
        words, posts, asks = _ASKED[AssignmentState(own.state)]
        move = self._move(own.dispute_id)
        text = f"{move.dispute.number} {own.get_kind_display()}转由你单位承办，{words}。"
        move.tell(target.pk, posts, text, asks=f"{asks}{target.pk}" if asks else "")

    def _take_back(self, own: Assignment) -> None:
        """Who goes on is the other side, which must not learn of it (R075)."""
        move, reform = self._move(own.dispute_id), self.reform
        what = own.get_kind_display()
        self._recall(move, own)
        move.text += f"本件举报保密，{reform.target.short_name}是争议对方，原单位的{what}收回。"
        sides.tell_of_secret(move, reform.source, reform.target, what)

    def _join(self, own: Assignment) -> None:
        """Both were asked the same: who goes on answers once."""
        move = self._move(own.dispute_id)
        self._recall(move, own)
        move.text += (
            f"两单位的{own.get_kind_display()}合并，由{self.reform.target.short_name}一并答复。"
        )

    def _recall(self, move: Move, own: Assignment) -> None:
        own.state, own.version = AssignmentState.RECALLED, own.version + 1
        own.clocked_on, own.closed_reason = move.today, self.reform.words
        own.save(update_fields=["state", "version", "clocked_on", "closed_reason"])
        move.clocks.end_of(own, is_void=True)

    def _move(self, dispute_id: int) -> Move:
        return self._moves[dispute_id]

    @cached_property
    def _moves(self) -> dict[int, Move]:
        return {move.dispute.pk: move for move in self.act.moves}

    def _supervisions(self) -> None:
        reform = self.reform
        rows = self._within(Supervision.objects.exclude(state=SupervisionState.CLOSED))
        theirs = set(rows.filter(department=reform.target).values_list("dispute", "cause"))
        for each in rows.filter(department=reform.source).select_related("dispute"):
            if (each.dispute_id, each.cause) in theirs:
                self._close(each)
                continue
            each.department, each.version = reform.target, each.version + 1
            each.save(update_fields=["department", "version"])
            text = f"{each.dispute} 的督办转由你单位答复。"
            self.act.letters.append(Letter(each.dispute, reform.target.pk, HEADS, text))

    def _close(self, own: Supervision) -> None:
        """The same cause is supervised there already; one answer is enough."""
        words = f"{self.reform.words}，并入对{self.reform.target.short_name}的同一督办"
        own.state, own.version = SupervisionState.CLOSED, own.version + 1
        own.answer, own.answered_at = own.answer or words, own.answered_at or self.act.at
        own.conclusion, own.closed_by, own.closed_at = words, self.act.by, self.act.at
        own.save()
        clocks = Deadline.objects.open().filter(supervision=own)
        clocks.update(ended_on=self.act.today, is_void=True)

    def _questions(self) -> None:
        """What waits for an answer, and what the head of the unit was to answer."""
        reform = self.reform
        asked = self._within(Approval.objects.pending()).exclude(dispute__state=State.ARCHIVED)
        for each in asked.filter(desk=reform.source).select_related("dispute"):
            text = f"{each.dispute} {each.get_kind_display()}转由你单位负责人批示。"
            asks = f"{ASKS_TO_DECIDE}{each.kind}"
            self.act.letters.append(Letter(each.dispute, reform.target.pk, HEADS, text, asks))
        for name in ("requested_department", "lead", "desk"):
            asked.filter(**{name: reform.source}).update(**{name: reform.target})
        _swap(Approval.departments.through, "approval", asked, reform)
        unanswered = Convening.objects.unanswered().exclude(dispute__state=State.ARCHIVED)
        convening = self._within(unanswered)
        _swap(Convening.departments.through, "convening", convening, reform)
        convening.filter(asked_department=reform.source).update(asked_department=reform.target)
        if reform.is_merger:
            sides.pass_on(reform, [move.dispute for move in self.act.moves])


def _swap(through: Any, name: str, owners: QuerySet[Any], reform: Reform) -> None:
    # Any: the table between two models
    """Whoever was named beside others is named as who he is now, once."""
    rows = through.objects.filter(**{f"{name}__in": list(owners.values_list("pk", flat=True))})
    there = rows.filter(department=reform.target).values_list(name, flat=True)
    rows.filter(department=reform.source, **{f"{name}__in": list(there)}).delete()
    rows.filter(department=reform.source).update(department=reform.target)


@dataclass
class People:
    """Who works in the unit that goes on, its heads first, and who withdrew from which case."""

    there: list[Officer]
    posts: set[tuple[int, int]]
    recused: set[tuple[int, int]]

    @classmethod
    def of(cls, unit: Department, dispute_ids: list[int]) -> People:
        day = timezone.localdate()
        usable = Q(officer__expires_on=None) | Q(officer__expires_on__gte=day)
        today = Term.objects.on(day).filter(
            usable, officer__is_active=True, post__role__in=STAFF, post__department__is_active=True
        )
        terms = today.filter(post__department=unit).select_related("officer", "post")
        own = sorted(terms, key=lambda term: (term.post.role not in HEADS, term.pk))
        return cls(
            [term.officer for term in own],
            set(today.values_list("officer", "post__department")),
            set(Recusal.objects.filter(dispute__in=dispute_ids).values_list("dispute", "officer")),
        )

    def see_to(self, dispute: Dispute) -> None:
        """He who was, if he works where it lies; else the head, or whoever is there (R006)."""
        units = (dispute.receiving_department_id, dispute.lead_department_id)
        if any((dispute.responsible_officer_id, unit) in self.posts for unit in units):
            return
        free = (each for each in self.there if (dispute.pk, each.pk) not in self.recused)
        if heir := next(free, None):
            dispute.responsible_officer = heir
