import confidentiality.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='密封编号')),
                ('key', models.CharField(max_length=120, verbose_name='键')),
                ('request_digest', models.CharField(max_length=64, verbose_name='请求摘要')),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='状态码')),
                ('body', confidentiality.fields.SealedJSONField(blank=True, default='', mask='hidden', verbose_name='答复')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '幂等键',
                'verbose_name_plural': '幂等键',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('officer', 'key'), name='idempotency_key_once')],
            },
        ),
    ]
