"""The forms of a page as a browser finds them, for tests that fill them in."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TEXTS = {"text", "date", "datetime-local", "number", "search", "tel", "email", "month", ""}


@dataclass
class DrawnForm:
    """One form: where it goes, what stands in it, what can be typed in it."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    chosen: dict[str, str] = field(default_factory=dict)
    multiline: bool = False

    @property
    def is_kept(self) -> bool:
        return "kept" in self.hidden

    def filled(self, text: str) -> dict[str, str]:
        return self.hidden | self.chosen | dict.fromkeys(self.typed, text)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[DrawnForm] = []
        self.by_id: dict[str, DrawnForm] = {}
        self.inside: DrawnForm | None = None
        self.select = ""
        self.loose: list[tuple[str, str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form" and told.get("method") == "post":
            self.inside = DrawnForm(told.get("action", ""))
            self.forms.append(self.inside)
            self.by_id[told.get("id", "")] = self.inside
        elif tag in {"input", "textarea", "select"} and told.get("form"):
            self.loose.append((tag, told["form"], told))
        elif self.inside and tag in {"input", "textarea", "select"}:
            put(self.inside, tag, told)
            self.select = told.get("name", "") if tag == "select" else ""
        elif self.inside and tag == "option" and self.select and told.get("value"):
            self.inside.chosen[self.select] = told["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None


def put(form: DrawnForm, tag: str, told: dict[str, str]) -> None:
    name, kind = told.get("name", ""), told.get("type", "")
    form.multiline |= tag == "textarea"
    if tag == "textarea" or (tag == "input" and kind in TEXTS):
        form.typed.append(name)
    elif tag == "input" and kind == "hidden":
        form.hidden[name] = told.get("value", "")
    elif name and kind not in {"submit", "file"}:
        form.chosen[name] = told.get("value", "")


def forms_of(page: str) -> list[DrawnForm]:
    """Every form that is posted, with the fields that name it from elsewhere on the page."""
    reader = _Reader()
    reader.feed(page)
    for tag, owner, told in reader.loose:
        if owner in reader.by_id:
            put(reader.by_id[owner], tag, told)
    return reader.forms
