"""App configuration, and the check at start: the ciphers compute rightly, the keys are there."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register

from confidentiality.ciphers import CipherFailed, SelfTestFailed
from confidentiality.keys import key_ring


class ConfidentialityConfig(AppConfig):
    name = "confidentiality"
    verbose_name = "保密"
    default_auto_field = "django.db.models.BigAutoField"


@register(Tags.security)
def ciphers_and_keys(
    app_configs: Sequence[AppConfig] | None,
    **kwargs: Any,  # Any: Django's contract for checks
) -> list[CheckMessage]:
    """One error in words when sealing would not work on this machine."""
    try:
        ring = key_ring()
        prefix, closed = ring.close(b"self-test", "check")
        sound = ring.open(prefix, closed, "check") == b"self-test"
    except (SelfTestFailed, CipherFailed, AttributeError, KeyError) as error:
        return [Error(f"加密自检失败：{error}", id="confidentiality.E001")]
    return [] if sound else [Error("加密自检失败：封存后读不回原文。", id="confidentiality.E002")]
