"""移交离岗人员的事项: a head passes everything of a leaver to a successor in one act (R038).

His cases, what others asked his unit for about theirs, and what the task force asked it for.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from departments.actions import accounts
from departments.models import Officer, Term
from departments.roles import HEADS, STAFF
from disputes.locking import hold, lock
from disputes.models import Dispute
from web.refusals import Mistyped, NotYours
from workflow.handling import standing
from workflow.messages import notices
from workflow.models import Assignment, Errand, ErrandEntry
from workflow.procedure.move import now
from workflow.procedure.presence.passing_on import pass_on
from workflow.procedure.timeline import remember_time, signature
from workflow.procedure.transitions import DISPUTE_TABLE
from workflow.procedure.who import belongs_to

if TYPE_CHECKING:
    from disputes.querysets import DisputeQuerySet
    from workflow.models.assignment import AssignmentQuerySet
    from workflow.models.errand import ErrandQuerySet


#: So many numbers stand in one message.
NUMBERED: Final = 10
#: Whose post or account ends before that is leaving himself.
SOON: Final = timedelta(days=30)


@dataclass
class HandedOver:
    """What went over, and the numbers of what stayed because the successor is recused."""

    went: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    cases: list[Dispute] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.went)

    @property
    def named(self) -> str:
        """So many in one message; whoever took over more looks through his list."""
        more = f"等{self.count}件，其余见“争议事项”" if self.count > NUMBERED else ""
        return f"{'、'.join(self.went[:NUMBERED])}{more}"


def cases_of(leaver: Officer, head: Officer) -> DisputeQuerySet:
    """His cases, not filed yet, that this head's units receive or lead."""
    units = headed_by(head)
    own = Q(receiving_department__in=units) | Q(lead_department__in=units)
    rows: DisputeQuerySet = Dispute.objects.visible_to(head).unfinished()
    return rows.filter(own, responsible_officer=leaver)


def in_hand(leaver: Officer, head: Officer) -> int:
    """What would go over: his cases, and what these units were asked for that he signed for."""
    asked = (_signed_for(leaver, head), _errands_of(leaver, headed_by(head)))
    return cases_of(leaver, head).count() + sum(rows.count() for rows in asked)


def who_stays(units: Collection[int]) -> QuerySet[Officer]:
    """Who may go on with it: whoever works there today and is not about to leave himself.

    Where all are about to leave, whoever is there.
    """
    today = timezone.localdate()
    held = Term.objects.on(today).filter(post__department__in=units, post__role__in=STAFF)
    there = Officer.objects.filter(
        Q(expires_on=None) | Q(expires_on__gte=today), is_active=True, pk__in=held.values("officer")
    )
    long = held.filter(Q(ends_on=None) | Q(ends_on__gt=today + SOON))
    usable = Q(expires_on=None) | Q(expires_on__gt=today + SOON)
    staying = there.filter(usable, pk__in=long.values("officer"))
    return staying if staying.exists() else there


def headed_by(head: Officer) -> set[int]:
    return {post.department_id for post in head.posts_today if post.role in HEADS}


@transaction.atomic
def disable(officer: Officer, *, by: Officer, reason: str) -> int:
    """停用账号: he is nobody's 当前责任人 from this moment on; how many cases passed on."""
    accounts.disable(officer, by=by, reason=reason)
    return pass_on(officer)


@transaction.atomic
def hand_over_all(*, by: Officer, leaver: Officer, successor: Officer) -> HandedOver:
    """Every one by its own verb, so that each has its line in the timeline; all or nothing.

    All are held before the first is read: two who hand over at once neither wait crosswise nor
    pass on what the other has just passed on.
    """
    units = headed_by(by)
    _check(leaver, successor, units)
    cases, asked = cases_of(leaver, by), _signed_for(leaver, by)
    held = {*cases.values_list("pk", flat=True), *asked.values_list("dispute", flat=True)}
    hold(held)
    done = HandedOver()
    for dispute in cases.filter(pk__in=held).order_by("pk"):
        if _may_go(dispute, successor, done):
            standing.hand_over(dispute, by=by, officer=successor, tells=False)
    for each in asked.filter(dispute__in=held).select_related("dispute").order_by("pk"):
        if _may_go(each.dispute, successor, done, "（交办）"):
            _pass_on(each, by=by, successor=successor)
    for errand in _errands_of(leaver, units).select_for_update().order_by("pk"):
        _pass_on_errand(errand, by=by, gone=leaver, successor=successor)
        done.went.append(str(errand))
    if not done.count and not done.left:
        raise Mistyped({"leaver": [NOTHING_LEFT]})
    if done.count:
        _tell(done, by=by, leaver=leaver, successor=successor)
    return done


def _tell(done: HandedOver, *, by: Officer, leaver: Officer, successor: Officer) -> None:
    """One message each, however many went over; that of a single case leads to it."""
    alone = done.cases[0] if done.count == len(done.cases) == 1 else None
    notices.to_officer(
        successor, alone, f"{by.name} 将{leaver.name}名下的{done.count}件移交您经办：{done.named}。"
    )
    if leaver.pk != by.pk:
        text = f"您名下的{done.count}件已由{successor.name}接办，您不再经办：{done.named}。"
        notices.to_officer(leaver, alone, text)


#: Another has done it meanwhile, or he himself in another tab.
NOTHING_LEFT: Final = "这名人员名下没有本单位可以移交的事项，可能刚才已经移交，请核对。"


def _check(leaver: Officer, successor: Officer, units: set[int]) -> None:
    if not units:
        raise NotYours("离岗人员的事项由单位负责人移交。")
    if leaver.pk == successor.pk:
        raise Mistyped({"successor": ["接办人不能是离岗人员本人。"]})
    if not successor.is_active or not any(belongs_to(successor, pk) for pk in units):
        raise Mistyped({"successor": ["只能移交给本单位现任的人员。"]})


def _may_go(dispute: Dispute, successor: Officer, done: HandedOver, what: str = "") -> bool:
    """Names it among what goes, or among what stays because he is recused."""
    if dispute.recusals.filter(officer=successor).exists():
        done.left.append(str(dispute))
        return False
    done.went.append(f"{dispute}{what}")
    done.cases.append(dispute)
    return True


def _signed_for(leaver: Officer, head: Officer) -> AssignmentQuerySet:
    """交办 of these units that he took upon himself; none of a case this head is recused from."""
    rows: AssignmentQuerySet = Assignment.objects.open().filter(officer=leaver)
    seen = Dispute.objects.visible_to(head).order_by().values("pk")
    return rows.filter(department__in=headed_by(head), dispute__in=seen)


def _errands_of(leaver: Officer, units: set[int]) -> ErrandQuerySet:
    """专班交办 of these units that he took upon himself and that are still owed."""
    return Errand.objects.owed().filter(officer=leaver, department__in=units)


def _pass_on(asked: Assignment, *, by: Officer, successor: Officer) -> None:
    """The case has its line, as where a whole case is handed over."""
    dispute, gone = lock(asked.dispute), asked.officer
    assert gone is not None  # he signed for it
    Assignment.objects.filter(pk=asked.pk).update(officer=successor, version=F("version") + 1)
    unit = asked.department.short_name
    text = f"{by.name} 将{unit}承办的交办由{gone.name}移交{successor.name}经办。"
    remember_time(dispute, "hand_over", text, DISPUTE_TABLE["hand_over"].clause, now())


def _pass_on_errand(errand: Errand, *, by: Officer, gone: Officer, successor: Officer) -> None:
    """Its own 经过 has the line; no case is about it."""
    errand.officer, errand.version = successor, errand.version + 1
    errand.save(update_fields=["officer", "version"])
    ErrandEntry.objects.create(
        errand=errand, at=now(), actor=by, actor_label=signature(by), verb="hand_over",
        text=f"{by.name} 将本件由{gone.name}移交{successor.name}经办。",
    )  # fmt: skip
