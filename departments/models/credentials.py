"""How an officer proves who he is: passwords he had, slips for a new one, his second factor."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from confidentiality.classification import MASKED, OPEN, SEALED
from confidentiality.fields import SealedModel, SealedTextField


class PastPassword(models.Model):
    """A password he had: the last ones are not taken again (等保 8.1.4.1)."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="past_passwords", verbose_name="人员"
    )
    password = models.CharField("密码摘要", max_length=128)
    replaced_at = models.DateTimeField("换下时间", auto_now_add=True)

    SECRECY = OPEN.of("replaced_at") | MASKED.of("password")

    class Meta:
        verbose_name = verbose_name_plural = "用过的密码"
        default_permissions = ()
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.replaced_at:%Y-%m-%d}"


class SlipQuerySet(models.QuerySet["PasswordSlip"]):
    """Slips, chained like speech."""

    def open_at(self, moment: datetime) -> Self:
        return self.filter(done_at=None, void_at=None, expires_at__gt=moment)


class PasswordSlip(models.Model):
    """重置单: two administrators give one half each, the officer alone has both and the password.

    The system administrator starts it and hands over the slip; the security administrator asks who
    it is and tells the second code. Neither ever knows the password, nor can set one alone.
    """

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="password_slips", verbose_name="人员"
    )
    reason = models.CharField("理由", max_length=300, blank=True)
    drops_factor = models.BooleanField("同时解除两步验证", default=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="开单人",
        help_text="空：在服务器上开的",
    )
    started_at = models.DateTimeField("开单时间", auto_now_add=True)
    code = models.CharField("单号摘要", max_length=128)
    expires_at = models.DateTimeField("有效期至")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="确认人",
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    second_code = models.CharField("确认码摘要", max_length=128, blank=True)
    wrong_tries = models.PositiveSmallIntegerField("错次", default=0)
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    void_at = models.DateTimeField("作废时间", null=True, blank=True)

    objects: ClassVar[models.Manager[PasswordSlip]] = models.Manager.from_queryset(SlipQuerySet)()

    SECRECY = OPEN.of(
        "reason drops_factor started_at expires_at confirmed_at wrong_tries done_at void_at"
    ) | MASKED.of("code second_code")

    class Meta:
        verbose_name = verbose_name_plural = "重置单"
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="password_slip_has_two_administrators",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("started_by")),
            ),
            models.CheckConstraint(
                name="password_slip_is_not_confirmed_by_its_officer",
                condition=(Q(confirmed_by=None) | ~Q(confirmed_by=F("officer")))
                & (Q(started_by=None) | ~Q(started_by=F("officer"))),
            ),
            models.CheckConstraint(
                name="password_slip_done_was_confirmed",
                condition=Q(done_at=None) | Q(confirmed_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="password_slip_one_open_an_officer",
                fields=["officer"],
                condition=Q(done_at=None, void_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer}的重置单"

    @property
    def confirm_url(self) -> str:
        return reverse("slip_confirm", args=[self.pk])

    @property
    def state_words(self) -> str:
        """What an administrator reads of an open one."""
        return "已确认，等本人设置" if self.confirmed_at else "等安全管理员确认"


class SecondFactor(SealedModel):
    """What his telephone knows (RFC 6238), sealed; asked for once it has been shown to work."""

    officer = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="second_factor", verbose_name="人员"
    )
    secret = SealedTextField("密钥", mask="hidden")
    started_at = models.DateTimeField("开始绑定", auto_now_add=True)
    confirmed_at = models.DateTimeField("绑定时间", null=True, blank=True)
    #: The step of the last code that was taken: none is taken twice.
    last_step = models.BigIntegerField("最近一步", default=0)

    SECRECY = OPEN.of("started_at confirmed_at last_step seal_id") | SEALED.of("secret")

    class Meta:
        verbose_name = verbose_name_plural = "两步验证"
        default_permissions = ()

    def __str__(self) -> str:
        return "已绑定" if self.confirmed_at else "绑定中"


class RecoveryCode(models.Model):
    """For the day when the telephone is lost: each works once."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes", verbose_name="人员"
    )
    digest = models.CharField("摘要", max_length=64)
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    SECRECY = OPEN.of("used_at") | MASKED.of("digest")

    class Meta:
        verbose_name = verbose_name_plural = "备用码"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "digest"], name="recovery_code_is_one_of_his"
            ),
        ]

    def __str__(self) -> str:
        return "已用" if self.used_at else "未用"
