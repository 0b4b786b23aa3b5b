"""The addresses of 会商."""

from django.urls import path

from workflow.views import meetings

urlpatterns = [
    path("", meetings.meetings, name="meetings"),
    path("new/", meetings.meeting_new, name="meeting_new"),
    path("<int:pk>/", meetings.meeting, name="meeting"),
    path("<int:pk>/<slug:verb>/", meetings.meeting_verb, name="meeting_verb"),
]
