"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "web"
    verbose_name = "页面与接口"

    def ready(self) -> None:
        from web.house_words import speak

        speak()
