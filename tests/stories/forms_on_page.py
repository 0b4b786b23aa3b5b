"""Reads a page's forms as a browser does, so that a story can only send what stands on the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = dict[str, str]
CHOOSING = {"radio", "checkbox"}


@dataclass
class Control:
    """One name of a form: what it holds before anybody types, and what may be chosen."""

    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] | None = None

    def takes(self, value: object) -> bool:
        """Whether a person could bring it to this value."""
        wanted = [str(v) for v in value] if isinstance(value, list) else [str(value)]
        if self.kind == "file":
            return True
        if self.kind == "hidden":
            return wanted == self.values or self.values == [""]
        return self.choices is None or set(wanted) <= set(self.choices)


@dataclass
class PageForm:
    """One form of a page."""

    attributes: Attributes
    controls: dict[str, Control] = field(default_factory=dict)
    buttons: dict[str, list[str]] = field(default_factory=dict)

    def takes(self, typed: dict[str, object]) -> bool:
        return all(
            str(value) in self.buttons[name]
            if name in self.buttons
            else name in self.controls and self.controls[name].takes(value)
            for name, value in typed.items()
        )

    def filled(self, typed: dict[str, object]) -> dict[str, object]:
        """What the browser sends."""
        untouched: dict[str, object] = {
            name: control.values
            for name, control in self.controls.items()
            if control.values and control.kind != "file"
        }
        return untouched | typed


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.loose: list[tuple[str, str, Attributes]] = []  # controls that name their form by id
        self.inside: PageForm | None = None
        self.select: Control | None = None
        self.area: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = PageForm(said)
            self.forms.append(self.inside)
        elif tag == "option" and self.select is not None:
            _offer(self.select, said.get("value", ""), "selected" in said)
        elif tag in {"input", "select", "textarea", "button"} and "disabled" not in said:
            self._control(tag, said)

    def _control(self, tag: str, said: Attributes) -> None:
        name = said.get("name", "")
        form = self.inside
        if "form" in said:
            form = next((f for f in self.forms if f.attributes.get("id") == said["form"]), None)
        if form is None and name:
            form = PageForm({"for": said.get("form", "")})
            self.forms.append(form)
        if form is None or not name:
            return
        if tag == "button":
            form.buttons.setdefault(name, []).append(said.get("value", ""))
            return
        kind = said.get("type", "text") if tag == "input" else tag
        control = form.controls.setdefault(name, Control(kind))
        self._fill(control, tag, kind, said)

    def _fill(self, control: Control, tag: str, kind: str, said: Attributes) -> None:
        if tag == "select":
            control.choices, self.select = [], control
        elif tag == "textarea":
            control.values, self.area = [""], control
        elif kind in CHOOSING:
            _offer(control, said.get("value", "on"), "checked" in said)
        elif kind != "file":
            control.values.append(said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.values = [self.area.values[0] + data]


def _offer(control: Control, value: str, is_chosen: bool) -> None:
    control.choices = [*(control.choices or []), value]
    if is_chosen:
        control.values.append(value)


def forms_of(html: str) -> list[PageForm]:
    """Every form, with controls that stand outside it but name it."""
    reader = _Reader()
    reader.feed(html)
    by_id = {f.attributes["id"]: f for f in reader.forms if f.attributes.get("id")}
    for stray in reader.forms:
        owner = by_id.get(stray.attributes.get("for", ""))
        if owner is not None:
            owner.controls |= stray.controls
            owner.buttons |= stray.buttons
    return [form for form in reader.forms if "for" not in form.attributes]
