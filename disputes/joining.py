"""并案: who followed the one follows the other, and who may not handle the one handles neither."""

from __future__ import annotations

from uuid import uuid4

from django.db import connection

from confidentiality.free_text import closed_for, opened
from disputes.models import Dispute, Recusal

_CARRY = """
    WITH followers AS (
        INSERT INTO disputes_follow (officer_id, dispute_id, since)
        SELECT officer_id, %(survivor)s, since FROM disputes_follow
        WHERE dispute_id = %(absorbed)s ON CONFLICT DO NOTHING)
    SELECT officer_id, reason, seal_id, recorded_by_id, recorded_at FROM disputes_recusal r
    WHERE dispute_id = %(absorbed)s AND NOT EXISTS (
        SELECT FROM disputes_recusal o
        WHERE o.dispute_id = %(survivor)s AND o.officer_id = r.officer_id)
"""
_RECUSE = """
    INSERT INTO disputes_recusal
        (dispute_id, officer_id, reason, seal_id, recorded_by_id, recorded_at)
    VALUES (%s, %s, %s, %s, %s, %s)
"""
_REASON = (Recusal, "reason")


def carry_officers(absorbed: Dispute, survivor: Dispute) -> set[int]:
    """Followers and recusals (R108); the ids of those recused anew, each with the old reason."""
    with connection.cursor() as cursor:
        cursor.execute(_CARRY, {"absorbed": absorbed.pk, "survivor": survivor.pk})
        carried = cursor.fetchall()
        for officer, reason, seal_id, *recorded in carried:
            own = uuid4()
            closed = closed_for(_REASON, opened(_REASON, reason, seal_id), own)
            cursor.execute(_RECUSE, [survivor.pk, officer, closed, own, *recorded])
        return {officer for officer, *_ in carried}


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
