"""Forms of member units and towns (六(一), R010, R011)."""

from __future__ import annotations

from typing import Any

from django import forms

from departments.actions.members import Decision, NewMember
from departments.forms.fields import DayField, HeldForm, ReasonField, RowForm
from departments.models import Department, RemedyBody, Town
from departments.models.department import Kind
from web.form_fields import LineField


class DecisionForm(HeldForm):
    """The task force's decision that admits a unit (R010)."""

    layout = "decided_on:3 document:6 effective_on:3 ground duties liaison:6 attachment:6"

    decided_on = DayField(label="专班决定日期")
    document = LineField(label="文号或会议纪要", max_length=120)
    effective_on = DayField(label="生效日期", help_text="组长确认后自这一天起启用")
    ground = LineField(
        label="增加理由", max_length=300, required=False, help_text="为什么需要这个单位参加"
    )
    duties = LineField(
        label="承担的职责", max_length=300, required=False, help_text="在联合处置中承担什么"
    )
    liaison = LineField(
        label="联络人", max_length=60, required=False, help_text="姓名、职务、办公电话"
    )
    attachment = LineField(label="附件说明", max_length=200, required=False)

    def decision(self) -> Decision:
        """The decision as typed."""
        data = self.cleaned_data
        return Decision(
            data["decided_on"],
            data["document"],
            data["effective_on"],
            data["attachment"],
            data["ground"],
            data["duties"],
            data["liaison"],
        )


class MemberForm(DecisionForm):
    """A unit to be admitted and the decision that admits it."""

    layout = (
        "code:2 name:4 short_name:3 kind:3 decided_on:3 document:6 effective_on:3 "
        "ground duties liaison:6 attachment:6"
    )

    code = forms.RegexField(
        r"^[A-Z]{2,8}$",
        label="代码",
        help_text="2 至 8 个大写字母，用于文书编号和权限，定后不改",
        error_messages={"invalid": "代码为 2 至 8 个大写字母，例如 SF。"},
    )
    name = LineField(label="名称", max_length=60)
    short_name = LineField(label="简称", max_length=20)
    kind = forms.ChoiceField(
        label="类别", choices=[(kind.value, kind.label) for kind in Kind if kind != Kind.OFFICE]
    )

    def unit(self) -> NewMember:
        """The unit as typed."""
        data = self.cleaned_data
        return NewMember(data["code"], data["name"], data["short_name"], data["kind"])


class ContactForm(RowForm[Department]):
    """Where and when a unit is found; printed on papers that send people there."""

    layout = "statutory_name:6 address:6 phone:3 office_hours:3 paper_prefix:3 fonds_number:3"

    class Meta:
        model = Department
        fields = (
            "statutory_name",
            "address",
            "phone",
            "office_hours",
            "paper_prefix",
            "fonds_number",
        )


class SwitchesForm(RowForm[Department]):
    """How strict a unit works, and what it may be in a case (procedure.md, Switches)."""

    layout = (
        "intake_same_person:4 decision_head_sign:4 opinion_head_approval:4 "
        "major_head_review:4 is_functional:4 may_lead:4 can_assist:4 may_request_convening:4 "
        "reason:12"
    )

    reason = ReasonField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        #: What another has set since the page was drawn, and he himself left as it was.
        self.kept: dict[str, bool] = {}

    @property
    def seen(self) -> str:
        """Switch by switch: two who set different ones do not contradict each other."""
        return "".join("1" if held else "0" for held in self.held.values())

    def tell_both(self) -> None:
        """A switch that he left alone stays as the other has set it; of two there is no third."""
        drawn = self.data.get("seen", "")
        if len(drawn) != len(self.seen):
            return
        for (name, held), was in zip(self.held.items(), drawn, strict=True):
            typed = name in self.cleaned_data and self.cleaned_data[name]
            if held != (was == "1") and typed == (was == "1"):
                self.cleaned_data[name] = self.kept[name] = bool(held)

    @property
    def told(self) -> str:
        """The other's switches, in words."""
        words = [f"{self.fields[n].label}：{'是' if on else '否'}" for n, on in self.kept.items()]
        return f"打开后他人已改“{'；'.join(words)}”，已按其所改保留。" if words else ""

    class Meta:
        model = Department
        fields = (
            "intake_same_person",
            "decision_head_sign",
            "opinion_head_approval",
            "major_head_review",
            "is_functional",
            "may_lead",
            "can_assist",
            "may_request_convening",
        )


class ReasonForm(forms.Form):
    """Only why."""

    reason = ReasonField()


class TownForm(RowForm[Town]):
    """A 事项辖区; its code is given once (A17)."""

    class Meta:
        model = Town
        fields = ("code", "name", "department", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.active().filter(kind=Kind.TOWN)  # type: ignore[attr-defined]  # a ModelChoiceField
        if self.instance.pk:
            del self.fields["code"]
        else:
            del self.fields["is_active"]


class RemedyBodyForm(RowForm[RemedyBody]):
    """Name, place and telephone of a body that 处理意见告知书 sends people to."""

    layout = "name:6 phone:6 address:12"

    class Meta:
        model = RemedyBody
        fields = ("name", "address", "phone")
