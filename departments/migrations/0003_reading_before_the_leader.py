"""Who reads a major matter before the leader (R061), the plan's words beside each duty (四(二))."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from departments.founding.second_edition import issue_second_edition


def read_again(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Rows that are as they were founded come in a new edition; the old one stays (R014)."""
    issue_second_edition(apps)


class Migration(migrations.Migration):

    dependencies = [
        ('departments', '0002_founding'),
        ('workflow', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='department',
            name='major_head_review',
            field=models.BooleanField(default=False, help_text='打开后，经办员报请重大疑难先由负责人审核签字（五(三)2(2)）', verbose_name='报请组长须经负责人审核'),
        ),
        migrations.AddField(
            model_name='dutyrule',
            name='basis',
            field=models.CharField(blank=True, default='', max_length=300, verbose_name='所依据的方案原文'),
        ),
        migrations.AddField(
            model_name='taskforcesettings',
            name='major_deputy_review',
            field=models.BooleanField(default=False, help_text='默认关闭（R061）', verbose_name='重大事项先由副组长审核'),
        ),
        migrations.AddField(
            model_name='taskforcesettings',
            name='major_office_review',
            field=models.BooleanField(default=False, help_text='默认关闭（R061）', verbose_name='重大事项先由专班办公室审核'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='term',
            trigger=pgtrigger.compiler.Trigger(name='term_covers_its_acts', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.ends_on IS NOT NULL AND NEW.ends_on IS DISTINCT FROM OLD.ends_on)', declare='DECLARE last_act date;', func="\nSELECT max((acts.at AT TIME ZONE 'Asia/Shanghai')::date) INTO last_act FROM (\n    SELECT t.at FROM workflow_timelineentry t WHERE t.actor_id = NEW.officer_id\n    UNION ALL SELECT c.at FROM departments_changerecord c WHERE c.by_id = NEW.officer_id\n) acts WHERE acts.at >= (NEW.ends_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai';\nIF last_act IS NOT NULL THEN\n    RAISE EXCEPTION 'officer % has acted since', NEW.officer_id USING ERRCODE = 'check_violation',\n        CONSTRAINT = 'term_covers_its_acts', DETAIL = last_act::text;\nEND IF;\nRETURN NEW;\n", hash='7f31466310c125ec4d08d28625eb6f79ff5a84da', operation='UPDATE OF "ends_on"', pgid='pgtrigger_term_covers_its_acts_85ea3', table='departments_term', when='BEFORE')),
        ),
        migrations.RunPython(read_again, migrations.RunPython.noop),
    ]
