"""What every verb's form has: its object, the officer, the version he saw, whom it offers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from deadlines.calendar_days import current_calendar
from deadlines.due import chinese_date
from departments.models import Department, Officer
from disputes.models import Dispute
from web.form_fields import day, words


class VerbForm(forms.Form):
    """Checks what was typed; what is allowed is the action's question."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, subject: Any, officer: Officer, **kwargs: Any) -> None:
        # Any: Django's own arguments; subject is a dispute, an assignment, a meeting, an approval
        self.subject = subject
        self.acting = officer
        kwargs.setdefault("initial", {}).setdefault("version", getattr(subject, "version", None))
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        """Take away what need not be asked about this subject; most forms ask everything."""

    def overtaken(self, since: Iterable[Any]) -> dict[str, str]:
        """What is said at which field, where others changed meanwhile what it began with.

        `since` is what the timeline tells of them; most forms begin with nothing that stands.
        """
        return {}

    @property
    def asks(self) -> bool:
        """Whether there is anything to type."""
        return set(self.fields) != {"version"}


def as_sent(field: forms.Field, value: Any) -> list[str]:  # Any: values of many types
    """As a browser sends what the field shows."""
    shown = field.widget.format_value(field.prepare_value(value))
    each = shown if isinstance(shown, list | tuple) else [shown]
    return [str(one) for one in each if one not in {None, ""}]


Cleaned = dict[str, Any]  # what was typed, by field; of many types


class Nothing(VerbForm):
    """Nothing to type."""


class Comment(VerbForm):
    comment = words("意见", required=False)


class CommentNeeded(VerbForm):
    comment = words("意见")


def not_past(value: date | None) -> date | None:
    if value is not None and value < timezone.localdate():
        raise forms.ValidationError("期限不能早于今天。")
    return value


def in_time(value: date | None, what: str = "反馈期限") -> date | None:
    """A day on which whoever is asked can still answer: the next working day at the earliest.

    Left empty, the rule counts, and may end sooner where the whole case does.
    """
    if value is None or not_past(value) is None:
        return None
    first = current_calendar().add_workdays(timezone.localdate(), 1)
    if value < first:
        raise forms.ValidationError(
            f"{what}最早到{chinese_date(first)}（下一个工作日），再早对方来不及办；"
            "不定日期的请留空，按规定时限。"
        )
    return value


class DueMixin(VerbForm):
    """The day by which a department answers; left empty, the limit of the step counts."""

    due_on = day("反馈期限", help_text="不填则按规定时限")

    def clean_due_on(self) -> date | None:
        return in_time(self.cleaned_data["due_on"])


class Reason(VerbForm):
    reason = words("理由")


def members() -> QuerySet[Department]:
    """Member units; the task-force office handles no case itself."""
    return Department.objects.active().handling()


def leads() -> QuerySet[Department]:
    """Those of them that may lead a matter (R020, R021)."""
    return members().filter(may_lead=True)


def others_than_receiving(dispute: Dispute) -> QuerySet[Department]:
    return members().exclude(pk=dispute.receiving_department_id)


def limit_to(
    form: forms.Form, name: str, rows: QuerySet[Any]
) -> None:  # Any: departments, officers
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


class SomeFixed(forms.CheckboxSelectMultiple):
    """Choices of which some are not for the officer to take out; they are sent as they stand."""

    def __init__(self, fixed: Collection[str]) -> None:
        super().__init__()
        self.fixed = fixed

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # Any: Django's own arguments
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.fixed:
            option["template_name"] = "ui/fixed_choice.html"
        return option


def always_tick(form: VerbForm, name: str, codes: Collection[str]) -> None:
    """On a page these are always part of it; what programs send is checked by the action."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelMultipleChoiceField)
    field.widget = SomeFixed(codes)
    field.widget.choices = field.choices


def offer_only(form: VerbForm, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
