"""Rows found by the windows of a word, each asked again when it was read (decision 0051).

The index knows which two-character windows a sealed text has, not in which order they stand; the
opened text of the rows of one page says it, and `web.paging` reads on until the page is full.
"""

from __future__ import annotations

from copy import copy
from typing import Any, Final, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.expressions import Col
from django.db.models.sql.where import WhereNode

from confidentiality.bigrams import BigramField, holding
from confidentiality.free_text import opened

#: Found by nothing but its words.
NOTHING = Q(pk__in=[])
#: A word of one window is what that window says.
WINDOW = 2
#: So many of the newest are looked at one by one before the index is asked.
NEWEST: Final = 20_000


class Unindexed(models.Func):
    """The same numbers, which no index knows."""

    template = "(%(expressions)s || '{}'::int[])"
    output_field = ArrayField(models.IntegerField())


class SoughtQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Of a model with `search_text` and `search_grams`."""

    needle = ""
    known = Q()
    #: Whether the newest are sooner looked at one by one than found by the index.
    is_frequent = False

    def containing_windows(self, needle: str) -> Self:
        """By the index, where few are expected."""
        return self.filter(holding("search_grams", needle))

    def walked(self, needle: str, known: Q) -> Self:
        """Known or with its windows; of a frequent word the newest are found one by one."""
        rows = self.alias(walked=Unindexed("search_grams"))
        return rows.filter(known | holding("walked", needle))

    def frequent(self, needle: str, known: Q) -> Self:
        """Of a word of one window all are looked at, newest first; a longer one may be nowhere for
        all its windows, so only the newest are, and then the index is asked."""
        if len(needle) <= WINDOW:
            return self.walked(needle, known).asked_again(needle, known)
        rows = self.filter(known | holding("search_grams", needle)).asked_again(needle, known)
        rows.is_frequent = True
        return rows

    def newest_first(self, edge: int | None) -> Self | None:
        """The newest of these, kept from the index (`web.reading.Asks`)."""
        if not self.is_frequent:
            return None
        top = self.model._default_manager.order_by("-pk").values("pk")[:1]  # noqa: SLF001 - its public name
        floor = models.Subquery(top) - NEWEST if edge is None else edge - NEWEST
        rows = self.beyond("gt", floor)
        rows.query.where = _without_index(rows.query.where)
        return rows

    def asked_again(self, needle: str, known: Q) -> Self:
        """Whose words must contain `needle` unless they are `known` anyhow."""
        rows = self.annotate(
            is_known=ExpressionWrapper(known, models.BooleanField()),
            words_told=F("search_text"),
            words_seal=F("seal_id"),
        )
        rows.needle, rows.known = needle, known
        return rows

    def that_hold(self, found: list[Any]) -> list[Any]:  # Any: rows of this queryset
        """Of rows that were read those that do contain what was sought."""
        if not self.needle:
            return found
        words = (self.model, "search_text")
        return [
            row
            for row in found
            if row.is_known or self.needle in opened(words, row.words_told, row.words_seal)
        ]

    @property
    def is_guessed_at(self) -> bool:
        """The index knows the windows of a longer word, not the word."""
        return len(self.needle) > WINDOW

    def beyond(self, side: str, edge: Any) -> Self:  # Any: a key, or what PostgreSQL finds it by
        """Older (`lt`) or newer (`gt`) than a key, for paging."""
        return self.filter(**{f"pk__{side}": edge})

    def counted(self, most: int) -> int:
        """How many there are, up to `most`; those that have been cut off are not asked again."""
        if not self.is_guessed_at:
            return self.order_by().values("pk")[:most].count()
        bare = self.order_by().select_related(None).prefetch_related(None)
        found = list(bare.only("pk")[:most])
        return most if len(found) == most else len(self.that_hold(found))

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # Django's stubs leave it out
        clone.needle, clone.known, clone.is_frequent = self.needle, self.known, self.is_frequent
        return clone


def _without_index(node: WhereNode) -> WhereNode:
    """The same condition, of windows that no index knows."""
    twin = node.clone()
    twin.children = [_hidden(child) for child in twin.children]
    return twin


def _hidden(child: Any) -> Any:  # Any: a condition, or several
    if isinstance(child, WhereNode):
        return _without_index(child)
    lhs = getattr(child, "lhs", None)
    if isinstance(lhs, Col) and isinstance(lhs.target, BigramField):
        child = copy(child)
        child.lhs = Unindexed(lhs)
    return child
