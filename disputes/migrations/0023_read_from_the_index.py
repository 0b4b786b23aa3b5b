"""Who may see what, and 我发起, are read from their indexes alone.

Made beside the old ones while everybody works, which then go; the short locks of the dropping come
at the end.
"""

from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index made concurrently is no part of a transaction

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("departments", "0013_what_a_new_member_does"),
        ("disputes", "0022_first_contact_goes_on_seeing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="disputegrouppermission",
            index=models.Index(
                fields=["group", "-content_object"],
                include=("private_to",),
                name="participation_of_group",
            ),
        ),
        AddIndexConcurrently(
            model_name="dispute",
            index=models.Index(
                condition=models.Q(
                    models.Q(("state", "draft"), _negated=True),
                    ("registered_at__isnull", False),
                    _connector="OR",
                ),
                fields=["first_contact_officer", "-id"],
                name="dispute_begun",
            ),
        ),
        RemoveIndexConcurrently(model_name="dispute", name="dispute_by_author"),
        RemoveIndexConcurrently(
            model_name="disputegrouppermission", name="participation_by_group"
        ),
    ]
