"""The forms of the pages of 会商: a new meeting, and one case of the minutes."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from departments.forms.fields import DepartmentField, DepartmentsField
from departments.models import Department, Officer
from disputes.models import Dispute
from web.asking import cleaned
from web.form_fields import ListOfObjectsField, WrittenField, WrittenMoment, day, line, words
from web.refusals import Mistyped
from workflow.meetings.plan import out_of_reach, refuse_empty
from workflow.meetings.resolutions import Decided
from workflow.models import AgendaItem
from workflow.models.choices import MeetingForm as Form
from workflow.models.choices import MeetingKind
from workflow.models.meeting_kinds import TAKE_TOPICS, may_convene
from workflow.verbs.forms import VerbForm, in_time

LONGEST_TOPIC, MOST_TOPICS = 200, 30


class TopicsField(WrittenField):
    """One topic a line on a page, a list of them from a program; the same one stands once."""

    api_type = "list"
    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]  # Any: what was typed
        lines = value if isinstance(value, list) else (value or "").splitlines()
        topics = [" ".join(str(each).split()) for each in lines]
        return list(dict.fromkeys(filter(None, topics)))

    def validate(self, value: Any) -> None:  # Any: what to_python made
        if any(len(each) > LONGEST_TOPIC for each in value):
            raise forms.ValidationError(f"每个议题不能超过{LONGEST_TOPIC}字。")
        if len(value) > MOST_TOPICS:
            raise forms.ValidationError(f"一次会议最多写{MOST_TOPICS}个不属事项的议题。")

    def run_validators(self, value: Any) -> None:
        """Those of one text do not fit a list."""


class PlanMeeting(forms.Form):
    """A new meeting; disputes are checked against what its convenor may see."""

    kind = forms.ChoiceField(label="类型", choices=MeetingKind.choices)
    form = forms.ChoiceField(label="形式", choices=Form.choices, required=False)
    title = line("会商名称")
    disputes = forms.ModelMultipleChoiceField(
        Dispute.objects.none(),
        label="议题",
        required=False,
        error_messages={
            "invalid_choice": "没有这个争议事项，请从列表中选择。",
            "invalid_pk_value": "没有这个争议事项，请从列表中选择。",
            "invalid_list": "请以列表形式填写争议事项。",
        },
    )
    topics = TopicsField(
        label="不属事项的议题", required=False, help_text="每行写一个，不写当事人的姓名"
    )
    departments = DepartmentsField("参会单位")
    starts_at = WrittenMoment(
        label="时间",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": "请填写时间。", "invalid": "时间写作 2026-03-05 14:30。"},
    )
    place = line("地点")
    countersigned = forms.BooleanField(label="纪要须参会单位会签", required=False)

    def __init__(self, *args: Any, officer: Any, **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        visible = Dispute.objects.visible_to(officer).registered()
        field = self.fields["disputes"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = visible

    def clean_form(self) -> str:
        return self.cleaned_data["form"] or Form.MEETING

    def clean_starts_at(self) -> datetime:
        starts_at: datetime = self.cleaned_data["starts_at"]
        if said := out_of_reach(starts_at):
            raise forms.ValidationError(said)
        return starts_at

    def clean_departments(self) -> list[Department]:
        return list(self.cleaned_data["departments"])

    def clean(self) -> None:
        typed = self.cleaned_data
        if self.errors.keys() & {"disputes", "topics"}:
            return
        try:
            refuse_empty(typed.get("kind", ""), typed["disputes"], typed.get("topics", ()))
        except Mistyped as refusal:
            for name, sentences in refusal.errors.items():
                self.add_error(name, sentences)


class NewMeeting(PlanMeeting):
    """The same as programs send, with only such choices as the convenor has."""

    def __init__(self, *args: Any, officer: Officer, own: Department, **kwargs: Any) -> None:
        # Any: Django's own arguments
        super().__init__(*args, officer=officer, **kwargs)
        kinds = self.fields["kind"]
        invited = self.fields["departments"]
        assert isinstance(kinds, forms.ChoiceField)
        assert isinstance(invited, forms.ModelMultipleChoiceField)
        kinds.choices = [c for c in MeetingKind.choices if may_convene(own, c[0])]
        invited.queryset = Department.objects.active().exclude(pk=own.pk)
        invited.help_text = f"{own.name}是召集单位，不必勾选。"
        self.fields["form"].initial = "meeting"
        if not any(kind in TAKE_TOPICS for kind, _ in kinds.choices):
            del self.fields["topics"]


class Resolved(forms.Form):
    """What was decided about one case, as a page and a program say it alike."""

    decision = words("议定事项")
    dissent = words("分歧意见", required=False, rows=2, help_text="写明哪一家保留什么意见")
    responsible = DepartmentField("责任单位", required=False)
    due_on = day("完成时限")

    def clean(self) -> None:
        typed = self.cleaned_data
        if typed.get("due_on") and not typed.get("responsible"):
            self.add_error("responsible", "定了完成时限的，请选择责任单位。")

    def clean_due_on(self) -> date | None:
        due_on: date | None = self.cleaned_data["due_on"]
        if due_on is not None and due_on < timezone.localdate():
            raise forms.ValidationError("完成时限不能早于今天。")
        return in_time(due_on, "完成时限")


class MinuteItem(Resolved):
    """One case of the page; left blank it is decided later."""

    decision = words("议定事项", required=False, rows=5)

    def clean(self) -> None:
        if not self.cleaned_data.get("decision") and not self.is_blank:
            self.add_error("decision", "请写明议定事项；还没有议定的，请把这一件全部留空。")
        super().clean()

    @property
    def is_blank(self) -> bool:
        return not any(self.cleaned_data.values()) and not self.errors

    @property
    def decided(self) -> dict[str, str]:
        """As the verb's form takes it."""
        typed = self.cleaned_data
        return {
            "decision": typed["decision"],
            "dissent": typed["dissent"],
            "responsible": typed["responsible"].code if typed["responsible"] else "",
            "due_on": typed["due_on"].isoformat() if typed["due_on"] else "",
        }


class Hold(VerbForm):
    attended = DepartmentsField("到会单位")
    chair = line(
        "主持人",
        required=False,
        help_text="谁主持写谁的单位、姓名、职务，记入纪要；留空的，纪要上留出一行用笔写",
    )
    present = words("到会人员", required=False, help_text="逐单位写姓名、职务，记入纪要")


class Minute(VerbForm):
    items = ListOfObjectsField(label="议定事项")

    def clean_items(self) -> list[Decided]:
        """Each: {dispute or item, decision, dissent?, responsible?, due_on?}; of one, one."""
        decided = [self._decided(row) for row in self.cleaned_data["items"]]
        cases = Counter(each.dispute for each in decided if each.dispute is not None)
        if twice := [case for case, count in cases.items() if count > 1]:
            numbers = "、".join(str(each) for each in twice)
            raise forms.ValidationError(f"{numbers} 写了不止一项，请合并为一项议定事项。")
        return decided

    def _decided(self, row: dict[str, Any]) -> Decided:  # Any: JSON
        try:
            return Decided(**cleaned(_DecidedForm(row, meeting=self.subject, officer=self.acting)))
        except Mistyped as refusal:
            told = [sentence for each in refusal.errors.values() for sentence in each]
            raise forms.ValidationError(told) from refusal


class _DecidedForm(Resolved):
    """One agenda item as a program names it: by its dispute, a topic by its own id."""

    dispute = forms.ModelChoiceField(
        Dispute.objects.none(),
        required=False,
        error_messages={"invalid_choice": "议题中没有这个争议事项。"},
    )
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        required=False,
        error_messages={"invalid_choice": "会商中没有这个不属事项的议题。"},
    )
    field_order = ("dispute", "item", "decision", "dissent", "responsible", "due_on")

    def __init__(
        self, *args: Any, meeting: Any, officer: Officer, **kwargs: Any
    ) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        cases = Dispute.objects.filter(agenda_items__meeting=meeting)
        self._offer("dispute", cases.exclude(recusals__officer=officer))
        self._offer("item", AgendaItem.objects.filter(meeting=meeting, dispute=None))

    def _offer(self, name: str, rows: Any) -> None:  # Any: a queryset of either
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean(self) -> None:
        super().clean()
        named = [self.cleaned_data.get("dispute"), self.cleaned_data.get("item")]
        if sum(each is not None for each in named) != 1 and not self.errors:
            self.add_error("dispute", "请指明争议事项。")
