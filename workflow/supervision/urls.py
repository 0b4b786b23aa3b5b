"""The addresses of 督办."""

from __future__ import annotations

from django.urls import path

from workflow.supervision import views as supervisions

urlpatterns = [
    path("", supervisions.supervisions, name="supervisions"),
    path("<int:pk>/", supervisions.supervision, name="supervision"),
    path("<int:pk>/<slug:verb>/", supervisions.supervision_verb, name="supervision_verb"),
]
