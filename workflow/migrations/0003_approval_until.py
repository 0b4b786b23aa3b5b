"""An extension that is asked for says until when (R103)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflow", "0002_calendar_and_limits")]

    operations = [
        migrations.AddField(
            "approval", "until", models.DateField(blank=True, null=True, verbose_name="延期至")
        ),
        migrations.AddConstraint(
            "approval",
            models.CheckConstraint(
                condition=models.Q(("kind", "extension"), _negated=True)
                | models.Q(("until__isnull", False)),
                name="approval_of_extension_says_until_when",
            ),
        ),
    ]
