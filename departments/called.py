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
#: 翠峦镇政府 is 翠峦镇人民政府; a town needs no name of the district before it.
_TOWN: Final = re.compile(r"^区?(?P<town>.{1,6}镇)(?:人民)?政府$")
#: 伊春市社会保险事业中心乌翠分中心 is 社保乌翠分中心 of 方案三; the centre itself is the city's.
_BRANCH: Final = re.compile(
    r"^市?(?:社会保险|社保)(?:事业)?(?:管理|经办)?(?:服务)?(?:中心|局)?(?P<place>乌翠)区?分中心$"
)
#: What a name in law begins with, of a unit that is known by the rest of it.
_IN_LAW: Final = ("伊春市乌翠", "国家税务总局伊春市乌翠")


def _spellings(plain: str) -> set[str]:
    """A unit's name as typed, without what it lies in, and as the law has it in full."""
    own = _ABOVE.sub("", plain)
    if town := _TOWN.match(own):
        own = f"{town['town']}人民政府"
    elif branch := _BRANCH.match(own):
        own = f"社保{branch['place']}分中心"
    in_law = {f"{above}{own}" for above in _IN_LAW} if own.startswith("区") else set()
    return {plain, own, *in_law}


def member_called(name: str) -> Department | None:
    """The member unit of exactly that name, with or without the names of what it lies in.

    So also by its name in law, as people's papers write it; by a name it bore before as well, or
    by that of a unit which was merged into it.
    """
    names = sorted(_spellings(INVISIBLE.sub("", name)) - {""})
    found: list[Department] = _members_called(names=names, today=timezone.localdate())
    named = (each for each in found if {each.name, each.short_name, each.statutory_name} & {*names})
    return next(named, found[0] if found else None)


@compiled(names=[str], today=date)
def _members_called(names: list[str], today: date) -> DepartmentQuerySet:
    absorbed = Q(predecessors__name__in=names) | Q(predecessors__short_name__in=names)
    before = _called_so("names", names, today) | _called_so("predecessors__names", names, today)
    now = Q(name__in=names) | Q(short_name__in=names) | Q(statutory_name__in=names)
    return Department.objects.active().handling().filter(now | absorbed | before)


def _called_so(road: str, names: list[str], today: date) -> Q:
    """Some name on that road is one of those, and it has begun."""
    so = Q(**{f"{road}__name__in": names}) | Q(**{f"{road}__short_name__in": names})
    begun = Q(**{f"{road}__from_day": None}) | Q(**{f"{road}__from_day__lte": today})
    return so & begun & Q(**{f"{road}__withdrawn_at": None})
