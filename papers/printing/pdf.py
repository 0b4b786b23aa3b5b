"""The only place that touches WeasyPrint: frozen content in, an archivable PDF out (R089, R091)."""

from __future__ import annotations

import gc
from functools import cache
from importlib.resources import files
from typing import NoReturn

import weasyprint.pdf
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.css import ColorProfile
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from papers.freezing import PaperContent
from papers.printing.drawing import page
from papers.printing.glyphs import fonts_are_there
from papers.printing.tagging import say_which_way_headings_look, set_margins_apart

VARIANT = "pdf/a-3a"
COLOURS = "screen"


class FontsMissing(RuntimeError):
    """This process has no font with the characters of the paper: an empty box would stand there."""


class NothingFromOutside(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Refuses every address: a paper needs its own words, its style and the fonts, nothing else."""

    def fetch(self, url: str, headers: object = None) -> NoReturn:
        raise ValueError(f"文书不引用任何外部内容：{url[:80]}")


def render(content: PaperContent, *, masked: bool) -> bytes:
    """One copy of a paper as tagged PDF/A-3a, fonts inside; the same content gives the same bytes.

    One FontConfiguration a process and a collection after each paper keep a worker's memory flat.
    Raises FontsMissing: nothing is kept then, and the paper waits until the fonts are there.
    """
    if not fonts_are_there():
        raise FontsMissing
    document = HTML(string=page(content, masked=masked), url_fetcher=NothingFromOutside())
    try:
        return bytes(
            document.write_pdf(
                stylesheets=[_style()],
                font_config=_fonts(),
                finisher=_finish,
                pdf_variant=VARIANT,
                color_profiles={COLOURS: _colours()},
                output_intent=COLOURS,
            )
        )
    finally:
        _sweep()


def _finish(document: Document, pdf: object) -> None:
    """Before the file is written: what no font has was named by its code long before (glyphs)."""
    if any(font.missing for font in document.fonts.values()):
        raise FontsMissing
    say_which_way_headings_look(pdf)
    set_margins_apart(pdf)


@cache
def _colours() -> ColorProfile:
    """The colours PDF/A asks to be named; WeasyPrint would open and leave a file for each paper."""
    with (files(weasyprint.pdf) / "sRGB2014.icc").open("rb") as profile:
        return ColorProfile(profile, "sRGB2014.icc", "relative-colorimetric", ("r", "g", "b"))


@cache
def _settle() -> None:
    """Once a process: what is loaded by now stays, and later collections need not look at it."""
    gc.collect()
    gc.freeze()


def _sweep() -> None:
    """WeasyPrint's boxes refer to each other in circles; left alone they pile up to 800 MiB."""
    _settle()
    gc.collect()


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _style() -> CSS:
    return CSS(
        string=render_to_string("papers/paper.css"),
        font_config=_fonts(),
        url_fetcher=NothingFromOutside(),
    )
