"""Lists and searches of a full district: measured by `make bench-pages` at 100,000 disputes."""

from django.db import migrations, models

from disputes.search import BIGRAMS_SQL

#: Who owes what is no matter of chance: without this PostgreSQL expects a fiftieth of a desk.
DESKS = """
CREATE STATISTICS dispute_desks (mcv)
ON state, owing_department_id, owing_role FROM disputes_dispute
"""


class Migration(migrations.Migration):
    dependencies = [("disputes", "0003_saved_views_and_follows")]

    operations = [
        migrations.RunSQL(BIGRAMS_SQL, migrations.RunSQL.noop),
        migrations.RunSQL(DESKS, "DROP STATISTICS dispute_desks"),
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(
                condition=models.Q(
                    state__in=[
                        "registered",
                        "triage",
                        "awaiting_approval",
                        "handling",
                        "awaiting_signoff",
                        "feedback",
                        "objected",
                        "suspended",
                    ]
                ),
                fields=["owing_role", "due_on", "id"],
                name="dispute_owed_role",
            ),
        ),
    ]
