"""Addresses of 我的登录和令牌 (mounted at /account/): everybody's own, nobody else's."""

from __future__ import annotations

from django.urls import URLPattern, path

from departments.views import factors, own

urlpatterns: list[URLPattern] = [
    path("", own.account, name="account"),
    path("sittings/end/", own.end_sitting, name="end_sitting"),
    path("sittings/end-others/", own.end_others, name="end_other_sittings"),
    path("tokens/new/", own.token_new, name="token_new"),
    path("tokens/<int:pk>/revoke/", own.token_revoke, name="token_revoke"),
    path("second-factor/", factors.begin, name="second_factor"),
    path("second-factor/bind/", factors.bind, name="second_factor_bind"),
    path("second-factor/codes/", factors.codes, name="second_factor_codes"),
    path("second-factor/drop/", factors.drop, name="second_factor_drop"),
]
