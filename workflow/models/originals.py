"""纸质原件移交: the paper originals of an archived file go to the unit's records room (A19).

Rows are only ever added: what was appended after archiving is handed over in a row of its own.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from disputes.promises import before_insert, never_changes
from workflow.models.archive import CaseFile

#: Nobody hands over what is not yet filed, nor tomorrow.
_IN_ITS_TIME: Final = f"""
IF NEW.moved_on > (NEW.recorded_at AT TIME ZONE '{settings.TIME_ZONE}')::date
        OR NEW.moved_on < (SELECT (f.archived_at AT TIME ZONE '{settings.TIME_ZONE}')::date
            FROM workflow_casefile f WHERE f.id = NEW.case_file_id) THEN
    RAISE EXCEPTION 'originals go between archiving and today' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""  # noqa: S608 what is put in stands in the settings


class OriginalsTransfer(SealedModel):
    """Who handed how many pages over to whom, on which day, and where they stand now."""

    case_file = models.ForeignKey(CaseFile, models.PROTECT, related_name="transfers")
    moved_on = models.DateField("移交日期")
    handed_by = SealedFreeTextField("移交人")
    received_by = SealedFreeTextField("接收人")
    place = SealedFreeTextField("盒（册）号")
    pages = models.PositiveIntegerField("页数")
    note = SealedFreeTextField("备注", blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    recorder_label = models.CharField("登记人", max_length=120)
    recorded_at = models.DateTimeField("登记时间")

    AFTER_ARCHIVING = "the originals of an archived file are what is handed over"
    SECRECY = OPEN.of("moved_on pages recorder_label recorded_at") | SEALED.of(
        "handed_by received_by place note"
    )

    class Meta:
        verbose_name = verbose_name_plural = "纸质原件移交"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="originals_transfer_is_whole",
                condition=Q(pages__gte=1) & ~Q(received_by="") & ~Q(handed_by="") & ~Q(place=""),
            )
        ]
        triggers = [
            never_changes("originalstransfer"),
            before_insert("originals_transfer_in_its_time", _IN_ITS_TIME),
        ]

    def __str__(self) -> str:
        return f"{self.case_file} 纸质原件移交"
