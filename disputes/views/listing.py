"""争议事项: the list, narrowed, turned page by page, saved under a name, taken as a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from deadlines.lamps import Lamp
from departments.models import Officer
from disputes.choices import Channel
from disputes.finding import called, found_by, of_person
from disputes.following import with_follows
from disputes.forms.listing import ListForm, Words
from disputes.lamps import dispute_lamps
from disputes.models import Dispute
from disputes.querysets import DisputeQuerySet
from disputes.views.filters import ListFilters
from disputes.words import payer_words, unit
from web.components import Page
from web.paging import BadCursor, page_by_due, page_of
from web.paging import Page as Found
from web.sought import BROKEN, LONGEST, closed, opened

SIZE = 50
#: Beyond this nobody counts by eye, and PostgreSQL need not either.
COUNTED = 1000
#: A word of three and more is only guessed at by the index: so many texts are opened for one page.
LOOKED_AT = 1000


@dataclass(frozen=True)
class Line:
    """One row, in the order of mock/design.md §4."""

    dispute: Dispute
    payer: str
    category: str
    source: str
    lamp: Lamp
    is_followed: bool = False

    @property
    def is_major(self) -> bool:
        return self.dispute.severity == "major"

    @property
    def state(self) -> str:
        return self.dispute.get_state_display()

    @property
    def star(self) -> str:
        """What a click on its star does."""
        return "取消关注" if self.is_followed else "关注"


@dataclass
class Listing:
    """The list as one officer asked for it."""

    officer: Officer
    asks: ListFilters
    words: Words
    find: str = ""
    searched: str = ""
    cursor: str = ""
    lines: list[Line] = field(default_factory=list)
    page: Page | None = None
    counted: str = ""
    _of_person: Callable[[str], list[int]] = field(default_factory=lambda: cache(of_person))

    @property
    def form(self) -> ListForm:
        return self.asks.form  # type: ignore[no-any-return]

    @property
    def is_unfinished(self) -> bool:
        """Nothing on this page, and there is more to look at."""
        return self.page is not None and bool(self.page.previous_url or self.page.next_url)

    @property
    def says(self) -> str:
        return self.form.says(self.searched)

    @property
    def filters(self) -> dict[str, str]:
        """What an address, a saved view or an export needs to ask the same again."""
        return self.form.asked | ({"find": self.find} if self.find else {})

    @property
    def query(self) -> str:
        return urlencode(self.filters)

    def rows(self, *, newest: bool = False) -> DisputeQuerySet:
        """Everything it shows, inside what the officer may see; nothing when it is mistyped.

        `newest` says that only a page of it will be read, newest first.
        """
        if self.form.errors:
            return Dispute.objects.none()
        return found_by(self.asks.qs, self.searched, newest=newest, of_person=self._of_person)

    def read(self) -> Listing:
        """One page of it, with a count that stops at a thousand."""
        wanted = self.rows(newest=bool(self.searched) and not self.form.by_due_date())
        page = self._page(with_follows(wanted, self.officer))
        self.lines = list(lines(page.rows, self.words))
        self.counted = self._counted(wanted, page)
        self.page = Page(
            f"本页 {len(page.rows)} 件",
            self._at(page.previous) if page.previous else "",
            self._at(page.next) if page.next else "",
        )
        return self

    def _page(self, rows: DisputeQuerySet) -> Found[Dispute]:
        by_due = self.form.by_due_date() and not self.form.errors
        turn = page_by_due
        if not by_due:
            turn = partial(page_of, first=called(rows, self.searched), most=LOOKED_AT)
        rows = rows.for_lines()
        try:
            return turn(rows, self.cursor, SIZE)
        except BadCursor:
            return turn(rows, "", SIZE)

    def _counted(self, wanted: DisputeQuerySet, page: Found[Dispute]) -> str:
        """12 件, or 1000 件以上; no statement when the page is all there is, or stopped looking."""
        here = len(page.rows)
        if page.looked_at:
            return f"本页核对了 {page.looked_at} 件字样相近的，含有的 {here} 件，其余的还没有核对"
        if not (page.next or page.previous):
            return f"{here} 件"
        rows = wanted if wanted.is_guessed_at else self.rows()  # by the index, not one by one
        count = rows.counted(COUNTED + 1)
        if count <= COUNTED:
            return f"{count} 件"
        near = f"字样相近的 {COUNTED} 件以上，本页的都已核对"
        return near if rows.is_guessed_at else f"{COUNTED} 件以上"

    def _at(self, cursor: str) -> str:
        return f"?{urlencode(self.filters | {'cursor': cursor})}"


def listing(officer: Officer, asked: QueryDict | dict[str, str]) -> Listing:
    """What an address asks for; a search comes closed (`find`), or plain (`q`) from a person."""
    words = Words.today()
    visible = Dispute.objects.visible_to(officer).registered()
    asks = ListFilters(asked, visible, words)
    asks.is_valid()
    plain = (asked.get("q") or "").strip()[:LONGEST]
    find = closed(officer, plain) if plain else asked.get("find", "")
    searched = opened(officer, find)
    if searched is None:
        asks.form.add_error(None, BROKEN)
    return Listing(officer, asks, words, find, searched or "", asked.get("cursor", ""))


def lines(disputes: Iterable[Dispute], words: Words) -> Iterator[Line]:
    """Rows for the eye: names masked, codes in words, the lamp of today."""
    some = list(disputes)
    lamps = dispute_lamps(some, timezone.localdate())
    for dispute in some:
        yield Line(
            dispute,
            payer_words(dispute),
            words.category(dispute.category),
            source(dispute),
            lamps[dispute.pk],
            getattr(dispute, "is_followed", False),
        )


def source(dispute: Dispute) -> str:
    """来自: the department that received it, and by what when it came from a platform."""
    received = unit(dispute.receiving_department)
    if dispute.channel in {Channel.VISIT, Channel.PHONE, ""}:
        return received
    return f"{received} {Channel(dispute.channel).label}"
