"""What the templates of the papers ask for: days, boxes, letterheads, texts that must fit."""

from __future__ import annotations

import re

import segno
from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from papers.freezing import PaperContent
from papers.layout.days import by_day, dated, day, moment
from papers.layout.fitting import CELL, Room, fits, in_two, title_lines, units
from papers.layout.passages import LINE_OF_NAME, SMALL, appendices, cell, name_lines
from papers.pieces import SignaturePiece, materials_line

register = template.Library()

_DATE = r"(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日"
_NUMBER = r"〔[0-9]{4}〕[0-9]+号|（共[0-9]+页）"
_WHOLE, _WHOLE_IN_FORMS = re.compile(f"{_DATE}|{_NUMBER}"), re.compile(_NUMBER)
#: Characters of a 文号 beside which a line of a form has room for nothing else.
_CROWDED = 17
_TWO_LINES = 8.7  # mm of 5号 in a cell
_TASK_FORCE = "乌翠区社会保险费征缴争议联合处置工作专班"


register.filter(day)
register.filter(moment)
register.filter(by_day)
register.filter(dated)
register.filter(materials_line)


@register.filter
def paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


@register.filter
def sentence(text: str) -> str:
    """What was typed, ended where words of the form go on."""
    text = text.strip()
    return text if not text or text[-1] in "。！？；" else f"{text}。"


@register.filter
def whole_dates(html: SafeString) -> SafeString:
    """A day is never parted over two lines, with its last 日 alone on the next; nor is a 文号."""
    return mark_safe(_WHOLE.sub(r'<span class="whole">\g<0></span>', html))  # noqa: S308 - drawn


@register.filter
def whole_numbers(html: SafeString) -> SafeString:
    """In a form, where a narrow cell may have to part a day, the 文号 and （共3页） at least."""
    whole = _WHOLE_IN_FORMS.sub(r'<span class="whole">\g<0></span>', html)
    return mark_safe(whole)  # noqa: S308 - drawn


@register.filter
def crowded(number: str) -> str:
    """The class of a line that a long 文号 fills: what stands beside it goes below."""
    return " crowded" if units(number) > _CROWDED else ""


@register.filter
def numeral(number: int) -> str:
    """一 to 九十九, for numbered headings."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else digits[tens]) + "十" if tens else ""
    return head + (digits[ones] if ones or not tens else "")


@register.filter
def organ(paper: PaperContent) -> str:
    """The issuing organ by its statutory name; inside departments are known as 区税务局."""
    department = paper.department
    if paper.organ:
        return paper.organ
    if department.startswith("区"):
        return f"乌翠{department}"
    return f"{_TASK_FORCE}办公室" if department == "专班办公室" else department


@register.filter
def head_size(organ: str) -> str:
    """Which of four sizes keeps the name on one line of the letterhead; a longer one takes two."""
    limits = ((8, "n1"), (13, "n2"), (17, "n3"), (25, "n4"))
    return next((size for limit, size in limits if len(organ) < limit), "n5")


@register.filter
def in_fours(code: str) -> str:
    """As one reads it aloud and types it."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


@register.simple_tag
def qr_code(address: str) -> SafeString:
    """Drawn as lines: nothing is fetched, and it prints as sharp as the letters."""
    drawn = segno.make(address, error="m", micro=False)
    form = {"border": 0, "omitsize": True, "svgclass": None, "lineclass": None}
    return mark_safe(drawn.svg_inline(**form, title="核验二维码"))  # noqa: S308 - drawn


@register.simple_tag
def balanced(title: str) -> SafeString:
    """A title in lines of about equal length, broken after a word that may end a line."""
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in title_lines(title)))


@register.simple_tag(takes_context=True)
def fitted(context: Context, heading: str, text: str, width: float, height: float) -> SafeString:
    """The text at the largest size that keeps it in a cell of this width and height (mm).

    What 5号 does not hold is cut, and `spilled` takes the whole of it to the 附页.
    """
    if halves := in_two(text or "", width):
        return format_html('<span class="fit s105">{}<br>{}</span>', *halves)
    said = cell(heading, text or "", width, height)
    context["spilled"] += appendices(said)
    return format_html('<span class="fit {}">{}</span>', said.size, said.text)


@register.simple_tag(takes_context=True)
def person(context: Context, heading: str, name: str, width: float, height: float) -> SafeString:
    """A name in its cell. One of fifteen characters stands whole, its row a line higher."""
    more = name_lines(name or "", width) * LINE_OF_NAME
    return fitted(context, heading, name, width, height + more)


@register.simple_tag(takes_context=True)
def signed(context: Context, label: str, piece: SignaturePiece) -> SafeString:
    """负责人：name, and when; one line, or two of the name where it is long."""
    is_long = not fits(piece.name, Room(42, 4.4, CELL), SMALL)
    name = fitted(context, label, piece.name, 42, _TWO_LINES if is_long else 4.4)
    shown = '<span class="small">{}：<span class="blank{}">{}</span>{}</span>'
    return format_html(shown, label, " long" if is_long else "", name, piece.when)


@register.simple_tag
def box(label: str, ticked: object) -> SafeString:
    """□ or √ in a box; no Chinese font has the ticked box itself (architecture, Fonts)."""
    if ticked:
        return format_html('<span class="box"><b>√</b>{}</span>', label)
    return format_html('<span class="box"><i>□</i>{}</span>', label)
