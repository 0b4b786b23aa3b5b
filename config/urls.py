"""The addresses of the portal; each room declares its own."""

from __future__ import annotations

from django.contrib.auth import views as auth
from django.urls import include, path

from config.health import healthz
from config.new_password import NewPassword, by_slip
from config.second_step import prove, second_step
from config.signing_in import SignIn, session, signed_in
from web.gallery import gallery
from web.keeping import keep

handler500 = "config.problems.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("login/", SignIn.as_view(), name="login"),
    path("login/second-step/", second_step, name="second_step"),
    path("login/prove/", prove, name="prove"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", NewPassword.as_view(), name="password_change"),
    path("password/slip/", by_slip, name="password_slip"),
    path("password/changed/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("session/", session, name="session"),
    path("signed-in/", signed_in, name="signed_in"),
    path("kept/", keep, name="kept"),
    path("ui/", gallery, name="gallery"),
    path("api/v1/", include("config.api_urls")),
    path("", include("reports.audit.urls")),
    path("account/", include("departments.own_urls")),
    path("manage/", include("departments.urls")),
    path("", include("disputes.urls")),
    path("", include("workflow.urls")),
    path("archives/", include("reports.archives.urls")),
    path("statistics/", include("reports.statistics.urls")),
]
