"""How programs are met: who they are, how fast they may ask, what the schema says of itself."""

from __future__ import annotations

from typing import Any


def rest_framework(rate: str) -> dict[str, Any]:  # Any: options of many shapes
    """What the REST framework is told."""
    return {
        "DEFAULT_AUTHENTICATION_CLASSES": [
            "departments.tokens.OfficerToken",  # first: its 401 names the scheme
            "rest_framework.authentication.SessionAuthentication",
        ],
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
        "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
        "DEFAULT_RENDERER_CLASSES": ["web.rendering.Utf8JSONRenderer"],
        "DEFAULT_SCHEMA_CLASS": "config.api_schema.PortalSchema",
        "EXCEPTION_HANDLER": "config.problems.answer",
        "DEFAULT_THROTTLE_CLASSES": [
            "rest_framework.throttling.UserRateThrottle",
            "web.pace.ProgramPace",
        ],
        "DEFAULT_THROTTLE_RATES": {"user": rate},
        "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    }


def described_as(title: str) -> dict[str, Any]:  # Any: options of many shapes
    """What the schema is drawn with."""
    return {
        "TITLE": title,
        "VERSION": "1",
        "SERVERS": [{"url": "/", "description": "本平台"}],
        "POSTPROCESSING_HOOKS": [],  # lists stand where they are used: their names would collide
        "SERVE_INCLUDE_SCHEMA": False,
        "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
        "SCHEMA_PATH_PREFIX": "/api/v1/",
    }
