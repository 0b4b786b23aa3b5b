"""Who holds the master keys: this process from its file, a key service, or a 密码机 (0053).

A master key need never leave where it lies: the portal only asks for what is derived from it for
one purpose (HKDF, RFC 5869, with the hash of the suite). Another holder is a class with these two
methods, named by KEY_SERVICE; docs/operations/keys.md says what is expected of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from confidentiality.ciphers import Suite, derive

Use = Literal["seal", "index", "anchor"]


class KeyService(Protocol):
    """Master keys by their use and id."""

    def ids(self, use: Use) -> Sequence[str]:
        """All that may still be needed, the one of today first."""

    def derived(self, use: Use, key_id: str, suite: Suite, purpose: str, length: int) -> bytes:
        """A key for this purpose alone; KeyError where there is no such master key."""


@dataclass(frozen=True)
class SealingKeys:
    """In memory: master keys by id, the id that seals today, index and anchor keys.

    What was sealed under an id is indexed under the index key of that id, so that whoever reads
    the one knows the other.
    """

    keys: dict[str, bytes] = field(repr=False)
    current: str
    index_key: bytes = field(repr=False, default=b"")  # of every id without one of its own
    anchor_key: bytes = field(repr=False, default=b"")  # empty: derived from the index key
    index_keys: dict[str, bytes] = field(repr=False, default_factory=dict)
    former_anchor_keys: tuple[bytes, ...] = field(repr=False, default=())

    def ids(self, use: Use) -> Sequence[str]:
        if use == "anchor":
            return [str(place) for place in range(len(self._anchors()))]
        return [self.current, *(key_id for key_id in self.keys if key_id != self.current)]

    def derived(self, use: Use, key_id: str, suite: Suite, purpose: str, length: int) -> bytes:
        return derive(suite, self._master(use, key_id), purpose, length)

    def _master(self, use: Use, key_id: str) -> bytes:
        if use == "anchor":
            return self._anchors()[int(key_id)]
        if use == "index":
            return self.index_keys.get(key_id, self.index_key)
        return self.keys[key_id]

    def _anchors(self) -> list[bytes]:
        """What was signed before there was a key for it was signed by one of the index keys."""
        others = (*self.former_anchor_keys, self.index_key, *self.index_keys.values())
        return [key for key in (self.anchor_key, *others) if key]
