"""The addresses of 月报季报."""

from __future__ import annotations

from django.urls import path

from reports.periodic import views

urlpatterns = [
    path("", views.period_reports, name="period_reports"),
    path("<int:pk>/", views.period_report, name="period_report"),
    path("<int:pk>/export/", views.period_report_export, name="period_report_export"),
]
