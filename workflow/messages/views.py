"""消息: what I was told, by day, newest first; opening one reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from deadlines.lamps import Colour, Lamp
from departments.models import Category, Officer
from departments.models.officer import Standing
from departments.views.gate import OfficerRequest, back_to
from disputes.choices import State
from disputes.models import Dispute, Recusal
from disputes.models.numbering import IN_A_SENTENCE
from disputes.querysets import DisputeQuerySet
from disputes.words import naming_nobody, payer_words, people_of, shown
from web.components import Page, Tab
from web.paging import BadCursor, page_of
from web.statements import compiled
from workflow.messages.notices import read, read_all
from workflow.models import Approval, Assignment, Finding, Notice, Stage, Supervision
from workflow.models.asks import (
    ASKS_TO_APPROVE,
    ASKS_TO_CONVENE,
    ASKS_TO_DECIDE,
    ASKS_TO_SIGN,
    asks_of_desk,
)
from workflow.models.choices import ApprovalKind, AssignmentState
from workflow.models.finding import ASKS_ABOUT_FINDING

SIZE = 30
UNREAD = "unread"
RECUSED: Final = "您已回避该事项，这条消息的内容不再显示。"


@dataclass(frozen=True)
class Line:
    """One message: a reminder has its lamp, a supervision its word."""

    notice: Notice
    text: str
    lamp: Lamp | None
    word: str
    #: 欧*试，已参保未申报: whose matter it is, masked, and what it is about.
    about: str


@dataclass(frozen=True)
class Day:
    """The messages of one day."""

    on: date
    lines: list[Line]


@require_safe
def notices(request: OfficerRequest) -> HttpResponse:
    """My messages, a page of them; on request only what I have not read."""
    rows = with_cases(request.user)
    unread, only = rows.filter(read_at=None), request.GET.get("show") == UNREAD
    rows = unread if only else rows
    try:
        page = page_of(rows, request.GET.get("cursor", ""), SIZE)
    except BadCursor:
        page = page_of(rows, "", SIZE)
    count = unread.count()
    told = {
        "days": list(by_day(page.rows, dict(Category.objects.values_list("code", "name")))),
        "unread": count,
        "only_unread": only,
        "tabs": [
            Tab("全部", reverse("notices"), current=not only),
            Tab("未读", f"?show={UNREAD}", count, current=only),
        ],
        "page": Page(
            f"本页 {len(page.rows)} 条",
            turned(page.previous, only=only),
            turned(page.next, only=only),
        ),
    }
    return render(request, "disputes/notices.html", told)


def turned(cursor: str, *, only: bool) -> str:
    """The address of another page of the same list."""
    if not cursor:
        return ""
    return f"{reverse('notices')}?{f'show={UNREAD}&' if only else ''}cursor={cursor}"


def with_cases(officer: Officer) -> QuerySet[Notice]:
    """His, with the case of each that he may still see, by as much as its line tells."""
    rows = _with_stage(officer.notices.all(), officer.pk)
    return rows.prefetch_related(Prefetch("dispute", _in_sight(officer)))


def _with_stage(rows: QuerySet[Notice], officer: int) -> QuerySet[Notice]:
    left = Recusal.objects.filter(dispute=OuterRef("dispute"), officer=officer)
    return rows.select_related("stage").annotate(is_recused=Exists(left))


def _in_sight(officer: Officer) -> DisputeQuerySet:
    rows = Dispute.objects.visible_to(officer).order_by().in_brief()
    return rows.prefetch_related("parties")


def by_day(rows: Sequence[Notice], categories: Mapping[str, str]) -> Iterator[Day]:
    told = lines_of(rows, categories)
    for on, some in groupby(told, key=lambda each: timezone.localdate(each.notice.created_at)):
        yield Day(on, list(some))


def lines_of(rows: Sequence[Notice], categories: Mapping[str, str]) -> list[Line]:
    """In no statement, but one for those of cases that he sees no longer (R092)."""
    people = people_of({each.dispute_id for each in rows if _is_hidden(each)})
    return [line_of(each, categories, people.get(each.dispute_id or 0, {})) for each in rows]


def _is_hidden(notice: Notice) -> bool:
    return notice.dispute_id is not None and notice.dispute is None


def line_of(notice: Notice, categories: Mapping[str, str], people: Mapping[str, str]) -> Line:
    """Which of the two it is: most are neither, a reminder to answer a supervision is both."""
    word, about = "督办" if notice.supervision_id else "", about_of(notice, categories)
    text = naming_nobody(text_of(notice), people)
    if notice.stage is None:
        return Line(notice, text, None, word, about)
    told_on = timezone.localdate(notice.created_at)
    return Line(notice, text, lamp_when_told(notice.stage.due_on, told_on), word, about)


def text_of(notice: Notice) -> str:
    """As it was said; whoever takes part no more reads no number in it, the recused nothing."""
    if getattr(notice, "is_recused", False):
        return RECUSED
    if _is_hidden(notice) and not notice.supervision_id:
        return IN_A_SENTENCE.sub("（已不参与的事项）", notice.text)
    return shown(notice.text, notice.dispute)


def about_of(notice: Notice, categories: Mapping[str, str]) -> str:
    dispute = notice.dispute
    if dispute is None:
        return ""
    named = [payer_words(dispute), categories.get(dispute.category, dispute.category)]
    return "，".join(filter(None, named))


def latest(officer: Officer, most: int, categories: Mapping[str, str]) -> list[Line]:
    """At the side of 工作台."""
    rows = _latest(officer=officer.pk, most=most)
    keys = tuple({each.dispute_id for each in rows if each.dispute_id})
    seen = _cases(keys=keys, standing=officer.standing) if keys else []
    cases = {each.pk: each for each in seen}
    for each in rows:
        each._state.fields_cache["dispute"] = cases.get(each.dispute_id)  # noqa: SLF001 - as prefetching does
    return lines_of(rows, categories)


@compiled(officer=int)
def _latest(officer: int, most: int) -> QuerySet[Notice]:
    return _with_stage(Notice.objects.filter(recipient=officer), officer).order_by("-id")[:most]


@compiled(keys=tuple)
def _cases(keys: tuple[int, ...], standing: Standing) -> QuerySet[Dispute]:
    return _in_sight(standing.officer).filter(pk__any_of=keys)


def lamp_when_told(due_on: date, told_on: date) -> Lamp:
    """As the lists showed it on the day on which it was said."""
    if told_on > due_on:
        return Lamp(Colour.RED, str(Stage.LATE.label))
    return Lamp(Colour.AMBER, str((Stage.DUE if told_on == due_on else Stage.AMBER).label))


@require_POST
def notice(request: OfficerRequest, pk: int) -> HttpResponse:
    """Read it, and go where it leads if that may still be seen, or stay where he is."""
    found = request.user.notices.filter(pk=pk).first()
    if found is None:
        raise Http404
    read(found)
    return redirect(back_to(request, leads_to(request, found)))


def leads_to(request: OfficerRequest, notice: Notice) -> str:
    """To the verb it still asks for; else to the supervision, the case, or the list."""
    if notice.supervision_id:
        own = Supervision.objects.visible_to(request.user).filter(pk=notice.supervision_id).first()
        return own.get_absolute_url() if own else reverse("notices")
    if notice.asks.startswith(ASKS_ABOUT_FINDING):
        about = Finding.objects.visible_to(request.user).filter(dispute=notice.dispute_id)
        found = about.filter(pk=notice.asks.removeprefix(ASKS_ABOUT_FINDING)).first()
        return found.get_absolute_url() if found else reverse("notices")
    visible = Dispute.objects.visible_to(request.user)
    dispute = visible.filter(pk=notice.dispute_id or 0).first()
    return _place_of(notice, dispute) if dispute else reverse("notices")


def _place_of(notice: Notice, dispute: Dispute) -> str:
    """The page on which it is done; the case where nothing is asked any more."""
    wants, _, whose = notice.asks.partition(":")
    asked = Assignment.objects.open().filter(dispute=dispute)
    if f"{wants}:" in {ASKS_TO_SIGN, ASKS_TO_APPROVE}:
        state = {ASKS_TO_SIGN: AssignmentState.SENT}.get(f"{wants}:", AssignmentState.DRAFTED)
        found = asked.filter(department_id=whose, state=state).last()
    elif notice.stage is not None:
        found = asked.filter(pk=notice.stage.deadline.assignment_id or 0).first()
    elif f"{wants}:" == ASKS_TO_DECIDE:
        found = Approval.objects.pending().filter(dispute=dispute, kind=whose).last()
    elif dispute.state == State.AWAITING_APPROVAL and notice.asks == asks_of_desk(dispute):
        # whoever reads it before the leader answers on the same page as he
        found = Approval.objects.pending().filter(dispute=dispute, kind=ApprovalKind.MAJOR).last()
    else:
        return _verb_of(notice, dispute)
    return found.get_absolute_url() if found else dispute.get_absolute_url()


def _verb_of(notice: Notice, dispute: Dispute) -> str:
    still = notice.asks in {ASKS_TO_CONVENE, asks_of_desk(dispute)}
    if not (still and notice.verb):
        return dispute.get_absolute_url()
    return reverse("dispute_verb", args=[dispute.pk, notice.verb])


@require_POST
def notices_read(request: OfficerRequest) -> HttpResponse:
    """全部标为已读."""
    read_all(request.user)
    messages.success(request, "消息已全部标为已读。")
    return redirect("notices")
