"""Sealed values: what a sealed attribute gives, how to close and open one (六(三), R092).

A value in the database reads `suite.key_id.base64`; its associated data is
`table.column.seal_id`, so that a cipher text moved to another row, column or table is refused.
"""

import binascii
import json
import logging
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from confidentiality.ciphers import CipherFailed
from confidentiality.keys import KeyRing, key_ring
from confidentiality.masking import mask

logger = logging.getLogger(__name__)

CIPHER_TEXT: Final = re.compile(r"(sm4|aes)\.[0-9A-Za-z]+\.[0-9A-Za-z+/]{38,}={0,2}")
UNREADABLE: Final = "〔密封内容无法打开〕"
HIDDEN: Final = "***"


class SealBroken(Exception):
    """A sealed value cannot be opened; nothing is ever shown in its place."""

    def __init__(self, reason: str = "密钥不对，或内容被改动、挪动过") -> None:
        super().__init__(f"密封的内容打不开：{reason}。请告知系统管理员，不要重新录入覆盖。")


class Sealed:
    """A closed value. Printing, formatting and logging it give the masked form; only
    `open_sealed` (server) and `reveal` (people, recorded) give the plain text."""

    __slots__ = ("_cipher_text", "_context", "_mask", "is_fresh")

    def __init__(
        self, cipher_text: str, mask_kind: str, context: str = "", *, is_fresh: bool = False
    ) -> None:
        self._cipher_text = cipher_text
        self._mask = mask_kind
        self._context = context
        self.is_fresh = is_fresh

    @property
    def is_blank(self) -> bool:
        return not self._cipher_text

    @property
    def cipher_text(self) -> str:
        """What is stored; safe to write anywhere that a backup may go."""
        return self._cipher_text

    @property
    def context(self) -> str:
        """Table, column and row it belongs to; empty when read without its row."""
        return self._context

    def bound_to(self, context: str) -> "Sealed":
        """The same value, knowing where it belongs."""
        return Sealed(self._cipher_text, self._mask, context)

    def __bool__(self) -> bool:
        return not self.is_blank

    def __str__(self) -> str:
        if self.is_blank:
            return ""
        if not self._context:
            return HIDDEN
        try:
            return mask(self._mask, open_sealed(self))
        except SealBroken:
            logger.exception("sealed value cannot be opened: %s", self._context)
            return UNREADABLE

    def __repr__(self) -> str:
        return f"<Sealed {HIDDEN if self else 'blank'}>"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __copy__(self) -> "Sealed":
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> "Sealed":
        return self

    def __reduce__(self) -> tuple[type["Sealed"], tuple[str, str, str]]:
        return Sealed, (self._cipher_text, self._mask, self._context)


def seal(plain: str, context: str, mask_kind: str = "hidden") -> Sealed:
    """Close a text for one place (`table.column.seal_id`); an empty text stays empty."""
    return Sealed(_closed(key_ring(), plain, context), mask_kind, context, is_fresh=True)


def open_sealed(value: Sealed) -> str:
    """The plain text, for the server's own work only (papers, similarity, the generator).

    People see plain text through `confidentiality.reveal.reveal`, which records first.
    """
    if value.is_blank:
        return ""
    if not value.context:
        raise SealBroken("读取时没有带上所在行（seal_id）")
    prefix, _, body = value.cipher_text.rpartition(".")
    try:
        return key_ring().open(prefix, _from_base64(body), value.context).decode()
    except (CipherFailed, ValueError):
        raise SealBroken from None


def open_sealed_json(value: Sealed) -> Any:  # Any: what JSON holds is the caller's to know
    """The plain content of a SealedJSONField, or None when blank."""
    return json.loads(open_sealed(value)) if value else None


def seal_many(table: str, column: str, rows: Iterable[tuple[object, str]]) -> Iterator[str]:
    """Cipher texts for (seal_id, plain) pairs, for loading by COPY; no object per value."""
    ring = key_ring()
    return (_closed(ring, plain, f"{table}.{column}.{seal_id}") for seal_id, plain in rows)


def _closed(ring: KeyRing, plain: str, context: str) -> str:
    if not plain:
        return ""
    prefix, closed = ring.close(plain.encode(), context)
    return f"{prefix}.{binascii.b2a_base64(closed, newline=False).decode()}"


def _from_base64(body: str) -> bytes:
    """Only the one spelling we wrote: base64 leaves spare bits that could be changed unseen."""
    closed = binascii.a2b_base64(body)
    if binascii.b2a_base64(closed, newline=False).decode() != body:
        raise CipherFailed
    return closed
