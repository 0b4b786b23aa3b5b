"""Addresses of registering, the list, the workbench and the messages."""

from django.urls import URLPattern, path

from disputes.views import materials, registering

urlpatterns: list[URLPattern] = [
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
