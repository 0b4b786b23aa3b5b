"""Materials: what the payer or an officer put into the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

from django.conf import settings
from django.db import models

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from confidentiality.uploads import name_for
from departments.models import Officer
from disputes.promises import joins_no_archived_file, rests_with_file

if TYPE_CHECKING:
    from disputes.models.dispute import Dispute

#: What every browser shows by itself, and how.
SHOWN: Final = {
    "application/pdf": "pdf",
    "image/jpeg": "picture",
    "image/png": "picture",
    "audio/mpeg": "sound",
    "audio/mp4": "sound",
    "audio/wav": "sound",
    "video/mp4": "film",
    "video/quicktime": "film",
}


def stored_as(material: Material, filename: str) -> str:
    """A name that says nothing: the original one may name a person."""
    return f"materials/{material.dispute.year}/{uuid4().hex}"


class Material(SealedModel):
    """One uploaded file, its type read from its content, stored under a name that says nothing."""

    class Source(models.TextChoices):
        PAYER = "payer", "缴费人"
        COUNTERPARTY = "counterparty", "争议对方"
        OFFICER = "officer", "承办单位"

    #: The purpose of what is appended to an archived file.
    SUPPLEMENT: Final = "supplement"
    #: That of an agreement by which the parties settled.
    SETTLEMENT: Final = "settlement"

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="materials")
    file = models.FileField("文件", upload_to=stored_as, max_length=200)
    title = SealedFreeTextField("名称")
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("大小（字节）")
    pages = models.PositiveIntegerField("页数", null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    original_sha256 = models.CharField(
        "原件 SHA-256", max_length=64, blank=True, help_text="转正的照片：拿来时的文件"
    )
    source = models.CharField("提供人", max_length=12, choices=Source, default=Source.PAYER)
    purpose = models.CharField("用途", max_length=20, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("时间", auto_now_add=True)

    SECRECY = OPEN.of(
        "media_type size pages sha256 original_sha256 source purpose added_at file"
    ) | SEALED.of("title")

    class Meta:
        verbose_name = verbose_name_plural = "材料"
        default_permissions = ()
        ordering = ["id"]
        triggers = [
            rests_with_file("material"),
            joins_no_archived_file("material", unless="NEW.purpose = 'supplement'"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def filename(self) -> str:
        """The title as a file that opens: with the suffix of what it is, whatever was typed."""
        return name_for(self.title, self.media_type)

    def may_be_opened_by(self, officer: Officer, through: Dispute) -> bool:
        """Of a dispute in which it is read: what a reporter in confidence brought shows who he is,
        so it is opened by who may know him and by who put it in (R075).
        """
        if self.source != self.Source.PAYER or self.added_by_id == officer.pk:
            return True
        secret = (each for each in through.parties.all() if each.is_kept_secret)
        return all(each.may_be_revealed_to(officer) for each in secret)

    @property
    def shown_as(self) -> str:
        """How a browser shows it by itself; nothing where it can only be downloaded."""
        return SHOWN.get(self.media_type, "")
