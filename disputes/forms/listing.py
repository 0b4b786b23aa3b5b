"""What was asked of the list of disputes, and the sentence that says what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from django import forms
from django.db.models import QuerySet, Value

from departments.models import Category, Department, Town
from disputes.choices import ENDED, OPEN
from disputes.forms.fields import CodeField, QuickSelect
from web.statements import compiled

Pairs = tuple[tuple[str, str], ...]

#: Several states under one word; a state's own code stands for itself.
SPANS: Final = {"open": ("未办结", OPEN), "ended": ("已办结待归档", ENDED)}
LAMPS: Final = (("red", "已超期"), ("amber", "临期"), ("green", "期限内"), ("grey", "停表或已结"))
KEPT: Final = (("judged", "计入按期率的"), ("in_time", "按期的"), ("late", "超期的"))
OBJECTED: Final = (("yes", "有异议"),)
ORDERS: Final = (("new", "新登记的在前"), ("due", "快到期的在前"))


@dataclass(frozen=True)
class Words:
    """Names of the rows that codes stand for, read once a page."""

    departments: Pairs
    categories: Pairs
    towns: Pairs

    @classmethod
    def today(cls) -> Words:
        """All three in one statement."""
        found = sorted(_named(), key=lambda row: (row[3], row[1]))
        return cls(*(tuple((r[1], r[2]) for r in found if r[0] == place) for place in range(3)))

    def category(self, code: str) -> str:
        return self._named.get(code, code)

    def town(self, code: str) -> str:
        return dict(self.towns).get(code, code)

    @cached_property
    def _named(self) -> dict[str, str]:
        return dict(self.categories)


@compiled()
def _named() -> QuerySet[Any]:  # Any: of which kind, code, name, order
    first, *others = (
        rows.order_by().values_list(Value(place), "code", name, "order")
        for place, (rows, name) in enumerate(
            (
                (Department.objects.ever_members(), "short_name"),
                (Category.objects.all(), "name"),
                (Town.objects.all(), "name"),
            )
        )
    )
    return first.union(*others, all=True)


class ChosenField(CodeField):
    """A code whose blank choice says what is chosen here."""

    def __init__(self, label: str, pairs: Callable[[], Iterable[tuple[str, str]]], **kwargs: Any):
        # Any: Django's own
        super().__init__(label, pairs, widget=QuickSelect(), **kwargs)
        self.widget.choices = [("", label), *pairs()]
        self.widget.attrs["aria-label"] = label


class ListForm(forms.Form):
    """What was asked of the list, and the words for it; the filters bring the fields."""

    @property
    def asked(self) -> dict[str, str]:
        """What was chosen, as text that an address or a saved view can hold."""
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        return {name: str(value) for name, value in given.items() if value}

    @property
    def has_more(self) -> bool:
        """One of the folded filters is in use."""
        return any(self[name].value() for name in FOLDED)

    def by_due_date(self) -> bool:
        """By due date when asked, or when a running lamp is."""
        order = self.cleaned_data.get("order", "")
        return order == "due" or (not order and self.cleaned_data.get("lamp") in {"red", "amber"})

    def says(self, searched: str = "") -> str:
        """未办结、已超期、主办是区税务局的事项，快到期的在前."""
        asked, parts = self.cleaned_data, []
        for name, wording in WORDINGS.items():
            value = asked.get(name)
            if value:
                parts.append(wording.format(self._label(name, value)))
        if searched:
            parts.append(f"含“{searched}”")
        what = "、".join(parts) or "全部"
        order = ORDERS[1][1] if self.by_due_date() else ORDERS[0][1]
        return f"{what}的事项，{order}" if parts else f"我能看到的全部事项，{order}"

    def _label(self, name: str, value: object) -> str:
        if isinstance(value, date):
            return f"{value.year}年{value.month}月{value.day}日"
        field = self.fields[name]
        return dict(field.choices).get(str(value), "") if isinstance(field, CodeField) else ""


#: The filters that are folded away; the others are always in sight.
FOLDED: Final = ("officer", "mode", "receiving", "town", "channel", "insurance", "kept", "objected",
                 "since", "until", "concluded_since", "concluded_until", "due_before",
                 "order")  # fmt: skip
WORDINGS: Final = {
    "state": "{}",
    "lamp": "{}",
    "severity": "{}",
    "mode": "{}",
    "lead": "主办是{}",
    "receiving": "受理是{}",
    "category": "{}",
    "town": "{}",
    "channel": "{}来源",
    "insurance": "涉及{}",
    "officer": "责任人是{}",
    "kept": "{}",
    "since": "{}起登记",
    "until": "至{}登记",
    "objected": "{}",
    "concluded_since": "{}起办结",
    "concluded_until": "{}及以前办结",
    "due_before": "{}前到期",
}
