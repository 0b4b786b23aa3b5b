"""Nothing reads the sounds of a unit's name, so nothing computes them any more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("disputes", "0005_find_by_insurance")]

    operations = [migrations.RemoveField("party", "unit_sort_key")]
