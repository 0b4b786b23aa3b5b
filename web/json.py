"""The API's JSON, which names its character set (ASVS V4.1.1)."""

from __future__ import annotations

from rest_framework.renderers import JSONRenderer


class Utf8JSONRenderer(JSONRenderer):
    charset = "utf-8"
