"""What may stand on an agenda: the disputes chosen, those found, the latest ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from departments.models import Category, Department, Officer
from disputes import words
from disputes.choices import ENDED, Mode, State
from disputes.finding import called, found_by
from disputes.models import Dispute
from web.paging import page_of
from workflow.handling.convening import meeting_promised
from workflow.models.choices import GONE_ASSIGNMENT, MeetingKind
from workflow.procedure.sides.other_side import codes_kept_out

FOUND = 20
NEAR = 8


@dataclass(frozen=True)
class AgendaChoice:
    """A line with a box to tick."""

    pk: int
    number: str
    payer: str
    matter: str
    state: str
    is_major: bool
    chosen: bool


@dataclass(frozen=True)
class Picker:
    """The agenda of a new meeting while it is being put together."""

    q: str
    chosen: list[AgendaChoice]
    others: list[AgendaChoice]
    says: str


def picker(officer: Officer, chosen: Sequence[str], q: str) -> Picker:
    """The ticked ones first, then what the words find, or the newest open ones."""
    ids = [int(each) for each in chosen if each.isdecimal() and len(each) < 19]
    visible = Dispute.objects.visible_to(officer).registered()
    live = visible.exclude(state__in=[*ENDED, State.ARCHIVED]).exclude(pk__in=ids)
    ticked = list(visible.filter(pk__in=ids).prefetch_related("parties").order_by("pk"))
    others = _listed(live, q)
    names = dict(Category.objects.values_list("code", "name"))
    return Picker(
        q,
        [_choice(each, names, chosen=True) for each in ticked],
        [_choice(each, names, chosen=False) for each in others],
        _says(q, len(others)),
    )


def _listed(live: Any, q: str) -> list[Dispute]:  # Any: a queryset of disputes
    found = found_by(live, q) if q.strip() else live
    most = FOUND if q.strip() else NEAR
    return page_of(found.prefetch_related("parties"), "", most, first=called(live, q)).rows


def _says(q: str, count: int) -> str:
    if not q.strip():
        return "最近的在办事项" if count else "没有可以列入的在办事项。"
    if not count:
        return f"没有找到与“{q.strip()}”有关的在办事项，请换一个词，或核对受理编号。"
    return f"与“{q.strip()}”有关的在办事项 {count} 件"


def _choice(dispute: Dispute, names: dict[str, str], *, chosen: bool) -> AgendaChoice:
    return AgendaChoice(
        dispute.pk,
        dispute.number or "",
        words.payer_words(dispute),
        names.get(dispute.category, dispute.category),
        str(dispute.get_state_display()),
        dispute.mode == Mode.SPECIAL,
        chosen,
    )


def beginning(dispute: Dispute | None, own: Department) -> dict[str, Any]:  # Any: initial values
    """A meeting called from a case: its number as title, whoever takes part in it invited.

    One that the office promised to whoever asked it to convene is 一般事项会商 (R013).
    """
    if dispute is None:
        return {"kind": MeetingKind.GENERAL}
    promised = meeting_promised(dispute) if own.is_office else None
    asked = dispute.assignments.exclude(state__in=GONE_ASSIGNMENT).values_list(
        "department__code", flat=True
    )
    codes = {dispute.receiving_department.code, dispute.lead_department.code, *asked}
    if promised:
        codes |= set(promised.departments.values_list("code", flat=True))
    codes -= codes_kept_out(dispute)
    special = dispute.mode == Mode.SPECIAL and promised is None
    return {
        "kind": MeetingKind.MAJOR if special else MeetingKind.GENERAL,
        "title": f"{dispute.number} {'专题会商' if special else '会商'}",
        "departments": sorted(codes - {own.code}),
    }
