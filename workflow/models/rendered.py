"""A paper as it was drawn once: full and masked, with their digests (R089, R091)."""

from __future__ import annotations

from uuid import uuid4

import pgtrigger
from django.db import models

from confidentiality.classification import OPEN


class Copy(models.TextChoices):
    """The two copies of every paper (领域 3.2·1)."""

    FULL = "full", "全本"
    MASKED = "masked", "脱敏本"


def stored_as(copy: RenderedPaper, filename: str) -> str:
    """A name that says nothing."""
    return f"papers/{copy.paper.year}/{uuid4().hex}"


class RenderedPaper(models.Model):
    """One PDF of one paper; a faulty one is drawn again beside it, on record, and stays kept."""

    paper = models.ForeignKey(
        "workflow.Paper", models.PROTECT, related_name="copies", db_index=False
    )
    copy = models.CharField("本别", max_length=8, choices=Copy)
    file = models.FileField("文件", upload_to=stored_as, max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("大小（字节）")
    rendered_at = models.DateTimeField("生成时间", auto_now_add=True)
    edition = models.PositiveSmallIntegerField("版次", default=1)

    SECRECY = OPEN.of("copy file sha256 size rendered_at edition")

    class Meta:
        verbose_name = verbose_name_plural = "文书版式文件"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="rendered_paper_once_an_edition", fields=["paper", "copy", "edition"]
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="rendered_papers_are_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]

    def __str__(self) -> str:
        return f"{self.paper} {self.get_copy_display()}"


__all__ = ["Copy", "RenderedPaper"]
