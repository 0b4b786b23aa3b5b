"""审计整改 gets its limit: what is missing is added, what administrators edited stays."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from deadlines.policies import install_policies


def install(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """审计法52条: what an audit found is put right within the time that is set."""
    install_policies(apps)


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0002_calendar_and_limits")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
