"""The addresses of the procedure; each room declares its own."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("manage/", include("workflow.membership.urls")),
    path("manage/", include("workflow.operations.urls")),
    path("", include("workflow.clocks.urls")),
    path("", include("workflow.workbench.urls")),
    path("", include("workflow.messages.urls")),
    path("", include("workflow.intake.urls")),
    path("", include("workflow.handling.urls")),
    path("", include("workflow.cases.urls")),
    path("", include("workflow.assignments.urls")),
    path("", include("workflow.supervision.urls")),
    path("", include("workflow.issuing.urls")),
    path("approvals/", include("workflow.approvals.urls")),
    path("disclosures/", include("workflow.disclosure.urls")),
    path("errands/", include("workflow.errands.urls")),
    path("findings/", include("workflow.findings.urls")),
    path("meetings/", include("workflow.meetings.urls")),
]
