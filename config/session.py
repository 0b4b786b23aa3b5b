"""Whether the sign-in still holds, for pages that were left open for long."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_safe


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
