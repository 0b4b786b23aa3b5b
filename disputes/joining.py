"""并案: who followed the one follows the other, and who may not handle the one handles neither."""

from __future__ import annotations

from uuid import uuid4

from django.db import connection
from django.db.models import Q

from confidentiality.free_text import closed_for, opened
from disputes.choices import State
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


_MERGED_INTO = """
    WITH RECURSIVE joined AS (
        SELECT id, merged_into_id, continues_id FROM disputes_dispute WHERE id = %(pk)s
        UNION SELECT d.id, d.merged_into_id, d.continues_id
        FROM disputes_dispute d JOIN joined j ON d.merged_into_id = j.id OR d.id = j.continues_id)
    SELECT id FROM joined WHERE id <> %(pk)s AND merged_into_id IS NOT NULL
"""
_SURVIVORS = """
    WITH RECURSIVE joined AS (
        SELECT id, merged_into_id FROM disputes_dispute WHERE id = %(pk)s
        UNION SELECT d.id, d.merged_into_id FROM disputes_dispute d JOIN joined j
        ON d.id = j.merged_into_id OR d.continues_id = j.id AND j.id <> %(pk)s)
    SELECT id FROM joined WHERE id <> %(pk)s
"""
_KEPT = """
    WITH RECURSIVE joined AS (
        SELECT id, merged_into_id FROM disputes_dispute WHERE id = ANY(%(gone)s)
        UNION SELECT d.id, d.merged_into_id FROM disputes_dispute d JOIN joined j
        ON d.id = j.merged_into_id)
    SELECT id FROM joined WHERE merged_into_id IS NULL
"""


def merged_into(pk: int) -> list[int]:
    """What was merged into it, at whatever remove, or into the one that it goes on from (重启)."""
    return _walk(_MERGED_INTO, pk=pk)


def survivors_of(pk: int) -> list[int]:
    """What it was merged into, that into again, and what goes on from those (重启)."""
    return _walk(_SURVIVORS, pk=pk)


def kept_of(gone: Q) -> list[int]:
    """What those of `gone` were merged into in the end: their numbers stand on its page (R043).

    Whose reporter is kept secret, his numbers lead nowhere.
    """
    merged = Dispute.objects.filter(gone, state=State.MERGED, confidential_report=False)
    ids = list(merged.order_by().values_list("pk", flat=True))
    return _walk(_KEPT, gone=ids) if ids else []


def _walk(steps: str, **start: int | list[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(steps, start)
        return [each for (each,) in cursor.fetchall()]
