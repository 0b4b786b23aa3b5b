"""五: the procedure, its actions, assignments, meetings, approvals, deadlines and papers."""

from __future__ import annotations

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "workflow"
    verbose_name = "办理流程"

    def ready(self) -> None:
        """The database's promises belong to the models; importing registers them."""
        from workflow.procedure import promises, steering  # noqa: F401
