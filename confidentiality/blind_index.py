"""Blind index: exact search on a sealed value without opening any (领域 4.3 ③)."""

from collections.abc import Callable
from typing import Final

from confidentiality.identifiers import (
    normalise,
    normalise_credit_code,
    normalise_id_number,
    normalise_name,
    normalise_phone,
)
from confidentiality.keys import key_ring

INDEX_LENGTH: Final = 32
TAIL: Final = 4


def phone_tail(text: str) -> str:
    """The last four digits of the number itself, never of an extension."""
    first, dash, rest = normalise_phone(text).partition("-")
    return (rest.partition("-")[0] if dash else first)[-TAIL:]


NORMALISERS: Final[dict[str, Callable[[str], str]]] = {
    "name": normalise_name,
    "id_number": normalise_id_number,
    "phone": normalise_phone,
    "phone_tail": lambda text: normalise(text)[-TAIL:] if len(text) <= TAIL else phone_tail(text),
    "credit_code": normalise_credit_code,
}


def blind_index(kind: str, value: str) -> str:
    """32 hexadecimal digits to keep with a value; each kind has its own key.

    Equal after normalisation (full width, spaces, x, 15-digit ID numbers, +86) means equal here.
    An empty value gives a digest that no row holds, since blank rows store an empty index.
    """
    return key_ring().index(kind, NORMALISERS[kind](value).encode())


def blind_indexes(kind: str, value: str) -> list[str]:
    """All that a row may hold for it: while keys are changed, under the former key too (0053)."""
    ring, normal = key_ring(), NORMALISERS[kind](value).encode()
    return [ring.index(kind, normal, key_id) for key_id in ring.indexes]
