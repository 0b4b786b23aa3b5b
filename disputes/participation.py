"""Granting a department its part in a dispute, as guardian permissions (procedure.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Permission
from django.db.models import Subquery

from disputes.models.participation import DisputeGroupPermission

if TYPE_CHECKING:
    from disputes.models import Dispute


def grant(dispute: Dispute, groups: set[int], private_to: int | None) -> None:
    """One row a group; guardian's table with direct foreign keys."""
    if not groups:
        return
    named = Permission.objects.filter(content_type__app_label="disputes", codename="take_part")
    DisputeGroupPermission.objects.bulk_create(
        DisputeGroupPermission(
            group_id=group,
            permission_id=Subquery(named.values("pk")),
            content_object=dispute,
            private_to_id=private_to,
        )
        for group in sorted(groups)
    )
