"""Signing in and changing one's password, with sentences that say what to do (等保 8.1.4.1)."""

from __future__ import annotations

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_failure_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from departments.backends import known_as
from departments.models import Officer
from web.kept import sent_form

MINUTES = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)


class SignInForm(AuthenticationForm):
    """The same answer for a wrong password and for a name that does not exist."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # passed through to Django
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名"

    def clean_username(self) -> str:
        """Large or small letters, full width, a space behind: the account is the same."""
        return known_as(self.cleaned_data["username"])

    def get_invalid_login_error(self) -> ValidationError:
        left = self.tries_left()
        warning = f"，再错 {left} 次将暂停登录 {MINUTES} 分钟" if left else ""
        return ValidationError(f"用户名或密码不对{warning}。", code="invalid_login")

    def tries_left(self) -> int:
        credentials = {"username": self.cleaned_data.get("username", "")}
        limit = int(get_failure_limit(self.request, credentials))
        return max(0, limit - int(AxesProxyHandler.get_failures(self.request, credentials)))


class NewPasswordForm(PasswordChangeForm):
    """A password of one's own ends the demand to change the one that was given."""

    def save(self, commit: bool = True) -> Officer:  # noqa: FBT001, FBT002 (Django's own signature)
        officer = self.user
        officer.must_change_password = False
        officer.password_changed_at = timezone.now()
        super().save(commit=commit)
        return officer


@login_not_required
def token_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before he signed in, or signed in anew, carries a token that is none any more.

    A second sign-in page is such a form: whoever is signed in by now goes on, others begin again.
    """
    if request.path != reverse("login"):
        return _stale(request)
    onward = request.POST.get("next", "")
    if request.user.is_authenticated:
        safe = url_has_allowed_host_and_scheme(onward, {request.get_host()}, request.is_secure())
        return redirect(onward if safe else settings.LOGIN_REDIRECT_URL)
    messages.info(request, "登录页打开得太久或开了两个，请在这里再登录一次。")
    return redirect_to_login(onward) if onward else redirect("login")


@login_not_required
@require_safe
def session(request: HttpRequest) -> JsonResponse:
    """A fresh token when signed in, 401 otherwise; asked before a long-open form is sent."""
    if not request.user.is_authenticated:
        return JsonResponse({"detail": "登录已过期"}, status=401)
    return JsonResponse({"token": get_token(request)})


@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where the second window ends up: nothing to do but go back to the first one."""
    return render(request, "registration/signed_in.html")


def _stale(request: HttpRequest) -> HttpResponse:
    """A page older than its sign-in; what it sent is kept and offered on the page itself."""
    form = sent_form(request)
    shown = {"back_url": form.page if form else ""}
    return render(request, "403_csrf.html", shown, status=403)
