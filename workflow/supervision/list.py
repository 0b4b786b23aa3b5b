"""督办: the list by state, newest first, for the task force whole and for a department its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from deadlines.calendar_days import current_calendar
from departments.models import Officer
from disputes import words
from web.components import Page, Tab
from web.paging import page_of
from workflow.models import Supervision
from workflow.models.supervision import SupervisionState
from workflow.supervision.page import SupervisionLine, supervision_line

SIZE = 30
_EMPTY = {
    SupervisionState.OPEN: "没有等待答复的督办。",
    SupervisionState.ANSWERED: "没有等待销号的督办。",
    SupervisionState.CLOSED: "还没有销号的督办。",
}


@dataclass(frozen=True)
class SupervisionList:
    """One tab of the list."""

    tabs: list[Tab]
    lines: list[SupervisionLine]
    page: Page
    empty: str
    says: str


def supervision_list(officer: Officer, tab: str, cursor: str) -> SupervisionList:
    """Fixed statements however long the list; BadCursor for a place it was never left at."""
    state = SupervisionState(tab) if tab in SupervisionState.values else SupervisionState.OPEN
    rows = Supervision.objects.kept_by(officer).prefetch_related("dispute__parties")
    told = rows.order_by().values_list("state").annotate(Count("pk"))
    counted = Counter(dict(told))
    page, calendar = page_of(rows.filter(state=state), cursor, SIZE), current_calendar()
    whole = officer.sees_all
    return SupervisionList(
        tabs=[
            Tab(str(each.label), f"?tab={each}", counted[each], current=each == state)
            for each in SupervisionState
        ],
        lines=[supervision_line(each, calendar, words.listed) for each in page.rows],
        page=Page(
            f"本页 {len(page.rows)} 件",
            f"?tab={state}&cursor={page.previous}" if page.previous else "",
            f"?tab={state}&cursor={page.next}" if page.next else "",
        ),
        empty=_EMPTY[state],
        says="全区各单位" if whole else "本单位被督办的事项",
    )
