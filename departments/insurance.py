"""Kinds of social insurance and which bureau keeps them (方案四(二), R018, domain 5.2)."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from django.db import models

from departments.codes import HUMAN_RESOURCES, MEDICAL_INSURANCE


class Insurance(models.TextChoices):
    """The kinds a dispute may concern (interface 2)."""

    PENSION = "pension", "职工基本养老"
    PENSION_RESIDENT = "pension_resident", "城乡居民养老"
    MEDICAL = "medical", "职工医疗"
    MEDICAL_RESIDENT = "medical_resident", "城乡居民医疗"
    MATERNITY = "maternity", "生育"
    INJURY = "injury", "工伤"
    UNEMPLOYMENT = "unemployment", "失业"


class Group(StrEnum):
    """Which bureau's kinds a set of insurance types holds."""

    NONE = "none"
    THREE = "three"
    MEDICAL = "medical"
    BOTH = "both"


#: “三险”: 养老、失业、工伤, kept by 区人社局; the others by 区医保局.
THREE_KINDS: Final = frozenset(
    {
        Insurance.PENSION,
        Insurance.PENSION_RESIDENT,
        Insurance.UNEMPLOYMENT,
        Insurance.INJURY,
    }
)
BUREAU_OF_THREE: Final = HUMAN_RESOURCES
BUREAU_OF_MEDICAL: Final = MEDICAL_INSURANCE


def bureau_of(insurance: str) -> str:
    """The bureau that keeps this kind (R018)."""
    return BUREAU_OF_THREE if insurance in THREE_KINDS else BUREAU_OF_MEDICAL


def group_of(insurance_types: Iterable[str]) -> Group:
    """One bureau's kinds, the other's, both, or nothing said."""
    bureaus = {bureau_of(kind) for kind in insurance_types}
    if not bureaus:
        return Group.NONE
    if len(bureaus) == 2:
        return Group.BOTH
    return Group.THREE if BUREAU_OF_THREE in bureaus else Group.MEDICAL
