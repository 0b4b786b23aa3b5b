"""One form of every number and name: of old rows as well, archived ones included.

Only keys are written, by which rows are found; nothing that a file says is changed.
"""

import confidentiality.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from confidentiality.blind_index import blind_index
from confidentiality.identifiers.work_orders import WORK_ORDER_SQL
from confidentiality.sealing import open_sealed
from disputes.intake import sounds_of
from disputes.search import normalise_text

#: Archived files rest; their keys may follow.
IGNORE = """SELECT set_config('pgtrigger.ignore', '{pgtrigger_dispute_follows_table_138b0,pgtrigger_party_rests_with_file_4bcb7}', true)"""
MIND = "SELECT set_config('pgtrigger.ignore', '', true)"

#: What was registered twice before, in two spellings, stays: the younger ones get a key of their own.
KEYS = """
UPDATE disputes_dispute d
SET source_key = k.key || CASE WHEN k.nth > 1 THEN '#' || d.id ELSE '' END
FROM (
    SELECT id, portal_work_order(source_number) AS key,
        CASE WHEN state = 'draft' THEN 1 ELSE row_number() OVER (
            PARTITION BY jurisdiction, channel, portal_work_order(source_number), state = 'draft'
            ORDER BY id
        ) END AS nth
    FROM disputes_dispute WHERE source_number <> ''
) k WHERE k.id = d.id
"""


def people_one_form(apps, schema_editor):
    """Names with a dot, a dash or an old shape of a character; permits; and codes, indexed now."""
    parties = apps.get_model("disputes", "Party").objects
    kinds = ("name", "id_number", "credit_code")
    wanted = [*kinds, *(f"{kind}_index" for kind in kinds)]
    for party in parties.only("id", "seal_id", *wanted).iterator(chunk_size=2000):
        plain = {kind: open_sealed(getattr(party, kind)) for kind in kinds}
        index = {f"{k}_index": blind_index(k, text) if text else "" for k, text in plain.items()}
        changed = {name: key for name, key in index.items() if getattr(party, name) != key}
        if changed:
            parties.filter(pk=party.pk).update(**changed)


def units_by_sound(apps, schema_editor):
    """The sounds of each unit's name beside the words that are searched."""
    party = apps.get_model("disputes", "Party")
    names = party.objects.exclude(unit_name="").order_by().values_list("unit_name", flat=True)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE unit_sounds (name text PRIMARY KEY, sounds text) ON COMMIT DROP")
        told = [(name, normalise_text(sounds_of(name))) for name in names.distinct()]
        cursor.executemany("INSERT INTO unit_sounds VALUES (%s, %s)", told)
        cursor.execute("""
            UPDATE disputes_dispute d SET search_text = d.search_text || u.sounds
            FROM (SELECT p.dispute_id, string_agg(s.sounds, '' ORDER BY p.id) AS sounds
                FROM disputes_party p JOIN unit_sounds s ON s.name = p.unit_name
                GROUP BY p.dispute_id) u
            WHERE u.dispute_id = d.id
        """)


class Migration(migrations.Migration):
    dependencies = [("disputes", "0002_promises")]

    operations = [
        migrations.RunSQL(WORK_ORDER_SQL, "DROP FUNCTION portal_work_order(text)"),
        migrations.AddField(
            model_name='dispute',
            name='source_key',
            field=models.CharField(blank=True, default='', editable=False, max_length=90, verbose_name='工单号归一'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='party',
            name='credit_code_index',
            field=confidentiality.fields.BlindIndexField(blank=True, default='', editable=False, kind='credit_code', max_length=32, of='credit_code'),
        ),
        migrations.RunSQL(IGNORE, migrations.RunSQL.noop),
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
        migrations.RunPython(people_one_form, migrations.RunPython.noop),
        migrations.RunPython(units_by_sound, migrations.RunPython.noop),
        migrations.RunSQL(MIND, migrations.RunSQL.noop),
        # What waits for the commit is asked now, or PostgreSQL makes no index on these tables.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name='dispute', name='dispute_source_number_once'),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(condition=models.Q(('credit_code_index', ''), _negated=True), fields=['credit_code_index'], name='party_by_credit_code'),
        ),
        migrations.AddIndex(
            model_name='dispute',
            index=models.Index(condition=models.Q(('source_key', ''), _negated=True), fields=['source_key'], name='dispute_by_source_key', opclasses=['varchar_pattern_ops']),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dispute',
            trigger=pgtrigger.compiler.Trigger(name='dispute_source_key_follows', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP = 'UPDATE' AND NEW.source_number = OLD.source_number THEN\n    NEW.source_key := OLD.source_key;\nELSE\n    NEW.source_key := portal_work_order(NEW.source_number);\nEND IF;\nRETURN NEW;\n", hash='344154c550bca7acc41d19cb31bac962053b51cd', operation='INSERT OR UPDATE', pgid='pgtrigger_dispute_source_key_follows_5c7ee', table='disputes_dispute', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('source_key', ''), _negated=True), models.Q(('state', 'draft'), _negated=True)), fields=('jurisdiction', 'channel', 'source_key'), name='dispute_source_number_once'),
        ),
    ]
