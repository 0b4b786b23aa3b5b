# Who presided over a meeting is written down when it is held.

import confidentiality.free_text
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0035_findings'),
    ]

    operations = [
        migrations.AddField(
            model_name='meeting',
            name='chair',
            field=confidentiality.free_text.SealedFreeTextField(blank=True, default='', verbose_name='主持人'),
        ),
    ]
