"""The addresses of `/api/v1/` (interface §3)."""

from __future__ import annotations

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView

from config.problems import nowhere
from departments import api as departments
from disputes.api import views as disputes
from reports.archives import api
from workflow.approvals import api as approvals
from workflow.assignments import api as assignments
from workflow.cases import api as procedure
from workflow.cases import api_materials
from workflow.disclosure import api as disclosures
from workflow.errands import api as errands
from workflow.findings import api as findings
from workflow.intake import api as routing
from workflow.issuing import api as reports
from workflow.meetings import api as meetings
from workflow.supervision import api as supervisions

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("me/", departments.me),
    path("departments/", departments.departments),
    path("categories/", departments.categories),
    path("towns/", departments.towns),
    path("routing/", routing.routing, name="api_routing"),
    path("disputes/", disputes.disputes, name="api_disputes"),
    path("disputes/search/", disputes.search, name="api_disputes_search"),
    path("disputes/<int:pk>/", disputes.dispute, name="api_dispute"),
    path("disputes/<int:pk>/materials/", api_materials.materials),
    path("disputes/<int:pk>/actions/", procedure.actions),
    path("disputes/<int:pk>/actions/<slug:verb>/", procedure.act),
    path("disputes/<int:pk>/timeline/", procedure.timeline),
    path("disputes/<int:pk>/papers/", procedure.papers),
    path("disputes/<int:pk>/assignments/", procedure.assignments),
    path("disputes/<int:pk>/deadlines/", procedure.deadlines),
    path("assignments/", assignments.assignments),
    path("assignments/<int:pk>/", assignments.assignment),
    path("assignments/<int:pk>/actions/", assignments.actions),
    path("assignments/<int:pk>/actions/<slug:verb>/", assignments.act),
    path("disclosures/", disclosures.disclosures),
    path("disclosures/<int:pk>/", disclosures.disclosure),
    path("disclosures/<int:pk>/actions/", disclosures.actions),
    path("disclosures/<int:pk>/actions/<slug:verb>/", disclosures.act),
    path("disclosures/<int:pk>/items/<int:item>/copy/", disclosures.copy),
    path("errands/", errands.errands),
    path("errands/<int:pk>/", errands.errand),
    path("errands/<int:pk>/actions/", errands.actions),
    path("errands/<int:pk>/actions/<slug:verb>/", errands.act),
    path("findings/", findings.findings),
    path("findings/<int:pk>/", findings.finding),
    path("findings/<int:pk>/actions/", findings.actions),
    path("findings/<int:pk>/actions/<slug:verb>/", findings.act),
    path("meetings/", meetings.meetings),
    path("meetings/<int:pk>/", meetings.meeting),
    path("meetings/<int:pk>/actions/", meetings.actions),
    path("meetings/<int:pk>/actions/<slug:verb>/", meetings.act),
    path("approvals/", approvals.approvals),
    path("approvals/<int:pk>/", approvals.approval),
    path("approvals/<int:pk>/<slug:verb>/", approvals.act),
    path("supervisions/", supervisions.supervisions),
    path("supervisions/<int:pk>/", supervisions.supervision),
    path("supervisions/<int:pk>/actions/", supervisions.actions),
    path("supervisions/<int:pk>/actions/<slug:verb>/", supervisions.act),
    path("trainings/", departments.trainings),
    path("papers/<int:pk>/pdf/", reports.paper),
    path("archives/", api.archives, name="api_archives"),
    path("archives/search/", api.search, name="api_archives_search"),
    path("archives/<int:pk>/", api.archive),
    path("archives/<int:pk>/looks/", api.looks),
    path("archives/bundles/<int:pk>/<int:item>/", api.bundle, name="api_archive_bundle"),
    path("archives/<int:pk>/package/", api.package, name="api_archive_package"),
    re_path(r"^[\s\S]*/$", nowhere),  # without its last stroke an address is sent on to this one
]
