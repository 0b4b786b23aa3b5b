"""Who keeps the register of trainings, and what it adds up to by year and unit (四(二), R024)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce, ExtractYear
from django.urls import reverse

from departments.codes import HUMAN_RESOURCES
from departments.models import Department, Officer, Training
from departments.models.department import Kind
from departments.roles import STAFF, TASK_FORCE

#: 四(二)人社: 负责工伤保险预防宣传工作 (R025).
PREVENTS_INJURIES = HUMAN_RESOURCES
NOT_FOR_HIM = "培训宣传由各镇、区人社局登记，专班查看。"
NOT_HIS_OWN = "只能更正本单位登记的培训。"


def kind_of(department: Department) -> Training.Kind | None:
    """What a unit registers: towns their trainings, 人社局 its events, others nothing."""
    if department.kind == Kind.TOWN:
        return Training.Kind.TRAINING
    return Training.Kind.PREVENTION if department.code == PREVENTS_INJURIES else None


def keeper_of(officer: Officer) -> Department | None:
    """The unit whose register he keeps today."""
    own = (post.department for post in officer.posts_today if post.role in STAFF)
    return next((unit for unit in own if kind_of(unit)), None)


def reads_trainings(officer: Officer) -> bool:
    """The page is for those who keep a register, and for the task force."""
    return bool(officer.roles & TASK_FORCE) or keeper_of(officer) is not None


def keeps(officer: Officer, training: Training) -> bool:
    """Whether it is his unit's, and so his to put right."""
    unit = keeper_of(officer)
    return unit is not None and unit.pk == training.department_id


@dataclass(frozen=True, slots=True)
class YearLine:
    """One unit in one year."""

    year: int
    unit: str
    kind: str
    times: int
    village_officials: int
    grid_workers: int
    others: int
    hours: Decimal
    url: str

    @property
    def heads(self) -> int:
        return self.village_officials + self.grid_workers + self.others


def year_lines(officer: Officer) -> Iterator[YearLine]:
    """按年按单位, newest year first; what was struck out does not count."""
    rows = (
        Training.objects.visible_to(officer)
        .counted()
        .annotate(year=ExtractYear("held_on"))
        .order_by("-year", "department__order", "kind")
        .values("year", "department__code", "department__name", "kind")
        .annotate(
            times=Count("pk"),
            came_officials=Coalesce(Sum("village_officials"), 0),
            came_grid=Coalesce(Sum("grid_workers"), 0),
            came_others=Coalesce(Sum("others"), 0),
            taught=Sum("hours"),
        )
    )
    for row in rows:
        yield YearLine(
            year=row["year"],
            unit=row["department__name"],
            kind=Training.Kind(row["kind"]).label,
            times=row["times"],
            village_officials=row["came_officials"],
            grid_workers=row["came_grid"],
            others=row["came_others"],
            hours=row["taught"],
            url=f"{reverse('trainings')}?year={row['year']}&unit={row['department__code']}#rows",
        )
