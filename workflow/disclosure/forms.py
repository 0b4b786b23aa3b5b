"""What is typed to let information leave, and about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model, QuerySet

from disputes import words as disputes_words
from disputes.models import Dispute, Material
from web.form_fields import NumbersField, day, line, words
from workflow.disclosure.asking import OWN_PAPERS, SENDABLE
from workflow.disclosure.bundling import files_of
from workflow.models import Disclosure, DisclosureCopy, Paper
from workflow.models.disclosure import ItemKind, Masking, RecipientKind, SheetField
from workflow.models.disclosure_parts import RecallOutcome
from workflow.procedure.rows.disclosure import out_of_house
from workflow.verbs.forms import VerbForm

_NOT_ONE = {
    "invalid_choice": "没有这一项，请从列表中选择。",
    "invalid_pk_value": "没有这一项，请从列表中选择。",
    "invalid_list": "请以列表形式填写。",
}


class Rows(forms.ModelMultipleChoiceField[Any]):  # Any: papers or materials
    """Some of what the case holds, by id."""

    widget = forms.CheckboxSelectMultiple
    of: Dispute | None = None

    def __init__(self, rows: QuerySet[Any], label: str, help_text: str = "") -> None:
        super().__init__(
            rows, label=label, required=False, help_text=help_text, error_messages=_NOT_ONE
        )

    def label_from_instance(self, obj: Model) -> str:
        return disputes_words.shown(str(obj), self.of)


class WhomAndWhy(forms.Form):
    """接收方、用途、期限, asked of whatever leaves."""

    recipient_kind = forms.ChoiceField(label="接收方类别", choices=RecipientKind.choices)
    recipient = line("接收方", help_text="单位全称、媒体或渠道名称；缴费人本人不写姓名")
    letter = line("公函文号", required=False, help_text="司法、纪检监察机关调取的必填")
    until = day("提供期限", required=True, help_text="到期后不能再制作外发件，最长一年")
    purpose = words("用途、发布渠道")


def _numbers() -> NumbersField:
    return NumbersField(
        label="案卷", required=False,
        help_text="专班办公室、审计人员向其他审计机关提供的，填档号或受理编号全号，每行一个；"
        "只提供节本，由组长审批",
    )  # fmt: skip


class AskDisclosure(WhomAndWhy):
    """Of figures and words about no single case, or of archived files: always masked."""

    text = words(
        "统计、说明文字", required=False, rows=10,
        help_text="不写姓名、证件号码、电话；小于5的数字写“少于5”",
    )  # fmt: skip
    numbers = _numbers()


class Disclose(VerbForm, WhomAndWhy):
    """申请对外提供 of a case."""

    masking = forms.ChoiceField(
        label="脱敏方式", choices=Masking.choices, required=False, initial=Masking.MASKED
    )
    full_reason = words("不脱敏的理由", required=False, rows=2)
    impact_record = line(
        "影响评估记录号", required=False, help_text="向其他部门提供不脱敏的个人信息的必填"
    )
    papers = Rows(Paper.objects.none(), "文书")
    materials = Rows(Material.objects.none(), "材料", "上传的材料不能自动脱敏，只能不脱敏提供")
    particulars = forms.MultipleChoiceField(
        label="信息项",
        choices=SheetField.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="生成一份信息提供件，只印所选的项",
        error_messages={"invalid_choice": "没有这个信息项，请从列表中选择。",
                        "invalid_list": "请以列表形式填写信息项。"},
    )  # fmt: skip
    text = words("统计、说明文字", required=False, rows=4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own arguments
        super().__init__(*args, **kwargs)
        dispute = self.subject if isinstance(self.subject, Dispute) else self.subject.dispute
        if dispute is None:  # figures alone: nothing of a case to choose
            for name in ("masking", "full_reason", "impact_record", "papers", "materials",
                         "particulars"):  # fmt: skip
                del self.fields[name]
            return
        given = Paper.objects.filter(dispute=dispute, voids=None).exclude(kind__in=OWN_PAPERS)
        self._offer("papers", given.defer("content").order_by("pk"), dispute)
        held = Material.objects.filter(dispute=dispute, media_type__in=SENDABLE)
        self._offer("materials", held.order_by("pk"), dispute)

    def _offer(self, name: str, rows: QuerySet[Any], of: Dispute) -> None:  # Any: as of Rows
        field = self.fields[name]
        assert isinstance(field, Rows)
        field.queryset, field.of = rows, of

    def clean_papers(self) -> list[Paper]:
        return list(self.cleaned_data["papers"])

    def clean_materials(self) -> list[Material]:
        return list(self.cleaned_data["materials"])

    def clean_masking(self) -> str:
        return self.cleaned_data["masking"] or Masking.MASKED


class ResubmitDisclosure(Disclose):
    """修改后重新送审: of a case or of none."""

    numbers = _numbers()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: as above
        super().__init__(*args, **kwargs)
        if self.subject.dispute is not None:
            del self.fields["numbers"]


class Recall(VerbForm):
    """One copy, and what became of it."""

    copy = forms.TypedChoiceField(
        label="外发件",
        coerce=int,
        error_messages={"required": "请选择外发件。", "invalid_choice": "请从列表中选择外发件。"},
    )
    outcome = forms.ChoiceField(label="结果", choices=RecallOutcome.choices)
    note = words("说明", rows=2, help_text="何时、由谁收回或者怎样销毁；未能收回的写明原因和补救")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: as above
        super().__init__(*args, **kwargs)
        dispute = self.subject.dispute
        left = DisclosureCopy.objects.filter(pk__in=out_of_house(self.subject))
        field = self.fields["copy"]
        assert isinstance(field, forms.ChoiceField)
        said = {each.pk: str(each) for each in left.select_related("item")}
        field.choices = [(pk, disputes_words.shown(name, dispute)) for pk, name in said.items()]


def written_so_far(own: Disclosure) -> dict[str, Any]:  # Any: initial values, of many types
    """What was asked for last time, to be put right."""
    items = list(own.items.filter(round=own.round))
    sheet = next((each for each in items if each.kind == ItemKind.SHEET), None)
    names = ("recipient_kind", "recipient", "letter", "until", "purpose", "masking",
             "full_reason", "impact_record")  # fmt: skip
    return {name: getattr(own, name) for name in names} | {
        "papers": [each.paper_id for each in items if each.paper_id],
        "materials": [each.material_id for each in items if each.material_id],
        "particulars": sheet.fields if sheet else [],
        "text": sheet.text if sheet else "",
        "numbers": [file.number for each in items for file in files_of(each)],
    }
