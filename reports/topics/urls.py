"""The addresses of 专题."""

from __future__ import annotations

from django.urls import path

from reports.topics import views

urlpatterns = [
    path("", views.topics, name="topics"),
    path("new/", views.topic_new, name="topic_new"),
    path("precedents/", views.precedents, name="precedents"),
    path("<int:pk>/", views.topic, name="topic"),
]
