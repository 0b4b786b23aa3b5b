"""The address of 统计."""

from django.urls import path

from reports.views import statistics

urlpatterns = [path("", statistics.statistics, name="statistics")]
