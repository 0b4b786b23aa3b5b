"""Found by the name of a channel; and an order number is the same with 号 behind it (R029).

Only keys are written, by which rows are found; nothing that a file says is changed.
"""

from django.db import migrations, models

from confidentiality.identifiers.work_orders import WORK_ORDER_SQL

#: Archived files rest; their keys may follow.
IGNORE = """
SELECT set_config('pgtrigger.ignore', '{' || string_agg(tgname, ',') || '}', true)
FROM pg_catalog.pg_trigger WHERE tgrelid = 'disputes_dispute'::regclass AND NOT tgisinternal"""
MIND = "SELECT set_config('pgtrigger.ignore', '', true)"

#: Of what was registered twice before, in two spellings, the younger ones keep a key of their own.
KEYS = """
UPDATE disputes_dispute d
SET source_key = k.key || CASE WHEN k.state <> 'draft' AND (k.nth > 1 OR EXISTS (
    SELECT 1 FROM disputes_dispute o WHERE o.source_key = k.key AND o.channel = k.channel
        AND o.jurisdiction = k.jurisdiction AND o.state <> 'draft'
)) THEN '#' || k.id ELSE '' END
FROM (
    SELECT id, jurisdiction, channel, state, portal_work_order(source_number) AS key,
        row_number() OVER (
            PARTITION BY jurisdiction, channel, portal_work_order(source_number), state = 'draft'
            ORDER BY id
        ) AS nth
    FROM disputes_dispute
    WHERE (source_key LIKE '%号' OR source_key LIKE '第%' AND source_key NOT LIKE '%#%')
        AND portal_work_order(source_number) <> source_key
) k WHERE k.id = d.id"""


class Migration(migrations.Migration):
    dependencies = [("disputes", "0019_reporter_grants")]

    operations = [
        migrations.RunSQL(WORK_ORDER_SQL, migrations.RunSQL.noop),
        migrations.RunSQL(IGNORE, migrations.RunSQL.noop),
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
        migrations.RunSQL(MIND, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(fields=["channel", "-id"], name="dispute_by_channel"),
        ),
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(
                condition=models.Q(("severity", "major")), fields=["-id"], name="dispute_major"
            ),
        ),
    ]
