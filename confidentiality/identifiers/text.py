"""What people paste is full width, spaced and dashed; this makes one form of it."""

import re
import unicodedata
from typing import Final

# Spaces of every width, zero-width marks and direction marks that come along with a paste.
INVISIBLE: Final = re.compile(r"[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
#: They turn what is read around, or are read by nobody: a text pasted from elsewhere brings them.
UNREADABLE: Final = re.compile(
    r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
DASHES: Final = "-‐‑‒–—―−﹘﹣－ー_"
_DASHES: Final = dict.fromkeys(map(ord, DASHES), "-")
# Full-width ASCII only: NFKC would also replace rare name characters by others.
HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    ord("Ⅹ"): ord("X"),  # what an input method offers for the last place of an ID number
    ord("ⅹ"): ord("X"),
}


def as_it_reads(text: str) -> str:
    """Without signs that turn it around (U+202E and its like) or that no printer knows."""
    return UNREADABLE.sub("", text)


def normalise(text: str) -> str:
    """Half width, no spaces, capital letters; for comparing and checking, not for showing."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).upper()


def without_dashes(text: str) -> str:
    """As `normalise`, and every kind of dash removed."""
    return normalise(text).translate(_DASHES).replace("-", "")


def with_plain_dashes(text: str) -> str:
    """As `normalise`, and every kind of dash made the ASCII one."""
    return normalise(text).translate(_DASHES)


def is_digits(text: str) -> bool:
    """ASCII digits only: `str.isdigit` also accepts those of other scripts."""
    return text.isascii() and text.isdigit()
