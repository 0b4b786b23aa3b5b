"""Addresses of registering, the list, the workbench and the messages."""

from __future__ import annotations

from django.urls import URLPattern, path

from disputes.views import disputes, materials
from workflow.intake import views as registering
from workflow.messages import views as notices
from workflow.workbench import page as workbench

urlpatterns: list[URLPattern] = [
    path("", workbench.workbench, name="workbench"),
    path("messages/", notices.notices, name="notices"),
    path("messages/read/", notices.notices_read, name="notices_read"),
    path("messages/<int:pk>/", notices.notice, name="notice"),
    path("disputes/", disputes.disputes, name="disputes"),
    path("disputes/export/", disputes.export, name="disputes_export"),
    path("disputes/views/save/", disputes.save_view, name="saved_view_save"),
    path("disputes/views/<int:pk>/drop/", disputes.drop_view, name="saved_view_drop"),
    path("disputes/follow/", disputes.follow, name="follow"),
    path("disputes/register/", registering.register, name="register"),
    path("disputes/register/keep/", registering.keep, name="register_keep"),
    path("disputes/register/look/", registering.look, name="register_look"),
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
    path("disputes/register/<int:pk>/", registering.draft, name="draft"),
    path("disputes/register/<int:pk>/discard/", registering.discard, name="draft_discard"),
]
