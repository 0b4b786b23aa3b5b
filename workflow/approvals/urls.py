"""The addresses of 审批."""

from __future__ import annotations

from django.urls import path

from workflow.approvals import views as approvals

urlpatterns = [
    path("", approvals.approvals, name="approvals"),
    path("<int:pk>/", approvals.approval, name="approval"),
]
