"""Lines of the 重大事项审批表 that are signed before the leader's (R061)."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('departments', '0003_reading_before_the_leader'),
        ('disputes', '0004_original_digest'),
        ('workflow', '0005_receipt_and_report'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='approval',
            name='approval_by_a_head_is_of_extension',
        ),
        migrations.AddField(
            model_name='approval',
            name='awaits',
            field=models.CharField(blank=True, choices=[('head', '受理部门负责人'), ('office', '专班办公室'), ('deputy', '专班副组长')], default='', max_length=8, verbose_name='待审核'),
        ),
        migrations.AddField(
            model_name='approval',
            name='lines',
            field=models.JSONField(blank=True, default=list, verbose_name='已签各栏'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='approval',
            trigger=pgtrigger.compiler.Trigger(name='approval_lines_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nIF NOT NEW.lines @> OLD.lines THEN\n    RAISE EXCEPTION 'a signed line of approval % stays', OLD.id USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n", hash='412811e30c753547f8f2498639ae94782809666d', operation='UPDATE OR DELETE', pgid='pgtrigger_approval_lines_stay_106bd', table='workflow_approval', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.CheckConstraint(condition=models.Q(('desk__isnull', True), ('kind', 'extension'), models.Q(('awaits', 'head'), ('kind', 'major')), _connector='OR'), name='approval_by_a_head_is_of_extension_or_review'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.CheckConstraint(condition=models.Q(('awaits', ''), models.Q(('kind', 'major'), models.Q(('state', 'approved'), _negated=True)), _connector='OR'), name='approval_reviewed_is_major_and_before_consent'),
        ),
    ]
