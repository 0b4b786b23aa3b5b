"""会商记录: what units settled among themselves outside a formal meeting; only added to."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from disputes.promises import before_insert, joins_no_archived_file, never_changes
from workflow.models.choices import MeetingForm
from workflow.models.telling import has_happened

#: A formal meeting has a notice, a sheet to sign in on and minutes of its own (五(三)3).
CONSULTING = tuple(form for form in MeetingForm if form != MeetingForm.MEETING)


class Consultation(SealedModel):
    """一般事项会商 (五(三)3): 磋商, 座谈, in writing or by telephone, whenever it is needed."""

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="consultations")
    department = models.ForeignKey(
        "departments.Department", models.PROTECT, related_name="+", db_index=False
    )
    form = models.CharField(
        "形式", max_length=14, choices=[(form.value, form.label) for form in CONSULTING]
    )
    held_on = models.DateField("会商日期")
    units = ArrayField(models.CharField(max_length=8), verbose_name="会商单位")
    present = SealedFreeTextField("参加人员", blank=True)
    said = SealedFreeTextField("各单位意见")
    agreed = SealedFreeTextField("会商结果")
    dissent = SealedFreeTextField("分歧意见", blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField("登记时间")
    #: Void, it says that the record is wrong; those of before this was kept have none.
    paper = models.OneToOneField("workflow.Paper", models.PROTECT, null=True, related_name="+")

    SECRECY = OPEN.of("form held_on units recorded_at") | SEALED.of("present said agreed dissent")

    class Meta:
        verbose_name = verbose_name_plural = "会商记录"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="consultation_says_who_said_what",
                condition=~Q(units=[]) & ~Q(said="") & ~Q(agreed=""),
            ),
        ]
        triggers = [
            never_changes("consultation"),
            joins_no_archived_file("consultation"),
            before_insert("consultation_has_happened", has_happened("held_on")),
        ]

    def __str__(self) -> str:
        return f"{self.dispute} {self.get_form_display()}会商"
