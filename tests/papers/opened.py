"""A finished PDF taken apart, for the checks of clauses.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any  # Any: a PDF's objects

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject

SHOWING = {b"Tj", b"TJ", b"'", b'"'}


@dataclass
class Shown:
    """What the content of one page or form does."""

    operators: set[bytes] = field(default_factory=set)
    order: list[int] = field(default_factory=list)  # numbers of marked content, as drawn
    unmarked: int = 0  # texts that are neither tagged nor an artifact
    codes: dict[int, bytes] = field(default_factory=dict)  # of each font, by id(font)
    fonts: dict[int, Any] = field(default_factory=dict)


class Opened:
    def __init__(self, pdf: bytes) -> None:
        self.raw = pdf
        self.reader = PdfReader(BytesIO(pdf))
        self.root: Any = self.reader.root_object

    @cached_property
    def dictionaries(self) -> list[Any]:
        """Every dictionary that can be reached, streams among them."""
        found: list[Any] = []
        seen: set[int] = set()
        waiting: list[Any] = [self.reader.trailer]
        while waiting:
            each = waiting.pop().get_object()
            if id(each) in seen or not isinstance(each, (dict, list)):
                continue
            seen.add(id(each))
            if isinstance(each, dict):
                found.append(each)
            waiting.extend(each.values() if isinstance(each, dict) else each)
        return found

    def typed(self, key: str, *values: str) -> list[Any]:
        return [each for each in self.dictionaries if each.get(key) in values]

    @cached_property
    def pages(self) -> list[Shown]:
        return [
            self._read(page.get_contents(), page["/Resources"].get_object())  # type: ignore[union-attr]
            for page in self.reader.pages
        ]

    @cached_property
    def forms(self) -> list[Shown]:
        """Forms laid over a page: artifacts of it as a whole."""
        return [
            self._read(each, each["/Resources"].get_object())
            for each in self.typed("/Subtype", "/Form")
            if "/Resources" in each
        ]

    def _read(self, contents: Any, resources: Any) -> Shown:
        shown, font, marks = Shown(), None, list[bool]()
        fonts = resources.get("/Font", {}).get_object() if "/Font" in resources else {}
        for operands, operator in ContentStream(contents, self.reader).operations:
            shown.operators.add(operator)
            if operator in {b"BDC", b"BMC"}:
                number = _number(operands, resources)
                shown.order += [] if number is None else [number]
                marks.append(number is not None or operands[0] == "/Artifact")
            elif operator == b"EMC":
                marks.pop()
            elif operator == b"Tf":
                font = fonts[operands[0]].get_object()
                shown.fonts[id(font)] = font
            elif operator in SHOWING:
                shown.unmarked += not any(marks)
                shown.codes[id(font)] = shown.codes.get(id(font), b"") + _bytes(operands[-1])
        return shown

    @cached_property
    def elements(self) -> list[tuple[Any, str]]:
        """Each element of the structure with the kind of the one it stands in, as read aloud."""
        return list(_below(self.root["/StructTreeRoot"], ""))

    @cached_property
    def read(self) -> dict[int, list[int]]:
        """The numbers of marked content of each page in the order of the structure."""
        places = {page.indirect_reference.idnum: at for at, page in enumerate(self.reader.pages)}  # type: ignore[union-attr]
        found: dict[int, list[int]] = {at: [] for at in places.values()}
        for element, _ in self.elements:
            for kid in kids(element):
                if isinstance(kid, dict) and "/MCID" not in kid:
                    continue
                held = kid if isinstance(kid, DictionaryObject) and "/Pg" in kid else element
                number = kid["/MCID"] if isinstance(kid, dict) else kid
                found[places[held.raw_get("/Pg").idnum]].append(int(number))
        return found


def kids(element: Any) -> list[Any]:
    if "/K" not in element:
        return []
    found = element["/K"].get_object()
    return [each.get_object() for each in (found if isinstance(found, list) else [found])]


def _below(element: Any, parent: str) -> Iterator[tuple[Any, str]]:
    if "/S" in element:
        yield element, parent
    for kid in kids(element):
        if isinstance(kid, dict) and "/S" in kid:
            yield from _below(kid, element.get("/S", ""))


def _number(operands: list[Any], resources: Any) -> int | None:
    told = operands[1] if len(operands) > 1 else {}
    if isinstance(told, str):
        told = resources["/Properties"].get_object()[told].get_object()
    return int(told["/MCID"]) if "/MCID" in told else None


def _bytes(operand: Any) -> bytes:
    parts: list[Any] = operand if isinstance(operand, list) else [operand]
    texts = [each for each in parts if hasattr(each, "original_bytes")]
    return b"".join(each.original_bytes for each in texts)


def meant(font: Any) -> dict[int, str]:
    """Which characters a font's codes stand for, as its own map says."""
    told = font["/ToUnicode"].get_object().get_data()
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", told, re.DOTALL):
        for code, text in re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
    return found
