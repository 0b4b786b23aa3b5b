"""Rows of a chained table: held against their link, and entered anew with a signature."""

from __future__ import annotations

from typing import Final

from django.db.backends.utils import CursorWrapper

from confidentiality.audit.models import Kind
from confidentiality.audit.resealed import proof
from confidentiality.audit.sources import COLUMNS, Source

#: Only a trigger may name a source (confidentiality/audit/models.py); this one is the session's.
_ENTERS: Final = """
DROP TABLE IF EXISTS pg_temp.portal_resealed;
CREATE TEMPORARY TABLE portal_resealed (id bigint, proof text) ON COMMIT DROP;
CREATE OR REPLACE FUNCTION pg_temp.portal_enters_anew() RETURNS trigger LANGUAGE plpgsql AS $over$
BEGIN
    INSERT INTO confidentiality_auditarrival ({columns})
        SELECT '{kind}', NULL, '', {object_kind}, NEW.proof, {dispute}, NULL, NULL, '',
            '{source}', s.id, {digest} FROM {table} s WHERE s.id = NEW.id;
    RETURN NULL;
END $over$;
CREATE TRIGGER enters_anew AFTER INSERT ON portal_resealed
    FOR EACH ROW EXECUTE FUNCTION pg_temp.portal_enters_anew();"""

#: The newest of each row; one that came to rest a moment ago is on its way into the chain.
_LINKS: Final = """
SELECT DISTINCT ON (source_id) source_id, encode(source_digest, 'hex') FROM (
    SELECT source_id, source_digest, 0 AS waits, seq FROM confidentiality_auditrecord
    WHERE source = %s AND source_id = ANY(%s)
    UNION ALL SELECT source_id, source_digest, 1, id FROM confidentiality_auditarrival
    WHERE source = %s AND source_id = ANY(%s)
) links ORDER BY source_id, waits DESC, seq DESC"""


class ChainOfTable:
    """Of one batch, whose rows are locked; each has the parts that have come to rest by now."""

    def __init__(self, cursor: CursorWrapper, sources: list[Source], ids: list[int]) -> None:
        self._parts = [_Part(cursor, source, ids) for source in sources]

    def holds(self, row_id: int) -> bool:
        """Whether it still is what its newest links say."""
        return all(part.holds(row_id) for part in self._parts)

    def enter_anew(self, ids: list[int]) -> None:
        for part in self._parts:
            part.enter_anew(ids)


class _Part:
    def __init__(self, cursor: CursorWrapper, source: Source, ids: list[int]) -> None:
        self._cursor, self._source = cursor, source
        self._before = self._digests(ids)
        self._links = self._newest_links(ids)

    def holds(self, row_id: int) -> bool:
        """One that has not come to rest has no link either."""
        return self._links.get(row_id) == self._before.get(row_id)

    def enter_anew(self, ids: list[int]) -> None:
        """Those alone of which something was sealed anew."""
        now = self._digests(ids)
        changed = [each for each in now if now[each] != self._before[each]]
        if not changed:
            return
        self._cursor.execute(
            _ENTERS.format(
                columns=COLUMNS,
                kind=Kind.RESEAL.value,
                source=self._source.name,
                table=self._source.table,
                object_kind=self._source.object_kind.format(row="s"),
                dispute=self._source.dispute.format(row="s"),
                digest=self._source.digest("s"),
            )
        )
        name, before = self._source.name, self._before
        proofs = [proof(name, each, before[each], now[each]) for each in changed]
        self._cursor.execute(
            "INSERT INTO portal_resealed SELECT * FROM unnest(%s::bigint[], %s::text[])",
            [changed, proofs],
        )

    def _digests(self, ids: list[int]) -> dict[int, str]:
        self._cursor.execute(
            f"SELECT s.id, encode({self._source.digest('s')}, 'hex')"  # noqa: S608 our own words
            f" FROM {self._source.table} s WHERE s.id = ANY(%s)"
            f" AND ({self._source.when.format(row='s')})",
            [ids],
        )
        return dict(self._cursor.fetchall())

    def _newest_links(self, ids: list[int]) -> dict[int, str]:
        self._cursor.execute(_LINKS, [self._source.name, ids, self._source.name, ids])
        return dict(self._cursor.fetchall())
