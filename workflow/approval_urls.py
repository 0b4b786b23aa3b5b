"""The addresses of 审批."""

from django.urls import path

from workflow.views import approvals

urlpatterns = [
    path("", approvals.approvals, name="approvals"),
    path("<int:pk>/", approvals.approval, name="approval"),
]
