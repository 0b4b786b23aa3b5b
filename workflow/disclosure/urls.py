"""Addresses of 信息提供（发布）."""

from __future__ import annotations

from django.urls import URLPattern, path

from workflow.disclosure import views

urlpatterns: list[URLPattern] = [
    path("", views.disclosures, name="disclosures"),
    path("new/", views.disclosure_new, name="disclosure_new"),
    path("<int:pk>/", views.disclosure, name="disclosure"),
    path("<int:pk>/items/<int:item>/copy/", views.disclosure_copy, name="disclosure_copy"),
    path("<int:pk>/<slug:verb>/", views.disclosure_verb, name="disclosure_verb"),
]
