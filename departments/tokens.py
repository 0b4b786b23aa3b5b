"""How programs say who they are: a token that is good as long as its officer may sign in."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, cast

from django.utils import timezone
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from departments.acting import HEADER, sit
from departments.actions.tokens import digest_of
from departments.models import ApiToken, Officer
from web.refusals import NotYours

#: 最近使用 is as exact as this: a program that asks all day does not write all day.
GRAIN: Final = timedelta(minutes=10)
#: What is posted there is a question.
ASKS: Final = {"api_disputes_search", "api_archives_search", "api_routing"}
READS_ONLY: Final = "此令牌只能读取。要办理，请在“我的登录和令牌”里建立范围为“读取和办理”的令牌。"


class OfficerToken(TokenAuthentication):
    """A disabled or expired account's token opens nothing (等保 8.1.4.2 c)."""

    def authenticate(self, request: Request) -> tuple[Officer, ApiToken] | None:
        """Of several desks the one that the request names (A8), among those the token is for."""
        found: tuple[Officer, ApiToken] | None = super().authenticate(request)
        if found is None:
            return None
        officer, token = found
        if not (token.may_write or _only_reads(request)):
            raise NotYours(READS_ONLY)
        if token.units:
            officer.keep_to(token.units)
        if code := request.headers.get(HEADER, ""):
            sit(officer, code)
        return found

    def authenticate_credentials(self, key: str) -> tuple[Officer, ApiToken]:
        good = ApiToken.objects.good_at(timezone.now()).select_related("officer")
        token = good.filter(digest=digest_of(key)).first()
        if token is None:
            raise AuthenticationFailed("令牌不对、过期或已撤销。")
        if not token.officer.may_sign_in(timezone.localdate()):
            raise AuthenticationFailed("账号已停用或过期。")
        _seen(token)
        return token.officer, token


def _only_reads(request: Request) -> bool:
    """Posted so that no address carries what is looked for, a search changes nothing."""
    if request.method in SAFE_METHODS:
        return True
    match = request.resolver_match
    return request.method == "POST" and match is not None and match.url_name in ASKS


def _seen(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > GRAIN:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def officer_of(request: Request) -> Officer:
    """Who asks; nobody gets this far without signing in."""
    return cast("Officer", request.user)
