"""Whom a supervision may reach: the department that answers, and the officers who know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from departments.models.department import Kind
from disputes.models import Dispute
from workflow.procedure.participation import departments_of

if TYPE_CHECKING:
    from departments.models.department import DepartmentQuerySet


def supervisable(dispute: Dispute) -> DepartmentQuerySet:
    """Who takes part in it, but the office: nobody answers himself."""
    return departments_of(dispute).exclude(kind=Kind.OFFICE)
