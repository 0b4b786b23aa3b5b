"""Any unit that takes part may ask the office to convene, 人社局 or not (R060)."""

from typing import Any

from django.db import migrations, models


def let_them_ask(apps: Any, schema_editor: Any) -> None:
    """Until now the switch was on for the one that the plan names; the office asks nobody."""
    apps.get_model("departments", "Department").objects.exclude(kind="office").update(
        may_request_convening=True
    )


class Migration(migrations.Migration):
    dependencies = [("departments", "0004_posts_and_bureaus")]

    operations = [
        migrations.AlterField(
            model_name="department",
            name="may_request_convening",
            field=models.BooleanField(
                default=True,
                help_text="参与办理时可提请专班办公室召集成员单位联合处置（四(二)）",
                verbose_name="可提请召集",
            ),
        ),
        migrations.RunPython(let_them_ask, migrations.RunPython.noop),
    ]
