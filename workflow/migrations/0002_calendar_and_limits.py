"""Every database starts with the announced calendar and the default limits."""

from __future__ import annotations
from deadlines.calendar_days import install_calendar
from deadlines.policies import install_policies
from django.db import migrations


def install(apps, schema_editor):
    install_calendar(apps)
    install_policies(apps)


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
