"""A meeting lies between 1949 and 2100; one of another year, which no page could show, comes in."""

import datetime

from django.conf import settings
from django.db import migrations, models

#: Issued minutes never change; a year that cannot be read was in no minutes of anybody.
IGNORE = "SELECT set_config('pgtrigger.ignore', '{pgtrigger_meeting_rests_once_issued_f9f4c}', true)"
MIND = "SELECT set_config('pgtrigger.ignore', '', true)"
#: The nearest moment that is allowed; the title, the place and the agenda stay as they were.
INTO_OUR_TIMES = """
UPDATE workflow_meeting
SET starts_at = LEAST(
    GREATEST(starts_at, '1948-12-31 16:00+00'::timestamptz), '2100-12-31 15:59+00'::timestamptz
)
WHERE starts_at < '1948-12-31 16:00+00' OR starts_at >= '2100-12-31 16:00+00'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('departments', '0005_whoever_takes_part_may_ask'),
        ('disputes', '0007_merged_parties'),
        ('workflow', '0008_corrections'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(IGNORE, migrations.RunSQL.noop),
        migrations.RunSQL(INTO_OUR_TIMES, migrations.RunSQL.noop),
        migrations.RunSQL(MIND, migrations.RunSQL.noop),
        # What waits for the commit is asked now, or PostgreSQL does not alter the table.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('starts_at__gte', datetime.datetime(1948, 12, 31, 16, 0, tzinfo=datetime.timezone.utc)), ('starts_at__lt', datetime.datetime(2100, 12, 31, 16, 0, tzinfo=datetime.timezone.utc))), name='meeting_is_in_our_times'),
        ),
    ]
