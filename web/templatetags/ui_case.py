"""The components that tell one dispute: what can be done, where it stands, who said what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.template import Library
from django.utils.safestring import SafeString

from web.components import Act, Entry, File, Light, Opinion, Step
from web.templatetags.ui import draw

register = Library()


@register.simple_tag
def acts(items: Sequence[Act]) -> SafeString:
    """下一步: the first possible one filled, then the rest, then what cannot be done and why."""
    ordered = sorted(items, key=lambda act: not act.allowed)
    first = ordered[0] if ordered and ordered[0].allowed else None
    return draw("acts", acts=ordered, first=first)


@register.simple_tag
def steps(items: Iterable[Step]) -> SafeString:
    """The six steps of the plan, 五(一)至(五)及报送办理."""
    return draw("steps", steps=items)


@register.simple_tag
def log(entries: Iterable[Entry]) -> SafeString:
    return draw("log", entries=entries)


@register.simple_tag
def files(items: Iterable[File]) -> SafeString:
    return draw("files", files=items)


@register.simple_tag
def opinions(items: Iterable[Opinion]) -> SafeString:
    """Side by side under the same labels, none of them marked as the right one (R060)."""
    return draw("opinions", opinions=items)


@register.simple_block_tag
def next_up(
    content: SafeString,
    lead: str,
    url: str,
    label: str,
    *,
    light: Light | None = None,
    basis: str = "",
) -> SafeString:
    """The most urgent case as a sentence, above the list."""
    values = {"lead": lead, "url": url, "label": label, "light": light, "basis": basis}
    return draw("next", content=content, **values)


@register.simple_block_tag
def phone_bar(content: SafeString, says: str = "") -> SafeString:
    """The answers that never scroll away; `says` tells in whose name one signs."""
    return draw("phone_bar", content=content, says=says)
