"""The addresses of reports."""

from django.urls import path

from reports.views import papers

urlpatterns = [
    path("papers/<int:pk>/pdf/", papers.paper_pdf, name="paper_pdf"),
]
