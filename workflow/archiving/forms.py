"""What is typed when a file is archived, reviewed, held back, appraised (五(五), R079, R083)."""

from __future__ import annotations

from typing import Any

from django import forms

from disputes.words import shown
from web.form_fields import ListOfObjectsField, YesNoField, day, line, upload, words
from workflow.archiving import case_file
from workflow.archiving.case_file import Excuse
from workflow.models import CaseFile
from workflow.models.keeping import Proposal
from workflow.procedure import keeping
from workflow.verbs.forms import VerbForm


def retention(label: str, *, blank: str = "", help_text: str = "") -> forms.ChoiceField:
    """One of the closed list; `blank` says what leaving it open means."""
    offered = [("", blank)] if blank else []
    return forms.ChoiceField(
        label=label,
        choices=[*offered, *CaseFile.Retention.choices],
        required=not blank,
        help_text=help_text,
        error_messages={
            "required": f"请选择{label}。",
            "invalid_choice": f"{label}只能选10年、30年或永久。",
        },
    )


class Archive(VerbForm):
    excused = ListOfObjectsField(label="缺项说明", required=False)
    retention = retention("保管期限", blank="按规则建议")
    retention_reason = words("另定期限的理由", required=False, rows=2)

    def narrow(self) -> None:
        told = CaseFile.Retention(case_file.retention(self.subject)).label
        review = self.subject.file_reviews.last()
        word = f"档案员已确认：{review.get_retention_display()}" if review else f"建议：{told}"
        self.fields["retention"].help_text = f"{word}。不选即照此归档。"

    def clean_excused(self) -> list[Excuse]:
        rows = self.cleaned_data["excused"]
        excuses = [Excuse(str(r.get("label", "")), str(r.get("reason", "")).strip()) for r in rows]
        if any(not e.label or not e.reason for e in excuses):
            raise forms.ValidationError("每个缺项都要写明文书名称和理由。")
        return excuses


class ReviewFile(VerbForm):
    retention = retention("保管期限")
    gaps = forms.MultipleChoiceField(
        label="批准的缺项",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "案卷没有“%(value)s”这一缺项，请从列表中选择。",
            "invalid_list": "请以列表形式填写批准的缺项。",
        },
    )
    reason = words(
        "理由", required=False, rows=2, help_text="与建议的期限不同，或者批准缺项的，写明理由"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: as of every verb
        super().__init__(*args, **kwargs)
        gaps = self.fields["gaps"]
        assert isinstance(gaps, forms.MultipleChoiceField)
        gaps.choices = [(label, label) for label in case_file.unapproved(self.subject)]

    def narrow(self) -> None:
        told = CaseFile.Retention(case_file.retention(self.subject)).label
        self.fields["retention"].help_text = f"按规则建议：{told}"
        if not case_file.unapproved(self.subject):
            del self.fields["gaps"]


class Supplement(VerbForm):
    file = upload("材料")
    title = line("材料名称", required=False, length=120, help_text="不填的用文件名")
    reason = words("补充理由", rows=2)


class HoldFile(VerbForm):
    reason = words("暂缓销毁的理由", rows=2)


class ReleaseFile(VerbForm):
    reason = words("解除的理由", rows=2)


class MoveOriginals(VerbForm):
    moved_on = day("移交日期", required=True)
    handed_by = line("移交人", required=False, length=30, help_text="不填的是您本人")
    received_by = line("接收人", length=30, help_text="档案室接收的人")
    place = line("盒（册）号", length=60, help_text="如：2026年第3盒第12卷")
    pages = forms.IntegerField(
        label="页数",
        min_value=1,
        max_value=9999,
        error_messages={
            "required": "请填写纸质原件的页数。",
            "invalid": "页数写数字。",
            "min_value": "页数至少是1。",
            "max_value": "页数不能超过9999。",
        },
    )
    note = words("备注", required=False, rows=2)


class AppraiseFile(VerbForm):
    proposal = forms.ChoiceField(
        label="鉴定意见",
        choices=Proposal.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择延长保管期限或登记销毁。",
            "invalid_choice": "请选择延长保管期限或登记销毁。",
        },
    )
    more = retention("延长", blank="销毁的不填", help_text="从原期限届满的次日接着算")
    reason = words(
        "鉴定报告", help_text="还有没有查考、凭证价值，涉及哪些权利义务，为什么延长或者销毁"
    )


class DecideAppraisal(VerbForm):
    agree = YesNoField("审定", yes="同意", no="退回")
    comment = words("审定意见", required=False, rows=2, help_text="退回的，写明理由")

    def narrow(self) -> None:
        """He decides with the opinion before his eyes, the persons of it masked."""
        asked = keeping.pending(self.subject.case_file)
        if asked is not None:
            reason = shown(asked.reason, self.subject)
            said = f"{asked.appraiser_label}：{keeping.proposal_words(asked)}。{reason}"
            self.fields["agree"].help_text = said
