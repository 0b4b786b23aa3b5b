"""Sealing: what has arrived is linked into the chain, in PostgreSQL, by the owner's own function.

One sealer at a time, so that nobody who works ever waits for it; whoever appends only appends.
"""

from __future__ import annotations

from typing import Final

from django.db import connection

#: So many at a time: a batch holds its lock for a fraction of a second.
BATCH: Final = 5000


def micros(column: str) -> str:
    """A moment as a whole number, whatever the time zone of the session is."""
    return f"(extract(epoch FROM {column}) * 1000000)::bigint"


def content(row: str) -> str:
    """SQL: the digest of one link's own content, unambiguous (PostgreSQL quotes in a row)."""
    names = f"""
        {row}.seq, {row}.arrival_id, {micros(f"{row}.at")}, {row}.role, {row}.kind,
        {row}.officer_id, {row}.post, {row}.route, {row}.verb, {row}.object_kind,
        {row}.object_id, {row}.dispute_id, {row}.status, {row}.amount, host({row}.address),
        {row}.source, {row}.source_id, encode({row}.source_digest, 'hex'),
        {micros(f"{row}.sealed_at")}, {row}.dispute_seq"""
    return f"sha256(convert_to(ROW({names})::text, 'UTF8'))"


SEAL: Final = f"""
CREATE OR REPLACE FUNCTION portal_seal_audit(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $seal$
DECLARE
    arrival confidentiality_auditarrival;
    link confidentiality_auditrecord;
    done bigint[] := '{{}}';
    before bytea := '';
    own bytea;
    now_sealed timestamptz;
BEGIN
    LOCK TABLE confidentiality_auditrecord IN SHARE ROW EXCLUSIVE MODE;
    now_sealed := clock_timestamp();
    SELECT r.seq, r.digest INTO link.seq, before FROM confidentiality_auditrecord r
        ORDER BY r.seq DESC LIMIT 1;
    before := COALESCE(before, '');
    link.seq := COALESCE(link.seq, 0);
    FOR arrival IN SELECT * FROM confidentiality_auditarrival ORDER BY id LIMIT most LOOP
        link.seq := link.seq + 1;
        link.arrival_id := arrival.id; link.at := arrival.at; link.role := arrival.role;
        link.kind := arrival.kind; link.officer_id := arrival.officer_id;
        link.post := arrival.post; link.route := arrival.route; link.verb := arrival.verb;
        link.object_kind := arrival.object_kind; link.object_id := arrival.object_id;
        link.dispute_id := arrival.dispute_id; link.status := arrival.status;
        link.amount := arrival.amount; link.address := arrival.address;
        link.source := arrival.source; link.source_id := arrival.source_id;
        link.source_digest := arrival.source_digest;
        link.sealed_at := now_sealed; link.dispute_seq := NULL; link.dispute_digest := NULL;
        own := '';
        IF link.dispute_id IS NOT NULL THEN
            SELECT r.dispute_seq, r.dispute_digest INTO link.dispute_seq, own
                FROM confidentiality_auditrecord r WHERE r.dispute_id = link.dispute_id
                ORDER BY r.dispute_seq DESC LIMIT 1;
            link.dispute_seq := COALESCE(link.dispute_seq, 0) + 1;
            own := COALESCE(own, '');
        END IF;
        link.digest := {content("link")};
        IF link.dispute_id IS NOT NULL THEN
            link.dispute_digest := sha256(own || link.digest);
        END IF;
        link.digest := sha256(before || link.digest || COALESCE(link.dispute_digest, ''));
        before := link.digest;
        INSERT INTO confidentiality_auditrecord SELECT link.*;
        done := done || arrival.id;
    END LOOP;
    DELETE FROM confidentiality_auditarrival WHERE id = ANY(done);
    RETURN cardinality(done);
END $seal$"""  # noqa: S608 our own words


def seal() -> int:
    """Everything that has been committed by now; how many links were made."""
    total = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT portal_seal_audit(%s)", [BATCH])
            made = int(cursor.fetchone()[0])
            total += made
            if made < BATCH:
                return total
