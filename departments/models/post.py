"""Posts and who held them from when to when; nothing of it is ever overwritten (方案三, R009)."""

from __future__ import annotations

from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from confidentiality.classification import OPEN
from departments.models.department import Department
from departments.roles import SEPARATE_ROLES, Role
from web.statements import compiled


class Post(models.Model):
    """A seat in a department: its role never changes, its holders do."""

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="posts", verbose_name="单位"
    )
    role = models.CharField("岗位", max_length=12, choices=Role)
    title = models.CharField("职务", max_length=60)
    single_seat = models.BooleanField("仅一人", default=False)
    bureau = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
        verbose_name="由其负责人兼任的单位",
        help_text="副组长由税务、人社、医保局长担任（方案三）",
    )

    #: Whoever holds it stands in for its holder (代理); told by the term.
    is_acting = False
    #: Units that were merged into its own, and their groups; told by the term as well.
    inherited: tuple[int, ...] = ()
    inherited_groups: tuple[int, ...] = ()

    SECRECY = OPEN.of("role title single_seat")

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        default_permissions = ()
        ordering = ["department__order", "id"]
        constraints = [
            models.UniqueConstraint(
                name="post_title_once_a_department", fields=["department", "title"]
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="post_keeps_its_role", fields=["department", "role"]),
        ]

    def __str__(self) -> str:
        return f"{self.department.short_name} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("post", args=[self.pk])

    @property
    def unit_ids(self) -> set[int]:
        """Its unit, and those whose files it goes on with (机构改革)."""
        return {self.department_id, *self.inherited}

    def holders_on(self, day: date) -> list[str]:
        """Names of those who held the post on `day` (R009)."""
        terms = self.terms.on(day).select_related("officer")
        return [term.officer.name for term in terms]


class TermQuerySet(models.QuerySet["Term"]):
    """Questions put to the terms."""

    def on(self, day: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def with_predecessors(self) -> Self:
        """With post and unit, and with the units that were merged into that one."""
        gone = Department.objects.filter(succeeded_by=OuterRef("post__department")).order_by()
        return self.select_related("post__department").annotate(
            inherited=ArraySubquery(gone.values("pk")),
            inherited_groups=ArraySubquery(gone.values("group")),
        )

    def not_over_in(self, unit: Department, day: date) -> Self:
        """Posts of that unit which somebody holds on `day`, or will."""
        held = self.filter(post__department=unit).exclude(ends_on__lt=day)
        return held.select_related("officer", "post__department").order_by("post_id", "id")

    def overlapping(self, starts_on: date, ends_on: date | None) -> Self:
        later = Q(ends_on=None) | Q(ends_on__gte=starts_on)
        return self.filter(later) if ends_on is None else self.filter(later, starts_on__lte=ends_on)


@compiled(officer=int, day=date)
def terms_of(officer: int, day: date) -> TermQuerySet:
    """Whatever an officer holds on a day, with post, unit and what was merged into that."""
    return Term.objects.filter(officer=officer).on(day).with_predecessors().order_by("id")


_separate = ", ".join(f"'{role.value}'" for role in sorted(SEPARATE_ROLES))

#: 三员互斥 (R099) and one holder at a time, kept against two administrators working at once.
_TERMS_KEEP_DUTIES_APART = f"""
PERFORM 1 FROM departments_officer WHERE id = NEW.officer_id FOR UPDATE;
PERFORM 1 FROM departments_post WHERE id = NEW.post_id FOR UPDATE;
IF EXISTS (
    SELECT 1 FROM departments_term t
    JOIN departments_post theirs ON theirs.id = t.post_id
    JOIN departments_post ours ON ours.id = NEW.post_id
    WHERE t.officer_id = NEW.officer_id AND t.id IS DISTINCT FROM NEW.id
      AND daterange(t.starts_on, t.ends_on, '[]') && daterange(NEW.starts_on, NEW.ends_on, '[]')
      AND (theirs.id = ours.id OR theirs.role IN ({_separate}) OR ours.role IN ({_separate}))
) THEN
    RAISE EXCEPTION 'duties of officer % are not kept apart', NEW.officer_id
        USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'term_keeps_duties_apart';
END IF;
IF NOT NEW.acting AND EXISTS (
    SELECT 1 FROM departments_term t JOIN departments_post p ON p.id = t.post_id
    WHERE t.post_id = NEW.post_id AND p.single_seat AND NOT t.acting
      AND t.id IS DISTINCT FROM NEW.id
      AND daterange(t.starts_on, t.ends_on, '[]') && daterange(NEW.starts_on, NEW.ends_on, '[]')
) THEN
    RAISE EXCEPTION 'post % has one seat', NEW.post_id
        USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'term_one_holder_a_seat';
END IF;
RETURN NEW;
"""  # noqa: S608 the words in it are this file's own


class Term(models.Model):
    """Who held a post, from when to when (both days included)."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="terms",
        verbose_name="人员",
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="terms", verbose_name="岗位")
    starts_on = models.DateField("任职自")
    ends_on = models.DateField("任职至", null=True, blank=True)
    basis = models.CharField("任免依据", max_length=120, blank=True)
    acting = models.BooleanField("代理（主持工作）", default=False)

    objects = TermQuerySet.as_manager()

    SECRECY = OPEN.of("starts_on ends_on basis acting")

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        default_permissions = ()
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="term_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="term_of_who_stands_in_has_its_days_and_ground",
                condition=Q(acting=False) | Q(ends_on__isnull=False) & ~Q(basis=""),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="term_keeps_duties_apart",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_TERMS_KEEP_DUTIES_APART,
            ),
            pgtrigger.ReadOnly(
                name="term_keeps_its_holder", fields=["officer", "post", "starts_on", "acting"]
            ),
            pgtrigger.Protect(name="term_kept_for_history", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        until = f"至 {self.ends_on}" if self.ends_on else "起"
        how = "（代理）" if self.acting else ""
        return f"{self.officer} {self.post}{how}，{self.starts_on} {until}"

    @property
    def seat(self) -> Post:
        """The post as this term holds it."""
        self.post.is_acting = self.acting
        self.post.inherited = tuple(getattr(self, "inherited", ()))
        self.post.inherited_groups = tuple(getattr(self, "inherited_groups", ()))
        return self.post

    @property
    def is_current(self) -> bool:
        """Not yet over."""
        return self.ends_on is None or self.ends_on >= timezone.localdate()
