"""Who may open a page of 管理, and how an action's refusal reaches the form it came from."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.forms import BaseForm
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

from departments.forms.fields import SeesBoth
from departments.models import Officer
from departments.roles import Role
from web.refusals import Mistyped, NotYours, Refusal

Row = TypeVar("Row", bound=models.Model)
Made = TypeVar("Made")


class OfficerRequest(HttpRequest):
    """A request of somebody signed in; the middleware lets nobody else through."""

    user: Officer


View = Callable[..., HttpResponseBase]


def for_roles(*roles: Role) -> Callable[[View], View]:
    """403 for whoever holds none of `roles` today (三员分立, R099)."""

    def gate(view: View) -> View:
        @wraps(view)
        def answer(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.roles & set(roles):
                names = "、".join(role.label for role in roles)
                raise PermissionDenied(f"此页由{names}使用，你今天不担任该岗位。")
            return view(request, *args, **kwargs)

        return answer

    return gate


def back_to(request: OfficerRequest, otherwise: str) -> str:
    """Where the button stood, as its form says; never another host."""
    return within(request, request.POST.get("back", "")) or otherwise


def within(request: HttpRequest, address: str) -> str:
    """An address of ours as somebody sent it, or nothing: no other host, no bare word."""
    own = address.startswith("/") and address.isprintable()
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if own and safe else ""


def found(rows: models.QuerySet[Row], **by: object) -> Row:
    """The row, or 404."""
    row = rows.filter(**by).first()
    if row is None:
        raise Http404("没有这一项，可能已被删去或地址不对。")
    return row


def carried_out(form: BaseForm, act: Callable[[], object], *more: BaseForm) -> bool:
    """Do it when the forms hold; a refusal becomes their own sentence, nothing typed is lost."""
    forms = (form, *more)
    if [each for each in forms if not each.is_valid()]:
        return False
    try:
        _unless_overtaken(forms, act)
    except _Overtaken:
        return False
    except NotYours as refusal:
        raise PermissionDenied(refusal.sentence) from refusal
    except Mistyped as refusal:
        _say(refusal, forms)
        return False
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


class _Overtaken(Exception):
    """What another has written meanwhile stands at the fields; nothing was done."""


def _unless_overtaken(forms: tuple[BaseForm, ...], act: Callable[[], object]) -> None:
    """What the page was drawn with is compared again once its row is held (R107)."""
    drawn = [each for each in forms if isinstance(each, SeesBoth) and each.behind is not None]
    if not drawn:
        act()
        return
    with transaction.atomic():
        for each in drawn:
            each.compare_again()
        if any(each.errors for each in drawn):
            raise _Overtaken
        act()


def made_by(form: BaseForm, act: Callable[[], Made], *more: BaseForm) -> Made | None:
    """What the act made; None where it was not carried out, which the forms then say."""
    made: list[Made] = []
    return made[0] if carried_out(form, lambda: made.append(act()), *more) else None


def _say(refusal: Mistyped, forms: tuple[BaseForm, ...]) -> None:
    """Each sentence at the field it is about, wherever that is."""
    for name, sentences in refusal.errors.items():
        owner = next((each for each in forms if name in each.fields), None)
        for sentence in sentences:
            (owner or forms[0]).add_error(name if owner else None, sentence)
