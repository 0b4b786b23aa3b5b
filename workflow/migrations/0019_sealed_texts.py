"""What is written of a case is sealed; closed files are searched by keyed bigrams (decision 0051)."""

import confidentiality.bigrams
import django.contrib.postgres.indexes
from confidentiality.free_text import SealedFreeJSONField, SealedFreeTextField
from confidentiality.old_rows import as_cipher_text, each_its_own, sealed_inside, sealed_now, with_seal
from disputes.search import BIGRAMS_SQL
from django.db import migrations

FILE = "workflow_casefile"
#: By model: the texts that are sealed.
TEXTS = {
    "agendaitem": {
        "decision": SealedFreeTextField(blank=True, default='', verbose_name='议定事项'),
        "dissent": SealedFreeTextField(blank=True, default='', verbose_name='分歧意见'),
        "topic": SealedFreeTextField(blank=True, default='', verbose_name='不属事项的议题'),
    },
    "approval": {
        "comment": SealedFreeTextField(blank=True, default='', verbose_name='批示意见'),
        "progress": SealedFreeTextField(blank=True, default='', verbose_name='已办进展'),
        "reason": SealedFreeTextField(default='', verbose_name='理由'),
    },
    "assignment": {
        "closed_reason": SealedFreeTextField(blank=True, default='', verbose_name='退回、撤回或逾期的理由'),
        "question": SealedFreeTextField(blank=True, default='', verbose_name='请办理的事项'),
    },
    "convening": {
        "answer": SealedFreeTextField(blank=True, default='', verbose_name='答复理由'),
        "reason": SealedFreeTextField(default='', verbose_name='提请召集的理由'),
    },
    "correction": {
        "after": SealedFreeTextField(blank=True, default='', verbose_name='更正后'),
        "before": SealedFreeTextField(blank=True, default='', verbose_name='更正前'),
        "reason": SealedFreeTextField(default='', verbose_name='理由'),
    },
    "decision": {
        "basis": SealedFreeTextField(default='', verbose_name='法律法规政策依据'),
        "comment": SealedFreeTextField(blank=True, default='', verbose_name='签批意见'),
        "decision": SealedFreeTextField(default='', verbose_name='处理意见'),
        "facts": SealedFreeTextField(default='', verbose_name='查明事实'),
    },
    "errand": {
        "answer": SealedFreeTextField(blank=True, default='', verbose_name='办理情况'),
        "conclusion": SealedFreeTextField(blank=True, default='', verbose_name='办结或撤回的理由'),
        "question": SealedFreeTextField(default='', verbose_name='交办内容'),
    },
    "errandentry": {
        "text": SealedFreeTextField(default='', verbose_name='经过'),
    },
    "extensiongrant": {
        "reason": SealedFreeTextField(default='', verbose_name='理由'),
    },
    "meeting": {
        "cancel_reason": SealedFreeTextField(blank=True, default='', verbose_name='取消理由'),
        "title": SealedFreeTextField(default='', verbose_name='名称'),
    },
    "notice": {
        "text": SealedFreeTextField(default='', verbose_name='内容'),
    },
    "opinion": {
        "basis": SealedFreeTextField(default='', verbose_name='法律法规政策依据'),
        "facts": SealedFreeTextField(default='', verbose_name='认定事实'),
        "opinion": SealedFreeTextField(default='', verbose_name='处理意见'),
        "sent_back": SealedFreeTextField(blank=True, default='', verbose_name='退改意见'),
    },
    "papervoid": {
        "reason": SealedFreeTextField(default='', verbose_name='理由'),
    },
    "partwithdrawal": {
        "claim": SealedFreeTextField(blank=True, default='', verbose_name='撤回的诉求'),
        "claim_before": SealedFreeTextField(blank=True, default='', verbose_name='撤回前的诉求'),
        "claim_left": SealedFreeTextField(blank=True, default='', verbose_name='仍在争议的诉求'),
        "ground": SealedFreeTextField(default='', verbose_name='撤回情况'),
    },
    "partyresponse": {
        "note": SealedFreeTextField(blank=True, default='', verbose_name='说明'),
        "struck_reason": SealedFreeTextField(blank=True, default='', verbose_name='更正理由'),
    },
    "pause": {
        "evidence": SealedFreeTextField(blank=True, default='', verbose_name='凭证'),
        "ground": SealedFreeTextField(blank=True, default='', verbose_name='中止事由'),
    },
    "remedy": {
        "note": SealedFreeTextField(blank=True, default='', verbose_name='说明'),
        "result": SealedFreeTextField(blank=True, default='', verbose_name='结果'),
    },
    "routingrecord": {
        "reason": SealedFreeTextField(blank=True, default='', verbose_name='理由'),
    },
    "service": {
        "note": SealedFreeTextField(blank=True, default='', verbose_name='说明'),
        "struck_reason": SealedFreeTextField(blank=True, default='', verbose_name='更正理由'),
    },
    "serviceattempt": {
        "outcome": SealedFreeTextField(default='', verbose_name='经过'),
    },
    "supervision": {
        "answer": SealedFreeTextField(blank=True, default='', verbose_name='整改答复'),
        "conclusion": SealedFreeTextField(blank=True, default='', verbose_name='销号意见'),
        "reason": SealedFreeTextField(default='', verbose_name='督办事由'),
    },
    "timelineentry": {
        "text": SealedFreeTextField(default='', verbose_name='经过'),
    },
    "withdrawaltelling": {
        "note": SealedFreeTextField(blank=True, default='', verbose_name='说明'),
    },
}
#: These had a `seal_id` before.
BOUND = ['correction', 'service']

#: A call to name somebody is known by its mark, now that its words are sealed.
MARK = """
UPDATE workflow_notice SET asks = 'somebody'
WHERE asks = '' AND text LIKE '%现无人能办%' AND dispute_id IS NOT NULL
"""


def steps():
    """Of each table: its columns, its rows, and then that each row has a seal of its own."""
    for model, fields in TEXTS.items():
        table = f"workflow_{model}"
        if model not in BOUND:
            yield from with_seal(table, model)
        yield from as_cipher_text(table, model, **fields)
        yield sealed_now(table, list(fields))
        if model not in BOUND:
            yield from each_its_own(table, model)


class Migration(migrations.Migration):

    atomic = False  # each batch of rows is a transaction of its own

    dependencies = [
        ('disputes', '0011_sealed_facts'),
        ('workflow', '0018_disclosure'),
    ]

    operations = [
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
        migrations.RemoveIndex(
            model_name='casefile',
            name='case_file_bigrams',
        ),
        migrations.RunSQL("DROP FUNCTION IF EXISTS portal_bigrams(text)", BIGRAMS_SQL),
        migrations.RunSQL(
            f"ALTER TABLE {FILE} ADD COLUMN IF NOT EXISTS search_grams int[] NOT NULL DEFAULT '{{}}'",
            f"ALTER TABLE {FILE} DROP COLUMN IF EXISTS search_grams",
            state_operations=[migrations.AddField(
                model_name='casefile',
                name='search_grams',
                field=confidentiality.bigrams.BigramField(blank=True, default=list, editable=False, of='search_text', size=None, verbose_name='检索字对'),
            )],
        ),
        migrations.RunSQL(f"ALTER TABLE {FILE} ALTER COLUMN search_grams DROP DEFAULT", migrations.RunSQL.noop),
        *with_seal(FILE, "casefile"),
        *as_cipher_text(FILE, "casefile", search_text=SealedFreeTextField(default='', editable=False, verbose_name='检索文字')),
        migrations.RunSQL(
            f"ALTER TABLE {FILE} ALTER COLUMN catalogue TYPE text USING replace(catalogue::text, '[]', ''),"
            f" ALTER COLUMN excused TYPE text USING replace(excused::text, '[]', '')",
            f"ALTER TABLE {FILE} ALTER COLUMN catalogue TYPE jsonb USING coalesce(nullif(catalogue, ''), '[]')::jsonb,"
            f" ALTER COLUMN excused TYPE jsonb USING coalesce(nullif(excused, ''), '[]')::jsonb",
            state_operations=[
                migrations.AlterField(
                    model_name='casefile',
                    name='catalogue',
                    field=SealedFreeJSONField(default='', verbose_name='卷内文件目录'),
                ),
                migrations.AlterField(
                    model_name='casefile',
                    name='excused',
                    field=SealedFreeJSONField(blank=True, default=list, verbose_name='缺项说明'),
                ),
            ],
        ),
        sealed_now(FILE, ["catalogue", "excused", "search_text"], grams=("search_grams", "search_text")),
        *each_its_own(FILE, "casefile"),
        *steps(),
        sealed_inside("workflow_approval", "lines", "comment"),
        migrations.AddIndex(
            model_name='casefile',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['search_grams'], name='case_file_keyed_bigrams'),
        ),
    ]
