import confidentiality.fields
import disputes.models.dispute
import disputes.models.material
import disputes.search
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


#: Who owes what is no matter of chance: without this PostgreSQL expects a fiftieth of a desk.
DESKS = """
CREATE STATISTICS dispute_desks (mcv)
ON state, owing_department_id, owing_role FROM disputes_dispute
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('departments', '0002_founding'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # the search function comes before the index that is built on it
        migrations.RunSQL(disputes.search.BIGRAMS_SQL, "DROP FUNCTION IF EXISTS portal_bigrams(text)"),
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='密封编号')),
                ('jurisdiction', models.CharField(default='230718', max_length=12, verbose_name='区划')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('number', models.CharField(blank=True, max_length=32, null=True, unique=True, verbose_name='受理编号')),
                ('state', models.CharField(choices=[('draft', '暂存'), ('registered', '待审核'), ('triage', '待分类'), ('awaiting_approval', '待组长审批'), ('handling', '办理中'), ('awaiting_signoff', '待签发'), ('feedback', '待反馈'), ('objected', '有异议'), ('concluded', '已办结'), ('suspended', '中止'), ('declined', '不予受理'), ('notified', '已告知'), ('withdrawn', '已撤回'), ('merged', '已并案'), ('archived', '已归档')], default='draft', max_length=20, verbose_name='状态')),
                ('severity', models.CharField(blank=True, choices=[('general', '一般'), ('major', '重大疑难')], max_length=8, verbose_name='事项性质')),
                ('mode', models.CharField(blank=True, choices=[('single', '单独办理'), ('referral', '告知移交'), ('joint', '联合办理'), ('special', '专案办理'), ('notify', '仅告知')], max_length=10, verbose_name='办理方式')),
                ('version', models.PositiveIntegerField(default=0, verbose_name='版本')),
                ('channel', models.CharField(blank=True, choices=[('visit', '来访'), ('phone', '电话'), ('letter', '来信'), ('web', '网络'), ('h12345', '12345热线'), ('h12333', '12333热线'), ('h12366', '12366热线'), ('h12393', '12393热线'), ('petition', '信访转送'), ('grid', '网格上报'), ('superior', '上级交办')], max_length=10, verbose_name='受理渠道')),
                ('source_platform', models.CharField(blank=True, max_length=40, verbose_name='来源平台')),
                ('source_number', models.CharField(blank=True, max_length=60, verbose_name='来源工单号')),
                ('visited_at', models.DateTimeField(blank=True, null=True, verbose_name='来访时间')),
                ('registered_at', models.DateTimeField(blank=True, null=True, verbose_name='登记时间')),
                ('town', models.CharField(blank=True, max_length=12, verbose_name='事项辖区')),
                ('place', models.CharField(blank=True, max_length=60, verbose_name='林场（村、社区）')),
                ('owing_role', models.CharField(blank=True, max_length=12, verbose_name='由何种岗位办')),
                ('urgency', models.CharField(choices=[('normal', '平件'), ('urgent', '加急'), ('critical', '特急')], default='normal', max_length=10, verbose_name='紧急程度')),
                ('category', models.CharField(blank=True, max_length=10, verbose_name='争议类别')),
                ('insurance_types', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('pension', '职工基本养老'), ('pension_resident', '城乡居民养老'), ('medical', '职工医疗'), ('medical_resident', '城乡居民医疗'), ('maternity', '生育'), ('injury', '工伤'), ('unemployment', '失业')], max_length=20), blank=True, default=list, size=None, verbose_name='涉及险种')),
                ('period_start', models.DateField(blank=True, null=True, verbose_name='争议期间起')),
                ('period_end', models.DateField(blank=True, null=True, verbose_name='争议期间止')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='金额')),
                ('people_count', models.PositiveIntegerField(default=1, verbose_name='人数')),
                ('facts', models.TextField(blank=True, verbose_name='反映主要事项')),
                ('claim', models.TextField(blank=True, verbose_name='争议诉求')),
                ('anonymous', models.BooleanField(default=False, verbose_name='匿名')),
                ('confidential_report', models.BooleanField(default=False, verbose_name='举报保密')),
                ('signals', models.JSONField(blank=True, default=disputes.models.dispute._no_signals, verbose_name='重大疑难信号')),
                ('out_reason', models.CharField(blank=True, choices=[('service', '服务投诉'), ('wages', '劳动报酬争议'), ('housing', '住房公积金'), ('legal', '已进入法定程序'), ('duplicate', '重复反映'), ('elsewhere', '不属本区管辖'), ('other', '其他不属征缴争议的事项')], max_length=12, verbose_name='不属征缴争议的理由')),
                ('severity_reason', models.TextField(blank=True, verbose_name='性质判定理由')),
                ('returns', models.PositiveSmallIntegerField(default=0, verbose_name='被退回次数')),
                ('designated', models.BooleanField(default=False, verbose_name='已由专班办公室指定')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='建立时间')),
                ('concluded_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('archived_at', models.DateTimeField(blank=True, null=True, verbose_name='归档时间')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='期限')),
                ('amber_on', models.DateField(blank=True, null=True, verbose_name='黄灯日')),
                ('due_key', models.CharField(blank=True, max_length=30, verbose_name='期限环节')),
                ('search_text', models.TextField(blank=True, editable=False, verbose_name='检索文字')),
                ('typed', confidentiality.fields.SealedJSONField(blank=True, default='', mask='hidden', verbose_name='暂存时所填')),
                ('continues', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disputes.dispute', verbose_name='续办自')),
                ('first_contact_department', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='departments.department', verbose_name='首问单位')),
                ('first_contact_officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='首问责任人')),
                ('lead_department', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='departments.department', verbose_name='主办部门')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='disputes.dispute', verbose_name='并入')),
                ('owing_department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='departments.department', verbose_name='现由谁办下一步')),
                ('receiving_department', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='departments.department', verbose_name='受理部门')),
                ('responsible_officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='当前责任人')),
            ],
            options={
                'verbose_name': '争议事项',
                'verbose_name_plural': '争议事项',
                'permissions': [('take_part', '参与办理')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DisputeGroupPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='disputes.dispute')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.group')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('private_to', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DisputeUserPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='disputes.dispute')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(auto_now_add=True, verbose_name='关注时间')),
                ('dispute', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='disputes.dispute')),
                ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='follows', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '关注',
                'verbose_name_plural': '关注',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=200, upload_to=disputes.models.material.stored_as, verbose_name='文件')),
                ('title', models.CharField(max_length=200, verbose_name='名称')),
                ('media_type', models.CharField(max_length=100, verbose_name='类型')),
                ('size', models.PositiveBigIntegerField(verbose_name='大小（字节）')),
                ('pages', models.PositiveIntegerField(blank=True, null=True, verbose_name='页数')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('source', models.CharField(choices=[('payer', '缴费人'), ('counterparty', '争议对方'), ('officer', '承办单位')], default='payer', max_length=12, verbose_name='提供人')),
                ('purpose', models.CharField(blank=True, max_length=20, verbose_name='用途')),
                ('added_at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dispute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='materials', to='disputes.dispute')),
            ],
            options={
                'verbose_name': '材料',
                'verbose_name_plural': '材料',
                'ordering': ['id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('jurisdiction', models.CharField(max_length=12, verbose_name='区划')),
                ('series', models.CharField(max_length=40, verbose_name='序列')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('last', models.PositiveIntegerField(default=0, verbose_name='已用到')),
            ],
            options={
                'verbose_name': '编号序列',
                'verbose_name_plural': '编号序列',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('jurisdiction', 'series', 'year'), name='series_one_counter_a_year')],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='密封编号')),
                ('role', models.CharField(choices=[('payer', '缴费人'), ('counterparty', '争议对方'), ('agent', '代理人'), ('representative', '代表人')], max_length=16, verbose_name='身份')),
                ('kind', models.CharField(blank=True, max_length=16, verbose_name='类型')),
                ('unit_name', models.CharField(blank=True, max_length=120, verbose_name='单位名称')),
                ('name', confidentiality.fields.SealedTextField(blank=True, default='', mask='name', verbose_name='姓名')),
                ('id_number', confidentiality.fields.SealedTextField(blank=True, default='', mask='id_number', verbose_name='证件号码')),
                ('credit_code', confidentiality.fields.SealedTextField(blank=True, default='', mask='credit_code', verbose_name='统一社会信用代码')),
                ('phone', confidentiality.fields.SealedTextField(blank=True, default='', mask='phone', verbose_name='电话')),
                ('address', confidentiality.fields.SealedTextField(blank=True, default='', mask='address', verbose_name='住址')),
                ('contact', confidentiality.fields.SealedTextField(blank=True, default='', mask='name', verbose_name='联系人')),
                ('name_index', confidentiality.fields.BlindIndexField(blank=True, default='', editable=False, kind='name', max_length=32, of='name')),
                ('id_number_index', confidentiality.fields.BlindIndexField(blank=True, default='', editable=False, kind='id_number', max_length=32, of='id_number')),
                ('phone_index', confidentiality.fields.BlindIndexField(blank=True, default='', editable=False, kind='phone', max_length=32, of='phone')),
                ('phone_tail_index', confidentiality.fields.BlindIndexField(blank=True, default='', editable=False, kind='phone_tail', max_length=32, of='phone')),
                ('dispute', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='disputes.dispute')),
            ],
            options={
                'verbose_name': '当事人',
                'verbose_name_plural': '当事人',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Recusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='理由')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('dispute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recusals', to='disputes.dispute')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recusals', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '回避',
                'verbose_name_plural': '回避',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20, verbose_name='名称')),
                ('filters', models.JSONField(verbose_name='条件')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='保存时间')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '常用条件',
                'verbose_name_plural': '常用条件',
                'ordering': ['id'],
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(fields=['state', '-id'], name='dispute_by_state'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(fields=['lead_department', 'state', '-id'], name='dispute_by_lead'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(fields=['receiving_department', 'state', '-id'], name='dispute_by_recv'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(fields=['category', '-id'], name='dispute_by_category'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(fields=['town', '-id'], name='dispute_by_town'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(fields=['first_contact_officer', '-id'], name='dispute_by_author'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('state', 'draft')), fields=['first_contact_officer', '-id'], name='dispute_drafts'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('state__in', ['concluded', 'declined', 'merged', 'notified', 'withdrawn'])), fields=['receiving_department', '-id'], name='dispute_to_archive'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('state__in', ['registered', 'triage', 'awaiting_approval', 'handling', 'awaiting_signoff', 'feedback', 'objected', 'suspended'])), fields=['owing_department', 'due_on', 'id'], name='dispute_owed'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('state__in', ['registered', 'triage', 'awaiting_approval', 'handling', 'awaiting_signoff', 'feedback', 'objected', 'suspended'])), fields=['owing_role', 'due_on', 'id'], name='dispute_owed_role'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('state__in', ['registered', 'triage', 'awaiting_approval', 'handling', 'awaiting_signoff', 'feedback', 'objected', 'suspended'])), fields=['due_on', 'id'], name='dispute_open_due'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(fields=['registered_at'], include=('id', 'state', 'severity', 'mode', 'channel', 'category', 'town', 'lead_department', 'first_contact_officer', 'due_on', 'amber_on', 'concluded_at'), name='dispute_figures'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=django.contrib.postgres.indexes.GinIndex(disputes.search.Bigrams('search_text'), fastupdate=False, name='dispute_bigrams'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=django.contrib.postgres.indexes.GinIndex(fields=['insurance_types'], name='dispute_by_insurance'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), ('number__isnull', False), _connector='OR'), name='dispute_registered_has_number'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('registered_at__isnull', False), ('visited_at__lte', models.F('registered_at'))), _connector='OR'), name='dispute_registered_has_time_and_visit_before_it'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('mode', 'special'), _negated=True), ('severity', 'major'), _connector='OR'), name='dispute_special_is_major'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['handling', 'awaiting_signoff', 'feedback']), _negated=True), models.Q(models.Q(('severity', ''), _negated=True), models.Q(('mode', ''), _negated=True)), _connector='OR'), name='dispute_handled_has_severity_and_mode'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', False), _connector='OR'), name='dispute_merged_names_survivor'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(('period_start__isnull', True), ('period_end__isnull', True), ('period_end__gte', models.F('period_start')), _connector='OR'), name='dispute_period_runs_forward'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('source_number', ''), _negated=True), models.Q(('state', 'draft'), _negated=True)), fields=('jurisdiction', 'channel', 'source_number'), name='dispute_source_number_once'),
        ),
        migrations.AddIndex(
            model_name='disputegrouppermission',
            index=models.Index(fields=['group', '-content_object'], name='participation_by_group'),
        ),
        migrations.AlterUniqueTogether(
            name='disputegrouppermission',
            unique_together={('group', 'permission', 'content_object')},
        ),
        migrations.AlterUniqueTogether(
            name='disputeuserpermission',
            unique_together={('user', 'permission', 'content_object')},
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.UniqueConstraint(fields=('officer', 'dispute'), name='follow_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='material',
            trigger=pgtrigger.compiler.Trigger(name='material_rests_with_file', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF EXISTS (SELECT 1 FROM disputes_dispute d\n        WHERE d.id = OLD.dispute_id AND d.state = 'archived') THEN\n    RAISE EXCEPTION 'the file of this dispute is archived' USING ERRCODE = 'check_violation';\nEND IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n", hash='be72628a9a445d7b032d337acac96d5fb3bf952b', operation='UPDATE OR DELETE', pgid='pgtrigger_material_rests_with_file_01545', table='disputes_material', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['name_index'], name='party_by_name'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['id_number_index'], name='party_by_id_number'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['phone_index'], name='party_by_phone'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['phone_tail_index'], name='party_by_phone_tail'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(condition=models.Q(('role', 'representative'), _negated=True), fields=('dispute', 'role'), name='party_one_payer_counterparty_agent'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='party',
            trigger=pgtrigger.compiler.Trigger(name='party_rests_with_file', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF EXISTS (SELECT 1 FROM disputes_dispute d\n        WHERE d.id = OLD.dispute_id AND d.state = 'archived') THEN\n    RAISE EXCEPTION 'the file of this dispute is archived' USING ERRCODE = 'check_violation';\nEND IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\nRETURN NEW;\n", hash='da0fada1b157d3ffc259cff9b5656402c3112f8d', operation='UPDATE OR DELETE', pgid='pgtrigger_party_rests_with_file_4bcb7', table='disputes_party', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='recusal',
            constraint=models.UniqueConstraint(fields=('dispute', 'officer'), name='recusal_once'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('officer', 'name'), name='saved_view_name_once'),
        ),
        migrations.RunSQL(DESKS, "DROP STATISTICS dispute_desks"),
    ]
