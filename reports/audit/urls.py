"""The addresses of 审计留痕; 谁看过 stands beside its case."""

from __future__ import annotations

from django.urls import path

from reports.audit import views

urlpatterns = [
    path("manage/audit/", views.audit, name="audit"),
    path("manage/audit/export/", views.audit_export, name="audit_export"),
    path("manage/audit/unusual/", views.audit_unusual, name="audit_unusual"),
    path("manage/audit/chain/", views.audit_chain, name="audit_chain"),
    path("manage/audit/chain/verify/", views.audit_verify, name="audit_verify"),
    path("manage/audit/chain/anchor/", views.audit_anchor, name="audit_anchor"),
    path("disputes/<int:pk>/looks/", views.dispute_looks, name="dispute_looks"),
]
