"""Towns register their trainings, 人社局 its events against injuries (四(二), R024, R025)."""

import departments.models.training
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('departments', '0003_may_request_convening'),
    ]

    operations = [
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('training', '业务培训'), ('prevention', '工伤预防宣传')], max_length=12, verbose_name='类别')),
                ('held_on', models.DateField(verbose_name='日期')),
                ('subject', models.CharField(max_length=120, verbose_name='主题')),
                ('place', models.CharField(max_length=120, verbose_name='地点')),
                ('lecturer', models.CharField(max_length=60, verbose_name='讲师')),
                ('hours', models.DecimalField(decimal_places=1, max_digits=4, verbose_name='课时')),
                ('village_officials', models.PositiveIntegerField(default=0, verbose_name='大学生村干部')),
                ('grid_workers', models.PositiveIntegerField(default=0, verbose_name='网格员')),
                ('others', models.PositiveIntegerField(default=0, verbose_name='其他人员')),
                ('sheet', models.FileField(blank=True, max_length=200, upload_to=departments.models.training.stored_as, verbose_name='签到附件')),
                ('sheet_name', models.CharField(blank=True, max_length=200, verbose_name='附件名称')),
                ('sheet_type', models.CharField(blank=True, max_length=100, verbose_name='附件类型')),
                ('sheet_sha256', models.CharField(blank=True, max_length=64, verbose_name='附件 SHA-256')),
                ('void_reason', models.CharField(blank=True, max_length=300, verbose_name='作废理由')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='departments.department', verbose_name='单位')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '培训宣传',
                'verbose_name_plural': '培训宣传',
                'ordering': ['-held_on', '-id'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['-held_on', '-id'], name='training_by_day'), models.Index(fields=['department', '-held_on', '-id'], name='training_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('hours__gt', 0)), name='training_lasted'), models.CheckConstraint(condition=models.Q(('village_officials__gt', 0), ('grid_workers__gt', 0), ('others__gt', 0), _connector='OR'), name='training_had_listeners'), models.CheckConstraint(condition=models.Q(models.Q(('sheet', ''), ('sheet_sha256', '')), models.Q(models.Q(('sheet', ''), _negated=True), models.Q(('sheet_sha256', ''), _negated=True)), _connector='OR'), name='training_sheet_has_its_digest')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='training',
            trigger=pgtrigger.compiler.Trigger(name='training_kept_for_history', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='6438b052575469483b92d47d8dd44ca77e5b9419', operation='DELETE', pgid='pgtrigger_training_kept_for_history_0d2cc', table='departments_training', when='BEFORE')),
        ),
    ]
