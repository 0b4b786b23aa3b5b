"""Forms of accounts, posts and delegation (三, R009, A11)."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.db.models import QuerySet

from departments.forms.fields import DayField, HeldForm, ReasonField, today
from departments.models import Department, Officer, Term
from departments.roles import HEADS, STAFF, Role
from web.form_fields import LineField


class AccountForm(HeldForm):
    """Name, where he is reached, and the day the account ends."""

    layout = "name:6 phone:6 email:6 expires_on:6"

    name = LineField(label="姓名", max_length=40)
    phone = LineField(label="办公电话", max_length=40, required=False)
    email = forms.EmailField(
        label="办公邮箱",
        required=False,
        help_text="填了才发邮件提醒，正文没有案情",
        error_messages={"invalid": "邮箱写作 name@example.gov.cn。"},
    )
    expires_on = DayField(label="账号有效期至", required=False, help_text="不填为长期有效")


class NewAccountForm(AccountForm):
    """A new account; the first password is told once after it is made."""

    layout = "username:4 name:4 phone:4 email:6 expires_on:6"

    username = forms.RegexField(
        r"^[A-Za-z0-9_]{3,40}$",
        label="工号",
        error_messages={"invalid": "工号为 3 至 40 位字母、数字或下划线。"},
    )

    field_order = ("username", "name", "phone", "email", "expires_on")


class SearchForm(forms.Form):
    """Find an officer by number, name or the sounds of the name."""

    q = forms.CharField(
        label="工号、姓名或拼音",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "工号、姓名或拼音"}),
    )


class OfficerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    """An enabled officer, told by name and number."""

    def __init__(self, label: str) -> None:
        super().__init__(Officer.objects.filter(is_active=True), label=label)

    def label_from_instance(self, obj: Officer) -> str:
        return f"{obj.name}（{obj.username}）"


class AppointForm(forms.Form):
    """Who holds the post, from when to when."""

    layout = "officer:6 starts_on:3 ends_on:3 basis:6 acting:6"

    officer = OfficerField("人员")
    starts_on = DayField(label="任职自", initial=today)
    ends_on = DayField(label="任职至", required=False, help_text="不填为至免职时")
    basis = LineField(label="任职依据", max_length=120, help_text="文号或会议纪要")
    acting = forms.BooleanField(
        label="代理（主持工作）", required=False, help_text="原任请假、出缺期间代理，须写明到哪一天"
    )


class StandInForm(forms.Form):
    """Whom a head names for the days that he is away."""

    layout = "officer:6 starts_on:3 ends_on:3 basis:6"

    officer = OfficerField("代理人员")
    starts_on = DayField(label="代理自", initial=today)
    ends_on = DayField(label="代理至（含当日）")
    basis = LineField(label="事由", max_length=120, help_text="请假、出差、培训等")

    def __init__(self, data: object = None, *, department: Department) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or nothing
        terms = Term.objects.on(today()).filter(
            post__department=department, post__role__in=STAFF - HEADS
        )
        people = Officer.objects.filter(is_active=True, pk__in=terms.values("officer"))
        self.fields["officer"].queryset = people  # type: ignore[attr-defined]


class EndTermForm(forms.Form):
    """The last day of a term."""

    layout = "ends_on:3 basis:6"

    ends_on = DayField(label="任职至（含当日）", initial=today)
    basis = LineField(label="免职依据", max_length=120)


class PostForm(forms.Form):
    """A further seat in a unit."""

    layout = "department:4 role:4 title:4 single_seat:4 bureau:4"

    department = forms.ModelChoiceField(Department.objects.all(), label="单位")
    role = forms.ChoiceField(label="岗位", choices=Role.choices)
    title = LineField(label="职务", max_length=60)
    single_seat = forms.BooleanField(label="只设一人", required=False)
    bureau = forms.ModelChoiceField(
        Department.objects.all(),
        label="由哪个单位的负责人兼任",
        required=False,
        help_text="副组长填其所任局长的单位，本局的件不得由其代批",
    )


class DelegationForm(forms.Form):
    """What the leader put in writing (A11)."""

    layout = "leader:3 deputy:3 starts_on:3 ends_on:3 basis:12"

    leader = OfficerField("组长")
    deputy = OfficerField("副组长")
    basis = LineField(label="书面授权（文号或说明）", max_length=200)
    starts_on = DayField(label="授权自", initial=today)
    ends_on = DayField(label="授权至")

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or nothing
        for name, role in (("leader", Role.LEADER), ("deputy", Role.DEPUTY)):
            self.fields[name].queryset = _holders(role)  # type: ignore[attr-defined]


class AllowDelegationForm(HeldForm):
    """Delegation as a whole, on or off."""

    columns: ClassVar = {"allowed": "leader_delegation"}

    allowed = forms.BooleanField(label="允许组长书面授权副组长代批", required=False)
    reason = ReasonField()


class MajorReviewForm(HeldForm):
    """Who reads a major matter before the leader (R061)."""

    layout = "office:6 deputy:6 reason:12"

    columns: ClassVar = {"office": "major_office_review", "deputy": "major_deputy_review"}

    office = forms.BooleanField(label="先由专班办公室审核", required=False)
    deputy = forms.BooleanField(label="先由副组长审核", required=False)
    reason = ReasonField()


def _holders(role: Role) -> QuerySet[Officer]:
    terms = Term.objects.on(today()).filter(post__role=role)
    return Officer.objects.filter(is_active=True, pk__in=terms.values("officer"))
