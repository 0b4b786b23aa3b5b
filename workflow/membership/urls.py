"""Addresses of 管理 → 成员单位 (mounted at /manage/)."""

from __future__ import annotations

from django.urls import URLPattern, path

from workflow.membership import reform_views, views

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
    path("departments/<slug:code>/rename/", reform_views.rename, name="department_rename"),
    path("departments/<slug:code>/reform/", reform_views.reform_new, name="reform_new"),
    path("names/<int:pk>/withdraw/", reform_views.name_withdraw, name="name_withdraw"),
    path("reforms/", reform_views.reforms, name="reforms"),
    path("reforms/<int:pk>/", reform_views.reform, name="reform"),
    path("reforms/<int:pk>/carry-out/", reform_views.reform_carry_out, name="reform_carry_out"),
    path("reforms/<int:pk>/cancel/", reform_views.reform_cancel, name="reform_cancel"),
    path("memberships/<int:pk>/", views.membership, name="membership"),
    path("towns/", views.towns, name="towns"),
    path("towns/new/", views.town_new, name="town_new"),
    path("towns/<slug:code>/", views.town, name="town"),
]
