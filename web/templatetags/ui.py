"""The components every page is put together from; `/ui/` shows each of them once.

What they take is in `web.components`. Those of a case are in `ui_case`, of forms in `ui_forms`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template import Context, Library
from django.template.loader import get_template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from web.components import Light, Page, Tab

register = Library()


@dataclass(frozen=True)
class Column:
    title: str
    classes: str = ""
    spoken: bool = False


def draw(component: str, /, **values: object) -> SafeString:
    return SafeString(get_template(f"ui/{component}.html").render(values))


@cache
def known_icons() -> frozenset[str]:
    """The icons that the asset build puts into the sprite."""
    listed = Path(settings.ROOT) / "templates" / "ui" / "icons.txt"
    return frozenset(listed.read_text("utf-8").split())


# --- words and marks -----------------------------------------------------------------------


@register.simple_tag
@cache
def icon(name: str, small: bool = False) -> SafeString:  # noqa: FBT001, FBT002 (template tag)
    """Drawn once a process: a list has a hundred of them."""
    if name not in known_icons():
        raise ValueError(f"icon {name!r} is not in templates/ui/icons.txt")
    classes = "ui-i ui-i-sm" if small else "ui-i"
    sprite = static("vendor/icons.svg")
    drawing = (
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true"><use href="{}#{}"></use></svg>'
    )
    return format_html(drawing, classes, sprite, name)


@register.simple_tag
def lamp(light: Light | None) -> SafeString | str:
    if not light:
        return ""
    return format_html('<span class="ui-lamp is-{}">{}</span>', light.colour, light.words)


CHECK_ICONS = {"ok": "check", "warn": "alert-triangle", "bad": "x", "none": "clock"}


@register.simple_tag
def check(words: str, kind: str = "ok") -> SafeString:
    mark = icon(CHECK_ICONS[kind], small=True)
    return format_html('<span class="ui-check is-{}">{}{}</span>', kind, mark, words)


@register.simple_tag
def tag(words: str, kind: str = "") -> SafeString:
    classes = f"ui-tag is-{kind}" if kind else "ui-tag"
    return format_html('<span class="{}">{}</span>', classes, words)


@register.simple_tag
def state_tag(words: str) -> SafeString:
    return tag(words, "state")


@register.simple_tag
def clause(words: str) -> SafeString:
    return format_html('<span class="ui-clause">{}</span>', words)


@register.simple_tag
def watermark(text: str) -> SafeString:
    return draw("watermark", text=text)


@register.simple_tag(takes_context=True)
def page_title(context: Context) -> str:
    """What the page wrote into its `title` block, so that the heading need not repeat it."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block("title")
    return str(block.nodelist.render(context)).strip()


@register.filter
def day(moment: date | None) -> str:
    """11月20日; with the year when it is another one."""
    if moment is None:
        return ""
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    short = f"{local.month}月{local.day}日"
    return short if local.year == timezone.localdate().year else f"{local.year}年{short}"


@register.filter
def moment(at: datetime | None) -> str:
    """今天 09:10, otherwise 11月19日 15:20."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    name = "今天" if local.date() == timezone.localdate() else day(local)
    return f"{name} {local:%H:%M}"


# --- areas ---------------------------------------------------------------------------------


@register.simple_block_tag
def panel(
    content: SafeString,
    title: str = "",
    *,
    count: object = None,
    urgent: bool = False,
    note: str = "",
    url: str = "",
    link: str = "",
    link_icon: str = "",
    flush: bool = False,
    bare: bool = False,
    screen: bool = False,
    label: str = "",
    anchor: str = "",
) -> SafeString:
    """`bare` for tables and columns, `flush` for lists, `screen` for what is not printed."""
    picture = icon(link_icon, small=True) if link_icon else ""
    return draw("panel", **locals())


@register.simple_tag
def tabs(items: Iterable[Tab], label: str = "分类") -> SafeString:
    return draw("tabs", tabs=items, label=label)


@register.simple_block_tag
def table(
    content: SafeString, columns: str, kind: str = "", label: str = "", *, quiet: bool = False
) -> SafeString:
    """`columns` is "编号 | 来自:lo | 期限日:r lo"; a title marked `sr` is spoken, not shown."""
    return draw(
        "table",
        content=content,
        columns=[column(part) for part in columns.split("|")],
        kind=kind,
        label=label,
        quiet=quiet,
    )


def column(written: str) -> Column:
    title, _, flags = written.partition(":")
    words = flags.split()
    classes = " ".join(f"ui-{word}" for word in words if word != "sr")
    return Column(title.strip(), classes, spoken="sr" in words)


@register.simple_tag
def group(title: str, span: int, colour: str = "") -> SafeString:
    head = (
        '<tr class="ui-group"><th colspan="{}" scope="rowgroup" class="is-whole is-{}">{}</th></tr>'
    )
    return format_html(head, span, colour or "plain", title)


@register.simple_tag
def pager(page: Page) -> SafeString:
    return draw("pager", page=page)


@register.simple_block_tag
def nothing(content: SafeString) -> SafeString:
    """A whole list is empty: a sentence that says so and what can be done."""
    return format_html('<p class="ui-empty">{}</p>', content)


@register.simple_block_tag
def facts(content: SafeString, *, one: bool = False) -> SafeString:
    return format_html('<dl class="{}">{}</dl>', "ui-facts is-one" if one else "ui-facts", content)


@register.simple_tag
def fact(
    label: str, value: object, *, num: bool = False, strong: bool = False, optional: bool = False
) -> SafeString | str:
    """A label and its value; 未填 stands where nothing was said, unless it is `optional`."""
    blank = value is None or str(value) == ""
    if blank and optional:
        return ""
    marks = [("ui-num", num), ("ui-strong", strong), ("is-blank", blank)]
    classes = " ".join(name for name, wanted in marks if wanted)
    return format_html(
        '<dt>{}</dt><dd class="{}">{}</dd>', label, classes, "未填" if blank else value
    )


@register.simple_tag
def due(label: str, on: date | None, light: Light | None) -> SafeString:
    """A due date among facts; it never stands without its lamp (R104)."""
    html = '<dt>{}</dt><dd><span class="ui-num">{}</span> {}</dd>'
    return format_html(html, label, day(on), lamp(light))


@register.simple_block_tag
def pairs(content: SafeString) -> SafeString:
    return format_html('<ul class="ui-pairs">{}</ul>', content)


@register.simple_tag
def pair(
    label: str, value: object = "", *, url: str = "", note: str = "", light: Light | None = None
) -> SafeString:
    """A line of label and value; `note` between them, a lamp or a link at the right edge."""
    right = lamp(light) if light else format_html('<span class="ui-num">{}</span>', value)
    if url:
        right = format_html('<a class="ui-num ui-strong" href="{}">{}</a>', url, value)
    middle = format_html('<span class="ui-meta ui-num">{}</span>', note) if note else ""
    return format_html("<li><span>{}</span>{}{}</li>", label, middle, right)


@register.simple_block_tag
def note(content: SafeString, *, plain: bool = False) -> SafeString:
    return draw("note", content=content, plain=plain)


@register.simple_block_tag
def figures(content: SafeString, label: str = "总数") -> SafeString:
    frame = '<section class="ui-panel ui-figures" aria-label="{}">{}</section>'
    return format_html(frame, label, content)


@register.simple_tag
def figure(
    label: str,
    number: object,
    unit: str = "件",
    *,
    url: str = "",
    note: str = "",
    light: Light | None = None,
) -> SafeString:
    values = {"label": label, "number": number, "unit": unit, "url": url}
    return draw("figure", note=note, light=light, **values)
