"""Browsers in which an account was used before: tries elsewhere do not slow the owner there.

A signed cookie names the accounts; it opens nothing and replaces no password. And what a browser
calls itself, in the two words by which a person knows his own.
"""

from __future__ import annotations

import secrets
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from departments.models import Officer

SALT: Final = "departments.known_browsers"
HOLDS: Final = 180 * 24 * 60 * 60  # seconds
MOST: Final = 8
#: The first that is found counts: everybody calls himself Mozilla, and most Chrome and Safari too.
BROWSERS: Final = (
    ("MicroMessenger", "微信"), ("Edg", "Edge"), ("QQBrowser", "QQ 浏览器"), ("OPR", "Opera"),
    ("Firefox", "火狐"), ("Chrome", "Chrome 内核"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS: Final = (
    ("HarmonyOS", "鸿蒙"), ("Android", "安卓"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def device_of(request: HttpRequest, username: str) -> str:
    """The browser's own mark when this account was used in it; empty otherwise."""
    mark, names = _read(request)
    return mark if username in names else ""


def remember(request: HttpRequest, response: HttpResponse, officer: Officer) -> None:
    """From now on this browser is one of his."""
    mark, names = _read(request)
    names = [officer.username, *(name for name in names if name != officer.username)][:MOST]
    said = signing.dumps([mark or secrets.token_hex(8), *names], salt=SALT, compress=True)
    response.set_cookie(
        settings.KNOWN_COOKIE_NAME,
        said,
        max_age=HOLDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        cookie = request.COOKIES.get(settings.KNOWN_COOKIE_NAME, "")
        mark, *names = signing.loads(cookie, salt=SALT, max_age=HOLDS)
    except (signing.BadSignature, ValueError):
        return "", []
    return mark, names


def named(agent: str) -> str:
    """Chrome 内核，Windows."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "浏览器未知")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser}，{system}" if system else browser
