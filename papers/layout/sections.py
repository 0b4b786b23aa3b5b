"""Numbered sections of a letter; an empty one is left out and the numbers close up."""

from __future__ import annotations

from typing import NamedTuple

from papers.pieces import OfficePiece


class Section(NamedTuple):
    heading: str
    text: str


def sections(*pairs: tuple[str, str]) -> list[Section]:
    return [Section(heading, text) for heading, text in pairs if text]


def office_line(office: OfficePiece | None) -> str:
    """联系人：…，电话：…，地址：…"""
    if office is None:
        return ""
    named = (("联系人", office.officer), ("电话", office.phone), ("地址", office.address))
    return "，".join(f"{label}：{text}" for label, text in named if text)
