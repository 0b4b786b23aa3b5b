"""Why somebody looked may name whom he looked at: it is sealed, and old rows with it (六(三))."""

from confidentiality.audit.sources import ACCESS
from confidentiality.free_text import SealedFreeTextField
from confidentiality.old_rows import as_cipher_text, each_its_own, sealed_now, with_seal
from django.db import migrations

TABLE = "confidentiality_accessrecord"


class Migration(migrations.Migration):

    atomic = False  # each batch of rows is a transaction of its own

    dependencies = [
        ('confidentiality', '0006_kept_in_the_chain'),
    ]

    operations = [
        *with_seal(TABLE, "accessrecord"),
        *as_cipher_text(TABLE, "accessrecord", purpose=SealedFreeTextField(default='', verbose_name='用途')),
        sealed_now(TABLE, ["purpose"], source=ACCESS),
        *each_its_own(TABLE, "accessrecord"),
    ]
