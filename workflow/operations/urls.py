"""Addresses of 管理 → 运行情况."""

from __future__ import annotations

from django.urls import URLPattern, path

from workflow.operations import views

urlpatterns: list[URLPattern] = [
    path("running/", views.running, name="running"),
    path("running/retry/", views.running_retry, name="running_retry"),
    path("running/confirm/", views.running_confirm, name="running_confirm"),
]
