"""并案: who followed the one follows the other, and who may not handle the one handles neither."""

from __future__ import annotations

from django.db import connection

from disputes.models import Dispute

_CARRY = """
    WITH followers AS (
        INSERT INTO disputes_follow (officer_id, dispute_id, since)
        SELECT officer_id, %(survivor)s, since FROM disputes_follow
        WHERE dispute_id = %(absorbed)s ON CONFLICT DO NOTHING)
    INSERT INTO disputes_recusal (dispute_id, officer_id, reason, recorded_by_id, recorded_at)
    SELECT %(survivor)s, officer_id, reason, recorded_by_id, recorded_at FROM disputes_recusal
    WHERE dispute_id = %(absorbed)s ON CONFLICT DO NOTHING RETURNING officer_id
"""


def carry_officers(absorbed: Dispute, survivor: Dispute) -> set[int]:
    """Followers and recusals (R108) in one statement; the ids of those recused anew."""
    with connection.cursor() as cursor:
        cursor.execute(_CARRY, {"absorbed": absorbed.pk, "survivor": survivor.pk})
        return {officer for (officer,) in cursor.fetchall()}


_LINEAGE = """
    WITH RECURSIVE joined AS (
        SELECT id, merged_into_id FROM disputes_dispute WHERE id = %s
        UNION SELECT d.id, d.merged_into_id FROM disputes_dispute d JOIN joined j ON {step})
    SELECT id FROM joined WHERE id <> %s
"""


def merged_into(pk: int) -> list[int]:
    """What was merged into it, at whatever remove."""
    return _walk("d.merged_into_id = j.id", pk)


def survivors_of(pk: int) -> list[int]:
    """What it was merged into, and that into again."""
    return _walk("d.id = j.merged_into_id", pk)


def _walk(step: str, pk: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_LINEAGE.format(step=step), [pk, pk])
        return [each for (each,) in cursor.fetchall()]
