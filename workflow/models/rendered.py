"""A paper as it was drawn once: full and masked, with their digests (R089, R091)."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

import pgtrigger
from django.db import models

from confidentiality.classification import OPEN

#: What the command writes down before it draws (workflow/issuing/tasks.py).
DRAWN_AGAIN: Final = "重新生成文书"

_AGAIN_ON_RECORD: Final = f"""
IF NEW.edition < 1 OR NOT EXISTS (
    SELECT 1 FROM departments_changerecord c JOIN workflow_paper p ON p.id = NEW.paper_id
    WHERE c.verb = '{DRAWN_AGAIN}' AND c.after = '第' || NEW.edition || '版'
    AND right(c.subject, length(p.number)) = p.number) THEN
    RAISE EXCEPTION 'a paper is drawn again on record alone' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""  # noqa: S608


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

    AFTER_ARCHIVING = "drawn when its turn comes; once more only on record, beside the faulty one"
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
            pgtrigger.Trigger(
                name="rendered_again_on_record",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("NEW.edition <> 1"),
                func=_AGAIN_ON_RECORD,
            ),
            pgtrigger.Protect(
                name="rendered_papers_are_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper} {self.get_copy_display()}"


__all__ = ["Copy", "RenderedPaper"]
