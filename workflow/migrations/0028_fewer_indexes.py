"""Indexes for the work lists, and of relations that few rows have the rows that have them.

New ones first, so that the short locks of the dropping come at the end; a foreign key stays.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

DROPPED = {
    "workflow_notice_supervision_id_d943fa1f": ("workflow_notice", "supervision_id"),
    "workflow_assignment_sender_id_feadf064": ("workflow_assignment", "sender_id"),
    "workflow_assignment_meeting_id_0cdaae70": ("workflow_assignment", "meeting_id"),
    "workflow_deadline_assignment_id_c2c13011": ("workflow_deadline", "assignment_id"),
    "workflow_deadline_supervision_id_c121054e": ("workflow_deadline", "supervision_id"),
    "workflow_paper_assignment_id_198c04cc": ("workflow_paper", "assignment_id"),
    "workflow_paper_meeting_id_b66f35e5": ("workflow_paper", "meeting_id"),
    "workflow_paper_supervision_id_508e8159": ("workflow_paper", "supervision_id"),
    "workflow_paper_errand_id_56a00af4": ("workflow_paper", "errand_id"),
    "workflow_paper_disclosure_id_6abd56b2": ("workflow_paper", "disclosure_id"),
}


def _dropped(name):
    return f"DROP INDEX IF EXISTS {name}"


def _made(name):
    table, column = DROPPED[name]
    return f"CREATE INDEX IF NOT EXISTS {name} ON {table} ({column})"


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0002_calendar_and_limits"),
        ("departments", "0011_pension_missing_is_the_labour_bureaus"),
        ("disputes", "0017_fewer_indexes"),
        ("workflow", "0027_verified_replaced_papers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("meeting__isnull", False)),
                fields=["meeting"],
                name="assignment_of_meeting",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("state__in", ("sent", "accepted", "drafted"))),
                fields=["sender", "due_on", "id"],
                name="assignment_sent_out",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("assignment__isnull", False)),
                fields=["assignment"],
                name="deadline_of_assignment",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("supervision__isnull", False)),
                fields=["supervision"],
                name="deadline_of_supervision",
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                condition=models.Q(("state", "drafted")),
                fields=["drafted_by"],
                name="decision_drafts",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("supervision__isnull", False)),
                fields=["supervision"],
                name="notice_of_supervision",
            ),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(
                condition=models.Q(("assignment__isnull", False)),
                fields=["assignment"],
                name="paper_of_assignment",
            ),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(
                condition=models.Q(("meeting__isnull", False)),
                fields=["meeting"],
                name="paper_of_meeting",
            ),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(
                condition=models.Q(("supervision__isnull", False)),
                fields=["supervision"],
                name="paper_of_supervision",
            ),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(
                condition=models.Q(("errand__isnull", False)),
                fields=["errand"],
                name="paper_of_errand",
            ),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(
                condition=models.Q(("disclosure__isnull", False)),
                fields=["disclosure"],
                name="paper_of_disclosure",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="assignment",
                    name="meeting",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resolutions",
                        to="workflow.meeting",
                    ),
                ),
                migrations.AlterField(
                    model_name="assignment",
                    name="sender",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="departments.department",
                    ),
                ),
                migrations.AlterField(
                    model_name="deadline",
                    name="assignment",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadlines",
                        to="workflow.assignment",
                    ),
                ),
                migrations.AlterField(
                    model_name="deadline",
                    name="supervision",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clocks",
                        to="workflow.supervision",
                    ),
                ),
                migrations.AlterField(
                    model_name="notice",
                    name="supervision",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="workflow.supervision",
                    ),
                ),
                migrations.AlterField(
                    model_name="paper",
                    name="assignment",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="workflow.assignment",
                    ),
                ),
                migrations.AlterField(
                    model_name="paper",
                    name="disclosure",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="workflow.disclosure",
                    ),
                ),
                migrations.AlterField(
                    model_name="paper",
                    name="errand",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="workflow.errand",
                    ),
                ),
                migrations.AlterField(
                    model_name="paper",
                    name="meeting",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="workflow.meeting",
                    ),
                ),
                migrations.AlterField(
                    model_name="paper",
                    name="supervision",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="workflow.supervision",
                    ),
                ),
            ],
            database_operations=[
                migrations.RunSQL(_dropped(name), _made(name)) for name in DROPPED
            ],
        ),
    ]
