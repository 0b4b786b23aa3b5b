"""What is drawn today looks as it did in the album of the manual (GB/T 9704-2012, domain 3)."""

from __future__ import annotations

import os

import pytest
from PIL import Image, ImageChops

from papers.printing.pdf import render
from tests.papers import golden, samples
from tests.papers.lengths import at_its_shortest
from tests.papers.sheets import EACH, drawn, drawn_full


def apart(pdf: bytes, kind: str, size: str) -> float:
    path = golden.stored(kind, size)
    assert path.exists(), f"{path.name}: draw it by `make pictures`"
    with Image.open(path) as kept:
        return golden.unlike(golden.picture(pdf), kept)


@pytest.mark.parametrize("kind", EACH)
def test_a_paper_looks_as_in_the_album(kind: str) -> None:
    """Where it should look otherwise: `make pictures`, and look at each that changed."""
    assert apart(drawn(kind), kind, "typical") <= golden.ALLOWED
    assert apart(drawn_full(kind), kind, "longest") <= golden.ALLOWED


@pytest.mark.skipif(os.environ.get("PORTAL_ALBUM") != "all", reason="in the night")
@pytest.mark.parametrize("kind", EACH)
def test_the_shortest_looks_as_in_the_album(kind: str) -> None:
    pdf = render(at_its_shortest(samples.TYPICAL[kind]), masked=False)
    assert apart(pdf, kind, "short") <= golden.ALLOWED


def test_a_page_that_moved_by_half_a_millimetre_is_another() -> None:
    with Image.open(golden.stored("referral", "typical")) as kept:
        page = kept.convert("L")
    assert golden.unlike(page, page) == 0
    assert golden.unlike(page, ImageChops.offset(page, 0, 1)) > golden.ALLOWED
    assert golden.unlike(page, page.crop((0, 0, page.width // 2, page.height))) == 1000


def test_the_album_shows_every_paper_and_no_other() -> None:
    told = (golden.ALBUM / "README.md").read_text("utf-8")
    wanted = {f"{kind}-{size}.png" for kind in samples.TYPICAL for size in golden.SIZES}
    assert {each.name for each in golden.ALBUM.glob("*.png")} == wanted
    assert not [name for name in wanted if f"({name})" not in told]
