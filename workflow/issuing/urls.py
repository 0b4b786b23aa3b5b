"""The address of a paper."""

from __future__ import annotations

from django.urls import path

from workflow.issuing import views

urlpatterns = [
    path("papers/<int:pk>/pdf/", views.paper_pdf, name="paper_pdf"),
]
