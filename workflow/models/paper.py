"""Papers issued by actions: number and frozen content, never changed afterwards (R088, R091)."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q

from confidentiality.audit.sources import Source, enters_the_chain
from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedJSONField, SealedModel
from confidentiality.free_text import SealedFreeTextField
from disputes.choices import PartySide
from disputes.models.party import Side, came_with, of_merged
from disputes.promises import joins_no_archived_file, never_changes, sparse
from papers.choices import PaperKind

#: How the reason begins where a road was taken back the same day (撤销分流).
UNDONE: Final = "撤销分流："
#: 上报表, what leaves by its approval, what a 督办 still under way or a meeting called before says:
#: outside the file.
_OUTSIDE_THE_FILE = (
    f"NEW.kind IN ('{PaperKind.REPORT_UP}', '{PaperKind.DISCLOSURE_FORM}', "
    f"'{PaperKind.DISCLOSURE_SHEET}') OR NEW.supervision_id IS NOT NULL "
    "OR NEW.meeting_id IS NOT NULL"
)
_ITS_CASE = "(SELECT p.dispute_id FROM workflow_paper p WHERE p.id = NEW.paper_id)"
_OF_A_MEETING = (
    "EXISTS (SELECT 1 FROM workflow_paper p WHERE p.id = NEW.paper_id AND p.meeting_id IS NOT NULL)"
)

#: What counts or lists many files, or says who the members are, and is part of no file.
_OF_NOTHING: Final = (
    PaperKind.PERIOD_REPORT, PaperKind.APPRAISAL_REPORT, PaperKind.DESTRUCTION_LIST,
    PaperKind.MEMBERSHIP,
)  # fmt: skip

#: Its content is sealed, and its check code is the digest of it.
CHAINED: Final = Source(
    "workflow_paper",
    kind="'paper'",
    columns="id dispute_id kind number year department_id party check_code issued_by_id @issued_at",
    officer="{row}.issued_by_id",
    verb="{row}.kind",
    object_kind="'papers'",
    object_id="{row}.id",
    dispute="{row}.dispute_id",
    dated="issued_at",
)


class Paper(SealedModel):
    """One issued paper of a case, an errand, a meeting, a disclosure, a report; drawn later."""

    jurisdiction = models.CharField("区划", max_length=12, default=settings.JURISDICTION)
    year = models.PositiveSmallIntegerField("年度")
    dispute = models.ForeignKey(
        "disputes.Dispute", models.PROTECT, related_name="papers", null=True, blank=True
    )
    kind = models.CharField("文书", max_length=20, choices=PaperKind)
    number = models.CharField("文号", max_length=60)
    department = models.ForeignKey(
        "departments.Department", models.PROTECT, related_name="+", db_index=False
    )
    party = models.CharField("致", max_length=12, choices=PartySide, blank=True)
    of = came_with()
    recipient = models.ForeignKey(
        "departments.Department",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    assignment = models.ForeignKey(
        "workflow.Assignment",
        models.PROTECT,
        related_name="papers",
        null=True,
        blank=True,
        db_index=False,
    )
    meeting = models.ForeignKey(
        "workflow.Meeting",
        models.PROTECT,
        related_name="papers",
        null=True,
        blank=True,
        db_index=False,
    )
    supervision = models.ForeignKey(
        "workflow.Supervision",
        models.PROTECT,
        related_name="papers",
        null=True,
        blank=True,
        db_index=False,
    )
    errand = models.ForeignKey(
        "workflow.Errand",
        models.PROTECT,
        related_name="papers",
        null=True,
        blank=True,
        db_index=False,
    )
    disclosure = models.ForeignKey(
        "workflow.Disclosure",
        models.PROTECT,
        related_name="papers",
        null=True,
        blank=True,
        db_index=False,
    )
    is_whole = models.BooleanField(
        "全文", default=False, help_text="含几件事项的会议纪要全文；各案卷内为摘录"
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, related_name="replaced_by", null=True, blank=True
    )
    content = SealedJSONField(verbose_name="内容")
    verify_code = models.CharField("核验码", max_length=40, null=True, blank=True, unique=True)
    check_code = models.CharField("校验码", max_length=64)
    due_on = models.DateField("期限", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    issued_at = models.DateTimeField("签发时间")

    SECRECY = OPEN.of(
        "jurisdiction year kind number party is_whole verify_code check_code due_on issued_at "
        "seal_id"
    ) | SEALED.of("content")

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="paper_number_once_a_dispute",
                fields=["jurisdiction", "kind", "number", "department", "dispute", "party"],
            ),
            models.CheckConstraint(
                name="paper_is_of_a_case_an_errand_or_a_meeting",
                condition=Q(dispute__isnull=False, errand__isnull=True)
                | Q(dispute__isnull=True, errand__isnull=False, meeting__isnull=True)
                | Q(dispute__isnull=True, errand__isnull=True, meeting__isnull=False)
                | Q(dispute=None, errand=None, meeting=None, disclosure__isnull=False)
                | Q(
                    dispute=None,
                    errand=None,
                    meeting=None,
                    disclosure=None,
                    kind__in=_OF_NOTHING,
                ),
            ),
            models.CheckConstraint(
                name="paper_is_issued_by_somebody_or_is_a_supervision",
                condition=Q(issued_by__isnull=False) | Q(kind=PaperKind.SUPERVISION_ORDER),
            ),
        ]
        indexes = [
            of_merged("paper"),
            models.Index(name="paper_of_unit", fields=["department", "id"]),
            *(
                sparse("paper", column)
                for column in ("assignment", "meeting", "supervision", "errand", "disclosure")
            ),
        ]
        triggers = [
            never_changes("paper"),
            joins_no_archived_file("paper", unless=_OUTSIDE_THE_FILE),
            enters_the_chain("paper", CHAINED),
        ]

    @property
    def side(self) -> Side:
        return Side(self.party, self.of_id)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def label(self) -> str:
        return self.get_kind_display()

    @property
    def is_void(self) -> bool:
        return bool(self.voids.all())

    @property
    def void_reason(self) -> str:
        """Why it counts no more; empty while it does."""
        return next((void.reason for void in self.voids.all()), "")

    @property
    def is_undone(self) -> bool:
        """Void with a road that was taken back the same day: nobody was told by it yet."""
        return self.void_reason.startswith(UNDONE)

    @property
    def numbers_it_ends(self) -> str:
        """What is printed on the one that takes its place: an undone one gave nobody its number."""
        before = self.replaces if self.is_undone else None
        if before is None:
            return self.number
        earlier = before.numbers_it_ends
        return f"{self.number}、{earlier[earlier.find('〔') :]}"

    @property
    def instead_of(self) -> str:
        """代替〔2026〕5号: the void one whose place it takes; empty for most."""
        return f"代替{self.replaces.number}" if self.replaces else ""


class PaperVoid(SealedModel):
    """作废: the number stays used, the reason stays readable (R088)."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="voids")
    reason = SealedFreeTextField("理由")
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    voided_at = models.DateTimeField("时间", auto_now_add=True)

    SECRECY = SEALED.of("reason") | OPEN.of("voided_at")

    class Meta:
        verbose_name = verbose_name_plural = "文书作废"
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="paper_void_once", fields=["paper"])]
        triggers = [
            never_changes("papervoid"),
            joins_no_archived_file("papervoid", of=_ITS_CASE, unless=_OF_A_MEETING),
        ]

    def __str__(self) -> str:
        return f"{self.paper} 作废"
