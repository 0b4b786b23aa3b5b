"""App configuration: the house itself, and whose static files it serves."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class HouseConfig(AppConfig):
    name = "config"
    verbose_name = "门户"

    def ready(self) -> None:
        """Which parts of history stand in the audit chain."""
        from config.rights.history import register

        register()


class StaticFiles(StaticFilesConfig):
    """Without the pages that libraries bring and nobody opens here."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "rest_framework", "guardian"]
