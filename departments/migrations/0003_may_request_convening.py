"""区人社局 may ask the office to convene the members (四(二), R013)."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def allowed(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The plan names only 人社局."""
    apps.get_model("departments", "Department").objects.filter(code="RS").update(
        may_request_convening=True
    )


class Migration(migrations.Migration):
    dependencies = [("departments", "0002_founding")]

    operations = [
        migrations.AddField(
            "department",
            "may_request_convening",
            models.BooleanField(
                "可提请召集",
                default=False,
                help_text="可提请专班办公室召集成员单位联合处置（四(二)）",
            ),
        ),
        migrations.RunPython(allowed, migrations.RunPython.noop),
    ]
