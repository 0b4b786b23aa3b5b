"""Addresses of 管理 → 工作日历 and 办理时限."""

from __future__ import annotations

from django.urls import path

from workflow.clocks import views

urlpatterns = [
    path("manage/calendar/", views.working_calendar, name="working_calendar"),
    path("manage/calendar/<int:year>/", views.working_calendar, name="working_calendar_of"),
    path("manage/calendar/import/", views.calendar_import, name="calendar_import"),
    path("manage/calendar/confirm/", views.calendar_confirm, name="calendar_confirm"),
    path("manage/limits/", views.limits, name="limits"),
    path("manage/limits/<int:pk>/", views.limit, name="limit"),
    path("manage/limits/<int:pk>/own/", views.limit_of_its_own, name="limit_of_its_own"),
]
