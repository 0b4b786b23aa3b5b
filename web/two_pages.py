"""One form open on two pages: each keeps what was typed on it, none wipes what another kept (R107).

A page keeps only the fields that were touched on it. What another page kept is put beside it field
by field: a page that had loaded it and then changed it counts instead of it; where neither had
seen the other's, both stand, and the next drawing of the form shows them side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, Final

Fields = Mapping[str, list[str]]

#: What a page says was changed on it since it was last heard; a page without a script cannot say.
TOUCHED: Final = "touched"
CANNOT_SAY: Final = "*"


@dataclass(frozen=True)
class TypedPage:
    """What one page of a form keeps: its fields, when each was typed, what it had loaded."""

    row: int
    drawing: str
    fields: Fields
    at: Mapping[str, float]
    seen: float
    begun_on: Mapping[str, str]

    @classmethod
    def of(cls, row: Any, told: dict[str, Any]) -> TypedPage:  # Any: a KeptText, and its JSON
        fields = told["fields"]
        at = told.get("at") or dict.fromkeys(fields, row.kept_at.timestamp())
        begun_on = told.get("begun_on", {})
        return cls(row.pk, row.seal_id.hex, fields, at, told.get("seen", 0.0), begun_on)


@dataclass(frozen=True)
class Merged:
    """All pages of a form as one: what counts, and what another page holds otherwise."""

    fields: dict[str, list[str]]
    beside: dict[str, list[list[str]]]
    idle: list[int]

    @property
    def is_blank(self) -> bool:
        return not any(map(said, self.fields.values()))


def said(values: Iterable[str]) -> list[str]:
    return [value for value in values if value.strip()]


def merged(pages: list[TypedPage]) -> Merged:
    fields: dict[str, list[str]] = {}
    beside: dict[str, list[list[str]]] = {}
    live = {page.row: 0 for page in pages}
    for name in dict.fromkeys(name for page in pages for name in page.fields):
        held = sorted(_live(pages, name), key=lambda page: page.at[name])
        for page in held:
            live[page.row] += 1
        full = [page.fields[name] for page in held if said(page.fields[name])]
        fields[name] = (full or [page.fields[name] for page in held])[-1]
        if others := [values for values in full[:-1] if values != fields[name]]:
            beside[name] = others
    return Merged(fields, beside, [row for row, count in live.items() if not count])


def _live(pages: list[TypedPage], name: str) -> list[TypedPage]:
    """Those whose value nobody has loaded and typed over since."""
    holding = [page for page in pages if name in page.fields]
    return [
        page
        for page in holding
        if not any(page.at[name] <= each.seen for each in holding if each is not page)
    ]


def touched(sent: Fields, told: str, own: TypedPage | None, pages: list[TypedPage]) -> Fields:
    """The fields that this page has changed; an empty one only where it had been filled here.

    What is sent in vain by a page that keeps nothing yet is all of it, as the browser gave it back.
    """
    names = told.split()
    before = own.fields if own else {}
    if told != CANNOT_SAY and (names or own):
        typed = {name: sent.get(name, []) for name in names}
    else:
        loaded = merged([page for page in pages if page is not own]).fields
        typed = {name: sent.get(name, []) for name in before}
        typed |= {
            name: values
            for name, values in sent.items()
            if name in before or (said(values) and loaded.get(name) != values)
        }
    return {name: values for name, values in typed.items() if before.get(name) != values}


class _Reader(HTMLParser):
    """What a form calls its fields, and the words of what can be chosen in them."""

    def __init__(self) -> None:
        super().__init__()
        self.legends: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.places: dict[str, str] = {}
        self.values: dict[tuple[str, str], str] = {}
        self.options: dict[tuple[str, str], str] = {}
        self._text: list[str] | None = None
        self._legend = self._for = self._select = self._option = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name, place = told.get("name", ""), told.get("id", "")
        if tag in {"input", "select", "textarea"}:
            self.places.setdefault(name, place)
            self.values[name, told.get("value", "")] = place
            self._select = name
            if self._legend:
                self.legends.setdefault(name, self._legend)
        elif tag in {"label", "option", "legend"}:
            self._text = []
            self._for, self._option = told.get("for", ""), told.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "fieldset":
            self._legend = ""
        if tag not in {"label", "option", "legend"} or self._text is None:
            return
        words = " ".join("".join(self._text).split()).removesuffix("（必填）")
        if tag == "label":
            self.labels[self._for] = words
        elif tag == "legend":
            self._legend = words
        else:
            self.options[self._select, self._option] = words
        self._text = None

    def label(self, name: str) -> str:
        return self.legends.get(name) or self.labels.get(self.places.get(name, ""), "另一栏")

    def word(self, name: str, value: str) -> str:
        """What stands for the value on the page; what was typed stands for itself."""
        chosen = self.labels.get(self.values.get((name, value), ""), "")
        is_chosen = name in self.legends and chosen
        return self.options.get((name, value)) or (chosen if is_chosen else value)


@dataclass(frozen=True)
class Differing:
    """A field that two pages hold differently, in the words of the form."""

    label: str
    there: str
    here: str


def compared(found: Merged, form: str) -> list[Differing]:
    """What the pages hold otherwise, as the drawn form calls it."""
    if not found.beside:
        return []
    reader = _Reader()
    reader.feed(form)

    def worded(name: str, values: list[str]) -> str:
        return "、".join(reader.word(name, value) for value in values)

    return [
        Differing(reader.label(name), worded(name, other), worded(name, found.fields[name]))
        for name, others in found.beside.items()
        for other in others
    ]
