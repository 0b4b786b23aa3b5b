"""The addresses of the portal; each room declares its own."""

from __future__ import annotations

from django.contrib.auth import views as auth
from django.urls import include, path

from config.health import healthz
from config.signing_in import NewPasswordForm, SignInForm, session, signed_in
from web.gallery import gallery
from web.keeping import keep

sign_in = auth.LoginView.as_view(form_class=SignInForm, redirect_authenticated_user=True)
new_password = auth.PasswordChangeView.as_view(form_class=NewPasswordForm)

handler500 = "config.problems.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("login/", sign_in, name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", new_password, name="password_change"),
    path("password/changed/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("session/", session, name="session"),
    path("signed-in/", signed_in, name="signed_in"),
    path("kept/", keep, name="kept"),
    path("ui/", gallery, name="gallery"),
    path("api/v1/", include("config.api_urls")),
    path("", include("reports.audit.urls")),
    path("manage/", include("departments.urls")),
    path("", include("disputes.urls")),
    path("", include("workflow.urls")),
    path("archives/", include("reports.archives.urls")),
    path("statistics/", include("reports.statistics.urls")),
]
