"""Anchors: the heads of all chains, signed with a key that the database does not hold, in a file.

Whoever may rewrite the whole database cannot rewrite these; a copy of the file elsewhere, or the
printed page, shows what has been cut off or done anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from confidentiality.keys import key_ring


@dataclass(frozen=True)
class Anchor:
    """What a chain had come to at a moment."""

    made_at: str
    seq: int
    digest: str
    disputes: int
    heads: str

    @property
    def day(self) -> str:
        return self.made_at[:10]

    @property
    def signature(self) -> str:
        return key_ring().anchor(self.message)

    @property
    def message(self) -> bytes:
        return json.dumps(asdict(self), sort_keys=True).encode()

    @property
    def name(self) -> str:
        return f"{self.day}-{self.seq}.json"


class AnchorUnread(Exception):
    """A file that is no anchor of ours; the sentence says why."""


class NothingSealed(Exception):
    """Of an empty chain there is nothing that an anchor could hold."""


def drop_anchor() -> Anchor:
    """The heads as they are now, written to a file; `seal()` before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, encode(digest, 'hex') FROM confidentiality_auditrecord "
            "ORDER BY seq DESC LIMIT 1"
        )
        last = cursor.fetchone()
    if last is None:
        raise NothingSealed
    seq, digest = last
    anchor = Anchor(f"{timezone.localtime():%Y-%m-%dT%H:%M:%S%z}", seq, digest, *heads(seq))
    _write(anchor)
    return anchor


def _write(anchor: Anchor) -> None:
    """Whole or not at all, also when the power goes."""
    settings.AUDIT_ANCHORS.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = settings.AUDIT_ANCHORS / anchor.name
    draft = path.with_suffix(".draft")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(anchor) | {"signature": anchor.signature}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read_anchor(path: Path) -> Anchor:
    """AnchorUnread unless our own key signed it."""
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))  # Any: of JSON
        signature = str(said.pop("signature"))
        anchor = Anchor(**said)
    except OSError as error:
        raise AnchorUnread(f"锚文件 {path} 读不出来：{error.strerror}。") from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise AnchorUnread(f"锚文件 {path} 的格式不对，可能被改过。") from None
    if not key_ring().anchored(anchor.message, signature):
        raise AnchorUnread(f"锚文件 {path} 的签名不对：文件被改过，或换了锚定密钥。")
    return anchor


def kept_anchors() -> list[Anchor]:
    """Those in the folder, oldest first; one dropped before the first link holds nothing."""
    files = settings.AUDIT_ANCHORS.glob("*.json") if settings.AUDIT_ANCHORS.is_dir() else ()
    read = [read_anchor(each) for each in files]
    return sorted((each for each in read if each.seq), key=lambda each: each.seq)


def newest_anchor() -> Anchor | None:
    return next(reversed(kept_anchors()), None)


class _Heads:
    """Takes the last link of each dispute."""

    def __init__(self) -> None:
        self.count = 0
        self.digest = sha256()

    def write(self, line: bytes) -> None:
        self.count += 1
        self.digest.update(line)


def heads(upto: int) -> tuple[int, str]:
    """How many disputes have a chain, and one digest over the last link of each."""
    taker = _Heads()
    query = (
        "COPY (SELECT DISTINCT ON (dispute_id) dispute_id, dispute_seq, "  # noqa: S608 our own words
        "encode(dispute_digest, 'hex') FROM confidentiality_auditrecord "
        f"WHERE dispute_id IS NOT NULL AND seq <= {upto:d} "
        "ORDER BY dispute_id, dispute_seq DESC) TO STDOUT"
    )
    with connection.cursor() as cursor, patiently(cursor):
        cursor.copy_expert(query, taker)
    return taker.count, taker.digest.hexdigest()


#: Settings of who verifies, and those with which he asks for help: a digest costs more than the
#: planner knows, and a connection of the portal forgoes help (`config/settings.py`).
_PATIENT: Final = ("statement_timeout = 0",)
_HELPED: Final = (
    "max_parallel_workers_per_gather = 2",
    "parallel_setup_cost = 0",
    "parallel_tuple_cost = 0",
)


@contextmanager
def patiently(cursor: CursorWrapper, *, helped: bool = False) -> Iterator[None]:
    """A page may hold a connection for seconds; who verifies reads as long as there is."""
    settled = _PATIENT + (_HELPED if helped else ())
    cursor.execute("; ".join(f"SET {each}" for each in settled))
    try:
        yield
    finally:
        if not connection.needs_rollback and connection.connection is not None:
            cursor.execute("; ".join(f"RESET {each.partition(' ')[0]}" for each in settled))
