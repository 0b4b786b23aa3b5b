"""How an officer gets in: programs' tokens, browsers' sittings, and who has to wait a moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Final, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils import timezone

from confidentiality.classification import MASKED, OPEN


class TokenQuerySet(models.QuerySet["ApiToken"]):
    """Tokens, chained like speech."""

    def good_at(self, moment: datetime) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=moment)


class ApiToken(models.Model):
    """A program speaks in its officer's name; of its key the database knows a digest alone."""

    class Scope(models.TextChoices):
        WRITE = "write", "读取和办理"
        READ = "read", "只读取"

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens", verbose_name="人员"
    )
    name = models.CharField("名称", max_length=60)
    digest = models.CharField("摘要", max_length=64, unique=True)
    scope = models.CharField("范围", max_length=8, choices=Scope, default=Scope.WRITE)
    units = ArrayField(
        models.CharField(max_length=8),
        verbose_name="限于单位",
        default=list,
        blank=True,
        help_text="空：他的全部岗位",
    )
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    expires_at = models.DateTimeField("有效期至")
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects: ClassVar[models.Manager[ApiToken]] = models.Manager.from_queryset(TokenQuerySet)()

    SECRECY = OPEN.of("name scope units created_at expires_at last_used_at revoked_at") | MASKED.of(
        "digest"
    )

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"
        default_permissions = ()
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_good(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def may_write(self) -> bool:
        return self.scope == self.Scope.WRITE


#: A sitting that nobody moved in is over after this, and every one after a working day.
IDLE: Final = timedelta(minutes=settings.SESSION_IDLE_MINUTES)
LONGEST: Final = timedelta(seconds=settings.SESSION_COOKIE_AGE)


class SittingQuerySet(models.QuerySet["Sitting"]):
    """Sittings, chained like speech."""

    def running_at(self, moment: datetime) -> Self:
        return self.filter(
            expire_date__gt=moment, began_at__gt=moment - LONGEST, seen_at__gt=moment - IDLE
        )


class Sitting(AbstractBaseSession):
    """A browser's session, with whose it is: so that he can see it and end it."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="sittings",
        null=True,
        blank=True,
        verbose_name="人员",
    )
    began_at = models.DateTimeField("登录时间", null=True, blank=True)
    seen_at = models.DateTimeField("最近操作", null=True, blank=True)
    address = models.CharField("来访地址", max_length=64, blank=True)
    browser = models.CharField("浏览器", max_length=200, blank=True)

    objects: ClassVar[models.Manager[Sitting]] = models.Manager.from_queryset(  # type: ignore[assignment]  # a row is made by the store alone
        SittingQuerySet
    )()

    SECRECY = OPEN.of("expire_date began_at seen_at address browser") | MASKED.of("session_data")

    class Meta:
        verbose_name = verbose_name_plural = "登录"
        default_permissions = ()
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return self.address or "登录"


class SignInWait(models.Model):
    """Wrong tries of one account, one address, or both together: how many, and until when."""

    class Kind(models.TextChoices):
        PAIR = "pair", "账号在这个地址"
        ACCOUNT = "account", "账号"
        ADDRESS = "address", "地址"
        DEVICE = "device", "账号在用过的浏览器"
        CODE = "code", "账号的动态码"

    kind = models.CharField("计数对象", max_length=8, choices=Kind)
    key = models.CharField("是谁", max_length=160)
    username = models.CharField("工号", max_length=80, blank=True)
    level = models.FloatField("次数", default=0)
    last_at = models.DateTimeField("最近一次")
    until = models.DateTimeField("等到")

    SECRECY = OPEN.of("kind key username level last_at until")

    class Meta:
        verbose_name = verbose_name_plural = "登录等待"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="sign_in_wait_is_one_of_a_kind"),
            models.CheckConstraint(
                name="sign_in_wait_is_a_minute_at_most",
                condition=Q(until__lte=models.F("last_at") + timedelta(seconds=60)),
            ),
        ]
        indexes = [models.Index(fields=["username"], name="sign_in_wait_username")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"
