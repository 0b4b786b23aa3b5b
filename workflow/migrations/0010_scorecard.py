"""The scorecard reads the clocks and assignments of a period, not all there ever were (R110)."""

from django.db import migrations, models
from django.db.models.functions import Least


class Migration(migrations.Migration):
    dependencies = [("workflow", "0006_calendar_progress")]

    operations = [
        migrations.AddIndex(
            "assignment",
            models.Index(fields=["sent_at", "department", "state"], name="assignment_sent"),
        ),
        migrations.AddIndex(
            "deadline", models.Index(Least("ended_on", "due_on"), "owner", name="deadline_verdict")
        ),
    ]
