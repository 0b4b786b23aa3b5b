"""The addresses of papers."""

from __future__ import annotations

from django.urls import path

from workflow.issuing import views

urlpatterns = [
    path("papers/", views.papers, name="papers"),
    path("papers/export/", views.papers_export, name="papers_export"),
    path("verify/", views.verify, name="verify"),
    path("verify/<str:code>/", views.verify_paper, name="verify_paper"),
    path("papers/<int:pk>/pdf/", views.paper_pdf, name="paper_pdf"),
]
