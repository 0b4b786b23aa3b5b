"""How a signature given in the system is printed: name, time, and 系统签批 (领域 3.1)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from papers.pieces import SignaturePiece
from papers.templatetags.papers import day, moment

FOR_THE_PEN = "　　年　月　日"


class Signed(NamedTuple):
    name: str
    comment: str
    when: str


def signed(signature: SignaturePiece | None) -> Signed:
    """Without a signature a line for the pen."""
    if signature is None or not signature.name:
        return Signed("", signature.comment if signature else "", FOR_THE_PEN)
    when = f"{moment(signature.at)}（系统签批）" if signature.at else FOR_THE_PEN
    return Signed(signature.name, signature.comment, when)


def dated(on: date | None, timeliness: str) -> str:
    """2026年3月19日（按期）: a day that is over, with how it ended."""
    return f"{day(on)}（{timeliness}）" if on and timeliness else day(on)
