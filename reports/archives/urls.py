"""The addresses of 案卷档案."""

from __future__ import annotations

from django.urls import path

from reports.archives import appraisal_views as appraisals
from reports.archives import bundle_views as bundles
from reports.archives import sample_views as samples
from reports.archives import views as archives

urlpatterns = [
    path("", archives.archives, name="archives"),
    path("<int:pk>/", archives.case_file, name="case_file"),
    path("keeping/", archives.keeping, name="keeping"),
    path("originals/", archives.originals, name="originals"),
    path("appraisals/", appraisals.appraisal_reports, name="appraisal_reports"),
    path("bundles/<int:pk>/<int:item>/", bundles.bundle, name="archive_bundle"),
    path("samples/", samples.samples, name="samples"),
    path("verify_package.py", archives.verifier, name="verify_package"),
    path("<int:pk>/merged/", archives.case_file_merged, name="case_file_merged"),
    path("<int:pk>/package/", archives.case_file_package, name="case_file_package"),
]
