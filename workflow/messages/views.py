"""消息: what I was told, by day, newest first; opening one reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from deadlines.lamps import Colour, Lamp
from departments.views.gate import OfficerRequest, back_to
from disputes.models import Dispute
from web.components import Page, Tab
from web.paging import BadCursor, page_of
from workflow.messages.notices import read, read_all
from workflow.models import Notice, Stage, Supervision

SIZE = 30
UNREAD = "unread"


@dataclass(frozen=True)
class Line:
    """One message: a reminder has its lamp, a supervision its word."""

    notice: Notice
    lamp: Lamp | None
    word: str


@dataclass(frozen=True)
class Day:
    """The messages of one day."""

    on: date
    lines: list[Line]


@require_safe
def notices(request: OfficerRequest) -> HttpResponse:
    """My messages, a page of them; on request only what I have not read."""
    rows = request.user.notices.select_related("stage")
    unread, only = rows.filter(read_at=None), request.GET.get("show") == UNREAD
    rows = unread if only else rows
    try:
        page = page_of(rows, request.GET.get("cursor", ""), SIZE)
    except BadCursor:
        page = page_of(rows, "", SIZE)
    count = unread.count()
    shown = {
        "days": list(by_day(page.rows)),
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
    return render(request, "disputes/notices.html", shown)


def turned(cursor: str, *, only: bool) -> str:
    """The address of another page of the same list."""
    if not cursor:
        return ""
    return f"{reverse('notices')}?{f'show={UNREAD}&' if only else ''}cursor={cursor}"


def by_day(rows: Iterable[Notice]) -> Iterator[Day]:
    for on, some in groupby(rows, key=lambda each: timezone.localdate(each.created_at)):
        yield Day(on, [line_of(each) for each in some])


def line_of(notice: Notice) -> Line:
    """Which of the two it is: most are neither, a reminder to answer a supervision is both."""
    word = "督办" if notice.supervision_id else ""
    if notice.stage is None:
        return Line(notice, None, word)
    told_on = timezone.localdate(notice.created_at)
    return Line(notice, lamp_when_told(notice.stage.due_on, told_on), word)


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
    """The supervision it is about, else the dispute, else the list."""
    if notice.supervision_id:
        own = Supervision.objects.visible_to(request.user).filter(pk=notice.supervision_id).first()
        return own.get_absolute_url() if own else reverse("notices")
    visible = Dispute.objects.visible_to(request.user)
    dispute = visible.filter(pk=notice.dispute_id or 0).first()
    return dispute.get_absolute_url() if dispute else reverse("notices")


@require_POST
def notices_read(request: OfficerRequest) -> HttpResponse:
    """全部标为已读."""
    read_all(request.user)
    messages.success(request, "消息已全部标为已读。")
    return redirect("notices")
