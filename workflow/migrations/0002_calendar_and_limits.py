"""Every database starts with the announced calendar and the default limits."""

from django.db import migrations

from workflow.calendar_days import install_calendar
from workflow.policies import install_policies


def install(apps, schema_editor):
    install_calendar(apps)
    install_policies(apps)


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
