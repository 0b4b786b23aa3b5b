"""Forms of 机构改革: a new name, a merger, a part that goes to another unit."""

from __future__ import annotations

from typing import Final

from django import forms

from departments.forms.fields import DayField, ReasonField, today
from departments.insurance import Insurance
from departments.models import Category, Department, Post, Reform, Term
from departments.models.department import Kind
from departments.roles import SEPARATE_ROLES
from web.form_fields import LineField, NumbersField, words

#: What is sent for whoever gets no post.
NO_PLACE: Final = "none"


class RenameForm(forms.Form):
    """The new name, and the document that gives it."""

    layout = "name:5 short_name:3 from_day:4 document:12 reason:12"

    name = LineField(label="新名称", max_length=60)
    short_name = LineField(label="新简称", max_length=20)
    from_day = DayField(label="启用日期", initial=today, help_text="今天或以后，到这一天起改用")
    document = LineField(label="文号", max_length=120)
    reason = ReasonField()


class ReformForm(forms.Form):
    """Who goes on with what, by which document, from when."""

    layout = (
        "kind:4 target:8 document:6 decided_on:3 effective_on:3 reason:12 "
        "numbers:12 insurance_types:12 categories:12"
    )

    kind = forms.ChoiceField(label="方式", choices=Reform.Kind.choices)
    target = forms.ModelChoiceField(
        Department.objects.none(),
        to_field_name="code",
        label="承接单位",
        empty_label="请选择",
        help_text="分出新单位的，先登记增加成员单位，启用后再选",
    )
    document = LineField(label="文号", max_length=120, help_text="机构改革方案或批复")
    decided_on = DayField(label="决定日期")
    effective_on = DayField(label="生效日期", initial=today, help_text="到这一天起才能落实")
    reason = ReasonField()
    categories = forms.MultipleChoiceField(
        label="划出的争议类别", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="只用于部分划出；类别和险种都选的，须两样都符合",
    )  # fmt: skip
    insurance_types = forms.MultipleChoiceField(
        label="划出的险种", choices=Insurance.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="只用于部分划出；类别、险种都不选的，只划出按编号填写的",
    )  # fmt: skip
    numbers = NumbersField(
        label="划出的事项", required=False,
        help_text="只用于部分划出；按交接清单填受理编号（全号、SW-15 或 15），每行一个，"
        "类别、险种之外另加",
    )  # fmt: skip

    def __init__(self, data: object = None, *, source: Department) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or nothing
        others = Department.objects.active().exclude(pk=source.pk).exclude(kind=Kind.OFFICE)
        named = Category.objects.filter(is_active=True)
        self.fields["target"].queryset = others  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["categories"].choices = [  # type: ignore[attr-defined]  # as above
            (each.code, f"{each.code} {each.name}") for each in named
        ]


class PlacesForm(forms.Form):
    """Whoever had a post in the unit: which one he gets in the other, if any."""

    def __init__(self, data: object = None, *, reform: Reform) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or nothing
        terms = Term.objects.not_over_in(reform.source, today())
        self.terms = list(terms.filter(officer__is_active=True))
        seats = Post.objects.filter(department=reform.target).exclude(role__in=SEPARATE_ROLES)
        self._seats = {f"{seat.pk}": seat for seat in seats}
        for term in self.terms:
            like = seats.filter(role=term.post.role, single_seat=False).first()
            self.fields[f"term{term.pk}"] = forms.ChoiceField(
                choices=[*self._first(reform), *((pk, _seat(p)) for pk, p in self._seats.items())],
                required=reform.is_merger,
                label=f"{term.officer.name}（{term.post.title}）",
                initial=like.pk if like and reform.is_merger else "",
                error_messages={"required": "请选择岗位；不安排的，请选“不安排，免去原岗位”。"},
            )
        self.fields["note"] = words(
            "备注", required=False, rows=2, length=150, help_text="记入变更记录"
        )

    @staticmethod
    def _first(reform: Reform) -> list[tuple[str, str]]:
        """A merger takes the post of whoever gets none, so that is chosen and never preset."""
        if not reform.is_merger:
            return [("", "留在原单位")]
        return [("", "请选择"), (NO_PLACE, "不安排，免去原岗位")]

    @property
    def layout(self) -> str:
        return " ".join(f"{name}:{12 if name == 'note' else 6}" for name in self.fields)

    def places(self) -> dict[int, Post]:
        """By the number of the term that ends, the seat that follows it."""
        chosen = {term.pk: self.cleaned_data.get(f"term{term.pk}") for term in self.terms}
        return {pk: self._seats[seat] for pk, seat in chosen.items() if seat in self._seats}


def _seat(post: Post) -> str:
    """By its title."""
    return f"{post.title}（{post.get_role_display()}）"
