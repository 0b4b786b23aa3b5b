"""Numbers that are never given twice, whoever asks at the same time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.db import connection, models

from confidentiality.classification import OPEN

#: The number of a dispute, as people write it into a sentence.
IN_A_SENTENCE: Final = re.compile(r"\d{6}-\d{4}-[A-Z0-9]+-\d{6}")


class NumberSeries(models.Model):
    """One counter per county, series and year; the row lock is the queue."""

    jurisdiction = models.CharField("区划", max_length=12)
    series = models.CharField("序列", max_length=40)
    year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("已用到", default=0)

    SECRECY = OPEN.of("jurisdiction series year last")

    class Meta:
        verbose_name = verbose_name_plural = "编号序列"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="series_one_counter_a_year", fields=["jurisdiction", "series", "year"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"


NEXT = """
    INSERT INTO disputes_numberseries (jurisdiction, series, year, last)
    SELECT %s, series, %s, wanted FROM unnest(%s::text[], %s::int[]) AS n(series, wanted)
    ON CONFLICT (jurisdiction, series, year)
    DO UPDATE SET last = disputes_numberseries.last + EXCLUDED.last RETURNING series, last
"""


def next_in(series: str, year: int) -> int:
    """The next number of `series` in `year`, from 1; the lock lasts until commit (domain 3.2)."""
    [number] = next_of_each([series], year)
    return number


def next_of_each(series: Sequence[str], year: int) -> list[int]:
    """The same for many, one for each name given; counters are locked in the order of names."""
    wanted = sorted(Counter(series).items())
    names, counts = [name for name, _ in wanted], [count for _, count in wanted]
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [settings.JURISDICTION, year, names, counts])
        last = dict(cursor.fetchall())
    numbers = {name: iter(range(last[name] - count + 1, last[name] + 1)) for name, count in wanted}
    return [next(numbers[name]) for name in series]
