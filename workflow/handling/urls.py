"""Addresses of what is handed on beyond a single case."""

from __future__ import annotations

from django.urls import URLPattern, path

from workflow.handling import views

urlpatterns: list[URLPattern] = [
    path("manage/officers/<slug:username>/disable/", views.officer_disable, name="officer_disable"),
    path("handing-over/", views.hand_over_all, name="hand_over_all"),
]
