"""全卷合并本: one PDF in the order and with the pages of the catalogue, of his copies alone."""

from __future__ import annotations

import io
import re
from itertools import accumulate, pairwise

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from confidentiality.models import AccessRecord
from departments.models import Officer
from departments.roles import Role
from disputes.models import Dispute
from tests import factories as f
from tests.reports.test_archive_pages import a_photograph
from tests.workflow.signing_in import signed_in
from workflow.archiving.case_file import Excuse
from workflow.cases.materials import add_material

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def archived() -> Dispute:
    """With a photograph, and a text that is no page; and a letter that came later."""
    dispute, clerk = f.handled(), f.an_officer()
    add_material(dispute, by=clerk, upload=a_photograph(), title="工资条照片")
    text = SimpleUploadedFile("a.txt", "电话记录".encode())
    add_material(dispute, by=clerk, upload=text, title="电话记录")
    f.do(dispute, "withdraw", clerk, note="已电话撤回")
    f.do(dispute, "archive", clerk, excused=[Excuse("撤回申请", "电话撤回")])
    later = SimpleUploadedFile("b.txt", "补交".encode())
    f.do(dispute, "supplement", clerk, title="补交的信", reason="后到", file=later)
    return dispute


def read(dispute: Dispute, officer: Officer) -> PdfReader:
    browser, page = signed_in(officer), dispute.case_file.get_absolute_url()
    browser.post(page, {"purpose": "季度抽查"})
    assert f"{page}merged/" in browser.get(page).content.decode()
    answer = browser.get(f"{page}merged/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.content))


def text(reader: PdfReader) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


def test_a_whole_file_is_read_as_one_in_the_order_of_its_catalogue() -> None:
    dispute = archived()
    auditor = f.an_officer(Role.AUDITOR, "ZB")
    reader = read(dispute, auditor)
    marks = {str(each["/Title"]): each for each in reader.outline if not isinstance(each, list)}
    lines = dispute.case_file.catalogue
    titles = [f"{line['order']} {line['title']}" for line in lines]
    assert list(marks) == [
        "卷宗封面", "卷内文件目录", *titles, "备考表", "1 补交的信", "补充1 备考表",
    ]  # fmt: skip
    begun = [reader.get_destination_page_number(marks[title]) or 0 for title in [*titles, "备考表"]]
    pages = [after - before for before, after in pairwise(begun)]
    counted = [*accumulate(pages, initial=1)]
    assert [reader.page_labels[at] for at in begun[:-1]] == [str(each) for each in counted[:-1]]
    said = text(reader)
    assert f"本卷共有文书材料{len(lines)}件，{sum(pages)}页" in said
    assert "电话记录不在合并本内，见信息包；计第1页，共1页。" in said
    assert f"阅览{auditor.name}" in said
    assert "欧阳测试" not in said
    assert "欧阳测试" in text(read(dispute, f.an_officer()))
    taken = [
        each
        for each in AccessRecord.objects.order_by("pk")
        if each.purpose.startswith("阅览全卷合并本")
    ]
    assert [(e.action, e.fields) for e in taken] == [
        ("download", ["masked"]), ("download", ["full"]),
    ]  # fmt: skip
    stranger = signed_in(f.an_officer(code="CZ"))
    assert stranger.get(f"{dispute.case_file.get_absolute_url()}merged/").status_code == 404
