"""两步验证: an officer binds his telephone, draws new recovery codes, lets the telephone go."""

from __future__ import annotations

import segno
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from departments import entry, waiting
from departments.actions import factors
from departments.forms.own import BindForm, PasswordForm
from departments.models import SecondFactor
from departments.views.gate import OfficerRequest, carried_out, made_by
from departments.views.places import Ask, drawn
from departments.views.proof import proven_afresh
from web.refusals import Mistyped


def begin(request: OfficerRequest) -> HttpResponse:
    """开始绑定: asks for the password, then shows the picture."""
    if request.user.has_second_factor:
        return redirect("account")
    form = PasswordForm(request.POST or None, request.user)
    if carried_out(form, lambda: factors.start(request.user)):
        return redirect("second_factor_bind")
    asked = factors.must_have(request.user)
    says = (
        "您的岗位登录须两步：先密码，再手机验证器上的动态码。绑定后才能办理。"
        if asked
        else "绑定后，登录时除密码外还要填手机验证器上的动态码。"
    )
    back = reverse("logout") if asked else reverse("account")
    what = Ask("绑定两步验证", "开始绑定", "" if asked else back, says)
    return drawn(request, "ask", ask=what, forms=(form,))


def bind(request: OfficerRequest) -> HttpResponse:
    """The picture for the telephone, until its first code was right; then the recovery codes."""
    factor = SecondFactor.objects.filter(officer=request.user, confirmed_at=None).first()
    if factor is None:
        return redirect("account")
    form = BindForm(request.POST or None)
    made = made_by(form, lambda: _bound(request, form.cleaned_data["code"]))
    if made is not None:
        return _codes(request, made)
    picture = segno.make(factors.address_of(factor), error="m")
    shown = {
        "form": form,
        "picture": picture.svg_data_uri(scale=5, border=2, omitsize=True),
        "secret": factors.secret_text(factor),
    }
    return drawn(request, "bind", **shown)


@proven_afresh
def codes(request: OfficerRequest) -> HttpResponse:
    """Ten new ones; the old ones end."""
    if not request.user.has_second_factor:
        return redirect("second_factor")
    if request.method == "POST":
        return _codes(request, factors.new_codes(request.user))
    warns = "原来的备用码立即失效。"
    what = Ask("重新生成备用码", "重新生成", reverse("account"), warns=warns)
    return drawn(request, "ask", ask=what, forms=(forms.Form(),))


@proven_afresh
@require_POST
def drop(request: OfficerRequest) -> HttpResponse:
    """解除, to bind another telephone; whose posts ask for one is led there at once."""
    factors.drop(request.user)
    request.session.pop(entry.SETTLED, None)
    messages.success(request, "两步验证已解除")
    return redirect("second_factor" if factors.must_have(request.user) else "account")


def _bound(request: OfficerRequest, code: str) -> list[str]:
    counted = waiting.of_code(request.user.username)
    if seconds := waiting.charge(counted):
        raise Mistyped({"code": [f"动态码错得多了，请等 {seconds} 秒再填。"]})
    made = factors.confirm(request.user, code)
    waiting.forgive(counted)
    entry.prove(request)
    request.user.__dict__.pop("has_second_factor", None)
    return made


def _codes(request: OfficerRequest, made: list[str]) -> HttpResponse:
    return drawn(request, "recovery_codes", codes=made)
