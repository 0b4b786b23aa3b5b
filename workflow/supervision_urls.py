"""The addresses of 督办."""

from django.urls import path

from workflow.views import supervisions

urlpatterns = [
    path("", supervisions.supervisions, name="supervisions"),
    path("<int:pk>/", supervisions.supervision, name="supervision"),
    path("<int:pk>/<slug:verb>/", supervisions.supervision_verb, name="supervision_verb"),
]
