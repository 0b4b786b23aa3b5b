"""The officer: one account for one person, known by the number the unit gave (工号)."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from confidentiality.classification import MASKED, OPEN
from departments.roles import ADMINISTRATORS, DESKS, STAFF, TASK_FORCE, Role
from departments.sortkey import SortKeyField

if TYPE_CHECKING:
    from departments.models.delegation import Delegation
    from departments.models.department import Department
    from departments.models.post import Post


@dataclass(frozen=True)
class Standing:
    """All that a statement takes from an officer: whoever stands the same asks the same."""

    key: tuple[Any, ...]  # Any: keys of rows, and roles
    officer: Officer = field(compare=False, repr=False)


class OfficerManager(BaseUserManager["Officer"]):
    """Accounts are made here and nowhere else; there is no superuser to make."""

    def create_user(
        self, username: str, password: str | None = None, *, name: str, phone: str = ""
    ) -> Officer:
        officer = self.model(username=username, name=name, phone=phone)
        officer.set_password(password)
        officer.save(using=self._db)
        return officer


class Officer(AbstractBaseUser, PermissionsMixin):
    """Somebody who works with the portal; what he may do follows from the posts he holds today."""

    username = models.CharField(
        "工号",
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[A-Za-z0-9_]{3,40}$", "工号为 3 至 40 位字母、数字或下划线")],
    )
    name = models.CharField("姓名", max_length=40)
    name_key = SortKeyField("姓名排序键", of="name")
    phone = models.CharField("办公电话", max_length=40, blank=True)
    email = models.EmailField("办公邮箱", blank=True)
    is_active = models.BooleanField("启用", default=True)
    expires_on = models.DateField("账号有效期至", null=True, blank=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    password_changed_at = models.DateTimeField("密码修改时间", null=True, blank=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    #: Code of the unit whose desk he has chosen; empty: that of his first case post.
    acting_code = ""
    is_narrowed = False  # to the desks of a token's units

    objects: ClassVar[OfficerManager] = OfficerManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    SECRECY = OPEN.of(
        "username name name_key phone email is_active expires_on must_change_password "
        "password_changed_at created_at last_login is_superuser"
    ) | MASKED.of("password")

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        default_permissions = ()
        ordering = ["name_key", "id"]
        constraints = [
            models.CheckConstraint(
                name="officer_is_never_a_superuser", condition=Q(is_superuser=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("officer", args=[self.username])

    def may_sign_in(self, today: date) -> bool:
        """Enabled and not past its date (等保 8.1.4.2: 清理过期账户)."""
        return self.is_active and (self.expires_on is None or today <= self.expires_on)

    @cached_property
    def has_second_factor(self) -> bool:
        """Whether his telephone is asked for its code."""
        from departments.models.credentials import SecondFactor

        return SecondFactor.objects.filter(officer=self, confirmed_at__isnull=False).exists()

    def drop_second_factor(self) -> None:
        """The telephone and its recovery codes are asked no more."""
        from departments.models.credentials import SecondFactor

        SecondFactor.objects.filter(officer=self).delete()
        self.recovery_codes.all().delete()
        self.__dict__.pop("has_second_factor", None)

    def keep_to(self, codes: list[str]) -> None:
        """For this request he sits only at the desks of these units (a program's token)."""
        self.is_narrowed = True
        self.posts_held = [
            post
            for post in self.posts_held
            if post.role not in DESKS or post.department.code in codes
        ]
        self.__dict__.pop("posts_today", None)

    def posts_on(self, day: date) -> list[Post]:
        """The posts held on `day`, case work first (R009)."""
        from departments.models.post import terms_of

        terms = terms_of(officer=self.pk, day=day)
        posts = [term.seat for term in terms if term.post.department.is_active]
        return sorted(posts, key=lambda post: post.role not in STAFF)

    @cached_property
    def posts_held(self) -> list[Post]:
        """All of today's, whichever desk he has chosen: what he may see follows from them."""
        return self.posts_on(timezone.localdate())

    @cached_property
    def posts_today(self) -> list[Post]:
        """Those he acts in: of several units whose work he does, one at a time (A8)."""
        acting = self.acting_unit
        if acting is None:
            return self.posts_held
        return [p for p in self.posts_held if p.role not in DESKS or p.department_id == acting.pk]

    @property
    def units(self) -> list[Department]:
        """Units at whose desks he sits, the first one leading."""
        desks = (post.department for post in self.posts_held if post.role in DESKS)
        return list({each.pk: each for each in desks}.values())

    @property
    def acting_unit(self) -> Department | None:
        """The unit he acts for now."""
        units = self.units
        chosen = (each for each in units if each.code == self.acting_code)
        return next(chosen, units[0] if units else None)

    def acting_for(self, code: str) -> Officer:
        """The same person at his desk of that unit."""
        other = copy(self)
        other.acting_code = code
        other.__dict__.pop("posts_today", None)
        return other

    @property
    def standing(self) -> Standing:
        """Who he is and at which desks he sits now; what `compiled` statements ask for."""
        held = tuple(
            (p.role, p.department_id, p.bureau_id, p.inherited, p.inherited_groups)
            for p in self.posts_held
        )
        acting = self.acting_unit
        return Standing((self.pk, held, acting.pk if acting else None), self)

    @property
    def department(self) -> Department | None:
        """The main department: that of his first case post, else of any post."""
        return self.posts_today[0].department if self.posts_today else None

    @property
    def department_ids(self) -> set[int]:
        """Departments whose cases he works on today; administrators and auditors have none."""
        return {pk for post in self.posts_today if post.role in STAFF for pk in post.unit_ids}

    @property
    def participating_group_ids(self) -> list[int]:
        """Groups of all his departments, for joining to the disputes' own permissions."""
        posts = [post for post in self.posts_held if post.role in STAFF]
        groups = (group for post in posts for group in post.inherited_groups)
        return sorted({post.department.group_id for post in posts} | {*groups})

    @property
    def roles(self) -> set[Role]:
        return {Role(post.role) for post in self.posts_today}

    def has_role(self, role: str, department: Department | None = None) -> bool:
        """Holds `role` today, in `department` when one is named."""
        return any(
            post.role == role and (department is None or post.department_id == department.pk)
            for post in self.posts_today
        )

    @property
    def sees_all(self) -> bool:
        """The task force sees everything but drafts (procedure.md, Who sees what)."""
        return any(post.role in TASK_FORCE for post in self.posts_held)

    @property
    def bureaus(self) -> set[int]:
        """Units he is one of, in whatever post: a deputy is the head of a bureau (方案三)."""
        own = {post.department_id for post in self.posts_held if post.role in STAFF}
        return own | {post.bureau_id for post in self.posts_held if post.bureau_id}

    @property
    def is_administrator(self) -> bool:
        return not self.roles.isdisjoint(ADMINISTRATORS)

    @property
    def delegation_today(self) -> Delegation | None:
        """The leader's written delegation in force for him today, if any (A11)."""
        from departments.models.delegation import Delegation

        if not self.has_role(Role.DEPUTY):
            return None
        return Delegation.objects.in_force(timezone.localdate()).filter(deputy=self).first()

    @property
    def may_act_for_leader(self) -> bool:
        """Leader himself, or a deputy with a delegation in force (procedure.md, approve_major)."""
        return self.has_role(Role.LEADER) or self.delegation_today is not None

    @property
    def signs_as(self) -> str:
        """How a leader's decision names who took it: “某某” or “某某 代 组长”."""
        return self.name if self.has_role(Role.LEADER) else f"{self.name} 代 组长"
