"""Every database starts with the announced calendar and the default limits."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from deadlines.calendar_days import install_calendar
from deadlines.policies import install_policies


def install(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """方案四(二)、domain 2.2: the limits of the steps; the State Council's notices for the days."""
    install_calendar(apps)
    install_policies(apps)


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0001_initial")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
