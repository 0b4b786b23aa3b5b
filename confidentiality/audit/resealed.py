"""A row of history that was sealed anew enters the chain a second time, and says so (0053).

Its second link carries a signature over the row's digests before and after, by the key of the
anchors, which no database holds: a link that an administrator of the database makes has none.
"""

from __future__ import annotations

from typing import Final

from django.db import connection

from confidentiality.audit.models import Kind
from confidentiality.keys import key_ring

_SECOND_LINKS: Final = """
COPY (SELECT * FROM (
    SELECT seq, source_id, kind, object_id, encode(source_digest, 'hex') AS now,
        encode(lag(source_digest) OVER own, 'hex') AS before
    FROM confidentiality_auditrecord WHERE source = '{source}'
    WINDOW own AS (PARTITION BY source_id ORDER BY seq)
) links WHERE before IS NOT NULL OR kind = '{kind}') TO STDOUT"""


def proof(source: str, source_id: int, before: str, now: str) -> str:
    return key_ring().anchor(_said(source, source_id, before, now))


def _said(source: str, source_id: int, before: str, now: str) -> bytes:
    return f"resealed {source} {source_id} {before} {now}".encode()


def resealed_sources() -> set[str]:
    """Those of whose rows some were sealed anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT source FROM confidentiality_auditrecord WHERE kind = %s", [Kind.RESEAL]
        )
        return {source for (source,) in cursor.fetchall()}


def first_unproven(source: str) -> tuple[int, int] | None:
    """The row and the place of its first further link that no key of ours signed."""
    taker = _Links(source)
    query = _SECOND_LINKS.format(source=source, kind=Kind.RESEAL.value)
    with connection.cursor() as cursor:
        cursor.copy_expert(query, taker)
    return taker.unproven


class _Links:
    """Takes them line by line, as `COPY` gives them."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.unproven: tuple[int, int] | None = None

    def write(self, line: bytes) -> None:
        seq, source_id, kind, said, now, before = line.decode().rstrip("\n").split("\t")
        message = _said(self.source, int(source_id), before, now)
        if kind == Kind.RESEAL and key_ring().anchored(message, said):
            return
        place = int(seq), int(source_id)
        self.unproven = min(self.unproven or place, place)
