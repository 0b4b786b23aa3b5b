"""App configuration; importing the checks registers them."""

from django.apps import AppConfig


class ConfidentialityConfig(AppConfig):
    name = "confidentiality"
    verbose_name = "保密"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from confidentiality import checks  # noqa: F401
