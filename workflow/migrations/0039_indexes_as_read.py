"""送达 of one case are found by its key again, and 核验码 has one index instead of two.

What was struck stands outside `service_once_a_party`, so the statement that reads all services of a
case had none. 核验码 is asked for whole, never by its beginning: Django's second index for LIKE was
written with every paper and never read. The short lock of the dropping comes at the end.
"""

import django.db.models.deletion
from django.db import migrations, models

NEVER_READ = "workflow_paper_verify_code_54820a5f_like"


class Migration(migrations.Migration):
    dependencies = [
        ("disputes", "0020_found_by_channel_and_order"),
        ("workflow", "0038_numbers_of_each_unit"),
    ]

    operations = [
        migrations.AlterField(
            model_name="service",
            name="dispute",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="services",
                to="disputes.dispute",
            ),
        ),
        migrations.RunSQL(
            f"DROP INDEX IF EXISTS {NEVER_READ}",
            f"CREATE INDEX IF NOT EXISTS {NEVER_READ}"
            " ON workflow_paper (verify_code varchar_pattern_ops)",
        ),
    ]
