"""The list is asked for one kind of insurance without reading every dispute."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("disputes", "0004_quicker_reading")]

    operations = [
        migrations.AddIndex(
            "dispute", GinIndex(fields=["insurance_types"], name="dispute_by_insurance")
        ),
    ]
