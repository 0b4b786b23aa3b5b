"""Indexes that no statement needs any more: fewer are written with every registration.

New ones first, so that the short locks of the dropping come at the end; a foreign key stays.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

DROPPED = {
    "disputes_dispute_number_20b508a0_like": ("disputes_dispute", "number varchar_pattern_ops"),
    "disputes_dispute_continues_id_389f20cc": ("disputes_dispute", "continues_id"),
    "disputes_dispute_merged_into_id_5fc7ca04": ("disputes_dispute", "merged_into_id"),
    "disputes_dispute_owing_department_id_0c989050": ("disputes_dispute", "owing_department_id"),
    "disputes_disputegrouppermission_group_id_5acaf71b": (
        "disputes_disputegrouppermission",
        "group_id",
    ),
    "disputes_disputegrouppermission_permission_id_f74a78c2": (
        "disputes_disputegrouppermission",
        "permission_id",
    ),
}


def _dropped(name):
    return f"DROP INDEX IF EXISTS {name}"


def _made(name):
    table, column = DROPPED[name]
    return f"CREATE INDEX IF NOT EXISTS {name} ON {table} ({column})"


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("departments", "0011_pension_missing_is_the_labour_bureaus"),
        ("disputes", "0016_returned_is_withdrawn"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)),
                fields=["merged_into"],
                name="dispute_of_merged_into",
            ),
        ),
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(
                condition=models.Q(("continues__isnull", False)),
                fields=["continues"],
                name="dispute_of_continues",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="dispute",
                    name="continues",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="disputes.dispute",
                        verbose_name="续办自",
                    ),
                ),
                migrations.AlterField(
                    model_name="dispute",
                    name="merged_into",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorbed",
                        to="disputes.dispute",
                        verbose_name="并入",
                    ),
                ),
                migrations.AlterField(
                    model_name="dispute",
                    name="owing_department",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="departments.department",
                        verbose_name="现由谁办下一步",
                    ),
                ),
                migrations.AlterField(
                    model_name="disputegrouppermission",
                    name="group",
                    field=models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="auth.group"
                    ),
                ),
                migrations.AlterField(
                    model_name="disputegrouppermission",
                    name="permission",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="auth.permission",
                    ),
                ),
            ],
            database_operations=[
                migrations.RunSQL(_dropped(name), _made(name)) for name in DROPPED
            ],
        ),
    ]
