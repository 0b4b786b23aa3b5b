"""A new member unit comes before the leader in his queue (六(一), R010)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('departments', '0003_may_request_convening'),
        ('disputes', '0005_find_by_insurance'),
        ('workflow', '0011_convening'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='approval',
            name='membership',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='departments.membershipdecision'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'member'), ('membership__isnull', False)), models.Q(models.Q(('kind', 'member'), _negated=True), ('membership', None)), _connector='OR'), name='approval_of_a_member_names_its_decision'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.UniqueConstraint(condition=models.Q(('membership__isnull', False), ('state', 'pending')), fields=('membership',), name='approval_one_pending_a_member'),
        ),
    ]
