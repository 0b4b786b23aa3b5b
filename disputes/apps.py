"""五(一): the dispute, its parties, materials and numbers."""

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "disputes"
    verbose_name = "争议事项"
