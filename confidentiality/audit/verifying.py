"""Verifying: the whole chain recomputed row by row, and the tables of history held against it.

What is read is a stream, so that a million rows need no more memory than ten.
"""

from __future__ import annotations

from binascii import unhexlify
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from django.apps import apps
from django.conf import settings
from django.db import connection

from confidentiality.audit.anchoring import Anchor, heads, patiently
from confidentiality.audit.resealed import first_unproven, resealed_sources
from confidentiality.audit.sealing import content, micros, seal
from confidentiality.audit.sources import BEFORE, SOURCES, Source

#: Between writing and committing: nobody's transaction is left open for longer.
PATIENCE: Final = 10 * 60 * 1_000_000

_TABLE: Final = "confidentiality_auditrecord"
#: What one link says, its own content computed once; each dispute's own chain is followed where it
#: lies, by the place before in it, so that its links need no second reading.
_CHAIN: Final = f"""
COPY (SELECT c.seq, {micros("c.at")}, {micros("c.sealed_at")},
    encode(c.own || COALESCE(c.dispute_digest, ''), 'hex'), encode(c.digest, 'hex'),
    c.dispute_id IS NULL OR COALESCE(c.dispute_digest = sha256(CASE c.dispute_seq WHEN 1 THEN ''
        ELSE (SELECT p.dispute_digest FROM {_TABLE} p WHERE p.dispute_id = c.dispute_id
            AND p.dispute_seq = c.dispute_seq - 1 LIMIT 1) END || c.own), false),
    c.route = '{BEFORE}'
FROM (SELECT r.seq, r.at, r.sealed_at, r.route, r.digest, r.dispute_id, r.dispute_seq,
        r.dispute_digest, {content("r")} AS own
    FROM {_TABLE} r WHERE r.seq > {{after:d}} ORDER BY r.seq OFFSET 0) c
ORDER BY c.seq) TO STDOUT"""  # noqa: S608 our own words
_HOW_MANY: Final = "SELECT count(*) FROM confidentiality_auditrecord WHERE dispute_seq = 1"


class Broken(Exception):
    """The first row that is not as it was sealed; the sentence says which and what."""

    def __init__(self, sentence: str, seq: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.seq = seq


@dataclass
class Chain:
    """Takes the chain line by line, as `COPY` gives it."""

    anchors: list[Anchor]
    seq: int = 0
    digest: bytes = b""
    _batch: bytes = b""  # when it was sealed, as it is written
    _sealed: int = 0
    _earliest: int = 0  # that a link of this batch may have arrived
    _kept: int = 0  # the newest anchor that holds
    _apart: int = 0  # the first that does not follow the one before of its dispute

    def write(self, line: bytes) -> None:
        """A million times: nothing is computed here that the line before has told already."""
        seq, at, sealed, own, digest, follows, taken_over = line.split(b"\t")
        number = int(seq)
        if number != self.seq + 1:
            raise Broken(f"第 {self.seq + 1} 条不见了（其后是第 {number} 条），有人删除。", number)
        linked = sha256(self.digest + unhexlify(own)).digest()
        if linked != unhexlify(digest):
            self._broken(number, "与入链时不同：被改写、插入或调换")
        if sealed != self._batch:
            self._begins(number, sealed)
        moment = int(at)
        if moment > self._sealed:
            self._broken(number, "时间晚于入链时间：时间被改过")
        if moment < self._earliest and taken_over != b"t\n":
            self._broken(number, "时间早于前一批的入链时间：倒填日期")
        if follows == b"f" and not self._apart:
            self._apart = number
        self.seq, self.digest = number, linked
        while self.anchors and self.anchors[0].seq == number:
            self._held(self.anchors.pop(0))

    def finish(self) -> None:
        if self.anchors:
            anchor = self.anchors[0]
            raise Broken(
                f"第 {self.seq + 1} 条起不见了：{anchor.day} 的锚记到第 {anchor.seq} 条，"
                f"库里只到第 {self.seq} 条，末尾被截去。",
                self.seq + 1,
            )
        if self._apart:
            self._broken(self._apart, "与本件前一条接不上")

    def _held(self, anchor: Anchor) -> None:
        if anchor.digest != self.digest.hex():
            self._broken(
                self._kept + 1, f"起、第 {anchor.seq} 条止，与 {anchor.day} 的锚不符：整段被重写"
            )
        self._kept = anchor.seq

    def _begins(self, seq: int, sealed: bytes) -> None:
        """Another batch, sealed later than the one before."""
        now = int(sealed)
        if now < self._sealed:
            self._broken(seq, "入链时间早于前一条：时间被改过")
        self._earliest = self._sealed - PATIENCE if self._sealed else 0
        self._batch, self._sealed = sealed, now

    def _broken(self, seq: int, what: str) -> None:
        raise Broken(f"第 {seq} 条{what}。", seq)


@dataclass(frozen=True)
class Verified:
    """How much was looked at and found as it was sealed."""

    rows: int
    disputes: int
    anchors: int


def verify(anchors: Sequence[Anchor] = ()) -> Verified:
    """All of it; Broken names the first row that is not as it was."""
    seal()
    known = sorted((each for each in anchors if each.seq), key=lambda each: each.seq)
    chain = Chain(list(known))
    _stream(chain)
    chain.finish()
    disputes = _disputes()
    if known:
        _compare_heads(known[-1])
    anew = resealed_sources()
    for source in SOURCES.values():
        compare_with(source, anew)
    return Verified(chain.seq, disputes, len(known))


def verify_since(anchor: Anchor | None) -> Verified:
    """What came after an anchor, and that the chain still goes on from it."""
    seal()
    if anchor is None:
        return verify()
    chain = Chain([], anchor.seq, bytes.fromhex(anchor.digest))
    _anchor_stands(anchor)
    _stream(chain)
    chain.finish()
    return Verified(chain.seq - anchor.seq, 0, 1)


def _anchor_stands(anchor: Anchor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT encode(digest, 'hex') FROM confidentiality_auditrecord WHERE seq = %s",
            [anchor.seq],
        )
        found = cursor.fetchone()
    if anchor.seq and (found is None or found[0] != anchor.digest):
        what = "不见了" if found is None else "与锚不符"
        raise Broken(f"第 {anchor.seq} 条{what}（{anchor.day} 的锚）。", anchor.seq)


def _disputes() -> int:
    """How many have a chain of their own."""
    with connection.cursor() as cursor, patiently(cursor):
        cursor.execute(_HOW_MANY)
        return int(cursor.fetchone()[0])


def _stream(chain: Chain) -> None:
    """From where it stands to the end; other processes of PostgreSQL help with the contents."""
    with connection.cursor() as cursor, patiently(cursor, helped=True):
        cursor.copy_expert(_CHAIN.format(after=chain.seq), chain)


def _compare_heads(anchor: Anchor) -> None:
    count, digest = heads(anchor.seq)
    if (count, digest) != (anchor.disputes, anchor.heads):
        raise Broken(f"各件的链头与 {anchor.day} 的锚不符。", anchor.seq)


def compare_with(source: Source, anew: Collection[str] | None = None) -> None:
    """Row by row in PostgreSQL, which keeps what does not fit its memory on its disk."""
    resealed = source.name in (resealed_sources() if anew is None else anew)
    with connection.cursor() as cursor, patiently(cursor):
        unproven = first_unproven(source.name) if resealed else None
        cursor.execute(_difference(source, _NEWEST if resealed else _ONLY))
        found = cursor.fetchone()
    if unproven:
        seq, source_id = unproven
        what = "另有一条，不是换密钥时由平台签名写的"
        raise Broken(f"“{_name(source)}”编号 {source_id} 的一行在链上{what}（第 {seq} 条）。", seq)
    if found:
        raise _different(source, *found)


def _name(source: Source) -> str:
    models = apps.get_models()
    return str(next(m._meta.verbose_name for m in models if m._meta.db_table == source.table))


def _different(
    source: Source,
    source_id: int,
    seq: int | None,
    gone: bool,  # noqa: FBT001 a row of SQL
    unknown: bool,  # noqa: FBT001 as above
    same: bool,  # noqa: FBT001 as above
) -> Broken:
    what = (
        "不在链上：绕过平台写入，或链上一条被删"
        if unknown
        else "被改写"
        if not same
        else "倒填日期"
    )
    what = "被删除" if gone else what
    place = f"（链上第 {seq} 条）" if seq else ""
    return Broken(f"“{_name(source)}”编号 {source_id} 的一行{what}{place}。", seq or 0)


_ONLY: Final = "SELECT * FROM confidentiality_auditrecord WHERE source = '{name}'"
#: What a row was when it was last sealed anew, and when it was first written.
_NEWEST: Final = """
SELECT DISTINCT ON (source_id) source_id, seq, source_digest, first_value(at) OVER own AS at,
    first_value(route) OVER own AS route
FROM confidentiality_auditrecord WHERE source = '{name}'
WINDOW own AS (PARTITION BY source_id ORDER BY seq) ORDER BY source_id, seq DESC"""


def _difference(source: Source, links: str) -> str:
    dated = f"abs({micros(f's.{source.dated}')} - {micros('r.at')}) > {PATIENCE}"
    dated = (
        f"(r.route <> '{BEFORE}' AND {dated})" if source.dated and not settings.DEMO else "false"
    )
    same = f"r.source_digest = {source.digest('s')}"
    return f"""
SELECT COALESCE(s.id, r.source_id), r.seq, s.id IS NULL, r.seq IS NULL, {same}
FROM {source.table} s FULL JOIN (
    {links.format(name=source.name)}
) r ON r.source_id = s.id
WHERE s.id IS NULL
    OR r.seq IS NULL AND ({source.when.format(row="s")})
        AND NOT EXISTS (SELECT FROM confidentiality_auditarrival a
            WHERE a.source = '{source.name}' AND a.source_id = s.id)
    OR NOT {same} OR {dated}
ORDER BY r.seq NULLS LAST, s.id LIMIT 1"""  # noqa: S608 our own words
