"""Addresses of 管理 → 成员单位 (mounted at /manage/)."""

from __future__ import annotations

from django.urls import URLPattern, path

from workflow.membership import views

urlpatterns: list[URLPattern] = [
    path("departments/", views.departments, name="departments"),
    path("departments/new/", views.department_new, name="department_new"),
    path("departments/<slug:code>/", views.department, name="department"),
    path("departments/<slug:code>/contact/", views.department_contact, name="department_contact"),
    path(
        "departments/<slug:code>/switches/", views.department_switches, name="department_switches"
    ),
    path("departments/<slug:code>/again/", views.department_again, name="department_again"),
    path("departments/<slug:code>/leave/", views.department_leave, name="department_leave"),
    path("memberships/<int:pk>/", views.membership, name="membership"),
    path("towns/", views.towns, name="towns"),
    path("towns/new/", views.town_new, name="town_new"),
    path("towns/<slug:code>/", views.town, name="town"),
]
