"""The paper a suspension rests on, and the limit after which it is looked at again."""

from django.db import migrations, models

from workflow.policies import install_policies


def install(apps, schema_editor):
    """The limit of the review, where it is missing."""
    install_policies(apps)


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0013_extension_papers'),
    ]

    operations = [
        migrations.AddField(
            model_name='pause',
            name='evidence',
            field=models.CharField(blank=True, max_length=200, verbose_name='凭证'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
