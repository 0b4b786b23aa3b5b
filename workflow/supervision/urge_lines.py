"""等待他人: whom each waiting case waits for, and whether they may be urged once more today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from departments.models import Officer
from disputes.models import Dispute
from workflow.models import Urging
from workflow.procedure.urged import others_desks, said_when, urged_today


@dataclass(frozen=True)
class Urge:
    """The button of one line, or when it was last pressed."""

    whom: str = ""
    may: bool = False
    said: str = ""


def urges_of(officer: Officer, disputes: Sequence[Dispute]) -> dict[int, Urge]:
    """By dispute, in a few statements and the calendar's however long the list."""
    prefetch_related_objects(disputes, "owing_department", "assignments__department")
    done: dict[int, list[Urging]] = {}
    for each in urged_today(officer, disputes):
        done.setdefault(each.dispute_id, []).append(each)
    return {each.pk: _urge(officer, each, done.get(each.pk, [])) for each in disputes}


def _urge(officer: Officer, dispute: Dispute, done: list[Urging]) -> Urge:
    urged = {(each.department_id, each.role) for each in done}
    desks = others_desks(officer, dispute)
    left = [desk for desk in desks if (desk.department_id, desk.role) not in urged]
    said = f"{said_when(done[-1].at)}已催办" if desks and done else ""
    return Urge("、".join(desk.words for desk in left), bool(left), said)
