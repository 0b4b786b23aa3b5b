"""Addresses of 交办."""

from __future__ import annotations

from django.urls import URLPattern, path

from workflow.assignments import views

urlpatterns: list[URLPattern] = [
    path("assignments/<int:pk>/", views.assignment, name="assignment"),
    path("assignments/<int:pk>/<slug:verb>/", views.assignment_verb, name="assignment_verb"),
]
