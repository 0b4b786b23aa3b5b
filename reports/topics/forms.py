"""What is typed of a topic: its question, what is gathered, what came of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from departments.models import Officer
from disputes.words import shown
from web.form_fields import DisputeNumberField, line, words
from workflow.models import Meeting
from workflow.models.meeting import FROM_THE_CALL

#: So many of the latest are offered.
OFFERED = 100


class BeginForm(forms.Form):
    title = line("专题名称", length=60, help_text="例如：灵活就业人员断缴补缴；不写个人姓名")
    question = words("要研究的问题", rows=4, length=600)


class GatherForm(forms.Form):
    number = DisputeNumberField("受理编号")


class LetGoForm(forms.Form):
    dispute = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class MeetingChoice(forms.ModelChoiceField[Meeting]):
    """By day, kind and title, as the list of meetings has them."""

    def label_from_instance(self, obj: Any) -> str:  # Any: a Meeting; Django names the argument
        day = timezone.localdate(obj.starts_at)
        return f"{day} {obj.get_kind_display()} {shown(obj.title, *obj.cases)}"


class CiteForm(forms.Form):
    meeting = MeetingChoice(
        queryset=Meeting.objects.none(),
        label="会商",
        empty_label="请选择会商",
        error_messages={"required": "请选择会商。", "invalid_choice": "没有这次会商，请重新选择。"},
    )

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:  # Any: Django's own
        super().__init__(*args, **kwargs)
        seen = Meeting.objects.visible_to(officer).filter(state__in=FROM_THE_CALL)
        latest = list(seen.order_by("-pk").values_list("pk", flat=True)[:OFFERED])
        offered = Meeting.objects.filter(pk__in=latest).with_cases().order_by("-pk")
        self.fields["meeting"].queryset = offered  # type: ignore[attr-defined]


class ConcludeForm(forms.Form):
    conclusion = words("结论", rows=5, length=2000)
    proposal = words("政策建议", rows=5, length=2000)
