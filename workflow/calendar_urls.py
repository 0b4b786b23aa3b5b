"""Addresses of 管理 → 工作日历 and 办理时限."""

from django.urls import path

from workflow import calendar_views as views

urlpatterns = [
    path("administration/calendar/", views.working_calendar, name="working_calendar"),
    path("administration/calendar/<int:year>/", views.working_calendar, name="working_calendar_of"),
    path("administration/calendar/import/", views.calendar_import, name="calendar_import"),
    path("administration/calendar/confirm/", views.calendar_confirm, name="calendar_confirm"),
    path("administration/limits/", views.limits, name="limits"),
    path("administration/limits/<int:pk>/", views.limit, name="limit"),
    path("administration/limits/<int:pk>/own/", views.limit_of_its_own, name="limit_of_its_own"),
]
