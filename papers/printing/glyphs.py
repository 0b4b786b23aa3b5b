"""Which characters this machine has a glyph for: a name must never print as an empty box.

Asked of fontconfig, which chooses the fonts; a character that no font has is printed as 〓 with its
code, so that it can be written in by hand.
"""

from __future__ import annotations

import ctypes
from functools import cache, lru_cache

_EVERYWHERE = (
    range(0x20, 0x7F),
    range(0x3000, 0x3020),
    range(0x4E00, 0x9FA6),
    range(0xFF01, 0xFF5F),
)
_STAND_IN = "〓"
_PROOF = "税医社争议〔〕"


class _FontSet(ctypes.Structure):
    """FcFontSet of fontconfig's C interface."""

    _fields_ = [
        ("nfont", ctypes.c_int),
        ("sfont", ctypes.c_int),
        ("fonts", ctypes.POINTER(ctypes.c_void_p)),
    ]


#: Once they were found; fonts that were put there later are found without a restart.
_FOUND: set[str] = set()


def fonts_are_there() -> bool:
    """Whether this process finds fonts for Chinese at all; papers wait while it does not."""
    if not _FOUND and _looked_for():
        _FOUND.add("fonts")
    return bool(_FOUND)


def _looked_for() -> bool:
    _charsets.cache_clear()
    try:
        ctypes.CDLL("libfontconfig.so.1").FcInitReinitialize()
        library, sets = _charsets()
    except OSError:  # no fontconfig on this machine
        return False
    return all(any(library.FcCharSetHasChar(one, ord(each)) for one in sets) for each in _PROOF)


def covered(text: str) -> str:
    """The text with what cannot be printed named by its code, 〓（U+20BB7）."""
    return "".join(each if _is_covered(each) else _named(each) for each in text)


def _named(character: str) -> str:
    return f"{_STAND_IN}（U+{ord(character):04X}）"


@lru_cache(maxsize=4096)
def _is_covered(character: str) -> bool:
    code = ord(character)
    if character == "\n" or any(code in block for block in _EVERYWHERE):
        return True
    library, sets = _charsets()
    return any(library.FcCharSetHasChar(each, code) for each in sets)


@cache
def _charsets() -> tuple[ctypes.CDLL, list[ctypes.c_void_p]]:
    """The character sets of every font that papers may be set in."""
    library = ctypes.CDLL("libfontconfig.so.1")
    library.FcConfigGetFonts.restype = ctypes.POINTER(_FontSet)
    library.FcConfigGetFonts.argtypes = [ctypes.c_void_p, ctypes.c_int]
    library.FcPatternGetCharSet.argtypes = [
        ctypes.c_void_p,
        ctypes.c_char_p,
        ctypes.c_int,
        ctypes.POINTER(ctypes.c_void_p),
    ]
    library.FcCharSetHasChar.argtypes = [ctypes.c_void_p, ctypes.c_uint32]
    found = library.FcConfigGetFonts(None, 0).contents
    return library, [_charset(library, found.fonts[n]) for n in range(found.nfont)]


def _charset(library: ctypes.CDLL, pattern: int) -> ctypes.c_void_p:
    charset = ctypes.c_void_p()
    library.FcPatternGetCharSet(pattern, b"charset", 0, ctypes.byref(charset))
    return charset
