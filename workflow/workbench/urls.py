"""Addresses of 工作台 and 我的待办."""

from __future__ import annotations

from django.urls import URLPattern, path

from workflow.workbench import views

urlpatterns: list[URLPattern] = [
    path("", views.workbench, name="workbench"),
    path("tasks/", views.tasks, name="tasks"),
]
