"""会商台账: meetings by type and period, what was settled and how it stands (四(二), R012)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet, prefetch_related_objects
from django.http import QueryDict
from django.utils import timezone

from confidentiality.audit.appending import shows
from confidentiality.today import midnight
from departments.models import Officer
from disputes import words
from disputes.models import Dispute
from disputes.views.exporting import carried_away, handfuls
from web.components import Page
from web.form_fields import day
from web.paging import turn
from web.spreadsheet import spreadsheet
from workflow.clocks.lines import Wanted, resolutions
from workflow.models import AgendaItem, Meeting
from workflow.models.choices import MeetingKind, MeetingState

SIZE = 30
PARTS = (
    "convenor", "attendances", "items__responsible", "items__errand", "items__dispute__parties",
)  # fmt: skip
COLUMNS = (
    ("时间", 18),
    ("类型", 16),
    ("形式", 8),
    ("名称", 36),
    ("召集单位", 18),
    ("到会", 10),
    ("议题", 44),
    ("纪要编号", 24),
    ("议定事项", 70),
    ("状态", 12),
)


class RegisterSearch(forms.Form):
    """Everything is optional; what cannot be is left out rather than refused."""

    kind = forms.ChoiceField(
        label="类型", required=False, choices=[("", "全部类型"), *MeetingKind.choices]
    )
    since = day("自")
    until = day("至")

    def narrowed(self, rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("kind"):
            rows = rows.filter(kind=asked["kind"])
        if asked.get("since"):
            rows = rows.filter(starts_at__gte=midnight(asked["since"]))
        if asked.get("until"):
            rows = rows.filter(starts_at__lt=midnight(asked["until"] + timedelta(days=1)))
        return rows

    @property
    def query(self) -> str:
        return urlencode({name: str(value) for name, value in self.cleaned_data.items() if value})


@dataclass(frozen=True)
class RegisterLine:
    """One meeting, with that part of its agenda which the officer may see."""

    url: str
    at: str
    kind: str
    form: str
    title: str
    convenor: str
    came: str
    agenda: list[tuple[str, bool]]  # a topic, or a case by its number
    number: str
    resolved: list[str]
    state: str


@dataclass(frozen=True)
class Register:
    """One page of it."""

    form: RegisterSearch
    lines: list[RegisterLine]
    page: Page
    is_narrowed: bool


def register(officer: Officer, asked: QueryDict) -> Register:
    """Fixed statements however many meetings there are."""
    form = RegisterSearch(asked)
    turned = turn(form.narrowed(kept_for(officer)), asked, "-starts_at", SIZE)
    found = lines(officer, turned.rows)
    return Register(form, found, turned.page, is_narrowed=bool(form.query))


def kept_for(officer: Officer) -> QuerySet[Meeting]:
    """As everywhere: who calls it, comes, or works on a case of it; the task force all."""
    return Meeting.objects.visible_to(officer)


def lines(officer: Officer, found: Sequence[Meeting]) -> list[RegisterLine]:
    prefetch_related_objects(found, *PARTS)
    agendas = AgendaItem.objects.filter(meeting__in=found).values("dispute")
    visible = Dispute.objects.visible_to(officer).order_by().filter(pk__in=agendas)
    seen = set(visible.values_list("pk", flat=True))
    shows(seen)
    heard = Meeting.objects.telling_topics_to(officer).filter(pk__in=[m.pk for m in found])
    told = set(heard.order_by().values_list("pk", flat=True))
    owed = resolutions(found, timezone.localdate())
    return [_line(each, seen, owed[each.pk], tells=each.pk in told) for each in found]


def _line(meeting: Meeting, seen: set[int], owed: Wanted, *, tells: bool) -> RegisterLine:
    cases = meeting.cases
    items = [i for i in meeting.items.all() if i.dispute_id in seen or (i.topic and tells)]
    issued = meeting.state == MeetingState.ISSUED
    seats = list(meeting.attendances.all())
    held = any(each.attended is not None for each in seats)
    came = sum(bool(each.attended) for each in seats)
    return RegisterLine(
        url=meeting.get_absolute_url(),
        at=f"{timezone.localtime(meeting.starts_at):%Y-%m-%d %H:%M}",
        kind=str(meeting.get_kind_display()),
        form=str(meeting.get_form_display()),
        title=words.shown(meeting.title, *cases),
        convenor=words.unit(meeting.convenor),
        came=f"{came}/{len(seats)}" if held else "",
        agenda=[
            (words.shown(i.topic, *cases), False) if i.topic else (str(i.dispute), True)
            for i in items
        ],
        number=meeting.number,
        resolved=[_resolved(i, cases, owed) for i in items if i.decision] if issued else [],
        state=str(MeetingState(meeting.state).label),
    )


def _resolved(item: AgendaItem, cases: Sequence[Dispute], owed: Wanted) -> str:
    """由区税务局牵头补缴（税务局，2026-12-11，剩 5 个工作日）."""
    due_on, light = owed.get(item.pk, (item.due_on, None))
    unit = words.unit(item.responsible) if item.responsible else ""
    told = "，".join(filter(None, (unit, str(due_on or ""), light.words if light else "")))
    said = words.listed(item.decision, item.dispute, *cases)
    return f"{said}（{told}）" if told else said


def exported(officer: Officer, asked: QueryDict, address: str = "") -> bytes:
    """The newest 5,000 of what the page shows."""
    rows = RegisterSearch(asked).narrowed(kept_for(officer)).select_related(None)
    taken, note = carried_away(rows, COLUMNS, "会商台账", by=officer, address=address, masked=True)
    return spreadsheet("会商台账", note, COLUMNS, _rows(officer, taken))


def _rows(officer: Officer, taken: Sequence[int]) -> Iterator[tuple[str, ...]]:
    for some in handfuls(taken):
        found = list(Meeting.objects.filter(pk__in=some).order_by("-starts_at", "-id"))
        for each in lines(officer, found):
            agenda = "\n".join(text for text, _ in each.agenda)
            yield (
                each.at, each.kind, each.form, each.title, each.convenor, each.came,
                agenda, each.number, "\n".join(each.resolved), each.state,
            )  # fmt: skip
