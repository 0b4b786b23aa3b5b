"""The papers of an extension, what was done by then, and whether the payer was told."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0012_extension_by_heads'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='approval',
            name='progress',
            field=models.TextField(blank=True, verbose_name='已办进展'),
        ),
        migrations.AddField(
            model_name='extensiongrant',
            name='told_how',
            field=models.CharField(blank=True, choices=[('direct', '直接送达'), ('phone', '电话告知'), ('in_person', '当面告知'), ('lien', '留置送达'), ('electronic', '电子送达'), ('mail', '邮寄送达'), ('relay', '转交送达'), ('notice', '公告送达')], max_length=12, verbose_name='告知方式'),
        ),
        migrations.AddField(
            model_name='extensiongrant',
            name='told_on',
            field=models.DateField(blank=True, null=True, verbose_name='告知缴费人之日'),
        ),
        migrations.AlterField(
            model_name='paper',
            name='kind',
            field=models.CharField(choices=[('registration', '受理登记表'), ('notification', '告知单'), ('referral', '报送单'), ('transfer_letter', '移交函'), ('joint_notice', '会办通知'), ('opinion', '部门书面意见书'), ('approval_opinion', '部门书面审批意见书'), ('receipt', '回执'), ('major_approval', '重大事项审批表'), ('meeting_notice', '会商通知'), ('minutes', '会议纪要'), ('decision', '处理意见告知书'), ('service_proof', '送达回证'), ('report_up', '上报表'), ('task_sheet', '交办单'), ('extension_form', '延期审批表'), ('extension_notice', '延期告知书')], max_length=20, verbose_name='文书'),
        ),
        migrations.AddConstraint(
            model_name='extensiongrant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('told_how', ''), ('told_on__isnull', True)), models.Q(('told_on__gte', models.F('granted_on')), models.Q(('told_how', ''), _negated=True)), _connector='OR'), name='extension_told_since_granted_and_how'),
        ),
    ]
