"""热线导入: a platform's export is taken, and every line that could not be is told (A22)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render

from confidentiality.uploads import MEGABYTE, admit, suffix_of
from departments.insurance import Insurance
from departments.roles import STAFF
from departments.views.gate import OfficerRequest, for_roles
from disputes.choices import PayerKind, Urgency
from web.files_out import SHEET, as_file
from web.spreadsheet import spreadsheet
from workflow.intake.hotline.reading import MOST_ROWS, TEMPLATE, Export, read_export
from workflow.intake.hotline.registering import take

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

_LARGEST: Final = 5 * MEGABYTE


class ExportForm(forms.Form):
    """The file as the platform wrote it."""

    file = forms.FileField(
        label="工单表",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=f"xlsx 或 csv，不超过 {MOST_ROWS} 件",
        error_messages={
            "required": "请选择从热线平台导出的工单表。",
            "missing": "请选择从热线平台导出的工单表。",
            "invalid": "请选择从热线平台导出的工单表。",
            "empty": "文件是空的，请重新选择。",
        },
    )
    only_look = forms.BooleanField(label="只检查，先不登记", required=False)

    def clean_file(self) -> Export:
        """Read; a workbook goes through the one door first."""
        brought: UploadedFile[bytes] = self.cleaned_data["file"]
        if (brought.size or 0) > _LARGEST:
            raise ValidationError("文件超过 5 MB，请分批导出。")
        if suffix_of(brought.name or "") != ".csv":
            admit(brought)
            brought.seek(0)
        return read_export(brought.read())


@for_roles(*STAFF)
def hotline(request: OfficerRequest) -> HttpResponse:
    """One form; what became of every line beside it."""
    form = ExportForm(request.POST or None, request.FILES or None)
    lists = {"险种": Insurance.labels, "缴费人类型": PayerKind.labels, "紧急程度": Urgency.labels}
    shown: dict[str, Any] = {"form": form, "heads": TEMPLATE, "lists": lists}
    if request.method != "POST":
        return render(request, "disputes/hotline.html", {**shown, "form": ExportForm()})
    if not form.is_valid():
        return render(request, "disputes/hotline.html", shown, status=400)
    export: Export = form.cleaned_data["file"]
    only_look = form.cleaned_data["only_look"]
    taken = take(export.orders, by=request.user, only_look=only_look)
    shown |= {"export": export, "taken": taken, "only_look": only_look}
    status = 400 if taken.bad_lines and not taken.registered else 200
    return render(request, "disputes/hotline.html", shown, status=status)


@for_roles(*STAFF)
def hotline_template(request: OfficerRequest) -> HttpResponse:
    """The sheet to fill in."""
    note = "每行一件；表头不要改动，顺序不限，用不到的列可以删去"
    sheet = spreadsheet("热线工单", note, [(head, 18) for head in TEMPLATE], [])
    return as_file(sheet, SHEET, "热线工单.xlsx")
