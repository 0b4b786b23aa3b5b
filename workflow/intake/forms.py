"""What is typed to answer, decline, classify, refer, withdraw or merge (interface.md §3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from departments.forms.fields import DepartmentField
from disputes import correcting, merging
from disputes.choices import ONLY_TOLD, Channel, PartyRole, ReopenGround, Severity
from disputes.finding import numbered
from disputes.forms.registration import RegistrationForm
from disputes.models import Dispute
from disputes.querysets import DisputeQuerySet
from disputes.registration import flat
from papers.forms.registration import BRANCHES
from web.form_fields import DisputeNumberField, Picking, line, words
from workflow.procedure import routing_records
from workflow.verbs.forms import Cleaned, Comment, DueMixin, VerbForm, as_sent


class ApproveIntake(Comment):
    branch = forms.ChoiceField(
        label="受理情形",
        choices=BRANCHES,
        required=False,
        widget=forms.RadioSelect,
        help_text="印在受理登记表上；不选的按职责表填写",
    )


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

    def clean(self) -> Cleaned:
        """Nobody outside answers to a limit of ours, so none is taken and then forgotten."""
        cleaned = super().clean()
        if cleaned.get("outside_body") and cleaned.get("due_on"):
            self.add_error("due_on", "移交区外或其他机关的，不定反馈期限，请留空。")
        return cleaned


class NotifyOnly(WhereMixin):
    reason = words("仅告知不移交的理由")


class Withdraw(VerbForm):
    note = words("撤回情况", help_text="缴费人的书面撤回申请，作为材料上传")
    all_payers = forms.BooleanField(label="几名缴费人均已书面撤回", required=False)


class Reopen(VerbForm):
    ground = forms.ChoiceField(
        label="重启的情形",
        choices=ReopenGround.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择重启的情形。",
            "invalid_choice": "请从所列情形中选择重启的情形。",
        },
    )
    channel = forms.ChoiceField(
        label="这次反映的渠道",
        choices=[("", "请选择"), *Channel.choices],
        error_messages={
            "required": "请选择缴费人这次是从哪个渠道来反映的。",
            "invalid_choice": "请从所列渠道中选择。",
        },
    )
    source_number = line(
        "来源工单号", required=False, length=60, help_text="热线、信访转来的，填写这次的工单号"
    )
    reason = words("新的证据或者异议", help_text="写明缴费人带来了什么、对哪一点有异议")


class Merge(VerbForm):
    into = DisputeNumberField("并入的受理编号")
    older_into_younger = forms.BooleanField(
        label="本件登记在先，确认并入登记在后、办理进度在前的一件",
        required=False,
    )

    def narrow(self) -> None:
        """The open cases he sees, those of the same payer first: picked by number or by name."""
        found = merging.candidates(self.subject, self.acting)
        self.fields["into"].widget = Picking(found)
        self.fields["into"].help_text = "点开选择，或输入编号、姓名、类别找"

    def clean_into(self) -> Dispute:
        """One he may see, or one of the same payer: the recorded exception of R043."""
        typed: str = self.cleaned_data["into"]
        if not (typed.isascii() and typed.isdecimal()):
            return self._one_of(Dispute.objects.registered().filter(number__in=numbered(typed)))
        if isinstance(self.data, QueryDict):  # a person writes 75 for the case …-000075
            ending = f"-{int(typed):06}"
            return self._one_of(Dispute.objects.registered().filter(number__endswith=ending))
        return self._one_of(Dispute.objects.registered().filter(pk=int(typed)))

    def _one_of(self, known: DisputeQuerySet) -> Dispute:
        seen = list(known.visible_to(self.acting)[:2])
        if len(seen) > 1:
            raise forms.ValidationError("有几件的编号都这样结尾，请写全受理编号。")
        found: Dispute | None = seen[0] if seen else self._same_payer(known)
        if found is None:
            raise forms.ValidationError("没有这个编号的争议事项，请核对受理编号。")
        return found

    def _same_payer(self, known: DisputeQuerySet) -> Dispute | None:
        payer = self.subject.payer
        if payer is None or not payer.id_number_index:
            return None
        asked = {"parties__id_number_index__in": payer.indexes_of("id_number")}
        theirs = known.not_kept_from(self.acting).filter(parties__role=PartyRole.PAYER, **asked)
        same: Dispute | None = theirs.first()
        return same


class OfParties(VerbForm):
    """Fields of registration: a program sends those of one party together, a page one by one."""

    def __init__(
        self, data: Any = None, files: Any = None, **kwargs: Any
    ) -> None:  # Any: JSON or a QueryDict; Django's own
        self.malformed: ValidationError | None = None
        try:
            given = data if data is None else flat(data)
        except ValidationError as error:
            self.malformed, given = error, {}
        super().__init__(given, files, **kwargs)

    def clean(self) -> Cleaned:
        cleaned = super().clean() or self.cleaned_data
        if self.malformed:
            self.add_error(None, self.malformed.messages)
        return cleaned


OVERTAKEN = "他人刚更正过这一栏，现在的值已换上；你这一页是“{}”，仍要改的请重新填写。"


class Correct(OfParties):
    """更正: every field of registration as it stands; only what is changed is written."""

    reason = words("更正理由", rows=2)

    def __init__(
        self, data: Any = None, files: Any = None, **kwargs: Any
    ) -> None:  # Any: JSON or a QueryDict; Django's own
        if subject := kwargs["subject"]:
            kwargs["initial"] = correcting.as_it_was(subject) | kwargs.get("initial", {})
        super().__init__(data, files, **kwargs)
        if subject:
            more = correcting.correctable(subject)
            if correcting.SECRECY not in more:
                del self.fields[correcting.SECRECY]
            self.fields |= {name: more[name] for name in more if name not in self.fields}
        for name, field in self.fields.items():
            field.widget.attrs |= self._placeholder(name)

    def _placeholder(self, name: str) -> dict[str, str]:
        """What is sealed is not typed into the page, or opening the page would tell it."""
        if name == "representatives" and self.subject:
            return self._representatives()
        party = correcting.party_named(self.subject, name) if self.subject else None
        if party is None or not correcting.is_sealed(name, party):
            return {}
        now = getattr(party, name.rpartition(".")[2])
        return {} if now.is_blank else {"placeholder": f"现为 {now}，不改不填"}

    def _representatives(self) -> dict[str, str]:
        own = [p for p in self.subject.parties.all() if p.of_id is None]
        names = [p.display_name for p in own if p.role == PartyRole.REPRESENTATIVE]
        return {"placeholder": f"现为 {'、'.join(names)}，不改不填"} if names else {}

    @property
    def is_of_contact(self) -> bool:
        """Somebody is only to be told: the page asks how he is reached, nothing else."""
        return self.subject.state in ONLY_TOLD

    @property
    def joined(self) -> list[tuple[str, str]]:
        """A panel for each whom a merged case has brought: its title and its layout.

        Whoever came after the page was opened has no fields in what was sent.
        """
        parties = correcting.joined_parties(self.subject)
        of_contact = ("phone", "contact", "address")
        more = () if self.is_of_contact else ("name", "kind", "id_number", "credit_code")
        wanted = (*more, *of_contact)
        return [
            (
                f"{party.get_role_display()}（并案）{party.display_name}",
                " ".join(f"{party.of_id}.{party.role}.{name}:6" for name in wanted),
            )
            for party in parties
            if f"{party.of_id}.{party.role}.phone" in self.fields
        ]

    def overtaken(self, since: Iterable[Any]) -> dict[str, str]:
        """Or a field not touched here would take back what somebody corrected meanwhile."""
        began = min((each.at for each in since if each.verb == "correct"), default=None)
        data = self.data
        if began is None or not isinstance(data, QueryDict):
            return {}
        now, told = correcting.as_it_was(self.subject), {}
        rows = self.subject.corrections.filter(corrected_at__gte=began)
        for name in set(rows.values_list("field", flat=True)) & now.keys() & data.keys():
            held = [value for value in data.getlist(name) if value]
            stands = as_sent(self.fields[name], now[name])
            if held != stands:
                data.setlist(name, stands)
                told[name] = OVERTAKEN.format("、".join(held) or "空白")
        return told

    def clean(self) -> Cleaned:
        cleaned = super().clean()
        given = {name: value for name, value in cleaned.items() if self._is_meant(name, value)}
        self._check_together(given)
        told = {name: cleaned.get(name) for name in ("reason", "version")}
        return {**told, "given": given}

    def _is_meant(self, name: str, value: Any) -> bool:  # Any: values of many types
        """Sent, and no blank over something sealed, which the page never shows."""
        if name not in self.data or name in Correct.declared_fields:
            return False
        if name in correcting.NEVER_BLANK and not value:
            return False
        party = correcting.party_named(self.subject, name)
        return bool(value) or not correcting.is_sealed(name, party)

    def _check_together(self, given: Cleaned) -> None:
        """Ends of a period, a person's name: as at registration, beside what stands."""
        kinds = {name: given[name] for name in given if name.endswith(".kind")}
        beside = {**self.initial, **kinds}
        form = RegistrationForm(given, partial=True, initial=beside)
        for name, errors in form.errors.items():
            if name not in self.errors:
                self.add_error(name, errors)
        given |= {name: form.cleaned_data[name] for name in given if name in form.cleaned_data}


Correct.base_fields = {**correcting.correctable(), **Correct.base_fields}
