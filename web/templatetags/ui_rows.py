"""A row of a list, drawn without the template machinery, which takes as long as all it reads."""

from __future__ import annotations

from datetime import date
from typing import Final, Protocol

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from web.components import Light
from web.templatetags.ui import day, icon, lamp, tag

register = Library()

#: Number, payer and category of a case; where it lies or came from; state, day and lamp; what may
#: be done; the star.
_ROW: Final = (
    '<tr class="in-marked"><td><a class="ui-case" href="{}">{}</a></td>'
    '<td class="in-payer" title="{}">{}</td>'
    '<td class="in-cat"><span title="{}">{}</span>{}</td>{}'
    '<td>{}</td><td class="ui-r ui-num ui-lo">{}</td><td>{}</td>{}'
    '<td class="ui-r in-mark"><button type="submit" form="in-follow"'
    ' class="btn ui-btn-quiet ui-btn-mini in-star{}" name="{}" value="{}"'
    ' aria-label="{} {}" title="{}">{}</button></td></tr>'
)


class Case(Protocol):
    """What a line is about."""

    pk: int
    number: str | None
    due_on: date | None

    def get_absolute_url(self) -> str: ...


class CaseLine(Protocol):
    """A line of the list 争议事项, and of 工作台."""

    @property
    def dispute(self) -> Case: ...
    @property
    def payer(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def lamp(self) -> Light: ...
    @property
    def star(self) -> str: ...
    @property
    def is_major(self) -> bool: ...
    @property
    def is_followed(self) -> bool: ...


@register.simple_block_tag
def case_row(content: str, line: CaseLine) -> SafeString:
    """Inside stands what may be done, where the list offers something."""
    act = format_html('<td class="ui-r in-act">{}</td>', content) if content else ""
    case, whom = line.dispute, getattr(line, "whom", "")
    where = format_html("<td>{}</td>", whom) if whom else ""
    if not where and not act:
        where = format_html('<td class="ui-lo">{}</td>', line.source)
    return format_html(
        _ROW,
        case.get_absolute_url(),
        case.number,
        *(line.payer, line.payer, line.category, line.category),
        tag("重大", "major") if line.is_major else "",
        where,
        *(line.state, day(case.due_on), lamp(line.lamp), act),
        " is-on" if line.is_followed else "",
        "unfollow" if line.is_followed else "follow",
        *(case.pk, line.star, case.number, line.star),
        icon("star", small=True),
    )
