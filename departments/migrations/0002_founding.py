"""Every database starts with what the plan of 2025-12-19 sets up."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from departments.founding import found


def founded(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Units, towns, posts, categories, duty matrix 1 (方案三、四(二))."""
    found(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("departments", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(founded, migrations.RunPython.noop)]
