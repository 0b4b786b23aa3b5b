"""Chinese letters for what is laid over a finished PDF, without starting a typesetter for it.

The glyphs used are copied as outlines into a Type 3 font with a ToUnicode map: embedded,
searchable, a few kilobytes. They come out of Noto Sans SC, which knows every name. Web processes
lay over what they hand out, and WeasyPrint would double their memory.
"""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pylopdf_fonts_zh_cn
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

UNITS = 1000
_MOST = 255  # codes of a simple font
_UNKNOWN = "□"
_MOST_KEPT = 4000


class Glyph(NamedTuple):
    advance: int
    outline: bytes


class _Outline(BasePen):  # type: ignore[misc]
    """Writes a glyph as PDF path operators."""

    def __init__(self) -> None:
        super().__init__(None)
        self.operators: list[str] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 fontTools' name
        self._add("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 fontTools' name
        self._add("l", pt)

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802 fontTools' name
        self._add("c", *points)

    def _closePath(self) -> None:  # noqa: N802 fontTools' name
        self.operators.append("h")

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        numbers = " ".join(f"{each:g}" for point in points for each in point)
        self.operators.append(f"{numbers} {operator}")


#: Outlines already read; the font itself (11 MB) is opened for new characters only.
_KEPT: dict[str, Glyph] = {}


def glyphs(characters: Iterable[str]) -> dict[str, Glyph]:
    wanted = set(characters)
    missing = wanted - _KEPT.keys()
    if missing:
        if len(_KEPT) + len(missing) > _MOST_KEPT:
            _KEPT.clear()
            missing = wanted
        _KEPT.update(_read(missing))
        _give_back()
    return {each: _KEPT[each] for each in wanted}


def _read(characters: Iterable[str]) -> dict[str, Glyph]:
    with TTFont(pylopdf_fonts_zh_cn.sans_path(), lazy=True) as font:
        names, drawn = font.getBestCmap(), font.getGlyphSet()
        return {each: _glyph(each, names, drawn) for each in characters}


def _give_back() -> None:
    """An opened font takes 20 MiB, which glibc keeps for a web process unless it is asked."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _glyph(character: str, names: Mapping[int, str], drawn: Mapping[str, Any]) -> Glyph:
    """Any: fontTools' glyph. A character without one is shown as an empty box."""
    glyph = drawn[names.get(ord(character)) or names[ord(_UNKNOWN)]]
    pen = _Outline()
    glyph.draw(pen)
    return Glyph(round(glyph.width), " ".join(pen.operators).encode())


class Lettering:
    """A font of the characters of some texts, inside one PDF."""

    def __init__(self, writer: PdfWriter, texts: Iterable[str]) -> None:
        found = glyphs("".join(texts))
        self._characters = sorted(found)[:_MOST]
        self._codes = {each: code for code, each in enumerate(self._characters, 1)}
        self._glyphs = [found[each] for each in self._characters]
        self.font = self._font(writer)

    def shown(self, text: str) -> str:
        """The text as an operand of Tj."""
        return f"<{''.join(f'{self._codes[each]:02x}' for each in text if each in self._codes)}>"

    def width(self, text: str, size: float) -> float:
        codes = (self._codes[each] for each in text if each in self._codes)
        return sum(self._glyphs[code - 1].advance for code in codes) * size / UNITS

    def _font(self, writer: PdfWriter) -> IndirectObject:
        names = [f"/g{code}" for code in self._codes.values()]
        drawn = {
            name: indirect(writer, stream(_procedure(glyph)))
            for name, glyph in zip(names, self._glyphs, strict=True)
        }
        font: dict[str, PdfObject] = {
            "/Type": NameObject("/Font"),
            "/Subtype": NameObject("/Type3"),
            "/FontBBox": numbers(0, -300, UNITS, UNITS),
            "/FontMatrix": numbers(1 / UNITS, 0, 0, 1 / UNITS, 0, 0),
            "/CharProcs": dictionary(drawn),
            "/Encoding": dictionary(
                {"/Type": NameObject("/Encoding"), "/Differences": _list(names)}
            ),
            "/FirstChar": NumberObject(1),
            "/LastChar": NumberObject(len(names)),
            "/Widths": numbers(*(each.advance for each in self._glyphs)),
            "/Resources": DictionaryObject(),
            "/ToUnicode": indirect(writer, stream(self._to_unicode())),
        }
        return indirect(writer, dictionary(font))

    def _to_unicode(self) -> bytes:
        lines = [
            f"<{code:02x}> <{each.encode('utf-16-be').hex()}>" for each, code in self._codes.items()
        ]
        blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
        body = "\n".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
        )
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CMapName /Laid def /CMapType 2 def\n"
            "1 begincodespacerange <00> <ff> endcodespacerange\n"
            f"{body}\nendcmap end end"
        ).encode()


def _procedure(glyph: Glyph) -> bytes:
    return b"%d 0 0 -300 %d %d d1 %s f" % (glyph.advance, UNITS, UNITS, glyph.outline)


def _list(names: list[str]) -> ArrayObject:
    return ArrayObject([NumberObject(1), *(NameObject(name) for name in names)])


def dictionary(items: Mapping[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(name): value for name, value in items.items()})


def numbers(*values: float) -> ArrayObject:
    return ArrayObject([FloatObject(f"{value:g}") for value in values])


def stream(data: bytes, items: Mapping[str, PdfObject] | None = None) -> StreamObject:
    made = StreamObject()
    made.set_data(data)
    made.update(dictionary(items or {}))
    return made.flate_encode()


def indirect(writer: PdfWriter, value: PdfObject) -> IndirectObject:
    return writer._add_object(value)  # noqa: SLF001 pypdf has no public name for it
