"""Addresses of 催办 and 督办."""

from __future__ import annotations

from django.urls import URLPattern, path

from workflow.supervision import views

urlpatterns: list[URLPattern] = [
    path("disputes/<int:pk>/urge/now/", views.urge_now, name="dispute_urge"),
    path("supervisions/", views.supervisions, name="supervisions"),
    path("supervisions/<int:pk>/", views.supervision, name="supervision"),
    path("supervisions/<int:pk>/<slug:verb>/", views.supervision_verb, name="supervision_verb"),
]
