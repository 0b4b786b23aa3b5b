"""`/api/v1/trainings/`: the register of the towns and of 人社局, read only (R024, R025)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypedDict, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from departments.models import Category, Department, Officer, Town, Training, UnitName
from departments.tokens import officer_of
from departments.trainings import NOT_FOR_HIM, reads_trainings
from web.filters import Codes, told_of
from web.listing import ListFilter, in_year, listed


def codes_of(model: type[Department] | type[Category] | type[Town]) -> Any:  # Any: a callable
    return lambda: model.objects.values_list("code", flat=True)


def units() -> Codes:
    """By the codes of departments."""
    return Codes(codes_of(Department), "单位", "department__code")


class MeAnswer(TypedDict):
    """The officer behind the token."""

    username: str
    name: str
    department: str | None
    roles: list[str]
    desks: list[str]


class DepartmentAnswer(TypedDict):
    """One member unit."""

    code: str
    name: str
    short_name: str
    kind: str
    is_functional: bool
    may_lead: bool
    address: str
    phone: str
    office_hours: str
    former_names: list[str]
    took_over: list[str]


class CategoryAnswer(TypedDict):
    """One kind of dispute."""

    code: str
    name: str
    handling: str


class TownAnswer(TypedDict):
    """Where a matter may lie."""

    code: str
    name: str
    department: str | None
    is_outside: bool


@extend_schema(operation_id="me", summary="我是谁", responses=MeAnswer)
@api_view(["GET"])
def me(request: Request) -> Response:
    """Name, the department he acts for, his roles there, and where else he has a desk.

    Whoever has several names one in the header `X-Acting-Post`; the first is meant without it.
    """
    officer = cast("Officer", request.user)
    department = officer.department
    answer: MeAnswer = {
        "username": officer.username,
        "name": officer.name,
        "department": department.code if department else None,
        "roles": sorted(officer.roles),
        "desks": [unit.code for unit in officer.units],
    }
    return Response(answer)


@extend_schema(operation_id="departments", summary="成员单位", responses=list[DepartmentAnswer])
@api_view(["GET"])
def departments(request: Request) -> Response:
    """Active members, in the order of the plan (方案三).

    With the names that each bore before, and the codes of units that were merged into it.
    """
    history = _history()
    told = (name for name in DepartmentAnswer.__annotations__ if name not in history)
    return Response(list(Department.objects.active().values(*told, **history)))


def _history() -> dict[str, ArraySubquery]:
    """机构改革: names that a unit bore and bears no more, and whom it took over."""
    begun = UnitName.objects.on(timezone.localdate()).filter(department=OuterRef("pk"))
    merged = Department.objects.filter(succeeded_by=OuterRef("pk"))
    return {
        "former_names": ArraySubquery(begun.exclude(name=OuterRef("name")).values("name")),
        "took_over": ArraySubquery(merged.values("code")),
    }


@extend_schema(operation_id="categories", summary="争议类别", responses=list[CategoryAnswer])
@api_view(["GET"])
def categories(request: Request) -> Response:
    """The kinds of dispute with their codes (domain 5.1)."""
    names = CategoryAnswer.__annotations__
    return Response(list(Category.objects.filter(is_active=True).values(*names)))


@extend_schema(operation_id="towns", summary="事项辖区", responses=list[TownAnswer])
@api_view(["GET"])
def towns(request: Request) -> Response:
    """The district's towns, and outside it (R005)."""
    rows = Town.objects.filter(is_active=True).select_related("department")
    answers: list[TownAnswer] = [
        {
            "code": town.code,
            "name": town.name,
            "department": town.department.code if town.department else None,
            "is_outside": town.is_outside,
        }
        for town in rows
    ]
    return Response(answers)


class TrainingAnswer(TypedDict):
    """One training or event that was held."""

    id: int
    department: str
    kind: str
    kind_label: str
    held_on: date
    subject: str
    place: str
    lecturer: str
    hours: str
    village_officials: int
    grid_workers: int
    others: int
    has_sheet: bool
    void_reason: str
    recorded_at: datetime


class TrainingFilter(ListFilter):
    department = units()
    kind = Codes(Training.Kind.values, "类别")
    year = in_year("held_on__year")


@extend_schema(operation_id="trainings_list", summary="培训宣传",
               parameters=told_of(TrainingFilter),
               responses=list[TrainingAnswer])  # fmt: skip
@api_view(["GET"])
def trainings(request: Request) -> Response:
    """What was registered, the latest first; a unit its own, the task force all."""
    officer = officer_of(request)
    if not reads_trainings(officer):
        raise PermissionDenied(NOT_FOR_HIM)
    seen = Training.objects.visible_to(officer).select_related("department")
    return listed(request, TrainingFilter, seen, lambda page: map(training_answer, page))


def training_answer(training: Training) -> TrainingAnswer:
    return {
        "id": training.pk,
        "department": training.department.code,
        "kind": training.kind,
        "kind_label": training.get_kind_display(),
        "held_on": training.held_on,
        "subject": training.subject,
        "place": training.place,
        "lecturer": training.lecturer,
        "hours": str(training.hours),
        "village_officials": training.village_officials,
        "grid_workers": training.grid_workers,
        "others": training.others,
        "has_sheet": bool(training.sheet),
        "void_reason": training.void_reason,
        "recorded_at": timezone.localtime(training.recorded_at),
    }
