"""What time is made of: the days of the working calendar and the limits of the steps."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from confidentiality.classification import OPEN
from deadlines.due import Limit, Policy, Unit
from deadlines.limits import EXTENSION_KEYS

UNITS = [(Unit.WORKDAYS.value, "工作日"), (Unit.DAYS.value, "自然日")]


class CalendarDay(models.Model):
    """A day that is not what its weekday says, by notice of the State Council (R101)."""

    date = models.DateField("日期", primary_key=True)
    is_workday = models.BooleanField("上班")
    name = models.CharField("名称", max_length=30, blank=True)
    source = models.CharField("来源", max_length=200)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    imported_at = models.DateTimeField("导入时间", auto_now=True)

    SECRECY = OPEN.of("is_workday name source imported_at")

    class Meta:
        verbose_name = verbose_name_plural = "工作日历"
        default_permissions = ()
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name} {'上班' if self.is_workday else '放假'}"


class CalendarStamp(models.Model):
    """One row that changes with every import, so that each process knows its copy is old.

    Until `computed` is the version, open clocks are being computed anew: of disputes up to
    `computed_upto` all dates follow this version already.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.UUIDField("版本", default=uuid.uuid4)
    changed_at = models.DateTimeField("更新时间", auto_now=True)
    changed_from = models.DateField("自何日起有变", null=True, blank=True)
    computed = models.UUIDField("已重算的版本", null=True, blank=True)
    computed_upto = models.BigIntegerField("已重算至", default=0)
    moved = models.PositiveIntegerField("变动的期限", default=0)

    SECRECY = OPEN.of("version changed_at changed_from computed computed_upto moved")

    class Meta:
        verbose_name = verbose_name_plural = "工作日历版本"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="calendar_stamp_is_one_row", condition=Q(id=1)),
        ]

    def __str__(self) -> str:
        return str(self.version)

    @property
    def is_computed(self) -> bool:
        """Every open clock follows this calendar."""
        return self.computed == self.version


class DeadlinePolicy(models.Model):
    """The limit of one step; a change is a new version that later starts take (R100, R023)."""

    class Extender(models.TextChoices):
        """Who may grant this much; beyond it, the leader."""

        HEAD = "head", "部门负责人"
        LEADER = "leader", "专班组长"

    key = models.CharField("环节", max_length=30)
    label = models.CharField("环节名称", max_length=30)
    mode = models.CharField("办理方式", max_length=10, blank=True)
    department = models.ForeignKey(
        "departments.Department",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="适用部门",
    )
    category = models.CharField("适用类别", max_length=10, blank=True)
    limit = models.PositiveSmallIntegerField("期限")
    unit = models.CharField("单位", max_length=2, choices=UNITS)
    legal_limit = models.PositiveSmallIntegerField("法定上限", null=True, blank=True)
    legal_unit = models.CharField("上限单位", max_length=2, choices=UNITS, blank=True)
    extension = models.CharField("延期按", max_length=30, blank=True)
    extender = models.CharField("延期审批人", max_length=8, choices=Extender, blank=True)
    clause = models.CharField("依据", max_length=60, blank=True)
    version = models.PositiveSmallIntegerField("版本", default=1)
    valid_from = models.DateField("起用日期")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    changed_at = models.DateTimeField("修改时间", auto_now_add=True)

    SECRECY = OPEN.of(
        "key label mode category limit unit legal_limit legal_unit extension extender clause "
        "version valid_from changed_at"
    )

    class Meta:
        verbose_name = verbose_name_plural = "办理时限"
        default_permissions = ()
        ordering = ["key", "mode", "version"]
        constraints = [
            models.UniqueConstraint(
                name="policy_version_once",
                fields=["key", "mode", "department", "category", "version"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="policy_limit_is_positive", condition=Q(limit__gte=1)),
            models.CheckConstraint(
                name="policy_legal_limit_has_unit",
                condition=Q(legal_limit__isnull=True, legal_unit="")
                | Q(legal_limit__gte=1, legal_unit__in=[unit.value for unit in Unit]),
            ),
            models.CheckConstraint(
                name="policy_keeps_within_the_law",
                condition=Q(legal_limit__isnull=True)
                | Q(unit=F("legal_unit"), limit__lte=F("legal_limit"))
                | Q(unit="wd", legal_unit="d", limit__lte=F("legal_limit") * 5 / 7)
                | Q(unit="d", legal_unit="wd", limit__lte=F("legal_limit") * 7 / 5),
            ),
            models.CheckConstraint(
                name="policy_extension_is_a_known_one",
                condition=Q(extension__in=["", *EXTENSION_KEYS]),
            ),
            models.CheckConstraint(
                name="policy_of_an_extension_names_who_grants",
                condition=~Q(key__in=EXTENSION_KEYS) | ~Q(extender=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.as_limit}"

    @property
    def as_limit(self) -> Limit:
        """The limit as the pure function takes it."""
        return Limit(self.limit, Unit(self.unit))

    @property
    def as_legal(self) -> Limit | None:
        """The legal maximum, where there is one."""
        return Limit(self.legal_limit, Unit(self.legal_unit)) if self.legal_limit else None

    @property
    def as_policy(self) -> Policy:
        """Both, for due()."""
        return Policy(self.as_limit, self.as_legal)

    @property
    def may_extend(self) -> bool:
        """Whether somebody may ask for more time (R103)."""
        return self.extension != ""
