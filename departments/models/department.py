"""Member units, and the towns of the district (方案三、六(一))."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Self

import pgtrigger
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from confidentiality.classification import OPEN
from confidentiality.identifiers.text import INVISIBLE
from departments.models.membership import MembershipDecision


class Kind(models.TextChoices):
    """What sort of unit it is."""

    BUREAU = "bureau", "职能局"
    BRANCH = "branch", "经办机构"
    TOWN = "town", "镇人民政府"
    OFFICE = "office", "专班办公室"


#: 国家税务总局伊春市乌翠区税务局 is 区税务局 in full.
_ABOVE: Final = re.compile(r"^(?:国家税务总局)?(?:黑龙江省)?(?:伊春市)?(?:乌翠(?=区))?")


#: 翠峦镇政府 is 翠峦镇人民政府; a town needs no name of the district before it.
_TOWN: Final = re.compile(r"^区?(?P<town>.{1,6}镇)(?:人民)?政府$")
#: What a name in law begins with, of a unit that is known by the rest of it.
_IN_LAW: Final = ("伊春市乌翠", "国家税务总局伊春市乌翠")


def _spellings(plain: str) -> set[str]:
    """A unit's name as typed, without what it lies in, and as the law has it in full."""
    own = _ABOVE.sub("", plain)
    if town := _TOWN.match(own):
        own = f"{town['town']}人民政府"
    in_law = {f"{above}{own}" for above in _IN_LAW} if own.startswith("区") else set()
    return {plain, own, *in_law}


def _called_so(road: str, names: set[str]) -> Q:
    """Some name on that road is one of those, and it has begun."""
    today = timezone.localdate()
    so = Q(**{f"{road}__name__in": names}) | Q(**{f"{road}__short_name__in": names})
    begun = Q(**{f"{road}__from_day": None}) | Q(**{f"{road}__from_day__lte": today})
    return so & begun & Q(**{f"{road}__withdrawn_at": None})


class DepartmentQuerySet(models.QuerySet["Department"]):
    """Questions put to the departments."""

    def active(self) -> Self:
        return self.filter(is_active=True)

    def ever_members(self) -> Self:
        """Those at work and those that were; not one that waits for the leader or for its day."""
        return self.filter(models.Q(is_active=True) | models.Q(joined_on__isnull=False))

    def functional(self) -> Self:
        """Those that count towards “两个及两个以上职能部门” (五(三)1)."""
        return self.active().filter(is_functional=True)

    def handling(self) -> Self:
        """Without the task-force office, which handles no case itself."""
        return self.exclude(kind=Kind.OFFICE)

    def called(self, name: str) -> Department | None:
        """The unit of exactly that name, with or without the names of what it lies in.

        So also by its name in law, as people's papers write it.

        By a name it bore before as well, or by that of a unit which was merged into it.
        """
        plain = INVISIBLE.sub("", name)
        names = _spellings(plain) - {""}
        absorbed = Q(predecessors__name__in=names) | Q(predecessors__short_name__in=names)
        before = _called_so("names", names) | _called_so("predecessors__names", names)
        now = Q(name__in=names) | Q(short_name__in=names) | Q(statutory_name__in=names)
        found = list(self.filter(now | absorbed | before))
        named = (
            each for each in found if {each.name, each.short_name, each.statutory_name} & names
        )
        return next(named, found[0] if found else None)

    def in_place_of(self, codes: Iterable[str]) -> Self:
        """Units at work that do what the plan asks of those codes: themselves or who succeeded."""
        named = Q(code__in=codes) | Q(predecessors__code__in=codes)
        return self.active().filter(pk__in=self.model.objects.filter(named).values("pk"))

    def joined(self, code: str) -> list[int]:
        """The unit and those that were merged into it: one line of figures, one list."""
        units = self.filter(Q(code=code) | Q(succeeded_by__code=code))
        return list(units.order_by().values_list("pk", flat=True))

    def office(self) -> Department:
        """专班办公室, which asks and answers for the task force."""
        return self.get(kind=Kind.OFFICE)


#: An active unit rests on a decision that the leader has confirmed (R010), also in psql.
_MEMBER_NEEDS_CONFIRMED_DECISION = """
IF NOT EXISTS (
    SELECT 1 FROM departments_membershipdecision
    WHERE id = NEW.membership_id AND confirmed_on IS NOT NULL
) THEN
    RAISE EXCEPTION 'member % is not admitted by a confirmed decision', NEW.code
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


#: A unit bears no name that no decision gave it (R009), also in psql.
_RENAMED_BY_DECISION = """
IF NOT EXISTS (
    SELECT 1 FROM departments_unitname n WHERE n.department_id = NEW.id
    AND n.name = NEW.name AND n.short_name = NEW.short_name AND n.withdrawn_at IS NULL
) THEN
    RAISE EXCEPTION 'no decision calls unit % so', NEW.code USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class Department(models.Model):
    """A member unit or the task-force office; its group carries its part in disputes."""

    code = models.CharField("代码", max_length=8, unique=True)
    name = models.CharField("名称", max_length=60, unique=True)
    short_name = models.CharField("简称", max_length=20)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    order = models.PositiveSmallIntegerField("次序", default=100)
    group = models.OneToOneField(
        Group, models.PROTECT, related_name="department", verbose_name="参与组"
    )
    membership = models.ForeignKey(
        MembershipDecision,
        models.PROTECT,
        related_name="departments",
        null=True,
        blank=True,
        verbose_name="增加决定",
    )
    is_active = models.BooleanField("在用", default=False)
    joined_on = models.DateField("加入日期", null=True, blank=True)
    left_on = models.DateField("退出日期", null=True, blank=True)
    #: 机构改革: the unit at work that goes on with everything of this one.
    succeeded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="并入",
    )
    hosted_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="设在",
    )

    is_functional = models.BooleanField(
        "职能部门", default=False, help_text="计入“两个及两个以上职能部门”（五(三)1）"
    )
    may_lead = models.BooleanField(
        "可作主办",
        default=False,
        help_text="信访局、财政局、各镇默认只协助（R020、R021）",
    )
    can_assist = models.BooleanField("可作协助", default=True)
    may_request_convening = models.BooleanField(
        "可提请召集",
        default=True,
        help_text="参与办理时可提请专班办公室召集成员单位联合处置（四(二)）",
    )
    intake_same_person = models.BooleanField(
        "登记与审核须为两人",
        default=True,
        help_text="关闭后可由同一人登记和审核，记录标明“同人办理”",
    )
    decision_head_sign = models.BooleanField(
        "处理意见须由负责人签发",
        default=True,
        help_text="关闭后起草人可自行签发，专案除外",
    )
    opinion_head_approval = models.BooleanField(
        "书面意见须由负责人审核", default=True, help_text="关闭后起草即反馈，专案除外"
    )
    major_head_review = models.BooleanField(
        "报请组长须经负责人审核",
        default=False,
        help_text="打开后，经办员报请重大疑难先由负责人审核签字（五(三)2(2)）",
    )

    statutory_name = models.CharField(
        "法定名称", max_length=60, blank=True, help_text="红头、落款所用的机关全称"
    )
    address = models.CharField("办公地址", max_length=120, blank=True)
    phone = models.CharField("办公电话", max_length=40, blank=True)
    office_hours = models.CharField("办公时间", max_length=120, blank=True)
    paper_prefix = models.CharField("文书字号前缀", max_length=20, blank=True)
    fonds_number = models.CharField("全宗号", max_length=20, blank=True)

    objects = DepartmentQuerySet.as_manager()

    SECRECY = OPEN.of(
        "code name short_name kind order is_active joined_on left_on is_functional may_lead "
        "can_assist may_request_convening intake_same_person decision_head_sign "
        "opinion_head_approval major_head_review statutory_name address phone office_hours "
        "paper_prefix fonds_number"
    )

    class Meta:
        verbose_name = verbose_name_plural = "成员单位"
        default_permissions = ()
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                name="department_active_rests_on_a_decision",
                condition=Q(is_active=False) | Q(membership__isnull=False),
            ),
            models.CheckConstraint(
                name="department_active_has_not_left",
                condition=Q(is_active=False) | Q(left_on__isnull=True),
            ),
            models.CheckConstraint(
                name="department_succeeded_works_no_more",
                condition=Q(succeeded_by=None) | Q(is_active=False, left_on__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="admitted_by_confirmed_decision",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__is_active=True),
                func=_MEMBER_NEEDS_CONFIRMED_DECISION,
            ),
            pgtrigger.Trigger(
                name="renamed_by_a_decision",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("name"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Condition("OLD.name IS DISTINCT FROM NEW.name"),
                func=_RENAMED_BY_DECISION,
            ),
            pgtrigger.Protect(name="kept_for_history", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("department", args=[self.code])

    @property
    def is_office(self) -> bool:
        """专班办公室, in whose name the task force asks and convenes."""
        return self.kind == Kind.OFFICE

    @property
    def at_work(self) -> Department:
        """Itself, or the unit that goes on with everything of it."""
        return self.succeeded_by or self

    @property
    def awaits_leader(self) -> bool:
        """Its decision is registered and not yet confirmed (R010)."""
        return self.membership is not None and self.membership.confirmed_on is None

    @property
    def standing(self) -> str:
        """Whether it works, has left, or waits to begin (R010, R011)."""
        if self.is_active:
            return "在用"
        if self.succeeded_by_id:
            return "已并入"
        if self.left_on:
            return "已退出"
        return "待组长确认" if self.awaits_leader else "待生效"


class Town(models.Model):
    """Where a matter lies (事项所在辖区, R005); codes of GB/T 2260 for the district's own."""

    code = models.CharField("代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=40)
    order = models.PositiveSmallIntegerField("次序", default=100)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="towns",
        null=True,
        blank=True,
        verbose_name="镇人民政府",
    )
    is_outside = models.BooleanField("区外", default=False)
    is_active = models.BooleanField("在用", default=True)

    SECRECY = OPEN.of("code name order is_outside is_active")

    class Meta:
        verbose_name = verbose_name_plural = "事项辖区"
        default_permissions = ()
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name
