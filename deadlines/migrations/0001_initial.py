import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('departments', '0002_founding'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('date', models.DateField(primary_key=True, serialize=False, verbose_name='日期')),
                ('is_workday', models.BooleanField(verbose_name='上班')),
                ('name', models.CharField(blank=True, max_length=30, verbose_name='名称')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('imported_at', models.DateTimeField(auto_now=True, verbose_name='导入时间')),
                ('imported_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '工作日历',
                'verbose_name_plural': '工作日历',
                'ordering': ['date'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='CalendarStamp',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('version', models.UUIDField(default=uuid.uuid4, verbose_name='版本')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='更新时间')),
                ('changed_from', models.DateField(blank=True, null=True, verbose_name='自何日起有变')),
                ('computed', models.UUIDField(blank=True, null=True, verbose_name='已重算的版本')),
                ('computed_upto', models.BigIntegerField(default=0, verbose_name='已重算至')),
                ('moved', models.PositiveIntegerField(default=0, verbose_name='变动的期限')),
            ],
            options={
                'verbose_name': '工作日历版本',
                'verbose_name_plural': '工作日历版本',
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='calendar_stamp_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='DeadlinePolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=30, verbose_name='环节')),
                ('label', models.CharField(max_length=30, verbose_name='环节名称')),
                ('mode', models.CharField(blank=True, max_length=10, verbose_name='办理方式')),
                ('category', models.CharField(blank=True, max_length=10, verbose_name='适用类别')),
                ('limit', models.PositiveSmallIntegerField(verbose_name='期限')),
                ('unit', models.CharField(choices=[('wd', '工作日'), ('d', '自然日')], max_length=2, verbose_name='单位')),
                ('legal_limit', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='法定上限')),
                ('legal_unit', models.CharField(blank=True, choices=[('wd', '工作日'), ('d', '自然日')], max_length=2, verbose_name='上限单位')),
                ('extension', models.CharField(blank=True, max_length=30, verbose_name='延期按')),
                ('extender', models.CharField(blank=True, choices=[('head', '部门负责人'), ('leader', '专班组长')], max_length=8, verbose_name='延期审批人')),
                ('clause', models.CharField(blank=True, max_length=60, verbose_name='依据')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='版本')),
                ('valid_from', models.DateField(verbose_name='起用日期')),
                ('changed_at', models.DateTimeField(auto_now_add=True, verbose_name='修改时间')),
                ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='departments.department', verbose_name='适用部门')),
            ],
            options={
                'verbose_name': '办理时限',
                'verbose_name_plural': '办理时限',
                'ordering': ['key', 'mode', 'version'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('key', 'mode', 'department', 'category', 'version'), name='policy_version_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('limit__gte', 1)), name='policy_limit_is_positive'), models.CheckConstraint(condition=models.Q(models.Q(('legal_limit__isnull', True), ('legal_unit', '')), models.Q(('legal_limit__gte', 1), ('legal_unit__in', ['wd', 'd'])), _connector='OR'), name='policy_legal_limit_has_unit'), models.CheckConstraint(condition=models.Q(('legal_limit__isnull', True), models.Q(('limit__lte', models.F('legal_limit')), ('unit', models.F('legal_unit'))), models.Q(('legal_unit', 'd'), ('limit__lte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('legal_limit'), '*', models.Value(5)), '/', models.Value(7))), ('unit', 'wd')), models.Q(('legal_unit', 'wd'), ('limit__lte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('legal_limit'), '*', models.Value(7)), '/', models.Value(5))), ('unit', 'd')), _connector='OR'), name='policy_keeps_within_the_law'), models.CheckConstraint(condition=models.Q(('extension__in', ['', 'extend.general', 'extend.major'])), name='policy_extension_is_a_known_one'), models.CheckConstraint(condition=models.Q(models.Q(('key__in', ('extend.general', 'extend.major')), _negated=True), models.Q(('extender', ''), _negated=True), _connector='OR'), name='policy_of_an_extension_names_who_grants')],
            },
        ),
    ]
