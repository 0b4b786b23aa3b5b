"""Who decides an extension and which clock it is for; questions without a clock are given one."""

import django.db.models.deletion
from django.db import migrations, models

from workflow.limits import ANSWER_KEYS, WHOLE_KEYS


def name_the_clock(apps, schema_editor):
    """What was asked before: the earliest running clock, as granting would have guessed it."""
    approvals = apps.get_model("workflow", "Approval").objects
    clocks = apps.get_model("workflow", "Deadline").objects
    for asked in approvals.filter(kind="extension", state="pending", clock=None):
        running = clocks.filter(
            dispute=asked.dispute_id, ended_on=None, key__in=[*ANSWER_KEYS, *WHOLE_KEYS]
        )
        clock = running.exclude(policy__extension="").order_by("due_on", "id").first()
        state = "pending" if clock else "withdrawn"
        approvals.filter(pk=asked.pk).update(clock=clock, state=state)
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the table cannot be altered below


class Migration(migrations.Migration):
    dependencies = [
        ("departments", "0003_officer_email"),
        ("workflow", "0005_supervised_clocks"),
    ]

    operations = [
        migrations.AddField(
            "approval",
            "clock",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="approvals",
                to="workflow.deadline",
            ),
        ),
        migrations.AddField(
            "approval",
            "desk",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="departments.department",
            ),
        ),
        migrations.RunPython(name_the_clock, migrations.RunPython.noop),
        migrations.AddConstraint(
            "approval",
            models.CheckConstraint(
                name="approval_of_extension_names_its_clock",
                condition=~models.Q(kind="extension", state="pending")
                | models.Q(clock__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            "approval",
            models.CheckConstraint(
                name="approval_by_a_head_is_of_extension",
                condition=models.Q(desk__isnull=True) | models.Q(kind="extension"),
            ),
        ),
    ]
