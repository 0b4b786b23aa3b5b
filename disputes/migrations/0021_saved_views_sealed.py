"""A view of the list is called after whom an officer looks for: its name is sealed (六(三))."""

from confidentiality.free_text import SealedFreeTextField
from confidentiality.old_rows import as_cipher_text, each_its_own, sealed_now, with_seal
from django.db import migrations

TABLE = "disputes_savedview"


class Migration(migrations.Migration):

    atomic = False  # each batch of rows is a transaction of its own

    dependencies = [
        ('disputes', '0020_found_by_channel_and_order'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='savedview', name='saved_view_name_once'),
        *with_seal(TABLE, "savedview"),
        *as_cipher_text(TABLE, "savedview", name=SealedFreeTextField(default='', verbose_name='名称')),
        sealed_now(TABLE, ["name"]),
        *each_its_own(TABLE, "savedview"),
    ]
