"""The addresses of 会商."""

from __future__ import annotations

from django.urls import path

from workflow.meetings import signing_in
from workflow.meetings import views as meetings

urlpatterns = [
    path("", meetings.meetings, name="meetings"),
    path("new/", meetings.meeting_new, name="meeting_new"),
    path("register/", meetings.meeting_register, name="meeting_register"),
    path("register/export/", meetings.meeting_register_export, name="meeting_register_export"),
    path("<int:pk>/", meetings.meeting, name="meeting"),
    path("<int:pk>/attendance-sheet/", signing_in.attendance_sheet, name="meeting_sheet"),
    path("<int:pk>/<slug:verb>/", meetings.meeting_verb, name="meeting_verb"),
]
