"""保管: an archived file is reviewed, held back, appraised at the end of its term (R079, R083).

Rows are only ever added: what an archivist confirmed and what was decided stands.
"""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from disputes.promises import before_insert, never_changes
from workflow.models.archive import CaseFile


def _by() -> Any:  # Any: a field
    """Who did it; nobody lists an officer's own."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )


#: The archivist of a file is not who archived it.
_REVIEWED_BY_ANOTHER: Final = """
IF EXISTS (SELECT 1 FROM workflow_casefile f
        WHERE f.dispute_id = NEW.dispute_id AND f.archived_by_id = NEW.reviewed_by_id) THEN
    RAISE EXCEPTION 'nobody reviews the file that he archived' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class FileReview(SealedModel):
    """归档审核: the archivist confirms how long it is kept, and what may be missing."""

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="file_reviews")
    suggested = models.CharField("建议的保管期限", max_length=4, choices=CaseFile.Retention)
    retention = models.CharField("保管期限", max_length=4, choices=CaseFile.Retention)
    reason = SealedFreeTextField("理由", blank=True)
    gaps = ArrayField(
        models.CharField(max_length=40), verbose_name="批准的缺项", default=list, blank=True
    )
    left = ArrayField(
        models.CharField(max_length=40), verbose_name="仍缺", default=list, blank=True
    )
    reviewed_by = _by()
    reviewer_label = models.CharField("档案员", max_length=120)
    reviewed_at = models.DateTimeField("审核时间")

    AFTER_ARCHIVING = "the archivist confirms what the department filed, before or after"
    SECRECY = OPEN.of("suggested retention gaps left reviewer_label reviewed_at") | SEALED.of(
        "reason"
    )

    class Meta:
        verbose_name = verbose_name_plural = "归档审核"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="file_review_says_why",
                condition=Q(retention=models.F("suggested"), gaps=[]) | ~Q(reason=""),
            )
        ]
        triggers = [
            never_changes("filereview"),
            before_insert("file_review_by_another", _REVIEWED_BY_ANOTHER),
        ]

    def __str__(self) -> str:
        return f"{self.dispute} 归档审核"


#: Of a file: until it was lifted.
_HELD: Final = (
    "EXISTS (SELECT 1 FROM workflow_filehold h WHERE h.case_file_id = {of} AND NOT EXISTS "
    "(SELECT 1 FROM workflow_filerelease r WHERE r.hold_id = h.id))"
)
#: Of a file: found good to be destroyed, and so registered.
_ENDED: Final = (
    "EXISTS (SELECT 1 FROM workflow_appraisal a JOIN workflow_appraisaldecision d "
    "ON d.appraisal_id = a.id WHERE a.case_file_id = {of} "
    "AND a.proposal = 'destroy' AND d.agrees)"
)


def _refused(when: str, says: str) -> str:
    return f"""
IF {when} THEN
    RAISE EXCEPTION '{says}' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class FileHold(SealedModel):
    """暂缓销毁: while it lasts nobody registers the file for destruction (R083)."""

    case_file = models.ForeignKey(CaseFile, models.PROTECT, related_name="holds")
    reason = SealedFreeTextField("理由")
    held_by = _by()
    holder_label = models.CharField("档案员", max_length=120)
    held_at = models.DateTimeField("起始时间")

    AFTER_ARCHIVING = "what is held is an archived file"
    SECRECY = OPEN.of("holder_label held_at") | SEALED.of("reason")

    class Meta:
        verbose_name = verbose_name_plural = "暂缓销毁"
        default_permissions = ()
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="hold_says_why", condition=~Q(reason=""))]
        triggers = [
            never_changes("filehold"),
            before_insert(
                "file_hold_once",
                _refused(_HELD.format(of="NEW.case_file_id"), "this file is held already"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_file} 暂缓销毁"


#: Of holds: not lifted.
IN_FORCE: Final = Q(release=None)


class FileRelease(SealedModel):
    """解除暂缓: once, with its reason."""

    hold = models.OneToOneField(FileHold, models.PROTECT, related_name="release")
    reason = SealedFreeTextField("解除理由")
    released_by = _by()
    releaser_label = models.CharField("档案员", max_length=120)
    released_at = models.DateTimeField("解除时间")

    AFTER_ARCHIVING = "what is held is an archived file"
    SECRECY = OPEN.of("releaser_label released_at") | SEALED.of("reason")

    class Meta:
        verbose_name = verbose_name_plural = "解除暂缓销毁"
        default_permissions = ()
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="release_says_why", condition=~Q(reason=""))]
        triggers = [never_changes("filerelease")]

    def __str__(self) -> str:
        return f"{self.hold} 已解除"


class Proposal(models.TextChoices):
    """What becomes of a file whose term has ended."""

    EXTEND = "extend", "延长保管期限"
    DESTROY = "destroy", "登记销毁"


_APPRAISED: Final = f"""
IF NEW.proposal = 'destroy' AND {_HELD.format(of="NEW.case_file_id")} THEN
    RAISE EXCEPTION 'a file under hold is not destroyed' USING ERRCODE = 'check_violation';
END IF;
IF {_ENDED.format(of="NEW.case_file_id")} OR EXISTS (SELECT 1 FROM workflow_appraisal a
        WHERE a.case_file_id = NEW.case_file_id AND NOT EXISTS (SELECT 1
            FROM workflow_appraisaldecision d WHERE d.appraisal_id = a.id)) THEN
    RAISE EXCEPTION 'this file is appraised already' USING ERRCODE = 'check_violation';
END IF;
IF NEW.ends_on >= (NEW.appraised_at AT TIME ZONE '{settings.TIME_ZONE}')::date THEN
    RAISE EXCEPTION 'the term of this file has not ended' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""  # noqa: S608 what is put in stands above


class Appraisal(SealedModel):
    """到期鉴定: the archivist's opinion on one file whose term has ended (R083)."""

    case_file = models.ForeignKey(CaseFile, models.PROTECT, related_name="appraisals")
    ends_on = models.DateField("保管期限届满日")
    proposal = models.CharField("鉴定意见", max_length=8, choices=Proposal)
    more = models.CharField("延长", max_length=4, choices=CaseFile.Retention, blank=True)
    until = models.DateField("延长至", null=True, blank=True)
    reason = SealedFreeTextField("鉴定报告")
    appraised_by = _by()
    appraiser_label = models.CharField("鉴定人", max_length=120)
    appraised_at = models.DateTimeField("鉴定时间")

    AFTER_ARCHIVING = "what is appraised is an archived file"
    SECRECY = OPEN.of(
        "ends_on proposal more until appraiser_label appraised_at"
    ) | SEALED.of("reason")  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "到期鉴定"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="appraisal_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="appraisal_extends_by_a_term",
                condition=Q(proposal=Proposal.DESTROY, more="", until=None)
                | Q(proposal=Proposal.EXTEND, more=CaseFile.Retention.PERMANENT, until=None)
                | Q(
                    proposal=Proposal.EXTEND,
                    more__in=[CaseFile.Retention.TEN, CaseFile.Retention.THIRTY],
                    until__gt=models.F("ends_on"),
                ),
            ),
        ]
        triggers = [
            never_changes("appraisal"),
            before_insert("appraisal_at_its_time", _APPRAISED),
        ]

    def __str__(self) -> str:
        return f"{self.case_file} {self.get_proposal_display()}"


#: Of appraisals: nobody has decided yet; agreed that it is kept longer; stands in the 销毁清册.
UNDECIDED: Final = Q(decision=None)
EXTENDED: Final = Q(proposal=Proposal.EXTEND, decision__agrees=True)
DESTROYED: Final = Q(proposal=Proposal.DESTROY, decision__agrees=True)


_DECIDED: Final = f"""
IF EXISTS (SELECT 1 FROM workflow_appraisal a WHERE a.id = NEW.appraisal_id
        AND a.appraised_by_id = NEW.decided_by_id) THEN
    RAISE EXCEPTION 'nobody decides on his own appraisal' USING ERRCODE = 'check_violation';
END IF;
IF NEW.agrees AND EXISTS (SELECT 1 FROM workflow_appraisal a WHERE a.id = NEW.appraisal_id
        AND a.proposal = 'destroy' AND {_HELD.format(of="a.case_file_id")}) THEN
    RAISE EXCEPTION 'a file under hold is not destroyed' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""  # noqa: S608 as above


class AppraisalDecision(SealedModel):
    """审定: another agrees, so that it counts, or sends it back; once."""

    appraisal = models.OneToOneField(Appraisal, models.PROTECT, related_name="decision")
    agrees = models.BooleanField("同意")
    comment = SealedFreeTextField("审定意见", blank=True)
    number = models.CharField("销毁清册号", max_length=60, blank=True)
    decided_by = _by()
    decider_label = models.CharField("审定人", max_length=120)
    decided_at = models.DateTimeField("审定时间")

    AFTER_ARCHIVING = "what is appraised is an archived file"
    SECRECY = OPEN.of("agrees number decider_label decided_at") | SEALED.of("comment")

    class Meta:
        verbose_name = verbose_name_plural = "鉴定审定"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="destruction_number_once", fields=["number"], condition=~Q(number="")
            ),
            models.CheckConstraint(
                name="appraisal_sent_back_says_why", condition=Q(agrees=True) | ~Q(comment="")
            ),
        ]
        triggers = [
            never_changes("appraisaldecision"),
            before_insert("appraisal_decided_by_another", _DECIDED),
        ]

    def __str__(self) -> str:
        return f"{self.appraisal} {'同意' if self.agrees else '退回'}"
