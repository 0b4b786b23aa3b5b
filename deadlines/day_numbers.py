"""Working days counted inside PostgreSQL, by the calendar in force (R101)."""

from __future__ import annotations

from typing import Any

from django.db import models

from deadlines.calendar import FIRST_DAY


class DayNumber(models.Func):
    """The running number of a day among the working days; two of them lie so many days apart.

    The calendar travels as one array that is read at the day's place, so that a sum over any
    number of rows is exact and joins nothing.
    """

    output_field = models.IntegerField()

    def __init__(self, day: str, numbers: tuple[int, ...]) -> None:
        super().__init__(day)
        self.numbers = numbers

    def as_postgresql(
        self, compiler: Any, connection: Any, **extra: Any
    ) -> tuple[str, tuple[Any, ...]]:  # Any: Django's compiler has no public type
        day, params = compiler.compile(self.source_expressions[0])
        array = "{" + ",".join(map(str, self.numbers)) + "}"
        return f"(%s::int[])[{day} - %s + 1]", (array, *params, FIRST_DAY)
