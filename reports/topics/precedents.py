"""指定办理先例: whom the task force named before, why, and what came of it (五(一), R052).

What was said is sealed and stands in no index. Designations are few, so the newest of them are
opened and looked through; of an archived one the words are read at its register alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from confidentiality.audit.appending import shows
from departments.models import Category, Department
from disputes import words
from disputes.choices import State
from disputes.models import Dispute
from disputes.search import normalise_text
from web.form_fields import LineField
from web.paging import turn
from workflow.issuing.looking import leads_to, unread_files, visit_began
from workflow.models import Assignment, CaseFile, TimelineEntry
from workflow.models.timeline import DESIGNATING
from workflow.procedure import keeping
from workflow.procedure.transitions import DISPUTE_TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

    from departments.models import Officer
    from web.components import Page

SIZE: Final = 30
#: So many of the newest are opened for a search.
LOOKED_THROUGH: Final = 2000
KINDS: Final = [(verb, DISPUTE_TABLE[verb].label) for verb in DESIGNATING]


class PrecedentSearch(forms.Form):
    """Everything is optional; what cannot be is left out rather than refused."""

    q = forms.CharField(required=False, max_length=60)
    kind = forms.ChoiceField(required=False, choices=[("", "指定办理和代办"), *KINDS])
    category = forms.CharField(required=False, max_length=10)
    unit = LineField(required=False, max_length=4)
    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)

    def narrowed(self, rows: QuerySet[TimelineEntry]) -> QuerySet[TimelineEntry]:
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("kind"):
            rows = rows.filter(verb=asked["kind"])
        if asked.get("category"):
            rows = rows.filter(dispute__category=asked["category"])
        if asked.get("unit"):
            rows = rows.filter(_concerns(asked["unit"]))
        if asked.get("year"):
            rows = rows.filter(at__year=asked["year"])
        return rows

    @property
    def words(self) -> str:
        return str(self.cleaned_data.get("q") or "").strip()


def _concerns(code: str) -> Q:
    """It took the matter in, leads it, or was named for an opinion."""
    named = Assignment.objects.filter(
        dispute=OuterRef("dispute"), designated=True, department__code=code
    )
    leads = Q(dispute__lead_department__code=code) | Q(dispute__receiving_department__code=code)
    return leads | Q(Exists(named))


@dataclass(frozen=True)
class PrecedentLine:
    """One of them; `registers` is where its words are read when they do not stand here."""

    day: str
    number: str
    url: str
    kind: str
    category: str
    units: str
    says: str
    registers: str
    outcome: str


@dataclass(frozen=True)
class Precedents:
    """One page of them."""

    form: PrecedentSearch
    lines: list[PrecedentLine]
    page: Page
    categories: list[tuple[str, str]]
    units: list[Department]
    years: list[int]
    most: int = LOOKED_THROUGH

    @property
    def is_narrowed(self) -> bool:
        return any(self.form.cleaned_data.values())


def precedents(officer: Officer, asked: QueryDict, query: QueryDict) -> Precedents:
    """In fixed statements; `query` is the address, in which no word stands in clear."""
    form = PrecedentSearch(asked)
    rows = form.narrowed(kept_for(officer))
    if form.words:
        rows = rows.filter(pk__in=_telling(rows, form.words))
    turned = turn(rows, query, "-pk", SIZE)
    categories = list(Category.objects.values_list("code", "name"))
    this_year = timezone.localdate().year
    return Precedents(
        form=form,
        lines=_lines(officer, turned.rows, dict(categories)),
        page=turned.page,
        categories=categories,
        units=list(Department.objects.ever_members().handling().order_by("order", "id")),
        years=list(range(this_year, this_year - 6, -1)),
    )


def kept_for(officer: Officer) -> QuerySet[TimelineEntry]:
    """Of cases that he may see; what was registered for destruction is a precedent no more."""
    seen = Dispute.objects.visible_to(officer).order_by().values("pk")
    ended = CaseFile.objects.filter(keeping.is_closed()).order_by().values("dispute")
    rows = TimelineEntry.objects.filter(verb__in=DESIGNATING, dispute__in=seen)
    joined = rows.exclude(dispute__in=ended).select_related(
        "dispute__lead_department", "dispute__receiving_department"
    )
    return joined.prefetch_related("dispute__parties")


def _telling(rows: QuerySet[TimelineEntry], asked: str) -> list[int]:
    """As they are shown: a person's name finds nothing, wherever it was typed."""
    needle = normalise_text(asked)
    newest = rows.order_by("-pk")[:LOOKED_THROUGH]
    return [each.pk for each in newest if needle in normalise_text(_says(each))]


def _says(entry: TimelineEntry) -> str:
    return words.shown(entry.text, entry.dispute)


def _lines(
    officer: Officer, found: Iterable[TimelineEntry], categories: dict[str, str]
) -> list[PrecedentLine]:
    rows = list(found)
    cases = {each.dispute_id for each in rows}
    shows(cases)
    unread = unread_files(officer, visit_began()).filter(dispute__in=cases)
    closed = dict(unread.order_by().values_list("dispute", "pk"))
    ends = TimelineEntry.objects.filter(dispute__in=cases, verb="archive").order_by()
    ended: dict[Any, str] = dict(ends.values_list("dispute", "state_before"))
    return [
        _line(each, categories, closed.get(each.dispute_id), ended.get(each.dispute_id))
        for each in rows
    ]


def _line(
    entry: TimelineEntry, categories: dict[str, str], unread: int | None, ended: str | None
) -> PrecedentLine:
    dispute = entry.dispute
    units = {dispute.receiving_department.short_name: 0, dispute.lead_department.short_name: 0}
    before = f"（归档前{State(ended).label}）" if ended else ""
    return PrecedentLine(
        day=str(timezone.localdate(entry.at)),
        number=dispute.number or "",
        url=dispute.get_absolute_url(),
        kind=DISPUTE_TABLE[entry.verb].label,
        category=categories.get(dispute.category, dispute.category),
        units="、".join(units),
        says="" if unread else _says(entry),
        registers=leads_to(unread),
        outcome=f"{dispute.get_state_display()}{before}",
    )
