"""At which desk an officer of several units sits: chosen in the bar, or said by a program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from departments.models import Officer
from web.refusals import NotYours

#: The unit's code, kept as long as the session is.
KEPT: Final = "acting_post"
#: What a program sends beside its token.
HEADER: Final = "X-Acting-Post"


def acting_post(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The desk that was chosen, for whatever this request does; the answer says which it was."""

    def answer(request: HttpRequest) -> HttpResponse:
        code = request.session.get(KEPT, "")
        if code and request.user.is_authenticated:
            request.user.acting_code = code
        response = get_response(request)
        _say_where(request, response)
        return response

    return answer


def _say_where(request: HttpRequest, response: HttpResponse) -> None:
    """To whoever has looked at his posts; nothing is read for it alone."""
    officer = getattr(request, "user", None)
    if isinstance(officer, Officer) and "posts_held" in officer.__dict__ and officer.acting_unit:
        response[HEADER] = officer.acting_unit.code


def sit(officer: Officer, code: str) -> None:
    """NotYours where he has no desk; said before anything else is looked at."""
    units = {unit.code: unit for unit in officer.units}
    if code not in units:
        held = "、".join(f"{each.short_name}（{each.code}）" for each in units.values())
        raise NotYours(f"您今天在“{code}”没有岗位；可选：{held or '无'}。")
    officer.acting_code = code
    officer.__dict__.pop("posts_today", None)
