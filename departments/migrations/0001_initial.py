import departments.models.training
import departments.sortkey
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10, unique=True, verbose_name='代码')),
                ('name', models.CharField(max_length=60, verbose_name='类别')),
                ('order', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('handling', models.CharField(choices=[('handle', '分流办理'), ('answer', '即时答复'), ('clue', '转有权部门核查'), ('tell', '仅告知'), ('tell_and_refer', '告知并移交')], max_length=16, verbose_name='处理方式')),
                ('period_matters', models.BooleanField(default=False, help_text='工资申报、欠费、核定类（R019）', verbose_name='以切换日分流')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
            ],
            options={
                'verbose_name': '争议类别',
                'verbose_name_plural': '争议类别',
                'ordering': ['order'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Officer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(max_length=40, unique=True, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9_]{3,40}$', '工号为 3 至 40 位字母、数字或下划线')], verbose_name='工号')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('name_key', departments.sortkey.SortKeyField(blank=True, editable=False, max_length=120, of='name', verbose_name='姓名排序键')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='办公电话')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='办公邮箱')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='账号有效期至')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='下次登录须改密码')),
                ('password_changed_at', models.DateTimeField(blank=True, null=True, verbose_name='密码修改时间')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='建立时间')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': '人员',
                'verbose_name_plural': '人员',
                'ordering': ['name_key', 'id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ChangeRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('verb', models.CharField(max_length=40, verbose_name='动作')),
                ('subject', models.CharField(max_length=120, verbose_name='对象')),
                ('before', models.TextField(blank=True, verbose_name='变更前')),
                ('after', models.TextField(blank=True, verbose_name='变更后')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='理由或依据')),
                ('by', models.ForeignKey(blank=True, help_text='空：系统初始化', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
            ],
            options={
                'verbose_name': '管理变更记录',
                'verbose_name_plural': '管理变更记录',
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(max_length=200, verbose_name='书面授权（文号或说明）')),
                ('starts_on', models.DateField(verbose_name='授权自')),
                ('ends_on', models.DateField(verbose_name='授权至')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='登记时间')),
                ('revoked_on', models.DateField(blank=True, null=True, verbose_name='撤销日期')),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to=settings.AUTH_USER_MODEL, verbose_name='副组长')),
                ('leader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='组长')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '组长授权',
                'verbose_name_plural': '组长授权',
                'ordering': ['-starts_on', '-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='MatrixVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True, verbose_name='版本')),
                ('effective_from', models.DateField(verbose_name='施行日期')),
                ('note', models.CharField(max_length=300, verbose_name='修改说明')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='修改时间')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='修改人')),
            ],
            options={
                'verbose_name': '职责表版本',
                'verbose_name_plural': '职责表版本',
                'ordering': ['-number'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DutyRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('group', models.CharField(blank=True, choices=[('', '不限'), ('three', '只涉三险'), ('medical', '只涉医疗、生育'), ('both', '两组都涉及')], max_length=8, verbose_name='险种范围')),
                ('insurance', models.CharField(blank=True, choices=[('pension', '职工基本养老'), ('pension_resident', '城乡居民养老'), ('medical', '职工医疗'), ('medical_resident', '城乡居民医疗'), ('maternity', '生育'), ('injury', '工伤'), ('unemployment', '失业')], max_length=20, verbose_name='限险种')),
                ('relation', models.CharField(blank=True, choices=[('', '不限'), ('before', '切换日前'), ('after', '切换日后'), ('across', '跨切换日')], max_length=8, verbose_name='期间')),
                ('people_from', models.PositiveIntegerField(blank=True, null=True, verbose_name='人数不少于')),
                ('lead', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None, verbose_name='主办')),
                ('supporting', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, size=None, verbose_name='协助')),
                ('joint', models.BooleanField(default=False, verbose_name='须联办')),
                ('clause', models.CharField(max_length=60, verbose_name='条款')),
                ('text', models.CharField(max_length=300, verbose_name='职责原文或说明')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='departments.category')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='departments.matrixversion')),
            ],
            options={
                'verbose_name': '职责表条目',
                'verbose_name_plural': '职责表条目',
                'ordering': ['category__order', 'order'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='MembershipDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decided_on', models.DateField(verbose_name='决定日期')),
                ('document', models.CharField(max_length=120, verbose_name='文号或会议纪要')),
                ('attachment', models.CharField(blank=True, max_length=200, verbose_name='附件说明')),
                ('effective_on', models.DateField(verbose_name='生效日期')),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='组长确认日期')),
                ('is_founding', models.BooleanField(default=False, verbose_name='方案确定的成员')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认的组长')),
            ],
            options={
                'verbose_name': '增加成员单位的专班决定',
                'verbose_name_plural': '增加成员单位的专班决定',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=8, unique=True, verbose_name='代码')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='名称')),
                ('short_name', models.CharField(max_length=20, verbose_name='简称')),
                ('kind', models.CharField(choices=[('bureau', '职能局'), ('branch', '经办机构'), ('town', '镇人民政府'), ('office', '专班办公室')], max_length=10, verbose_name='类别')),
                ('order', models.PositiveSmallIntegerField(default=100, verbose_name='次序')),
                ('is_active', models.BooleanField(default=False, verbose_name='在用')),
                ('joined_on', models.DateField(blank=True, null=True, verbose_name='加入日期')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='退出日期')),
                ('is_functional', models.BooleanField(default=False, help_text='计入“两个及两个以上职能部门”（五(三)1）', verbose_name='职能部门')),
                ('may_lead', models.BooleanField(default=False, help_text='信访局、财政局、各镇默认只协助（R020、R021）', verbose_name='可作主办')),
                ('can_assist', models.BooleanField(default=True, verbose_name='可作协助')),
                ('may_request_convening', models.BooleanField(default=False, help_text='可提请专班办公室召集成员单位联合处置（四(二)）', verbose_name='可提请召集')),
                ('intake_same_person', models.BooleanField(default=True, help_text='关闭后可由同一人登记和审核，记录标明“同人办理”', verbose_name='登记与审核须为两人')),
                ('decision_head_sign', models.BooleanField(default=True, help_text='关闭后起草人可自行签发，专案除外', verbose_name='处理意见须由负责人签发')),
                ('opinion_head_approval', models.BooleanField(default=True, help_text='关闭后起草即反馈，专案除外', verbose_name='书面意见须由负责人审核')),
                ('address', models.CharField(blank=True, max_length=120, verbose_name='办公地址')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='办公电话')),
                ('office_hours', models.CharField(blank=True, max_length=120, verbose_name='办公时间')),
                ('paper_prefix', models.CharField(blank=True, max_length=20, verbose_name='文书字号前缀')),
                ('fonds_number', models.CharField(blank=True, max_length=20, verbose_name='全宗号')),
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='department', to='auth.group', verbose_name='参与组')),
                ('hosted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='departments.department', verbose_name='设在')),
                ('membership', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='departments', to='departments.membershipdecision', verbose_name='增加决定')),
            ],
            options={
                'verbose_name': '成员单位',
                'verbose_name_plural': '成员单位',
                'ordering': ['order', 'code'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('clerk', '经办员'), ('reviewer', '审核员'), ('head', '部门负责人'), ('town_lead', '分管领导'), ('office', '专班办公室'), ('leader', '专班组长'), ('deputy', '专班副组长'), ('archivist', '档案员'), ('auditor', '审计员'), ('sysadmin', '系统管理员'), ('secadmin', '安全管理员'), ('logadmin', '审计管理员')], max_length=12, verbose_name='岗位')),
                ('title', models.CharField(max_length=60, verbose_name='职务')),
                ('single_seat', models.BooleanField(default=False, verbose_name='仅一人')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='departments.department', verbose_name='单位')),
            ],
            options={
                'verbose_name': '岗位',
                'verbose_name_plural': '岗位',
                'ordering': ['department__order', 'id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SignalRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('topic', models.CharField(help_text='同一信号只计最高的一条', max_length=16, verbose_name='信号')),
                ('field', models.CharField(max_length=20, verbose_name='登记项')),
                ('at_least', models.PositiveIntegerField(default=1, verbose_name='阈值')),
                ('subject', models.CharField(blank=True, choices=[('', '不限'), ('unit', '单位'), ('person', '个人')], max_length=8, verbose_name='对象')),
                ('score', models.PositiveSmallIntegerField(verbose_name='分值')),
                ('brings', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, size=None, verbose_name='增加协助')),
                ('clause', models.CharField(max_length=60, verbose_name='条款')),
                ('text', models.CharField(max_length=120, verbose_name='说明')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signals', to='departments.matrixversion')),
            ],
            options={
                'verbose_name': '重大疑难信号',
                'verbose_name_plural': '重大疑难信号',
                'ordering': ['order'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SwitchDate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('insurance', models.CharField(choices=[('pension', '职工基本养老'), ('pension_resident', '城乡居民养老'), ('medical', '职工医疗'), ('medical_resident', '城乡居民医疗'), ('maternity', '生育'), ('injury', '工伤'), ('unemployment', '失业')], max_length=20, unique=True, verbose_name='险种')),
                ('switched_on', models.DateField(blank=True, null=True, verbose_name='切换日')),
                ('basis', models.CharField(blank=True, max_length=120, verbose_name='依据')),
            ],
            options={
                'verbose_name': '申报模式切换日',
                'verbose_name_plural': '申报模式切换日',
                'ordering': ['id'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('switched_on', None), models.Q(('basis', ''), _negated=True), _connector='OR'), name='switch_date_has_its_basis')],
            },
        ),
        migrations.CreateModel(
            name='TaskForceSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('leader_delegation', models.BooleanField(default=False, help_text='默认关闭（A11）', verbose_name='允许组长书面授权副组长代批')),
            ],
            options={
                'verbose_name': '专班设置',
                'verbose_name_plural': '专班设置',
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='task_force_settings_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='任职自')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='任职至')),
                ('basis', models.CharField(blank=True, max_length=120, verbose_name='任免依据')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='departments.post', verbose_name='岗位')),
            ],
            options={
                'verbose_name': '任职',
                'verbose_name_plural': '任职',
                'ordering': ['-starts_on', '-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Town',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True, verbose_name='代码')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('order', models.PositiveSmallIntegerField(default=100, verbose_name='次序')),
                ('is_outside', models.BooleanField(default=False, verbose_name='区外')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='towns', to='departments.department', verbose_name='镇人民政府')),
            ],
            options={
                'verbose_name': '事项辖区',
                'verbose_name_plural': '事项辖区',
                'ordering': ['order', 'code'],
                'default_permissions': (),
            },
        ),
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
            },
        ),
        migrations.AddConstraint(
            model_name='officer',
            constraint=models.CheckConstraint(condition=models.Q(('is_superuser', False)), name='officer_is_never_a_superuser'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changerecord',
            trigger=pgtrigger.compiler.Trigger(name='change_record_is_written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7d5cf54efccce3754152e9f4c291d463e987e9a9', operation='UPDATE OR DELETE', pgid='pgtrigger_change_record_is_written_once_743a7', table='departments_changerecord', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='delegation_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('basis', ''), _negated=True), name='delegation_is_in_writing'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('leader', models.F('deputy')), _negated=True), name='delegation_is_to_somebody_else'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegation',
            trigger=pgtrigger.compiler.Trigger(name='delegation_keeps_its_words', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."leader_id" IS DISTINCT FROM (NEW."leader_id") OR OLD."deputy_id" IS DISTINCT FROM (NEW."deputy_id") OR OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c41225bf441c77287f1d4007a533a16483d56f01', operation='UPDATE', pgid='pgtrigger_delegation_keeps_its_words_f7dfd', table='departments_delegation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegation',
            trigger=pgtrigger.compiler.Trigger(name='delegation_kept_for_history', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9aca7d99259c3efbe6855020f439ff534a14dffe', operation='DELETE', pgid='pgtrigger_delegation_kept_for_history_96213', table='departments_delegation', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='matrixversion',
            constraint=models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='matrix_version_says_why'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='matrixversion',
            trigger=pgtrigger.compiler.Trigger(name='matrix_version_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f5a7f71da8db7d86f744d8cd12b8e14955539064', operation='UPDATE OR DELETE', pgid='pgtrigger_matrix_version_never_changes_26a87', table='departments_matrixversion', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='dutyrule',
            constraint=models.UniqueConstraint(fields=('version', 'category', 'order'), name='duty_rule_order_once'),
        ),
        migrations.AddConstraint(
            model_name='dutyrule',
            constraint=models.CheckConstraint(condition=models.Q(('lead', []), _negated=True), name='duty_rule_names_a_lead'),
        ),
        migrations.AddConstraint(
            model_name='dutyrule',
            constraint=models.CheckConstraint(condition=models.Q(('clause', ''), _negated=True), name='duty_rule_cites_its_clause'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dutyrule',
            trigger=pgtrigger.compiler.Trigger(name='duty_rule_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fe80c57ec5eb4bf9a1685c70795858bb9cd0ab0a', operation='UPDATE OR DELETE', pgid='pgtrigger_duty_rule_never_changes_e850c', table='departments_dutyrule', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='membershipdecision',
            constraint=models.CheckConstraint(condition=models.Q(('effective_on__gte', models.F('decided_on'))), name='membership_takes_effect_after_the_decision'),
        ),
        migrations.AddConstraint(
            model_name='membershipdecision',
            constraint=models.CheckConstraint(condition=models.Q(('document', ''), _negated=True), name='membership_decision_names_its_document'),
        ),
        migrations.AddConstraint(
            model_name='membershipdecision',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_on', None), ('confirmed_by__isnull', False), ('is_founding', True), _connector='OR'), name='membership_is_confirmed_by_the_leader'),
        ),
        migrations.AddConstraint(
            model_name='membershipdecision',
            constraint=models.UniqueConstraint(condition=models.Q(('is_founding', True)), fields=('is_founding',), name='membership_founded_once'),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.CheckConstraint(condition=models.Q(('is_active', False), ('membership__isnull', False), _connector='OR'), name='department_active_rests_on_a_decision'),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.CheckConstraint(condition=models.Q(('is_active', False), ('left_on__isnull', True), _connector='OR'), name='department_active_has_not_left'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='department',
            trigger=pgtrigger.compiler.Trigger(name='admitted_by_confirmed_decision', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."is_active")', func="\nIF NOT EXISTS (\n    SELECT 1 FROM departments_membershipdecision\n    WHERE id = NEW.membership_id AND confirmed_on IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'member % is not admitted by a confirmed decision', NEW.code\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n", hash='e31644387252be31711df3e6ebd7d2f0d5439d1b', operation='INSERT OR UPDATE', pgid='pgtrigger_admitted_by_confirmed_decision_12708', table='departments_department', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='department',
            trigger=pgtrigger.compiler.Trigger(name='kept_for_history', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='afb31c043e841b505774a5e06fa6302ea2e0a269', operation='DELETE', pgid='pgtrigger_kept_for_history_8f634', table='departments_department', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(fields=('department', 'title'), name='post_title_once_a_department'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='post_keeps_its_role', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."role" IS DISTINCT FROM (NEW."role"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7e611f69d35845841910afa6e269ca9ebbbef989', operation='UPDATE', pgid='pgtrigger_post_keeps_its_role_b640a', table='departments_post', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='signalrule',
            constraint=models.UniqueConstraint(fields=('version', 'order'), name='signal_rule_order_once'),
        ),
        migrations.AddConstraint(
            model_name='signalrule',
            constraint=models.CheckConstraint(condition=models.Q(('score__range', (1, 3))), name='signal_rule_scores_one_to_three'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signalrule',
            trigger=pgtrigger.compiler.Trigger(name='signal_rule_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='10a27530a7998842f1e697b1d5723bc6ccadca02', operation='UPDATE OR DELETE', pgid='pgtrigger_signal_rule_never_changes_64138', table='departments_signalrule', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='term_ends_after_it_starts'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='term',
            trigger=pgtrigger.compiler.Trigger(name='term_keeps_duties_apart', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nPERFORM 1 FROM departments_officer WHERE id = NEW.officer_id FOR UPDATE;\nPERFORM 1 FROM departments_post WHERE id = NEW.post_id FOR UPDATE;\nIF EXISTS (\n    SELECT 1 FROM departments_term t\n    JOIN departments_post theirs ON theirs.id = t.post_id\n    JOIN departments_post ours ON ours.id = NEW.post_id\n    WHERE t.officer_id = NEW.officer_id AND t.id IS DISTINCT FROM NEW.id\n      AND daterange(t.starts_on, t.ends_on, '[]') && daterange(NEW.starts_on, NEW.ends_on, '[]')\n      AND (theirs.id = ours.id OR theirs.role IN ('auditor', 'logadmin', 'secadmin', 'sysadmin') OR ours.role IN ('auditor', 'logadmin', 'secadmin', 'sysadmin'))\n) THEN\n    RAISE EXCEPTION 'duties of officer % are not kept apart', NEW.officer_id\n        USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'term_keeps_duties_apart';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM departments_term t JOIN departments_post p ON p.id = t.post_id\n    WHERE t.post_id = NEW.post_id AND p.single_seat AND t.id IS DISTINCT FROM NEW.id\n      AND daterange(t.starts_on, t.ends_on, '[]') && daterange(NEW.starts_on, NEW.ends_on, '[]')\n) THEN\n    RAISE EXCEPTION 'post % has one seat', NEW.post_id\n        USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'term_one_holder_a_seat';\nEND IF;\nRETURN NEW;\n", hash='3acc910a1f55491f211120bfc259f4cf27ee3f97', operation='INSERT OR UPDATE', pgid='pgtrigger_term_keeps_duties_apart_cc979', table='departments_term', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='term',
            trigger=pgtrigger.compiler.Trigger(name='term_keeps_its_holder', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."officer_id" IS DISTINCT FROM (NEW."officer_id") OR OLD."post_id" IS DISTINCT FROM (NEW."post_id") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3887a89a7f6ec2e689ade99d573ea293f59a1cb2', operation='UPDATE', pgid='pgtrigger_term_keeps_its_holder_0b97e', table='departments_term', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='term',
            trigger=pgtrigger.compiler.Trigger(name='term_kept_for_history', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='f208ebecd673182947e3c72d432b6196d0fbdc98', operation='DELETE', pgid='pgtrigger_term_kept_for_history_43576', table='departments_term', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='training',
            index=models.Index(fields=['-held_on', '-id'], name='training_by_day'),
        ),
        migrations.AddIndex(
            model_name='training',
            index=models.Index(fields=['department', '-held_on', '-id'], name='training_of_unit'),
        ),
        migrations.AddConstraint(
            model_name='training',
            constraint=models.CheckConstraint(condition=models.Q(('hours__gt', 0)), name='training_lasted'),
        ),
        migrations.AddConstraint(
            model_name='training',
            constraint=models.CheckConstraint(condition=models.Q(('village_officials__gt', 0), ('grid_workers__gt', 0), ('others__gt', 0), _connector='OR'), name='training_had_listeners'),
        ),
        migrations.AddConstraint(
            model_name='training',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sheet', ''), ('sheet_sha256', '')), models.Q(models.Q(('sheet', ''), _negated=True), models.Q(('sheet_sha256', ''), _negated=True)), _connector='OR'), name='training_sheet_has_its_digest'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='training',
            trigger=pgtrigger.compiler.Trigger(name='training_kept_for_history', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='6438b052575469483b92d47d8dd44ca77e5b9419', operation='DELETE', pgid='pgtrigger_training_kept_for_history_0d2cc', table='departments_training', when='BEFORE')),
        ),
    ]
