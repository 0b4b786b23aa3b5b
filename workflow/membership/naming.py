"""Of a part that is split off, the cases that were named one by one: by any form of a number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from disputes.finding import numbered
from web.refusals import Mistyped
from workflow.membership.passing import held_by

if TYPE_CHECKING:
    from departments.models import Department


def numbers_meant(unit: Department, typed: Sequence[str]) -> list[str]:
    """Whole numbers of what that unit has in hand; 15, SW-15 and the whole one are the same.

    Of another unit's, of a closed one and of none at all the same is said: whoever registers a
    reform learns of no case that it does not concern.
    """
    meant = {each: numbered(each) for each in typed}
    wanted = [number for numbers in meant.values() for number in numbers]
    own = set(held_by(unit).filter(number__in=wanted).values_list("number", flat=True))
    found = {each: [n for n in numbers if n in own] for each, numbers in meant.items()}
    if strange := [each for each, numbers in found.items() if not numbers]:
        raise Mistyped({"numbers": [f"本单位没有这些在办事项：{'、'.join(strange)}。"]})
    if vague := [each for each, numbers in found.items() if len(numbers) > 1]:
        said = f"这些编号在本单位不止一件，请填写受理编号全号：{'、'.join(vague)}。"
        raise Mistyped({"numbers": [said]})
    return list(dict.fromkeys(number for [number] in found.values()))
