"""What was decided, how both parties were told, what they said (方案五(三)、五(四))."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from confidentiality.classification import OPEN, SEALED
from confidentiality.fields import SealedModel, SealedTextField
from confidentiality.free_text import SealedFreeTextField
from disputes.choices import Answer, Exemption, PartySide, RemedyChannel, ServiceMethod
from disputes.models.party import Side, came_with, of_merged
from disputes.promises import before_change, before_insert, joins_no_archived_file, rests_with_file
from workflow.models.struck import ENDED_OR_STRUCK, Struck, only_struck, struck_with_reason
from workflow.models.telling import remedy_is_true, service_is_true, silence_has_lasted

if TYPE_CHECKING:
    pass

#: How long a party that was served may keep silent before that counts as an answer (A20).
SILENCE: Final = timedelta(days=15)
#: Whose own draft waits for another's name: asked for every work list (`_own_draft`).
_DRAFTED: Final = models.Q(state="drafted")

#: What a party signed for cannot prove anything in another case.
_RECEIPT_OF_THIS_CASE: Final = """
IF NOT EXISTS (SELECT 1 FROM disputes_material m
        WHERE m.id = NEW.receipt_id AND m.dispute_id = NEW.dispute_id) THEN
    RAISE EXCEPTION 'the receipt is of another dispute' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


#: Signed is what was drafted before (五(三)1(3)、2(3)).
_BEGINS_AS_A_DRAFT: Final = """
IF NEW.state <> 'drafted' OR NEW.signed_at IS NOT NULL THEN
    RAISE EXCEPTION 'a decision begins as a draft' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class Decision(SealedModel):
    """处理意见; a returned draft stays, the signed one rules."""

    class State(models.TextChoices):
        DRAFTED = "drafted", "待签发"
        RETURNED = "returned", "退回修改"
        SIGNED = "signed", "已签发"

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="decisions")
    department = models.ForeignKey(
        "departments.Department", models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFTED)
    facts = SealedFreeTextField("查明事实")
    basis = SealedFreeTextField("法律法规政策依据")
    decision = SealedFreeTextField("处理意见")
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    drafted_at = models.DateTimeField("拟定时间")
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)
    signer_label = models.CharField("签发人", max_length=120, blank=True)
    comment = SealedFreeTextField("签批意见", blank=True)

    SECRECY = OPEN.of("state drafted_at signed_at signer_label") | SEALED.of(
        "facts basis decision comment"
    )

    class Meta:
        verbose_name = verbose_name_plural = "处理意见"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="decision_has_basis", condition=~models.Q(basis="")),
            models.CheckConstraint(
                name="decision_signed_says_by_whom",
                condition=~models.Q(state="signed")
                | models.Q(signed_by__isnull=False, signed_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="decision_one_signed", fields=["dispute"], condition=models.Q(state="signed")
            ),
        ]
        indexes = [models.Index(fields=["drafted_by"], name="decision_drafts", condition=_DRAFTED)]
        triggers = [
            rests_with_file("decision"),
            joins_no_archived_file("decision"),
            before_insert("decision_starts_as_a_draft", _BEGINS_AS_A_DRAFT),
        ]

    def __str__(self) -> str:
        return f"{self.dispute} 处理意见"


class Service(Struck):
    """送达: one party was told, or need not be, and why (R069, R070)."""

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="services")
    party = models.CharField("当事人", max_length=12, choices=PartySide)
    of = came_with()
    method = models.CharField("方式", max_length=12, choices=ServiceMethod, blank=True)
    served_on = models.DateField("送达日期", null=True, blank=True)
    recipient = SealedTextField("接收人", mask="name", blank=True)
    relation = SealedFreeTextField("代收人与受送达人关系", blank=True)
    refusal = SealedFreeTextField("拒收事由", blank=True)
    witnesses = SealedTextField("见证人", mask="name", blank=True)
    second_server = SealedFreeTextField("另一送达人", blank=True)
    mail_number = models.CharField("邮件单号", max_length=40, blank=True)
    published_on = models.DateField("公告日期", null=True, blank=True)
    exempt = models.CharField("免予送达", max_length=12, choices=Exemption, blank=True)
    note = SealedFreeTextField("说明", blank=True)
    receipt = models.ForeignKey(
        "disputes.Material",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
        verbose_name="签收件",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    SECRECY = (
        OPEN.of("party method served_on mail_number published_on")
        | OPEN.of("exempt recorded_at seal_id")
        | SEALED.of("note refusal recipient relation second_server witnesses")
        | Struck.SECRECY
    )

    class Meta:
        verbose_name = verbose_name_plural = "送达"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="service_once_a_party",
                fields=["dispute", "party", "of"],
                condition=models.Q(struck_at=None),
                nulls_distinct=False,
            ),
            struck_with_reason("service"),
            models.CheckConstraint(
                name="service_by_method_or_exempt_with_note",
                condition=models.Q(exempt="", served_on__isnull=False) & ~models.Q(method="")
                | ~models.Q(exempt="") & ~models.Q(note="") & models.Q(method=""),
            ),
        ]
        indexes = [of_merged("service")]
        triggers = [
            rests_with_file("service"),
            joins_no_archived_file("service"),
            only_struck("service"),
            service_is_true(),
            pgtrigger.Trigger(
                name="service_receipt_lies_in_its_file",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__receipt__isnull=False),
                func=_RECEIPT_OF_THIS_CASE,
            ),
        ]

    @property
    def side(self) -> Side:
        return Side(self.party, self.of_id)

    def __str__(self) -> str:
        return f"{self.get_party_display()} {self.get_method_display() or '免予送达'}"

    @property
    def silent_from(self) -> date | None:
        """The day from which no word counts as 逾期未表态; none where nobody is asked for a word.

        Counted from proof (A20): a day that nothing proves is believed from when it was recorded.
        Whoever is out of reach may still come forward as long as one who was served.
        """
        recorded = timezone.localdate(self.recorded_at) + SILENCE
        if self.exempt == Exemption.UNREACHABLE:
            return recorded
        if self.served_on is None:
            return None
        return self.served_on + SILENCE if self.is_proven else recorded

    @property
    def is_proven(self) -> bool:
        """A receipt, the post's number, witnesses or a published notice say on which day."""
        return bool(self.receipt_id or self.mail_number or self.witnesses or self.published_on)


class PartyResponse(Struck):
    """What one party said to the decision; a later word stands beside the earlier."""

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="responses")
    party = models.CharField("当事人", max_length=12, choices=PartySide)
    of = came_with()
    answer = models.CharField("意见", max_length=8, choices=Answer)
    channel = models.CharField("拟走渠道", max_length=16, choices=RemedyChannel, blank=True)
    note = SealedFreeTextField("说明", blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    SECRECY = OPEN.of("party answer channel recorded_at") | SEALED.of("note") | Struck.SECRECY

    class Meta:
        verbose_name = verbose_name_plural = "当事人意见"
        default_permissions = ()
        ordering = ["id"]
        constraints = [struck_with_reason("response")]
        indexes = [of_merged("response")]
        triggers = [
            rests_with_file("partyresponse"),
            joins_no_archived_file("partyresponse"),
            only_struck("partyresponse"),
            silence_has_lasted(),
        ]

    @property
    def side(self) -> Side:
        return Side(self.party, self.of_id)

    def __str__(self) -> str:
        return f"{self.get_party_display()}{self.get_answer_display()}"


class Remedy(Struck):
    """救济: the channel an objection took and how it ended (R074)."""

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="remedies")
    channel = models.CharField("渠道", max_length=16, choices=RemedyChannel)
    body = models.CharField("受理机关", max_length=120)
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    note = SealedFreeTextField("说明", blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)
    result = SealedFreeTextField("结果", blank=True)
    closed_at = models.DateTimeField("终结时间", null=True, blank=True)

    SECRECY = (
        Struck.SECRECY
        | OPEN.of("channel body accepted_on recorded_at closed_at")
        | SEALED.of("note result")
    )

    class Meta:
        verbose_name = verbose_name_plural = "救济"
        default_permissions = ()
        ordering = ["id"]
        constraints = [struck_with_reason("remedy")]
        triggers = [
            rests_with_file("remedy"),
            remedy_is_true(),
            before_change("remedy_is_ended_or_struck", ENDED_OR_STRUCK),
            joins_no_archived_file("remedy"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.body}"
