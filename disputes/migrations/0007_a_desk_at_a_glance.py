"""An officer's drafts, and what his department has still to archive, found without a search."""

from django.db import migrations, models

ENDED = ["concluded", "declined", "merged", "notified", "withdrawn"]


class Migration(migrations.Migration):
    dependencies = [("disputes", "0006_units_are_not_sorted")]

    operations = [
        migrations.AddIndex(
            "dispute",
            models.Index(
                fields=["first_contact_officer", "-id"],
                name="dispute_drafts",
                condition=models.Q(state="draft"),
            ),
        ),
        migrations.AddIndex(
            "dispute",
            models.Index(
                fields=["receiving_department", "-id"],
                name="dispute_to_archive",
                condition=models.Q(state__in=ENDED),
            ),
        ),
    ]
