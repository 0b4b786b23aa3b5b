"""Turns frozen content into the HTML that WeasyPrint is given."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.template.loader import render_to_string

from papers.copies import masked as masked_copy
from papers.copies import withheld
from papers.freezing import Frozen, PaperContent, Slot, check_code, rewritten
from papers.printing.glyphs import covered

LONGEST_TEXT = 20_000


def page(content: PaperContent, *, masked: bool) -> str:
    """The whole HTML of one copy; its check code is always that of the full content (R091)."""
    shown = withheld(content)
    shown = rewritten(masked_copy(shown) if masked else shown, _printable)
    context = {
        "paper": shown,
        "sheet": shown.lay_out(),
        "check_code": check_code(content),
        "masked": masked,
        "spilled": [],  # what small cells could not hold, for the 附页
    }
    return render_to_string(f"papers/{content.kind}.html", context)


def _printable(_owner: Frozen, _slot: Slot, value: Any) -> Any:  # Any: a field's value
    return printable(value) if isinstance(value, str) else value


def printable(text: str) -> str:
    """Without what turns, hides or breaks text on paper; what is far too long says so.

    Controls, bidirectional and other invisible marks, and lone surrogates go; a character too new
    or too private for Python to know stays, for it may be part of a name.
    """
    kept = [each for each in text.replace("\r\n", "\n") if _is_kept(each)]
    more = len(kept) - LONGEST_TEXT
    if more > 0:
        kept[LONGEST_TEXT:] = f"（篇幅过长，其余{more}字见系统内原文）"
    return covered("".join(kept))


def _is_kept(character: str) -> bool:
    return character == "\n" or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
