"""What is said of a file that is put into the materials, and why plain values are looked at."""

from __future__ import annotations

from django import forms

from disputes.models import Material
from workflow.forms.base import line

PURPOSES = [
    ("", "一般材料"),
    ("withdrawal", "撤回申请"),
    ("stamped", "盖章扫描件"),
    ("proof", "送达凭证"),
]


class MaterialForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label="文件",
        help_text="PDF、OFD、JPG、PNG、Word、Excel 或文本",
        error_messages={
            "required": "请选择文件。",
            "missing": "请选择文件。",
            "empty": "文件是空的，请重新选择。",
        },
    )
    title = line("名称", required=False, help_text="不填则用文件名", length=100)
    source = forms.ChoiceField(
        label="提供人", choices=Material.Source.choices, required=False, initial="payer"
    )
    purpose = forms.ChoiceField(label="用途", choices=PURPOSES, required=False)

    def clean_source(self) -> str:
        """A dropped file says nothing of it: what is brought to the counter is the payer's."""
        return self.cleaned_data["source"] or Material.Source.PAYER


class RevealForm(forms.Form):
    """Why somebody wants to see what is sealed (六(三), R092)."""

    purpose = forms.ChoiceField(
        label="用途",
        choices=[
            ("联系当事人", "联系当事人"),
            ("核对身份", "核对身份"),
            ("核实缴费记录", "核实缴费记录"),
            ("制作、送达文书", "制作、送达文书"),
            ("其他", "其他（请在下面写明）"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择查看用途。"},
    )
    detail = line("说明", required=False, help_text="选“其他”时必填", length=100)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("purpose") == "其他" and not cleaned.get("detail"):
            self.add_error("detail", "请写明查看用途。")
        return cleaned

    @property
    def words(self) -> str:
        """The purpose as the record keeps it."""
        told = [self.cleaned_data["purpose"], self.cleaned_data["detail"]]
        return "：".join(word for word in told if word)
