"""The member unit that a typed name means, by whatever it is or was called (机构改革)."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils import timezone

from confidentiality.identifiers.text import INVISIBLE
from departments.models.department import Department, DepartmentQuerySet
from web.statements import compiled

#: 国家税务总局伊春市乌翠区税务局 is 区税务局 in full.
_ABOVE: Final = re.compile(r"^(?:国家税务总局)?(?:黑龙江省)?(?:伊春市)?(?:乌翠(?=区))?")


def member_called(name: str) -> Department | None:
    """The member unit of exactly that name, with or without the names of what it lies in.

    By a name it bore before as well, or by that of a unit which was merged into it.
    """
    plain = INVISIBLE.sub("", name)
    names = sorted({plain, _ABOVE.sub("", plain)} - {""})
    found: list[Department] = _members_called(names=names, today=timezone.localdate())
    named = (each for each in found if {each.name, each.short_name} & {*names})
    return next(named, found[0] if found else None)


@compiled(names=[str], today=date)
def _members_called(names: list[str], today: date) -> DepartmentQuerySet:
    absorbed = Q(predecessors__name__in=names) | Q(predecessors__short_name__in=names)
    before = _called_so("names", names, today) | _called_so("predecessors__names", names, today)
    now = Q(name__in=names) | Q(short_name__in=names)
    return Department.objects.active().handling().filter(now | absorbed | before)


def _called_so(road: str, names: list[str], today: date) -> Q:
    """Some name on that road is one of those, and it has begun."""
    so = Q(**{f"{road}__name__in": names}) | Q(**{f"{road}__short_name__in": names})
    begun = Q(**{f"{road}__from_day": None}) | Q(**{f"{road}__from_day__lte": today})
    return so & begun & Q(**{f"{road}__withdrawn_at": None})
