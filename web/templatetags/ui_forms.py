"""The components of forms: one look for every field, one summary for every mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField, Field, MultiWidget
from django.forms.formsets import BaseFormSet
from django.forms.widgets import ChoiceWidget
from django.template import Context, Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from confidentiality.uploads import ACCEPT
from web import kept
from web.templatetags.ui import draw, icon

register = Library()

Typed = BaseForm | BaseFormSet[BaseForm]


@dataclass(frozen=True)
class Problem:
    sentence: str
    anchor: str = ""
    is_blank: bool = False


@dataclass(frozen=True)
class Cell:
    field: BoundField
    width: int


@register.simple_block_tag(takes_context=True)
def form(
    context: Context,
    content: SafeString,
    action: str = "",
    *,
    label: str = "",
    classes: str = "ui-stack",
    anchor: str = "",
    autosave: str = "",
    page: str = "",
    upload: bool = False,
    get: bool = False,
) -> SafeString:
    """A form with its token; what is typed in it is kept on the server until it is done.

    `autosave` is where a room keeps it itself (drafts); `page` is where it is offered again, when
    that is not the page it stands on.
    """
    csrf_token = context.get("csrf_token", "")
    method = "get" if get else "post"
    is_kept = not get and is_typed_in(content)
    held = keeping(context, label, page=page, upload=upload, content=content) if is_kept else ""
    return draw("form_block", **locals())


#: Something a person fills in; what stands in it is worth keeping.
_FIELD: Final = re.compile(
    r"<textarea|<select|<input(?![^>]*type=\"(hidden|submit|file|password)\")"
)


def is_typed_in(content: str) -> bool:
    """Whether a form has a field, and none that must never be written down."""
    return bool(_FIELD.search(content)) and 'type="password"' not in content


@register.simple_tag(takes_context=True)
def keeping(
    context: Context, label: str, *, page: str = "", upload: bool = False, content: str = ""
) -> SafeString:
    """What keeps the text of a form that is written without `form`; stands inside it."""
    request = context.get("request")
    drawn = kept.drawn(request, label, page, content) if request else None
    if drawn is None:
        return SafeString("")
    form, offer = drawn
    return draw("kept", token=form.token, offer=offer, upload=upload)


@register.simple_tag
def fields(bound: BaseForm, layout: str = "") -> SafeString:
    """Those named in "phone:3 address:6" on the grid of twelve, or all, one below another."""
    if not layout:
        every = [Cell(field, 12) for field in bound.visible_fields()]
        return draw("fields", cells=every, hidden=bound.hidden_fields())
    return draw("fields", cells=[cell(bound, part) for part in layout.split()])


def cell(bound: BaseForm, written: str) -> Cell:
    name, _, width = written.partition(":")
    return Cell(bound[name], int(width or 12))


@register.simple_tag
def hidden(bound: BaseForm) -> SafeString:
    return SafeString("".join(str(field) for field in bound.hidden_fields()))


@register.simple_tag
def errors(*typed: Typed) -> SafeString:
    """Every mistake of the page in one place, each a link to its field."""
    problems = [problem for each in typed for problem in mistakes(each)]
    all_blank = all(problem.is_blank for problem in problems)
    return draw("errors", problems=problems, all_blank=all_blank)


def _is_blank(field: BoundField) -> bool:
    """Nothing was typed: it is empty, or the nought still stands there that stood there before."""
    if not field.data:
        return True
    return not field.initial and not field.field.has_changed(field.initial, field.data)


def mistakes(typed: Typed) -> Iterator[Problem]:
    if not typed.is_bound:
        return
    if isinstance(typed, BaseFormSet):
        yield from (Problem(str(sentence)) for sentence in typed.non_form_errors())
        for each in typed.forms:
            yield from mistakes(each)
        return
    yield from (Problem(str(sentence)) for sentence in typed.non_field_errors())
    for field in as_laid_out(typed):
        for sentence in sentences(field):
            is_named = str(field.label) in sentence or sentence.startswith(("请填写", "请选择"))
            named = sentence if is_named else f"{field.label}：{sentence}"
            yield Problem(named, place(field), is_blank=_is_blank(field))


def as_laid_out(bound: BaseForm) -> list[BoundField]:
    """The fields as the page shows them, so that the first mistake is the topmost."""
    shown = [part.partition(":")[0] for part in getattr(bound, "layout", "").split()]
    names = dict.fromkeys([*shown, *bound.fields])
    return [bound[name] for name in names if name in bound.fields]


@register.filter
def sentences(field: BoundField) -> list[str]:
    """What is wrong with the field; an empty one is asked for by its name."""
    return [said for error in field.errors.as_data() for said in worded(field, error)]


def worded(field: BoundField, error: ValidationError) -> list[str]:
    if error.code != "required" or error.message != Field.default_error_messages["required"]:
        return list(error.messages)
    verb = "选择" if isinstance(field.field.widget, ChoiceWidget) else "填写"
    return [f"请{verb}{field.label}。"]


def place(field: BoundField) -> str:
    """The id of the first thing of the field that can be typed in or chosen."""
    widget = field.field.widget
    name = field.auto_id
    if isinstance(widget, ChoiceWidget):
        return str(widget.id_for_label(name, "0"))
    return f"{name}_0" if isinstance(widget, MultiWidget) else name


BUTTONS = {
    "": "btn",
    "primary": "btn btn-primary",
    "danger": "btn ui-btn-danger",
    "row": "btn ui-btn-row",
    "quiet": "btn ui-btn-quiet",
}


@register.simple_tag
def button(
    label: str,
    kind: str = "",
    *,
    url: str = "",
    name: str = "",
    value: str = "",
    picture: str = "",
    confirm: str = "",
    confirm_at: str = "",
    needs: str = "",
    push: bool = False,
    apart: bool = False,
) -> SafeString:
    """A verb. With `url` a link; with `confirm` it asks once, naming the effect.

    `confirm_at` names a field and those of its values with which it asks ("answer none silent").
    `needs` names the field without which there is nothing to confirm: the server will refuse.
    `apart` answers in a window of its own and does nothing: the form may be sent again at once.
    """
    classes = f"{BUTTONS[kind]} ui-push" if push else BUTTONS[kind]
    drawing = icon(picture, small=True) if picture else ""
    return draw("button", **locals())


@register.simple_tag
def preview(offered: bool = True) -> SafeString:  # noqa: FBT001, FBT002 -- a template's argument
    """预览文书: what the form would issue, as it will print; nothing is done."""
    looks = button("预览文书", name="preview", value="1", apart=True)
    return looks if offered else SafeString("")


@register.simple_block_tag
def bar(content: SafeString, status: str = "") -> SafeString:
    """The sticky bar: what was saved at left, the buttons at right."""
    return draw("bar", content=content, status=status)


@register.simple_block_tag
def acting(content: SafeString) -> SafeString:
    """The buttons at the end of a short form."""
    return format_html('<div class="ui-acting">{}</div>', content)


@register.simple_tag
def drop(
    url: str,
    *,
    target: str = "",
    name: str = "file",
    accept: str = ACCEPT,
    hint: str = "PDF、OFD、图片、Word、Excel、WPS、文本（txt）、邮件、录音、视频",
    megabytes: int = 100,
    choices: Sequence[tuple[str, str]] = (),
    chosen: str = "",
) -> SafeString:
    """Files dropped or chosen go to `url` one by one; what it answers replaces `target`.

    `choices`: who may have brought them, `chosen` who most likely has.
    """
    return draw("drop", **locals())
