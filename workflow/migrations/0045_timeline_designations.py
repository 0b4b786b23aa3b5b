from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0044_recording_papers'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='timelineentry',
            index=models.Index(condition=models.Q(('verb__in', ('assign', 'designate'))), fields=['-id'], name='timeline_designations'),
        ),
    ]
