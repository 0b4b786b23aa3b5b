"""Where a meeting is, who else served, which letter asks: people type names there (六(三))."""

from confidentiality.free_text import SealedFreeTextField
from confidentiality.old_rows import as_cipher_text, sealed_now
from django.db import migrations

#: By model: the texts that are sealed beside those that are.
TEXTS = {
    "disclosure": {
        "impact_record": SealedFreeTextField(blank=True, default='', verbose_name='影响评估记录号'),
        "letter": SealedFreeTextField(blank=True, default='', verbose_name='公函文号'),
    },
    "meeting": {
        "place": SealedFreeTextField(default='', verbose_name='地点'),
    },
    "service": {
        "relation": SealedFreeTextField(blank=True, default='', verbose_name='代收人与受送达人关系'),
        "second_server": SealedFreeTextField(blank=True, default='', verbose_name='另一送达人'),
    },
}


class Migration(migrations.Migration):

    atomic = False  # each batch of rows is a transaction of its own

    dependencies = [
        ('workflow', '0040_whole_clocks_that_ended'),
    ]

    operations = [
        operation
        for model, fields in TEXTS.items()
        for operation in (
            *as_cipher_text(f"workflow_{model}", model, **fields),
            sealed_now(f"workflow_{model}", list(fields)),
        )
    ]
