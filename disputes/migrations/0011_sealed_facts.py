"""What is told of a case is sealed; it is searched by keyed bigrams (六(三), decision 0051)."""

import confidentiality.bigrams
import django.contrib.postgres.indexes
from confidentiality.free_text import SealedFreeTextField
from confidentiality.old_rows import as_cipher_text, each_its_own, sealed_now, with_seal
from django.db import migrations

DISPUTE, MATERIAL = "disputes_dispute", "disputes_material"
STAND_IN, RECUSAL = "disputes_standin", "disputes_recusal"


class Migration(migrations.Migration):

    atomic = False  # each batch of rows is a transaction of its own

    dependencies = [
        ('departments', '0006_reform_of_units'),
        ('disputes', '0010_reform_of_units'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='dispute',
            name='dispute_bigrams',
        ),
        migrations.RunSQL(
            f"ALTER TABLE {DISPUTE} ADD COLUMN IF NOT EXISTS search_grams int[] NOT NULL DEFAULT '{{}}'",
            f"ALTER TABLE {DISPUTE} DROP COLUMN IF EXISTS search_grams",
            state_operations=[migrations.AddField(
                model_name='dispute',
                name='search_grams',
                field=confidentiality.bigrams.BigramField(blank=True, default=list, editable=False, of='search_text', size=None, verbose_name='检索字对'),
            )],
        ),
        migrations.RunSQL(f"ALTER TABLE {DISPUTE} ALTER COLUMN search_grams DROP DEFAULT", migrations.RunSQL.noop),
        *with_seal(MATERIAL, "material"),
        *with_seal(RECUSAL, "recusal"),
        *with_seal(STAND_IN, "standin"),
        *as_cipher_text(
            DISPUTE,
            "dispute",
            claim=SealedFreeTextField(blank=True, default='', verbose_name='争议诉求'),
            facts=SealedFreeTextField(blank=True, default='', verbose_name='反映主要事项'),
            place=SealedFreeTextField(blank=True, default='', verbose_name='林场（村、社区）'),
            search_text=SealedFreeTextField(blank=True, default='', editable=False, verbose_name='检索文字'),
            severity_reason=SealedFreeTextField(blank=True, default='', verbose_name='性质判定理由'),
        ),
        *as_cipher_text(MATERIAL, "material", title=SealedFreeTextField(default='', verbose_name='名称')),
        *as_cipher_text(RECUSAL, "recusal", reason=SealedFreeTextField(default='', verbose_name='理由')),
        *as_cipher_text(STAND_IN, "standin", reason=SealedFreeTextField(default='', verbose_name='理由')),
        sealed_now(
            DISPUTE,
            ["claim", "facts", "place", "search_text", "severity_reason"],
            grams=("search_grams", "search_text"),
        ),
        sealed_now(MATERIAL, ["title"]),
        sealed_now(RECUSAL, ["reason"]),
        sealed_now(STAND_IN, ["reason"]),
        *each_its_own(MATERIAL, "material"),
        *each_its_own(RECUSAL, "recusal"),
        *each_its_own(STAND_IN, "standin"),
        migrations.AddIndex(
            model_name='dispute',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['search_grams'], name='dispute_keyed_bigrams'),
        ),
    ]
