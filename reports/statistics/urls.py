"""The addresses of 统计."""

from __future__ import annotations

from django.urls import include, path

from reports.scorecard import views as scorecard
from reports.statistics import views as statistics

urlpatterns = [
    path("", statistics.statistics, name="statistics"),
    path("scorecard/", scorecard.scorecard, name="scorecard"),
    path("scorecard/export/", scorecard.scorecard_export, name="scorecard_export"),
    path("scorecard/<str:figure>/", scorecard.scorecard_rows, name="scorecard_rows"),
    path("reports/", include("reports.periodic.urls")),
    path("topics/", include("reports.topics.urls")),
]
