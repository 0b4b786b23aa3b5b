"""The search function comes before the index that is built on it."""

from django.db import migrations

from disputes.search import BIGRAMS_SQL


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.RunSQL(BIGRAMS_SQL, "DROP FUNCTION IF EXISTS portal_bigrams(text)"),
    ]
