"""The addresses of 统计."""

from django.urls import path

from reports.views import scorecard, statistics

urlpatterns = [
    path("", statistics.statistics, name="statistics"),
    path("scorecard/", scorecard.scorecard, name="scorecard"),
    path("scorecard/export/", scorecard.scorecard_export, name="scorecard_export"),
    path("scorecard/<str:figure>/", scorecard.scorecard_rows, name="scorecard_rows"),
]
