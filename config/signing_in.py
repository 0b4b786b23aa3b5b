"""Signing in, with sentences that say what to do (等保 8.1.4.1)."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from departments import entry, waiting
from departments.backends import known_as
from departments.known_browsers import device_of, remember
from web.kept import sent_form

WAIT: Final = "用户名或密码错得多了，为防止他人试探，请等 {} 秒再试。"


class SignInForm(AuthenticationForm):
    """The same answer for a wrong password and for a name that does not exist."""

    wait = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # passed through to Django
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名"

    def clean_username(self) -> str:
        """Large or small letters, full width, a space behind: the account is the same."""
        return known_as(self.cleaned_data["username"])

    def clean(self) -> dict[str, Any]:
        """Whoever has to wait is not looked at; whoever was right has tried nothing."""
        counted = self.counted()
        self.wait = waiting.charge(counted)
        if self.wait:
            raise ValidationError(WAIT.format(self.wait), code="wait")
        cleaned: dict[str, Any] = super().clean()
        waiting.forgive(counted)
        return cleaned

    def counted(self) -> list[waiting.Counted]:
        """Whom and what a try is counted for."""
        assert self.request is not None  # a page's form
        name = self.cleaned_data.get("username", "")
        device = device_of(self.request, name)
        return waiting.of_password(name, self.request.META.get("REMOTE_ADDR", ""), device)

    def get_invalid_login_error(self) -> ValidationError:
        left = waiting.left(self.counted())
        more = f"下一次请等 {left} 秒再试。" if left else ""
        return ValidationError(f"用户名或密码不对。{more}", code="invalid_login")


class SignIn(LoginView):
    """The first step; what follows from it is decided in departments/entry.py."""

    form_class = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        officer = form.get_user()
        onward = self.get_success_url()
        is_in = entry.arrive(self.request, officer, onward)
        response = redirect(onward if is_in else "second_step")
        remember(self.request, response, officer)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """429 with the seconds, for whoever reads the answer by program."""
        response = super().form_invalid(form)
        if seconds := getattr(form, "wait", 0):
            response.status_code = 429
            response.headers["Retry-After"] = str(seconds)
        return response


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
