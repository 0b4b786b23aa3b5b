"""The duty matrix of 四(二) as rows with clause and version; a version never changes (R014)."""

from __future__ import annotations

from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from confidentiality.classification import OPEN
from departments.insurance import Insurance


class Handling(models.TextChoices):
    """What is done with a matter of this category when nothing else decides."""

    HANDLE = "handle", "分流办理"
    ANSWER = "answer", "即时答复"
    CLUE = "clue", "转有权部门核查"
    TELL = "tell", "仅告知"
    TELL_AND_REFER = "tell_and_refer", "告知并移交"


class Category(models.Model):
    """A kind of dispute (domain 5.1); its code never changes its meaning."""

    code = models.CharField("代码", max_length=10, unique=True)
    name = models.CharField("类别", max_length=60)
    order = models.PositiveSmallIntegerField("次序")
    handling = models.CharField("处理方式", max_length=16, choices=Handling)
    period_matters = models.BooleanField(
        "以切换日分流", default=False, help_text="工资申报、欠费、核定类（R019）"
    )
    is_active = models.BooleanField("在用", default=True)

    SECRECY = OPEN.of("code name order handling period_matters is_active")

    class Meta:
        verbose_name = verbose_name_plural = "争议类别"
        default_permissions = ()
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class MatrixVersionQuerySet(models.QuerySet["MatrixVersion"]):
    """Questions put to the versions."""

    def current(self, day: date) -> Self:
        """The version in force on `day`, first."""
        return self.filter(effective_from__lte=day).order_by("-number")


class MatrixVersion(models.Model):
    """One whole edition of the matrix: who changed it, why, from when."""

    number = models.PositiveIntegerField("版本", unique=True)
    effective_from = models.DateField("施行日期")
    note = models.CharField("修改说明", max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="修改人",
    )
    made_at = models.DateTimeField("修改时间", auto_now_add=True)

    objects = MatrixVersionQuerySet.as_manager()

    SECRECY = OPEN.of("number effective_from note made_at")

    class Meta:
        verbose_name = verbose_name_plural = "职责表版本"
        default_permissions = ()
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(name="matrix_version_says_why", condition=~Q(note="")),
        ]
        triggers = [
            pgtrigger.Protect(
                name="matrix_version_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 版"


class InsuranceGroup(models.TextChoices):
    """For which kinds of insurance a rule speaks."""

    ANY = "", "不限"
    THREE = "three", "只涉三险"
    MEDICAL = "medical", "只涉医疗、生育"
    BOTH = "both", "两组都涉及"


class Relation(models.TextChoices):
    """For which side of the switch date a rule speaks (“统模式”前后)."""

    ANY = "", "不限"
    BEFORE = "before", "切换日前"
    AFTER = "after", "切换日后"
    ACROSS = "across", "跨切换日"


class DutyRule(models.Model):
    """Whose duty: of one category's rules the first that fits speaks."""

    version = models.ForeignKey(MatrixVersion, models.PROTECT, related_name="rules")
    category = models.ForeignKey(Category, models.PROTECT, related_name="rules")
    order = models.PositiveSmallIntegerField("次序")
    group = models.CharField("险种范围", max_length=8, choices=InsuranceGroup, blank=True)
    insurance = models.CharField("限险种", max_length=20, choices=Insurance, blank=True)
    relation = models.CharField("期间", max_length=8, choices=Relation, blank=True)
    people_from = models.PositiveIntegerField("人数不少于", null=True, blank=True)
    lead = ArrayField(models.CharField(max_length=40), verbose_name="主办")
    supporting = ArrayField(models.CharField(max_length=40), verbose_name="协助", blank=True)
    joint = models.BooleanField("须联办", default=False)
    clause = models.CharField("条款", max_length=60)
    text = models.CharField("职责原文或说明", max_length=300)
    basis = models.CharField("所依据的方案原文", max_length=300, blank=True, default="")

    SECRECY = OPEN.of(
        "order group insurance relation people_from lead supporting joint clause text basis"
    )

    class Meta:
        verbose_name = verbose_name_plural = "职责表条目"
        default_permissions = ()
        ordering = ["category__order", "order"]
        constraints = [
            models.UniqueConstraint(
                name="duty_rule_order_once", fields=["version", "category", "order"]
            ),
            models.CheckConstraint(name="duty_rule_names_a_lead", condition=~Q(lead=[])),
            models.CheckConstraint(name="duty_rule_cites_its_clause", condition=~Q(clause="")),
        ]
        triggers = [
            pgtrigger.Protect(
                name="duty_rule_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} 第 {self.order} 条"

    @property
    def condition(self) -> str:
        """When this row speaks, in words."""
        parts = [
            self.get_group_display() if self.group else "",
            f"险种含{self.get_insurance_display()}" if self.insurance else "",
            self.get_relation_display() if self.relation else "",
            f"{self.people_from} 人以上" if self.people_from else "",
        ]
        return "、".join(filter(None, parts)) or "其他情形"

    @property
    def is_catch_all(self) -> bool:
        """The row that speaks when no other does."""
        return not (self.group or self.insurance or self.relation or self.people_from)

    @property
    def says(self) -> str:
        """The row as one line, for records and for comparing editions."""
        helpers = " ".join(self.supporting) or "无"
        joint = "，联办" if self.joint else ""
        return (
            f"{self.category.code} {self.condition}：主办 {' '.join(self.lead)}，协助 {helpers}"
            f"{joint}（{self.clause}）{self.text}"
        )


class Subject(models.TextChoices):
    """Of whom a threshold speaks."""

    ANY = "", "不限"
    UNIT = "unit", "单位"
    PERSON = "person", "个人"


class SignalRule(models.Model):
    """A sign of 重大疑难: threshold, score and who helps because of it (domain 5.4)."""

    version = models.ForeignKey(MatrixVersion, models.PROTECT, related_name="signals")
    order = models.PositiveSmallIntegerField("次序")
    topic = models.CharField("信号", max_length=16, help_text="同一信号只计最高的一条")
    field = models.CharField("登记项", max_length=20)
    at_least = models.PositiveIntegerField("阈值", default=1)
    subject = models.CharField("对象", max_length=8, choices=Subject, blank=True)
    score = models.PositiveSmallIntegerField("分值")
    brings = ArrayField(models.CharField(max_length=40), verbose_name="增加协助", blank=True)
    clause = models.CharField("条款", max_length=60)
    text = models.CharField("说明", max_length=120)

    SECRECY = OPEN.of("order topic field at_least subject score brings clause text")

    class Meta:
        verbose_name = verbose_name_plural = "重大疑难信号"
        default_permissions = ()
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(name="signal_rule_order_once", fields=["version", "order"]),
            models.CheckConstraint(
                name="signal_rule_scores_one_to_three", condition=Q(score__range=(1, 3))
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="signal_rule_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text}（{self.score} 分）"

    @property
    def says(self) -> str:
        """The row as one line, for records and for comparing editions."""
        who = self.get_subject_display() if self.subject else ""
        brings = f"，增加协助 {' '.join(self.brings)}" if self.brings else ""
        threshold = f"{who}{self.field}≥{self.at_least}"
        return f"{self.topic} {threshold}：{self.score} 分{brings}（{self.text}）"


class SwitchDate(models.Model):
    """From when payers declare this kind themselves (“统模式”); empty until confirmed (A14)."""

    insurance = models.CharField("险种", max_length=20, choices=Insurance, unique=True)
    switched_on = models.DateField("切换日", null=True, blank=True)
    basis = models.CharField("依据", max_length=120, blank=True)

    SECRECY = OPEN.of("insurance switched_on basis")

    class Meta:
        verbose_name = verbose_name_plural = "申报模式切换日"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="switch_date_has_its_basis",
                condition=Q(switched_on=None) | ~Q(basis=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_insurance_display()} {self.switched_on or '未定'}"
