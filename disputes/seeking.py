"""Rows found by the windows of a word, each asked again when it was read (decision 0051).

The index knows which two-character windows a sealed text has, not in which order they stand; the
opened text of the rows of one page says it, and `web.paging` reads on until the page is full.
"""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import ExpressionWrapper, F, Q

from confidentiality.bigrams import holding
from confidentiality.free_text import opened

#: Found by nothing but its words.
NOTHING = Q(pk__in=[])
#: A word of one window is what that window says.
WINDOW = 2


class Unindexed(models.Func):
    """The same numbers, which no index knows."""

    template = "(%(expressions)s || '{}'::int[])"
    output_field = ArrayField(models.IntegerField())


class SoughtQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Of a model with `search_text` and `search_grams`."""

    needle = ""
    known = Q()

    def containing_windows(self, needle: str) -> Self:
        """By the index, where few are expected."""
        return self.filter(holding("search_grams", needle))

    def walked(self, needle: str, known: Q) -> Self:
        """Known or with its windows; of a frequent word the newest are found one by one."""
        rows = self.alias(walked=Unindexed("search_grams"))
        return rows.filter(known | holding("walked", needle))

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

    def counted(self, most: int) -> int:
        """How many there are, up to `most`; those that have been cut off are not asked again."""
        if len(self.needle) <= WINDOW:
            return self.order_by().values("pk")[:most].count()
        bare = self.order_by().select_related(None).prefetch_related(None)
        found = list(bare.only("pk")[:most])
        return most if len(found) == most else len(self.that_hold(found))

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # Django's stubs leave it out
        clone.needle, clone.known = self.needle, self.known
        return clone
