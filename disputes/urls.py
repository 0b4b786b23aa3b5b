"""Addresses of the list, its saved views, and the materials of a draft."""

from __future__ import annotations

from django.urls import URLPattern, path

from disputes.views import disputes, materials

urlpatterns: list[URLPattern] = [
    path("disputes/", disputes.disputes, name="disputes"),
    path("disputes/export/", disputes.export, name="disputes_export"),
    path("disputes/views/save/", disputes.save_view, name="saved_view_save"),
    path("disputes/views/<int:pk>/drop/", disputes.drop_view, name="saved_view_drop"),
    path("disputes/follow/", disputes.follow, name="follow"),
    path(
        "disputes/register/materials/<uuid:key>/",
        materials.draft_materials,
        name="draft_materials",
    ),
    path(
        "disputes/register/materials/<uuid:key>/<int:pk>/remove/",
        materials.draft_material_removed,
        name="draft_material_removed",
    ),
]
