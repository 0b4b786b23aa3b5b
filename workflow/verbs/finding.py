"""Where every page starts: what this officer may know to exist, or 404 (procedure.md)."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse

from departments.models import Officer
from disputes.models import Dispute
from workflow.models import Assignment


def dispute_or_404(officer: Officer, pk: int) -> Dispute:
    """The dispute with its people; what he may not see looks like what is not there."""
    found: Dispute | None = (
        Dispute.objects.visible_to(officer).with_people().filter(pk=pk).order_by().first()
    )
    if found is None:
        raise Http404
    return found


def assignment_or_404(officer: Officer, pk: int) -> Assignment:
    """An assignment is seen by whoever sees its dispute."""
    rows = Assignment.objects.select_related(
        "department", "sender", "sent_by", "officer", "believed_responsible", "meeting"
    )
    found: Assignment | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    found.dispute = dispute_or_404(officer, found.dispute_id)
    return found


def home_of(dispute: Dispute, officer: Officer) -> str:
    """The dispute's page, or the workbench when the act has ended his part in it."""
    seen = Dispute.objects.visible_to(officer).filter(pk=dispute.pk).exists()
    return dispute.get_absolute_url() if seen else "/"


def home_of_assignment(assignment: Assignment, officer: Officer) -> str:
    """The assignment's page, or his list when it is no longer his to see."""
    seen = Dispute.objects.visible_to(officer).filter(pk=assignment.dispute_id).exists()
    return assignment.get_absolute_url() if seen else reverse("tasks")
