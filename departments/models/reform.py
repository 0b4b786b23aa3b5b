"""机构改革: what a unit was called when, and who goes on with what another had in hand (三、六)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from confidentiality.classification import OPEN
from departments.models.department import Department

_ONLY_WITHDRAWN = """
IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
        OR to_jsonb(NEW) - 'withdrawn_at' <> to_jsonb(OLD) - 'withdrawn_at' THEN
    RAISE EXCEPTION 'a name that a unit bore stays' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class UnitNameQuerySet(models.QuerySet["UnitName"]):
    """Questions put to the names."""

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def on(self, day: date) -> Self:
        """Those that had begun by `day`, the latest first."""
        begun = self.standing().filter(Q(from_day=None) | Q(from_day__lte=day))
        return begun.order_by(F("from_day").desc(nulls_last=True), "-id")


class UnitName(models.Model):
    """A name and the day it begins on; the unit is the same, and so are its cases and numbers."""

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="names", verbose_name="单位"
    )
    name = models.CharField("名称", max_length=60)
    short_name = models.CharField("简称", max_length=20)
    from_day = models.DateField("启用日期", null=True, blank=True)  # none: from the beginning
    document = models.CharField("文号", max_length=120, blank=True)
    reason = models.CharField("理由或依据", max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects = UnitNameQuerySet.as_manager()

    SECRECY = OPEN.of("name short_name from_day document reason recorded_at withdrawn_at")

    class Meta:
        verbose_name = verbose_name_plural = "单位名称沿革"
        default_permissions = ()
        ordering = [F("from_day").asc(nulls_first=True), "id"]
        constraints = [
            models.UniqueConstraint(
                name="unit_name_one_a_day",
                fields=["department", "from_day"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="unit_name_changed_by_a_document",
                condition=Q(from_day=None) | ~Q(document="") & ~Q(reason=""),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="unit_name_is_only_withdrawn",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=_ONLY_WITHDRAWN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.from_day or '设立'}起）"


def name_on(unit: Department, day: date) -> str:
    """What the unit was called on `day`."""
    return names_on([(unit, day)])[0]


def names_on(asked: Sequence[tuple[Department, date]]) -> list[str]:
    """The same of many, in one statement."""
    rows = UnitName.objects.standing().filter(department__in={unit.pk for unit, _ in asked})
    borne: dict[int, list[UnitName]] = {}
    for each in rows:  # oldest first
        borne.setdefault(each.department_id, []).append(each)
    return [_name_then(unit, day, borne.get(unit.pk, [])) for unit, day in asked]


def _name_then(unit: Department, day: date, borne: Sequence[UnitName]) -> str:
    begun = [each.name for each in borne if each.from_day is None or each.from_day <= day]
    return begun[-1] if begun else unit.name


_REFORM_STANDS = """
IF TG_OP = 'DELETE' OR OLD.state <> 'registered' OR NEW.source_id <> OLD.source_id
        OR NEW.target_id <> OLD.target_id OR NEW.kind <> OLD.kind THEN
    RAISE EXCEPTION 'reform % stands as it was decided', OLD.id USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class Reform(models.Model):
    """并入 or 划出: registered by one administrator, carried out by another in a single act."""

    class Kind(models.TextChoices):
        MERGE = "merge", "整体并入"
        PART = "part", "部分划出"

    class State(models.TextChoices):
        REGISTERED = "registered", "待落实"
        DONE = "done", "已落实"
        CANCELLED = "cancelled", "已撤销"

    kind = models.CharField("方式", max_length=8, choices=Kind)
    state = models.CharField("状态", max_length=12, choices=State, default=State.REGISTERED)
    version = models.PositiveIntegerField("版本", default=0)
    source = models.ForeignKey(
        Department, models.PROTECT, related_name="reforms_from", verbose_name="原单位"
    )
    target = models.ForeignKey(
        Department, models.PROTECT, related_name="reforms_to", verbose_name="承接单位"
    )
    document = models.CharField("文号", max_length=120)
    decided_on = models.DateField("决定日期")
    effective_on = models.DateField("生效日期")
    reason = models.CharField("理由或依据", max_length=300)
    #: Of a part: which open cases go; nothing said in one of the first two means whichever.
    categories = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    insurance_types = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    numbers = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    registered_at = models.DateTimeField("登记时间", auto_now_add=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="落实人",
    )
    done_at = models.DateTimeField("落实时间", null=True, blank=True)
    cases = models.PositiveIntegerField("转办事项数", default=0)
    cancel_reason = models.CharField("撤销理由", max_length=300, blank=True)

    SECRECY = OPEN.of(
        "kind state version document decided_on effective_on reason categories insurance_types "
        "numbers registered_at done_at cases cancel_reason"
    )

    class Meta:
        verbose_name = verbose_name_plural = "机构改革"
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="reform_is_between_two_units", condition=~Q(source=F("target"))
            ),
            models.CheckConstraint(
                name="reform_takes_effect_after_the_decision",
                condition=Q(effective_on__gte=F("decided_on")),
            ),
            models.CheckConstraint(
                name="reform_done_by_another",
                condition=Q(done_by=None, done_at=None)
                | Q(done_by__isnull=False, done_at__isnull=False) & ~Q(done_by=F("registered_by")),
            ),
            models.CheckConstraint(
                name="reform_done_says_when",
                condition=Q(state="done", done_at__isnull=False)
                | ~Q(state="done") & Q(done_at=None),
            ),
            models.UniqueConstraint(
                name="reform_one_under_way_a_unit",
                fields=["source"],
                condition=Q(state="registered"),
            ),
            models.UniqueConstraint(
                name="reform_merged_once",
                fields=["source"],
                condition=Q(kind="merge", state="done"),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="reform_stands",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=_REFORM_STANDS,
            ),
        ]

    def __str__(self) -> str:
        how = "并入" if self.kind == self.Kind.MERGE else "部分职责划给"
        return f"{self.source.name}{how}{self.target.name}"

    def get_absolute_url(self) -> str:
        return reverse("reform", args=[self.pk])

    @property
    def is_merger(self) -> bool:
        return self.kind == self.Kind.MERGE

    @property
    def is_under_way(self) -> bool:
        return self.state == self.State.REGISTERED

    @property
    def words(self) -> str:
        """As the timeline of each case tells it."""
        return f"机构改革（{self.document}）：{self}"
