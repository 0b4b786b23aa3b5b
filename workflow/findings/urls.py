"""Addresses of 审计发现."""

from __future__ import annotations

from django.urls import URLPattern, path

from workflow.findings import views

urlpatterns: list[URLPattern] = [
    path("", views.findings, name="findings"),
    path("<int:pk>/", views.finding, name="finding"),
    path("<int:pk>/<slug:verb>/", views.finding_verb, name="finding_verb"),
]
