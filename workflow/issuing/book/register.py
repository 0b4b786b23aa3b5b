"""发文登记: every number that was given, by unit, kind and year; void ones stay with why (R088)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from departments.models import Department, Officer
from departments.roles import Role
from disputes import words
from disputes.models.numbering import NumberSeries
from disputes.views.exporting import carried_away, handfuls
from papers.choices import PaperKind
from web.components import Page
from web.form_fields import LineField
from web.paging import page_of
from web.spreadsheet import spreadsheet
from workflow.issuing.taking import papers_seen_by
from workflow.models import Paper, PaperVoid

SIZE = 30
VOID = "void"
COLUMNS = (
    ("文号", 26),
    ("文种", 22),
    ("发文单位", 18),
    ("主送", 16),
    ("受理编号", 25),
    ("签发", 16),
    ("签发日期", 14),
    ("状态", 10),
    ("作废理由", 40),
    ("代替", 24),
)


class RegisterSearch(forms.Form):
    """Everything is optional; what cannot be is left out rather than refused."""

    unit = LineField(required=False, max_length=4)
    kind = forms.ChoiceField(required=False, choices=[("", "全部文种"), *PaperKind.choices])
    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)
    state = forms.ChoiceField(required=False, choices=[("", "全部状态"), (VOID, "已作废")])

    def narrowed(self, rows: QuerySet[Paper]) -> QuerySet[Paper]:
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("unit"):
            rows = rows.filter(department__code=asked["unit"])
        if asked.get("kind"):
            rows = rows.filter(kind=asked["kind"])
        if asked.get("year"):
            rows = rows.filter(year=asked["year"])
        if asked.get("state"):
            rows = rows.filter(Exists(PaperVoid.objects.filter(paper=OuterRef("pk"))))
        return rows

    @property
    def query(self) -> str:
        return urlencode({name: str(value) for name, value in self.cleaned_data.items() if value})

    def at(self, cursor: str) -> str:
        """The same search at another place of the list; empty for no place."""
        return f"?{self.query}&cursor={cursor}" if cursor else ""


@dataclass(frozen=True)
class RegisterLine:
    """One number: what bears it says nothing of a person."""

    number: str
    url: str
    kind: str
    unit: str
    to: str
    case: str
    case_url: str
    signed_by: str
    day: str
    is_void: bool
    reason: str
    instead_of: str

    @property
    def state(self) -> str:
        return "已作废" if self.is_void else "有效"


@dataclass(frozen=True)
class Register:
    """One page of it."""

    form: RegisterSearch
    lines: list[RegisterLine]
    page: Page
    says: str
    book: str
    units: list[Department]
    years: list[int]
    is_narrowed: bool


def kept_for(officer: Officer) -> QuerySet[Paper]:
    """One row a number: his unit's; every unit's for the task force and auditors."""
    rows = Paper.objects.filter(~Exists(_bore_it_before()))
    if sees_whole(officer):
        return rows
    return rows.filter(department__in=officer.department_ids)


def sees_whole(officer: Officer) -> bool:
    return officer.sees_all or officer.has_role(Role.AUDITOR)


def _bore_it_before() -> QuerySet[Paper]:
    """The whole of the minutes before their extracts: one number stands once."""
    same = ("jurisdiction", "kind", "number", "department")
    return Paper.objects.filter(pk__lt=OuterRef("pk"), **{name: OuterRef(name) for name in same})


def register(officer: Officer, asked: object, cursor: str) -> Register:
    """Fixed statements however long it is; BadCursor for a place it was never left at."""
    form = RegisterSearch(asked)  # type: ignore[arg-type]  # a QueryDict
    found = page_of(_told(form.narrowed(kept_for(officer))), cursor, SIZE)
    this_year = timezone.localdate().year
    units = _units(officer)
    return Register(
        form=form,
        lines=lines(officer, found.rows),
        page=Page(f"本页 {len(found.rows)} 件", form.at(found.previous), form.at(found.next)),
        says="全区各单位" if sees_whole(officer) else "本单位",
        book=_book(form, units),
        units=units,
        years=list(range(this_year, this_year - 6, -1)),
        is_narrowed=bool(form.query),
    )


def _told(rows: QuerySet[Paper]) -> QuerySet[Paper]:
    beside = ("department", "recipient", "dispute", "issued_by", "replaces")
    told = rows.select_related(*beside).prefetch_related("voids")
    return told.defer("content", "dispute__facts", "dispute__claim", "replaces__content")


def _units(officer: Officer) -> list[Department]:
    rows = Department.objects.order_by("order", "id")
    if not sees_whole(officer):
        rows = rows.filter(pk__in=officer.department_ids)
    return list(rows)


def _book(form: RegisterSearch, units: Sequence[Department]) -> str:
    """Of one book, whether every number up to the last stands in it."""
    asked = form.cleaned_data
    codes = [asked["unit"]] if asked.get("unit") else [each.code for each in units]
    if not (asked.get("kind") and asked.get("year")) or len(codes) != 1:
        return ""
    series = NumberSeries.objects.filter(
        jurisdiction=settings.JURISDICTION, series=f"paper.{asked['kind']}.{codes[0]}",
        year=asked["year"],
    )  # fmt: skip
    last = series.values_list("last", flat=True).first()
    if last is None:
        return ""
    own = Paper.objects.filter(department__code=codes[0], kind=asked["kind"], year=asked["year"])
    held = own.order_by().values("number").distinct().count()
    gaps = "没有缺号" if held >= last else f"有 {last - held} 个号不在册，请与专班办公室核对"
    return f"本册编到 {last} 号，在册 {held} 个文号，{gaps}。"


def lines(officer: Officer, rows: Sequence[Paper]) -> list[RegisterLine]:
    """What he may not open has its number all the same, and tells nothing of its case."""
    keys = [each.pk for each in rows]
    seen = set(papers_seen_by(officer).filter(pk__in=keys).values_list("pk", flat=True))
    return [_line(each, is_seen=each.pk in seen) for each in rows]


def _line(paper: Paper, *, is_seen: bool) -> RegisterLine:
    case = paper.dispute if is_seen else None
    return RegisterLine(
        number=paper.number,
        url=reverse("paper_pdf", args=[paper.pk]) if is_seen else "",
        kind=paper.label,
        unit=words.unit(paper.department),
        to=paper.recipient.short_name if paper.recipient else paper.get_party_display(),
        case=(case.number or "") if case else "",
        case_url=case.get_absolute_url() if case else "",
        signed_by=paper.issued_by.name if paper.issued_by else "系统",
        day=str(timezone.localdate(paper.issued_at)),
        is_void=paper.is_void,
        reason=words.shown(paper.void_reason) if is_seen else "",
        instead_of=paper.instead_of,
    )


def exported(officer: Officer, asked: object, address: str = "") -> bytes:
    """The newest 5,000 of what the page shows."""
    form = RegisterSearch(asked)  # type: ignore[arg-type]  # a QueryDict
    rows = form.narrowed(kept_for(officer))
    taken, note = carried_away(rows, COLUMNS, "发文登记", by=officer, address=address)
    return spreadsheet("发文登记", note, COLUMNS, _rows(officer, taken))


def _rows(officer: Officer, taken: Sequence[int]) -> Iterator[tuple[str, ...]]:
    for some in handfuls(taken):
        rows = _told(Paper.objects.filter(pk__in=some)).order_by("-pk")
        for each in lines(officer, list(rows)):
            yield (
                each.number, each.kind, each.unit, each.to, each.case, each.signed_by, each.day,
                each.state, each.reason, each.instead_of,
            )  # fmt: skip
