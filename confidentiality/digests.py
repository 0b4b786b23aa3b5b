"""The size and digests of a file, read piece by piece (领域 3.7: SM3 beside SHA-256)."""

import hashlib
from typing import Final, NamedTuple

from django.core.files.base import File

from confidentiality.ciphers import Digest

PIECE: Final = 256 * 1024


class Digests(NamedTuple):
    """What proves that a file is still the same."""

    size: int
    sha256: str
    sm3: str


def digests_of(file: File[bytes]) -> Digests:
    """Of everything from its beginning."""
    sha256, sm3, size = hashlib.sha256(), Digest(), 0
    for piece in file.chunks(PIECE):
        sha256.update(piece)
        sm3.update(piece)
        size += len(piece)
    return Digests(size, sha256.hexdigest(), sm3.hexdigest())
