"""四性检测: what was found of an archived file, item by item, under a number (DA/T 70)."""

from __future__ import annotations

from typing import Any

from django.db import models

from confidentiality.classification import OPEN
from disputes.promises import never_changes
from workflow.models.archive import CaseFile


class FileTest(models.Model):
    """One report: of each package when it is sealed, and of the whole file once a year after."""

    class Stage(models.TextChoices):
        ARCHIVING = "archiving", "归档"
        KEEPING = "keeping", "长期保存"

    case_file = models.ForeignKey(CaseFile, models.PROTECT, related_name="tests", db_index=False)
    stage = models.CharField("环节", max_length=10, choices=Stage)
    year = models.PositiveSmallIntegerField("年度")
    #: The package that was sealed; 0 where all of them were looked at.
    edition = models.PositiveSmallIntegerField("第几份", default=0)
    number = models.CharField("报告编号", max_length=40)
    findings = models.JSONField("检测项目", help_text="reports.archives.four_checks.Finding")
    passed = models.BooleanField("合格")
    tested_at = models.DateTimeField("检测时间", auto_now_add=True)

    AFTER_ARCHIVING = "an archived file is tested when it is sealed and once a year"
    SECRECY = OPEN.of("stage year edition number findings passed tested_at")

    class Meta:
        verbose_name = verbose_name_plural = "四性检测报告"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="file_test_number_once", fields=["number"]),
            models.UniqueConstraint(
                name="file_test_once_a_package", fields=["case_file", "edition"],
                condition=models.Q(stage="archiving"),
            ),
            models.UniqueConstraint(
                name="file_test_once_a_year", fields=["case_file", "year"],
                condition=models.Q(stage="keeping"),
            ),
        ]  # fmt: skip
        triggers = [never_changes("filetest")]

    def __str__(self) -> str:
        return self.number

    @property
    def verdict(self) -> str:
        return "合格" if self.passed else "不合格"

    @property
    def failed(self) -> list[dict[str, Any]]:  # Any: JSON
        return [each for each in self.findings if not each["ok"]]
