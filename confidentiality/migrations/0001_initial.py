import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('action', models.CharField(choices=[('reveal', '查看明文'), ('print', '打印'), ('export', '导出'), ('download', '下载'), ('view', '查看')], max_length=16, verbose_name='动作')),
                ('result', models.CharField(choices=[('done', '成功'), ('refused', '拒绝')], default='done', max_length=16, verbose_name='结果')),
                ('object_type', models.CharField(max_length=100, verbose_name='对象类型')),
                ('object_id', models.CharField(max_length=64, verbose_name='对象编号')),
                ('dispute_number', models.CharField(blank=True, max_length=64, verbose_name='争议编号')),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list, size=None, verbose_name='字段')),
                ('purpose', models.CharField(max_length=200, verbose_name='用途')),
                ('ip_address', models.GenericIPAddressField(blank=True, null=True, verbose_name='地址')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='access_records', to=settings.AUTH_USER_MODEL, verbose_name='查看人')),
            ],
            options={
                'verbose_name': '查阅记录',
                'verbose_name_plural': '查阅记录',
                'ordering': ('-id',),
                'indexes': [models.Index(fields=['dispute_number', '-id'], name='access_by_dispute')],
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='access_record_has_a_purpose')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessrecord',
            trigger=pgtrigger.compiler.Trigger(name='access_records_are_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1b1fc95c87393b2c4cba584b0b92f56ef6bfedb2', operation='UPDATE OR DELETE', pgid='pgtrigger_access_records_are_append_only_80a5e', table='confidentiality_accessrecord', when='BEFORE')),
        ),
    ]
