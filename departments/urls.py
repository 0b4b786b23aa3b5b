"""Addresses of 管理 (mounted at /manage/)."""

from __future__ import annotations

from django.urls import URLPattern, path

from departments.views import (
    desks,
    duties,
    officers,
    places,
    posts,
    remedy_bodies,
    slips,
    trainings,
)

urlpatterns: list[URLPattern] = [
    path("", places.administration, name="administration"),
    path("desk/", desks.choose, name="acting_post"),
    path("officers/", officers.officers, name="officers"),
    path("officers/new/", officers.officer_new, name="officer_new"),
    path("officers/<slug:username>/", officers.officer, name="officer"),
    path("officers/<slug:username>/change/", officers.officer_change, name="officer_change"),
    path("officers/<slug:username>/slip/", slips.officer_slip, name="officer_slip"),
    path("officers/<slug:username>/unlock/", slips.officer_unlock, name="officer_unlock"),
    path("slips/<int:pk>/confirm/", slips.slip_confirm, name="slip_confirm"),
    path("officers/<slug:username>/enable/", officers.officer_enable, name="officer_enable"),
    path("posts/", posts.posts, name="posts"),
    path("stand-in/", posts.stand_in, name="stand_in"),
    path("posts/new/", posts.post_new, name="post_new"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("posts/<int:pk>/appoint/", posts.appoint, name="appoint"),
    path("terms/<int:pk>/end/", posts.term_end, name="term_end"),
    path("roles/", posts.roles, name="roles"),
    path("matrix/", duties.matrix, name="matrix"),
    path("matrix/<int:number>/", duties.matrix, name="matrix_edition"),
    path("matrix/rules/<int:pk>/", duties.rule_revise, name="rule_revise"),
    path("matrix/rules/<int:pk>/add/", duties.rule_add, name="rule_add"),
    path("matrix/rules/<int:pk>/drop/", duties.rule_drop, name="rule_drop"),
    path("matrix/signals/<int:pk>/", duties.signal_revise, name="signal_revise"),
    path("switch-dates/", duties.switch_dates, name="switch_dates"),
    path("switch-dates/<slug:insurance>/", duties.switch_date, name="switch_date"),
    path("delegations/", posts.delegations, name="delegations"),
    path("delegations/new/", posts.delegation_new, name="delegation_new"),
    path("delegations/major-review/", posts.major_review, name="major_review"),
    path("delegations/<int:pk>/revoke/", posts.delegation_revoke, name="delegation_revoke"),
    path("trainings/", trainings.trainings, name="trainings"),
    path("trainings/new/", trainings.training_new, name="training_new"),
    path("trainings/<int:pk>/", trainings.training, name="training"),
    path("trainings/<int:pk>/correct/", trainings.training_correct, name="training_correct"),
    path(
        "trainings/<int:pk>/strike-out/", trainings.training_strike_out, name="training_strike_out"
    ),
    path("trainings/<int:pk>/sheet/", trainings.training_sheet, name="training_sheet"),
    path("remedy-bodies/", remedy_bodies.remedy_bodies, name="remedy_bodies"),
    path("remedy-bodies/<slug:key>/", remedy_bodies.remedy_body, name="remedy_body"),
    path("records/", places.change_records, name="change_records"),
]
