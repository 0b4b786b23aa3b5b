"""A department asks the office to convene the members, and is answered (四(二), R013)."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('departments', '0003_may_request_convening'),
        ('disputes', '0005_find_by_insurance'),
        ('workflow', '0010_scorecard'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Convening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='提请召集的理由')),
                ('asked_at', models.DateTimeField(verbose_name='提请时间')),
                ('convenes', models.BooleanField(blank=True, null=True, verbose_name='召集')),
                ('answer', models.TextField(blank=True, verbose_name='答复理由')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='departments.department')),
                ('departments', models.ManyToManyField(blank=True, related_name='+', to='departments.department')),
                ('dispute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='convenings', to='disputes.dispute')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='departments.department')),
            ],
            options={
                'verbose_name': '提请召集',
                'verbose_name_plural': '提请召集',
                'ordering': ['id'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='convening_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('convenes', None)), models.Q(('answered_at__gte', models.F('asked_at')), ('answered_by__isnull', False), ('convenes__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='convening_answered_says_yes_or_no_and_why'), models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('dispute',), name='convening_one_unanswered_a_dispute')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='convening',
            trigger=pgtrigger.compiler.Trigger(name='convening_rests_with_file', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF EXISTS (SELECT 1 FROM disputes_dispute d\n        WHERE d.id = OLD.dispute_id AND d.state = 'archived') THEN\n    RAISE EXCEPTION 'the file of this dispute is archived' USING ERRCODE = 'check_violation';\nEND IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n", hash='2857f5ae7eb1fca1ec8657b147a62d41cd036e52', operation='UPDATE OR DELETE', pgid='pgtrigger_convening_rests_with_file_b35ba', table='workflow_convening', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='convening',
            trigger=pgtrigger.compiler.Trigger(name='convening_rests_once_answered', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF OLD.answered_at IS NOT NULL OR TG_OP = 'DELETE' THEN\n    RAISE EXCEPTION 'a request to convene and its answer never change'\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n", hash='3dc538a0f20dfd76005a1c34422736516a800c9a', operation='UPDATE OR DELETE', pgid='pgtrigger_convening_rests_once_answered_582fb', table='workflow_convening', when='BEFORE')),
        ),
    ]
