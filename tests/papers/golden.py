"""A paper as a picture: its first pages in a row, small and grey, as they stand in the manual."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

import pypdfium2
from PIL import Image, ImageChops

from papers.freezing import PaperContent
from tests.papers.lengths import at_its_limit, at_its_shortest

ALBUM: Final = Path(__file__).resolve().parents[2] / "docs" / "manual" / "papers"
#: In dots an inch: enough to see a line that moved by half a millimetre, not enough to read 5号.
FINE: Final = 50
#: Further pages are the 附页, or running text.
PAGES: Final = 2
SHADES: Final = 8
#: Pixels that differ by so much are told apart; more of a thousand than this is another page.
APART: Final = 80
ALLOWED: Final = 2.0

SIZES: Final = {"short": "最短", "typical": "通常", "longest": "最长"}


def of_size(content: PaperContent, size: str) -> PaperContent:
    if size == "short":
        return at_its_shortest(content)
    return at_its_limit(content) if size == "longest" else content


def picture(pdf: bytes) -> Image.Image:
    """The first pages, side by side."""
    sheets = list(_sheets(pdf))
    width = sum(each.width for each in sheets)
    row = Image.new("L", (width, sheets[0].height), 255)
    left = 0
    for each in sheets:
        row.paste(each, (left, 0))
        left += each.width
    return row.quantize(SHADES, dither=Image.Dither.NONE)


def _sheets(pdf: bytes) -> Iterator[Image.Image]:
    read = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(min(PAGES, len(read))):
            yield read[number].render(scale=FINE / 72, grayscale=True).to_pil()
    finally:
        read.close()


def stored(kind: str, size: str) -> Path:
    return ALBUM / f"{kind}-{size}.png"


def as_png(drawn: Image.Image) -> bytes:
    kept = BytesIO()
    drawn.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def unlike(one: Image.Image, other: Image.Image) -> float:
    """Of a thousand pixels, how many differ; all, where the pages are not as many."""
    if one.size != other.size:
        return 1000.0
    gap = ImageChops.difference(one.convert("L"), other.convert("L"))
    differing = sum(gap.histogram()[APART:])
    return 1000 * differing / (gap.width * gap.height)
