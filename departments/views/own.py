"""我的登录和令牌: what is open in an officer's name, for himself to see and to end."""

from __future__ import annotations

from hashlib import sha256

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from departments import sittings
from departments.actions import factors, tokens
from departments.actions.authority import record
from departments.actions.passwords import days_left
from departments.forms.own import TokenForm
from departments.known_browsers import named
from departments.models import Sitting
from departments.views.gate import OfficerRequest, found, made_by
from departments.views.places import Ask, drawn
from departments.views.proof import proven_afresh


def account(request: OfficerRequest) -> HttpResponse:
    """Everything that opens the portal for him."""
    officer = request.user
    rows = officer.sittings.running_at(timezone.now())
    shown = {
        "sittings": [_told(row, request.session.session_key) for row in rows],
        "tokens": officer.api_tokens.all()[:50],
        "codes_left": officer.recovery_codes.filter(used_at=None).count(),
        "must_have": factors.must_have(officer),
        "days_left": days_left(officer),
    }
    return drawn(request, "own", **shown)


@require_POST
def end_sitting(request: OfficerRequest) -> HttpResponse:
    """结束: that browser has to sign in again. A row is named by a mark, never by its key."""
    asked = request.POST.get("mark", "")
    row = next((each for each in request.user.sittings.all() if mark_of(each) == asked), None)
    if row is None:
        raise Http404("这处登录已经结束。")
    sittings.end(row.session_key)
    record(request.user, "结束登录", request.user.name, before=named(row.browser))
    messages.success(request, "已结束，那台电脑须重新登录")
    return redirect("account")


@require_POST
def end_others(request: OfficerRequest) -> HttpResponse:
    """All but this one."""
    ended = sittings.end_all(request.user, but=request.session.session_key)
    record(request.user, "结束其他登录", request.user.name, before=f"{ended} 处")
    messages.success(request, f"已结束其他 {ended} 处登录")
    return redirect("account")


@proven_afresh
def token_new(request: OfficerRequest) -> HttpResponse:
    """建立令牌: its key is on the answer itself, this once."""
    form = TokenForm(request.POST or None, request.user)
    made = made_by(form, lambda: tokens.make(request.user, by=request.user, **form.cleaned_data))
    if made is not None:
        token, key = made
        return drawn(request, "token", token=token, key=key)
    says = "程序用它以您的名义调用接口；它办的事都记在您名下。"
    what = Ask("建立接口令牌", "建立", reverse("account"), says)
    return drawn(request, "ask", ask=what, forms=(form,))


@require_POST
def token_revoke(request: OfficerRequest, pk: int) -> HttpResponse:
    """撤销: it opens nothing from now on."""
    token = found(request.user.api_tokens.all(), pk=pk)
    tokens.revoke(token, by=request.user)
    messages.success(request, f"令牌“{token.name}”已撤销")
    return redirect("account")


def mark_of(row: Sitting) -> str:
    """Names a sitting on a page without telling what opens it."""
    return sha256(f"sitting {row.session_key}".encode()).hexdigest()[:24]


def _told(row: Sitting, current: str | None) -> dict[str, object]:
    return {
        "mark": mark_of(row),
        "browser": named(row.browser),
        "address": row.address or "未记",
        "began_at": row.began_at,
        "seen_at": row.seen_at,
        "current": row.session_key == current,
    }
