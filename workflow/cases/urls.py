"""Addresses of a case, its verbs and its materials (interface.md §1)."""

from __future__ import annotations

from django.urls import URLPattern, path

from workflow.cases import granting, material_files, materials, reveal, views

urlpatterns: list[URLPattern] = [
    path("disputes/<int:pk>/", views.dispute, name="dispute"),
    path("disputes/<int:pk>/materials/", materials.dispute_materials, name="dispute_materials"),
    path("disputes/<int:pk>/reveal/", reveal.dispute_reveal, name="dispute_reveal"),
    path("disputes/<int:pk>/<slug:verb>/", views.dispute_verb, name="dispute_verb"),
    path("reveals/ask/", granting.reveal_ask, name="reveal_ask"),
    path("reveals/grant/", granting.reveal_grant, name="reveal_grant"),
    path("materials/<int:pk>/", material_files.material, name="material"),
    path("materials/<int:pk>/look/", material_files.material_look, name="material_look"),
    path("materials/<int:pk>/shown/", material_files.material_shown, name="material_shown"),
]
