"""What every verb's form has: the object it is about, the officer, and the version he saw."""

from __future__ import annotations

from typing import Any

from django import forms

from departments.models import Officer

BIG = forms.Textarea(attrs={"rows": 4})


def words(
    label: str, *, required: bool = True, help_text: str = "", rows: int = 3
) -> forms.CharField:
    """A text area; what is missing is said in words."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}。", "max_length": f"{label}不能超过5000字。"},
    )


def line(
    label: str, *, required: bool = True, help_text: str = "", length: int = 120
) -> forms.CharField:
    """One line of text."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=length,
        error_messages={
            "required": f"请填写{label}。",
            "max_length": f"{label}不能超过{length}字。",
        },
    )


def day(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    """A date, typed or picked."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": f"请填写{label}。",
            "invalid": "日期写作 2026-03-05。",
        },
    )


class VerbForm(forms.Form):
    """Checks what was typed; what is allowed is the action's question."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, subject: Any, officer: Officer, **kwargs: Any) -> None:
        # Any: Django's own arguments; subject is a dispute, an assignment, a meeting, an approval
        self.subject = subject
        self.acting = officer
        kwargs.setdefault("initial", {}).setdefault("version", getattr(subject, "version", None))
        super().__init__(*args, **kwargs)

    @property
    def asks(self) -> bool:
        """Whether there is anything to type."""
        return set(self.fields) != {"version"}
