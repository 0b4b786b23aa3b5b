"""The case file (案卷): what was archived, under which number, for how long (domain 3.5, 3.6)."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from confidentiality.audit.sources import Source, enters_the_chain
from confidentiality.bigrams import BigramField
from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeJSONField, SealedFreeTextField
from disputes.promises import before_insert, joins_no_archived_file, never_changes
from disputes.seeking import SoughtQuerySet

#: The statement is in the chain, and so under the day's anchor.
CHAINED: Final = Source(
    "workflow_sealedpackage",
    kind="'paper'",
    columns="id case_file_id edition sm3 statement signature @sealed_at",
    verb="'seal_package'",
    object_kind="'archives'",
    object_id="{row}.case_file_id",
    dispute="(SELECT f.dispute_id FROM workflow_casefile f WHERE f.id = {row}.case_file_id)",
    dated="sealed_at",
)


#: Nor does the archivist archive what he has reviewed before (R079).
_ARCHIVED_BY_ANOTHER: Final = """
IF EXISTS (SELECT 1 FROM workflow_filereview r
        WHERE r.dispute_id = NEW.dispute_id AND r.reviewed_by_id = NEW.archived_by_id) THEN
    RAISE EXCEPTION 'nobody archives the file that he reviewed' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class CaseFile(SealedModel):
    """One dispute, one file; the catalogue is frozen with it."""

    class Retention(models.TextChoices):
        TEN = "D10", "10年"
        THIRTY = "D30", "30年"
        PERMANENT = "Y", "永久"

    jurisdiction = models.CharField("区划", max_length=12, default=settings.JURISDICTION)
    year = models.PositiveSmallIntegerField("年度")
    dispute = models.OneToOneField("disputes.Dispute", models.PROTECT, related_name="case_file")
    number = models.CharField("档号", max_length=60)
    title = models.CharField("案卷题名", max_length=200)
    department = models.ForeignKey("departments.Department", models.PROTECT, related_name="+")
    retention = models.CharField("保管期限", max_length=4, choices=Retention)
    #: By rule; empty for files from before it was kept apart from what was chosen.
    suggested = models.CharField("建议的保管期限", max_length=4, choices=Retention, blank=True)
    retention_reason = SealedFreeTextField("另定期限的理由", blank=True, default="")
    catalogue = SealedFreeJSONField("卷内文件目录")
    excused = SealedFreeJSONField("缺项说明", default=list, blank=True)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    archived_at = models.DateTimeField("归档时间")
    search_text = SealedFreeTextField("检索文字", editable=False)
    search_grams = BigramField(verbose_name="检索字对", of="search_text")

    objects = SoughtQuerySet.as_manager()

    SECRECY = OPEN.of("jurisdiction year number title retention suggested archived_at") | SEALED.of(
        "catalogue excused search_text retention_reason"
    )

    class Meta:
        verbose_name = verbose_name_plural = "案卷"
        default_permissions = ()
        ordering = ["-id"]
        # no `unique=True`: on text it would add a second index, for LIKE, which nobody asks with
        constraints = [
            models.UniqueConstraint(name="case_file_number_once", fields=["number"]),
            models.CheckConstraint(
                name="case_file_other_term_says_why",
                condition=Q(suggested__in=["", F("retention")]) | ~Q(retention_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["year", "-id"], name="case_file_by_year"),
            GinIndex(fields=["search_grams"], name="case_file_keyed_bigrams", fastupdate=False),
        ]
        triggers = [
            never_changes("casefile"),
            joins_no_archived_file("casefile"),
            before_insert("case_file_by_another", _ARCHIVED_BY_ANOTHER),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("case_file", args=[self.pk])


def stored_as(package: SealedPackage, filename: str) -> str:
    """A name that says nothing."""
    return f"archives/{package.case_file.year}/{uuid4().hex}"


class SealedPackage(models.Model):
    """信息包 as it was sealed once: the file at archiving, then one for what came after (R081)."""

    case_file = models.ForeignKey(CaseFile, models.PROTECT, related_name="packages", db_index=False)
    edition = models.PositiveSmallIntegerField("第几份")
    papers = models.JSONField("所含文书")
    materials = models.JSONField("所含材料")
    file = models.FileField("文件", upload_to=stored_as, max_length=200)
    size = models.PositiveBigIntegerField("大小（字节）")
    sm3 = models.CharField("SM3", max_length=64)
    statement = models.TextField("签名所保的内容")
    signature = models.CharField("签名", max_length=128)
    sealed_at = models.DateTimeField("封装时间", auto_now_add=True)

    AFTER_ARCHIVING = "made when the file is archived, and of what is appended to it"
    SECRECY = OPEN.of("edition papers materials file size sm3 statement signature sealed_at")

    class Meta:
        verbose_name = verbose_name_plural = "信息包"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="package_once", fields=["case_file", "edition"])
        ]
        triggers = [
            never_changes("sealedpackage"),
            enters_the_chain("sealedpackage", CHAINED),
        ]

    def __str__(self) -> str:
        return f"{self.case_file} 第{self.edition}份"
