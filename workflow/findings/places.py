"""Of what in the archived file a finding is: the whole, a step of its timeline, a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone

from departments.models import Department
from disputes import words
from disputes.choices import State
from web.refusals import Mistyped
from workflow.models.finding import FindingPlace
from workflow.procedure.participation import departments_of

if TYPE_CHECKING:
    from departments.models.department import DepartmentQuerySet
    from disputes.models import Dispute
    from workflow.models import Finding, Paper, TimelineEntry

#: So much of a sentence is enough to know the step by.
LONGEST: Final = 40

Choices = list[tuple[str, Any]]  # Any: a label, or a group of choices


def choices_of(dispute: Dispute) -> Choices:
    """全卷, then what happened until it was archived, then its papers; names masked."""
    steps = [(f"step:{each.pk}", step_words(each, dispute)) for each in _steps(dispute)]
    papers = [(f"paper:{each.pk}", paper_words(each)) for each in dispute.papers.defer("content")]
    found: Choices = [(str(FindingPlace.WHOLE), str(FindingPlace.WHOLE.label))]
    return [*found, *((name, some) for name, some in (("经过", steps), ("文书", papers)) if some)]


def put(own: Finding, about: str) -> None:
    """By the code of the choice: `whole`, `step:12`, `paper:7`; of another case it is none."""
    place, _, key = (about or FindingPlace.WHOLE).partition(":")
    if place == FindingPlace.WHOLE and not key:
        own.place = FindingPlace.WHOLE
        return
    pk = int(key) if key.isascii() and key.isdecimal() and len(key) < 19 else 0
    if place == FindingPlace.STEP:
        own.place, own.step = FindingPlace.STEP, _steps(own.dispute).filter(pk=pk).first()
    elif place == FindingPlace.PAPER:
        own.place, own.paper = FindingPlace.PAPER, own.dispute.papers.filter(pk=pk).first()
    if own.step is None and own.paper is None:
        raise Mistyped({"about": ["请从本卷的经过或文书中选择。"]})


def shown(own: Finding) -> str:
    """全卷; 经过 11月3日 09:30 …; 文书 处理意见告知书 〔2026〕5号."""
    if own.step is not None:
        return step_words(own.step, own.dispute)
    return paper_words(own.paper) if own.paper is not None else str(FindingPlace.WHOLE.label)


def step_words(entry: TimelineEntry, dispute: Dispute) -> str:
    at, text = timezone.localtime(entry.at), words.shown(entry.text, dispute)
    text = f"{text[:LONGEST]}…" if len(text) > LONGEST else text
    return f"{words.short_day(at.date())} {at:%H:%M} {text}"


def paper_words(paper: Paper) -> str:
    return f"{paper.label} {paper.number}"


def answerable(dispute: Dispute) -> DepartmentQuerySet:
    """Who takes part in it or did one of its steps, and still works; the office audits none."""
    did = dispute.timeline.exclude(department=None).order_by().values("department")
    part = departments_of(dispute).order_by().values("pk")
    rows = Department.objects.active().handling()
    return (rows.filter(pk__in=part) | rows.filter(pk__in=did)).distinct()


def _steps(dispute: Dispute) -> Any:  # Any: a query set
    """What came after archiving is no part of what is audited."""
    return dispute.timeline.exclude(state_before=State.ARCHIVED).order_by("pk")
