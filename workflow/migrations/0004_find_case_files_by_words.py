"""Archived files are found by their title and what was reported through an index."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

from disputes.search import Bigrams


class Migration(migrations.Migration):
    dependencies = [("workflow", "0003_approval_until"), ("disputes", "0001_bigrams")]

    operations = [
        migrations.AddIndex(
            "casefile",
            GinIndex(Bigrams("search_text"), fastupdate=False, name="case_file_bigrams"),
        ),
    ]
