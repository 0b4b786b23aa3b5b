"""`/api/v1/trainings/`: the register of the towns and of 人社局, read only (R024, R025)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from departments.models import Training
from departments.trainings import NOT_FOR_HIM, reads_trainings
from disputes.api.filters import Codes, told_of
from workflow.api.asking import officer_of
from workflow.api.listing import ListFilter, in_year, listed, units


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
