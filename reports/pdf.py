"""The only place that touches WeasyPrint: frozen content in, an archivable PDF out (R089, R091)."""

from __future__ import annotations

import gc
from functools import cache
from typing import NoReturn

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from reports.forms.drawing import page
from workflow.papers.freezing import PaperContent

VARIANT = "pdf/a-3u"


class NothingFromOutside(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Refuses every address: a paper needs its own words, its style and the fonts, nothing else."""

    def fetch(self, url: str, headers: object = None) -> NoReturn:
        raise ValueError(f"文书不引用任何外部内容：{url[:80]}")


def render(kind: str, content: PaperContent, *, masked: bool) -> bytes:
    """One copy of a paper as PDF/A-3u with its fonts inside; the same content gives the same bytes.

    One FontConfiguration a process and a collection after each paper keep a worker's memory flat.
    """
    document = HTML(string=page(kind, content, masked=masked), url_fetcher=NothingFromOutside())
    try:
        return bytes(
            document.write_pdf(
                stylesheets=[_style()], font_config=_fonts(), pdf_variant=VARIANT, pdf_tags=False
            )
        )
    finally:
        gc.collect()


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _style() -> CSS:
    return CSS(
        string=render_to_string("reports/papers/paper.css"),
        font_config=_fonts(),
        url_fetcher=NothingFromOutside(),
    )
