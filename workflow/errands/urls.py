"""Addresses of 专班交办 without a case."""

from __future__ import annotations

from django.urls import URLPattern, path

from workflow.errands import views

urlpatterns: list[URLPattern] = [
    path("", views.errands, name="errands"),
    path("new/", views.errand_new, name="errand_new"),
    path("<int:pk>/", views.errand, name="errand"),
    path("<int:pk>/<slug:verb>/", views.errand_verb, name="errand_verb"),
]
