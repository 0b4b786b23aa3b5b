"""应参保未参保 of 养老、工伤、失业 alone is led by 区人社局 (四(二), decision 0060); the old edition stays."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from departments.founding.second_edition import issue_third_edition


def read_again(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    issue_third_edition(apps)


class Migration(migrations.Migration):
    dependencies = [("departments", "0010_statutory_names_and_remedy_bodies")]

    operations = [migrations.RunPython(read_again, migrations.RunPython.noop)]
