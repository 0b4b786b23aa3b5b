"""How programs say who they are: a token that is good as long as its officer may sign in."""

from __future__ import annotations

from typing import cast

from django.utils import timezone
from rest_framework.authentication import TokenAuthentication
from rest_framework.authtoken.models import Token
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from departments.acting import HEADER, sit
from departments.models import Officer


class OfficerToken(TokenAuthentication):
    """A disabled or expired account's token opens nothing (等保 8.1.4.2 c)."""

    def authenticate(self, request: Request) -> tuple[Officer, Token] | None:
        """Of several desks the one that the request names (A8)."""
        found: tuple[Officer, Token] | None = super().authenticate(request)
        code = request.headers.get(HEADER, "")
        if found and code:
            sit(found[0], code)
        return found

    def authenticate_credentials(self, key: str) -> tuple[Officer, Token]:
        officer, token = super().authenticate_credentials(key)
        if not officer.may_sign_in(timezone.localdate()):
            raise AuthenticationFailed("账号已停用或过期。")
        return officer, token


def officer_of(request: Request) -> Officer:
    """Who asks; nobody gets this far without signing in."""
    return cast("Officer", request.user)
