"""三、四(二): who the departments and officers are, and whose duty a matter is."""

from django.apps import AppConfig


class DepartmentsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "departments"
    verbose_name = "成员单位与职责"
