"""The one way a dispute moves: lock, check, write, remember, tell (architecture.md, Four stops)."""

from __future__ import annotations

from collections.abc import Collection

from disputes.models import Dispute


def hold(dispute_ids: Collection[int]) -> None:
    """Several rows, in the order of their keys: two who want the same never wait crosswise."""
    rows = Dispute.objects.select_for_update().filter(pk__in=dispute_ids).order_by("pk")
    list(rows.values_list("pk", flat=True))
