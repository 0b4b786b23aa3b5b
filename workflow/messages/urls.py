"""Addresses of 消息."""

from __future__ import annotations

from django.urls import URLPattern, path

from workflow.messages import views

urlpatterns: list[URLPattern] = [
    path("messages/", views.notices, name="notices"),
    path("messages/read/", views.notices_read, name="notices_read"),
    path("messages/<int:pk>/", views.notice, name="notice"),
]
