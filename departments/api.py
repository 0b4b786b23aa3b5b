"""Who I am, and the lists that codes come from (interface §3)."""

from __future__ import annotations

from typing import TypedDict, cast

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from departments.models import Category, Department, Officer, Town


class MeAnswer(TypedDict):
    """The officer behind the token."""

    username: str
    name: str
    department: str | None
    roles: list[str]


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
    """Name, department by its code, and the posts held today."""
    officer = cast("Officer", request.user)
    department = officer.department
    answer: MeAnswer = {
        "username": officer.username,
        "name": officer.name,
        "department": department.code if department else None,
        "roles": sorted(officer.roles),
    }
    return Response(answer)


@extend_schema(operation_id="departments", summary="成员单位", responses=list[DepartmentAnswer])
@api_view(["GET"])
def departments(request: Request) -> Response:
    """Active members, in the order of the plan (方案三)."""
    names = DepartmentAnswer.__annotations__
    return Response(list(Department.objects.active().values(*names)))


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
