"""Addresses of 登记 (interface.md §1)."""

from __future__ import annotations

from django.urls import URLPattern, path

from workflow.intake import views
from workflow.intake.counter import handouts, sheet
from workflow.intake.hotline import page as hotline

urlpatterns: list[URLPattern] = [
    path("disputes/register/", views.register, name="register"),
    path("disputes/register/hotline/", hotline.hotline, name="hotline"),
    path("disputes/register/hotline/template/", hotline.hotline_template, name="hotline_template"),
    path("disputes/register/keep/", views.keep, name="register_keep"),
    path("disputes/register/look/", views.look, name="register_look"),
    path("disputes/<int:pk>/counter-sheet/", sheet.counter_sheet, name="counter_sheet"),
    path("disputes/<int:pk>/intake-receipt/", handouts.intake_receipt, name="intake_receipt"),
    path(
        "disputes/<int:pk>/withdrawal-request/",
        handouts.withdrawal_request,
        name="withdrawal_request",
    ),
    path("disputes/register/<int:pk>/", views.draft, name="draft"),
    path("disputes/register/<int:pk>/discard/", views.discard, name="draft_discard"),
]
