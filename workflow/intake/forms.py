"""What is typed to answer, decline, classify, refer, withdraw or merge (interface.md §3)."""

from __future__ import annotations

from django import forms

from departments.forms.fields import DepartmentField
from disputes.choices import PartyRole, Severity
from disputes.models import Dispute
from disputes.querysets import DisputeQuerySet
from web.form_fields import DisputeNumberField, Picking, line, words
from workflow.intake import merging
from workflow.procedure import routing_records
from workflow.verbs.forms import Cleaned, DueMixin, VerbForm


class AnswerNow(VerbForm):
    answer = words("答复内容", rows=5)


class Decline(VerbForm):
    reason = words("不予受理的理由")
    channel = line("应走的渠道", help_text="例如：劳动保障监察大队、劳动人事争议仲裁委员会")


class SeverityMixin(VerbForm):
    """Choosing a general verb against a major score needs its reason (R045)."""

    severity_reason = words("按一般事项办理的理由", required=False, rows=2)

    def narrow(self) -> None:
        """Where the score says general, nobody has to give reasons for it (R045)."""
        if routing_records.suggestion(self.subject).severity.is_major:
            self.fields["severity_reason"].help_text = "信号打分建议为重大疑难，须写明理由"
        elif not self.errors.get("severity_reason"):
            del self.fields["severity_reason"]

    def clean_severity_reason(self) -> str:
        reason: str = self.cleaned_data["severity_reason"]
        suggested = routing_records.suggestion(self.subject).severity.suggested
        if suggested == Severity.MAJOR and not reason:
            raise forms.ValidationError("按信号打分建议为重大疑难，按一般事项办理须写明理由。")
        return reason


class AcceptSingle(SeverityMixin):
    reason = words("理由", required=False, help_text="与系统建议不同的，须写明理由")

    field_order = ("reason", "severity_reason")


class WhereMixin(VerbForm):
    """A member department or a body outside the mechanism, one of the two."""

    department = DepartmentField("移交单位", required=False)
    outside_body = line(
        "区外或其他机关", required=False, help_text="不在成员单位中的，直接写机关名称"
    )

    def clean(self) -> Cleaned:
        cleaned = super().clean() or self.cleaned_data
        if "department" in self.errors:
            return cleaned
        if bool(cleaned.get("department")) == bool(cleaned.get("outside_body")):
            self.add_error("department", "请选择成员单位，或者填写其他机关，二者择一。")
        return cleaned


class Refer(WhereMixin, DueMixin, SeverityMixin):
    reason = words("移交理由")

    field_order = ("department", "outside_body", "reason", "due_on", "severity_reason")


class NotifyOnly(WhereMixin):
    reason = words("仅告知不移交的理由")


class Withdraw(VerbForm):
    note = words("撤回情况", help_text="缴费人的书面撤回申请，作为材料上传")


class Merge(VerbForm):
    into = DisputeNumberField("并入的受理编号")

    def narrow(self) -> None:
        """The open cases he sees, those of the same payer first: picked by number or by name."""
        found = merging.candidates(self.subject, self.acting)
        self.fields["into"].widget = Picking(found)
        self.fields["into"].help_text = "点开选择，或输入编号、姓名、类别找"

    def clean_into(self) -> Dispute:
        """One he may see, or one of the same payer: the recorded exception of R043."""
        typed: str = self.cleaned_data["into"]
        key = {"pk": int(typed)} if typed.isascii() and typed.isdecimal() else {"number": typed}
        known = Dispute.objects.registered().filter(**key)
        found: Dispute | None = known.visible_to(self.acting).first() or self._same_payer(known)
        if found is None:
            raise forms.ValidationError("没有这个编号的争议事项，请核对受理编号。")
        return found

    def _same_payer(self, known: DisputeQuerySet) -> Dispute | None:
        payer = self.subject.payer
        if payer is None or not payer.id_number_index:
            return None
        same: Dispute | None = known.filter(
            parties__role=PartyRole.PAYER, parties__id_number_index=payer.id_number_index
        ).first()
        return same
