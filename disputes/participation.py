"""Granting a department its part in a dispute, as guardian permissions (procedure.md)."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Permission
from django.db.models import Subquery

from disputes.models.participation import DisputeGroupPermission


def grant(parts: Iterable[tuple[int, int, int | None]]) -> None:
    """One row for a dispute, a group and whom it is private to; guardian's table."""
    missing = list(parts)
    if not missing:
        return
    named = Permission.objects.filter(content_type__app_label="disputes", codename="take_part")
    DisputeGroupPermission.objects.bulk_create(
        DisputeGroupPermission(
            group_id=group,
            permission_id=Subquery(named.values("pk")),
            content_object_id=dispute_id,
            private_to_id=private_to,
        )
        for dispute_id, group, private_to in missing
    )
