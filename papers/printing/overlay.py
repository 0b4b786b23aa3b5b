"""What is laid over an issued paper when somebody takes it (领域 3.2·3、4, R096).

Who, when, 作废. The stored paper itself is never touched. What is read on a screen gets a
watermark; the 正本 that is printed, sealed and served stays clean, with a line at its foot that
says how often it was printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from math import cos, radians, sin
from typing import cast

from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    PdfObject,
)

from papers.layout.days import moment
from papers.printing.lettering import Lettering, dictionary, indirect, numbers, stream

WIDTH, HEIGHT = 595.28, 841.89
_LEFT, _BASELINE, _ROOM = 79.4, 35.6, 300.0  # pt: the margin, beside the check code
_LINE_SIZE = 8.0
_MARK_SIZE, _MARK_ANGLE = 15.0, 28
_MARK_PLACES = ((90, 150), (250, 330), (90, 480), (250, 650))
_VOID_SIZE, _VOID_ANGLE = 150.0, 40
_SAID_SIZE, _SAID_AT = 14.0, 640.0
_WHY_SIZE, _WHY_BELOW, _WHY_LENGTH = 14.0, 40.0, 40


@dataclass(frozen=True)
class Taking:
    """One copy handed out: read on the screen, or printed for the `count`-th time."""

    taken_by: str
    department: str
    at: datetime
    count: int = 0
    void: str = ""  # why it counts no more

    @property
    def line(self) -> str:
        if not self.count:
            return f"阅览 {self._who}"
        return f"打印人 {self._who}　第{self.count}次打印"

    @property
    def mark(self) -> str:
        """Across what is read; a 正本 has none."""
        return "" if self.count else self._who.replace("　", " ")

    @property
    def _who(self) -> str:
        return f"{self.taken_by}　{self.department}　{moment(self.at)}"


def overlay(pdf: bytes, taking: Taking) -> bytes:
    """The stored copy with what is to be said of its taking; 作废 and why where it is void."""
    return laid_over(pdf, line=taking.line, mark=taking.mark, void=taking.void)


def laid_over(pdf: bytes, *, line: str, mark: str, void: str = "") -> bytes:
    """A line at the foot and a faint watermark on every page, whatever its size.

    What is laid over is no part of the text: an artifact, so that a tagged file stays one.
    """
    writer = PdfWriter(clone_from=BytesIO(pdf))
    writer.pdf_header = f"%PDF-{pdf[5:8].decode('ascii', 'replace')}"
    form = _form(writer, line, mark, void)
    before = indirect(writer, stream(b"q"))
    for page in writer.pages:
        after = indirect(
            writer, stream(f"Q /Artifact BMC q {_fitted(page)} /Taking Do Q EMC".encode())
        )
        _lay(page, form, before, after)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def page_saying(lines: Sequence[str]) -> bytes:
    """A page of A4 with nothing but these on it, for what cannot be drawn itself."""
    writer = PdfWriter()
    page = writer.add_blank_page(WIDTH, HEIGHT)
    letters = Lettering(writer, tuple(lines))
    said = [
        f"BT /L {_size_of(letters, text):.2f} Tf {_LEFT} {_SAID_AT - 2 * _SAID_SIZE * place} Td "
        f"{letters.shown(text)} Tj ET"
        for place, text in enumerate(lines)
    ]
    page[NameObject("/Resources")] = dictionary({"/Font": dictionary({"/L": letters.font})})
    page[NameObject("/Contents")] = indirect(writer, stream("\n".join(said).encode()))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _size_of(letters: Lettering, text: str) -> float:
    """What is long is smaller, and keeps to its line."""
    return _SAID_SIZE * min(1.0, (WIDTH - 2 * _LEFT) / max(letters.width(text, _SAID_SIZE), 1.0))


def _fitted(page: PageObject) -> str:
    """From a page of A4 to this one; a paper of ours is A4 already."""
    box = page.mediabox
    wide, high = float(box.width) / WIDTH, float(box.height) / HEIGHT
    return f"{wide:.4f} 0 0 {high:.4f} {float(box.left):.2f} {float(box.bottom):.2f} cm"


def _lay(page: PageObject, form: PdfObject, before: PdfObject, after: PdfObject) -> None:
    if "/Resources" not in page:  # an uploaded page may inherit none and have none
        page[NameObject("/Resources")] = dictionary({})
    resources = cast(DictionaryObject, page["/Resources"].get_object())
    name = NameObject("/XObject")
    forms = cast(DictionaryObject, resources.get(name, DictionaryObject()).get_object())
    resources[name] = dictionary({**forms, "/Taking": form})
    if "/Contents" not in page:  # an empty page of an uploaded file
        page[NameObject("/Contents")] = ArrayObject([])
    contents = page.raw_get("/Contents")
    own = contents.get_object()
    parts = list(own) if isinstance(own, ArrayObject) else [contents]
    page[NameObject("/Contents")] = ArrayObject([before, *parts, after])


def _form(writer: PdfWriter, line: str, mark: str, void: str) -> IndirectObject:
    """One form for all pages: the font is embedded once."""
    why = _cut(void)
    letters = Lettering(writer, (line, mark, "作废", why))
    drawn = [_line(letters, line)]
    if mark:
        drawn.append(_marks(letters, mark))
    if void:
        drawn.append(_void(letters, why))
    resources = {
        "/Font": dictionary({"/L": letters.font}),
        "/ExtGState": dictionary({"/Faint": _alpha(0.10), "/Void": _alpha(0.35)}),
    }
    items: dict[str, PdfObject] = {
        "/Type": NameObject("/XObject"),
        "/Subtype": NameObject("/Form"),
        "/BBox": numbers(0, 0, WIDTH, HEIGHT),
        "/Resources": dictionary(resources),
    }
    return indirect(writer, stream("\n".join(drawn).encode(), items))


def _alpha(value: float) -> DictionaryObject:
    return dictionary({"/Type": NameObject("/ExtGState"), "/ca": FloatObject(f"{value:g}")})


def _line(letters: Lettering, text: str) -> str:
    """A long name makes the line smaller, never longer: the check code stands beside it."""
    size = _LINE_SIZE * min(1.0, _ROOM / max(letters.width(text, _LINE_SIZE), 1.0))
    return f"q 0.27 g BT /L {size:.2f} Tf {_LEFT} {_BASELINE} Td {letters.shown(text)} Tj ET Q"


def _marks(letters: Lettering, text: str) -> str:
    shown = letters.shown(text)
    placed = "\n".join(f"{_turned(_MARK_ANGLE, x, y)} Tm {shown} Tj" for x, y in _MARK_PLACES)
    return f"q /Faint gs 0.3 g BT /L {_MARK_SIZE} Tf\n{placed} ET Q"


def _cut(why: str) -> str:
    """One line along the mark: the whole reason stands in the list of papers."""
    line = " ".join(why.split())
    return line if len(line) <= _WHY_LENGTH else f"{line[: _WHY_LENGTH - 1]}…"


def _void(letters: Lettering, why: str) -> str:
    """The two signs across the page, and the reason under them."""
    turn = radians(_VOID_ANGLE)
    off = letters.width(why, _WHY_SIZE) / 2
    x, y = WIDTH / 2 - off * cos(turn), HEIGHT / 2 - off * sin(turn)
    x, y = x + _WHY_BELOW * sin(turn), y - _WHY_BELOW * cos(turn)
    said = f"{_turned(_VOID_ANGLE, x, y)} Tm {letters.shown(why)} Tj"
    return f"{_sign(letters)}\nq /Void gs 0.84 0 0.11 rg BT /L {_WHY_SIZE} Tf {said} ET Q"


def _sign(letters: Lettering) -> str:
    half = letters.width("作废", _VOID_SIZE) / 2
    turn = radians(_VOID_ANGLE)
    x, y = WIDTH / 2 - half * cos(turn), HEIGHT / 2 - half * sin(turn)
    placed = f"{_turned(_VOID_ANGLE, x, y)} Tm {letters.shown('作废')} Tj"
    return f"q /Void gs 0.84 0 0.11 rg BT /L {_VOID_SIZE} Tf {placed} ET Q"


def _turned(angle: float, x: float, y: float) -> str:
    turn = radians(angle)
    return f"{cos(turn):.4f} {sin(turn):.4f} {-sin(turn):.4f} {cos(turn):.4f} {x:.1f} {y:.1f}"
