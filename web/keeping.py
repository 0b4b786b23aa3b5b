"""Where a page keeps what is typed, and what becomes of it when its form is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from web import kept
from web.pace import too_often

Answer = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]

#: Whoever types faster than once a second is no person.
MOST_A_MINUTE: Final = 120
FIRST_OF_FAULTS: Final = 400
NOT_FOUND: Final = 404
TOO_OLD: Final = "这一页开得太久，没有暂存；请另开一页，把内容复制过去。"
TWO_PAGES: Final = "另一页也填了同一栏，两份都留着，重新打开本页时对照"
OTHERS: Final = "这一页是用另一个账号打开的，没有提交；内容已为那个账号保留，请用它登录后再提交。"


class Keeping:
    """A form sent in vain keeps its text for its officer; one that was done needs it no more."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        form = kept.sent_form(request)
        if form is None or request.path == address():
            return response
        answer = after(request, form, response)
        return gone(request) if answer.status_code == NOT_FOUND else answer

    def process_view(
        self, request: HttpRequest, view: View, args: object, kwargs: object
    ) -> HttpResponse | None:
        """A page left open by one account is not sent by the next one at the same desk."""
        form = kept.sent_form(request)
        if form is None or request.path == address() or whose(request, form) != "other":
            return None
        return render(request, "403.html", {"reason": OTHERS}, status=403)


def after(request: HttpRequest, form: kept.Form, response: HttpResponse) -> HttpResponse:
    """Kept when it was refused or nobody was signed in, forgotten when it was done."""
    if whose(request, form) == "signed-out":
        is_safe = _kept(form, request.POST)
        login = resolve_url(settings.LOGIN_URL)
        query = QueryDict(mutable=True)
        query.update({"next": form.page} | ({"kept": "1"} if is_safe else {}))
        return redirect(f"{login}?{query.urlencode(safe='/')}")
    if response.status_code >= FIRST_OF_FAULTS or kept.was_refused(request):
        _kept(form, request.POST)
    elif "HX-Request" not in request.headers:  # a part of a page, asked for while one types
        kept.forget(form)
    return response


def gone(request: HttpRequest) -> HttpResponse:
    """His part ended while he wrote: the page is not his any more, but the words he sends are."""
    typed = kept.sent_words(request.POST)
    return render(request, "404.html", {"typed": typed}, status=NOT_FOUND)


def _kept(form: kept.Form, posted: QueryDict) -> bool:
    """Whether it is safe now; without a database the answer on its way says what is wrong."""
    try:
        return kept.keep(form, posted) is not None
    except (kept.TooLong, DatabaseError):
        return False


def whose(request: HttpRequest, form: kept.Form) -> str:
    """Nothing when the form is his who is signed in; else why it is not."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return "signed-out"
    return "" if user.pk == form.officer else "other"


def address() -> str:
    return resolve_url("kept")


@csrf_exempt  # the token of the form is signed for its officer, which no stranger's page can have
@login_not_required  # what is typed after the sign-in has ended is kept as well
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Autosave: what stands in a form now; says whether its officer is still signed in."""
    form = kept.sent_form(request)
    if form is None:
        return JsonResponse({"detail": TOO_OLD}, status=403)
    if "forget" in request.POST:
        kept.forget(form)
        return redirect(form.page)
    if _too_often(form.officer):
        return JsonResponse({"detail": "暂存得太频繁，稍后再试。"}, status=429)
    try:
        found = kept.keep(form, request.POST)
    except kept.TooLong:
        return JsonResponse({"detail": "内容太长，没有暂存；已填内容还在这一页。"}, status=413)
    return JsonResponse(told(request, form, is_two=bool(found and found.beside)))


def told(request: HttpRequest, form: kept.Form, *, is_two: bool) -> dict[str, str]:
    lost = whose(request, form)
    return {
        "two": TWO_PAGES if is_two else "",
        "saved_at": f"{timezone.localtime():%H:%M}",
        "lost": lost,
        "token": "" if lost else get_token(request),
    }


def _too_often(officer: int) -> bool:
    return too_often(f"kept.{officer}", 60, MOST_A_MINUTE)
