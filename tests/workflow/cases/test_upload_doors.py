"""Every door that takes a file answers with success or with a sentence, whatever comes (质量 6)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse

from departments.actions import trainings
from departments.roles import Role
from disputes.models import Dispute
from tests import factories as f
from tests.api.programs import program
from tests.confidentiality import brought_files as brought
from tests.confidentiality import upload_corpus as corpus
from tests.workflow.signing_in import signed_in
from web.file_storage import storage

pytestmark = pytest.mark.django_db

#: What fell once, and what is said of it.
SENT: dict[str, tuple[str, bytes, str]] = {
    "damaged stream": (
        "1.docx",
        brought.damaged_stream(corpus.docx(), "word/document.xml"),
        "不完整或已损坏",
    ),
    "permission server": ("2.pdf", brought.irm_pdf(), "加了密码或权限"),
    "later encryption": ("2.pdf", brought.v9_pdf(), "加了密码或权限"),
    "password": ("3.pdf", brought.a_pdf(password="open"), "加了密码，请去掉密码"),
    "office password": ("3.docx", brought.a_locked_docx(), "加了密码，请去掉密码"),
    "program": ("4.exe", b"MZ", "不能上传“exe”"),
    "empty": ("5.pdf", b"", "文件是空的"),
}
Door = Callable[[SimpleUploadedFile], Any]  # Any: the answer of the test client


def said(answer: Any) -> str:  # Any: as above
    """The words of a page, or of JSON that writes them in code points."""
    if "json" in answer.headers["Content-Type"]:
        return json.dumps(answer.json(), ensure_ascii=False)
    return str(answer.content.decode())


def by_page() -> Door:
    dispute, client = f.handled(), signed_in(f.an_officer())
    return lambda file: client.post(reverse("dispute_materials", args=[dispute.pk]), {"file": file})


def dropped_on_a_case() -> Door:
    dispute, client = f.handled(), signed_in(f.an_officer())
    url = reverse("dispute_materials", args=[dispute.pk]) + "?part=list"
    return lambda file: client.post(url, {"file": file})


def dropped_on_a_draft() -> Door:
    client = signed_in(f.an_officer())
    return lambda file: client.post(reverse("draft_materials", args=[uuid4()]), {"file": file})


def by_program() -> Door:
    dispute, clerk = f.handled(), program()
    path = f"/api/v1/disputes/{dispute.pk}/materials/"
    return lambda file: clerk.client.post(path, {"file": file}, headers=clerk.headers)


def by_verb(dispute: Dispute, verb: str, part: str, typed: dict[str, Any]) -> Door:
    client = signed_in(f.an_officer())
    url = reverse("dispute_verb", args=[dispute.pk, verb])
    return lambda file: client.post(url, typed | {part: file})


def by_verb_of_a_program(dispute: Dispute, verb: str, part: str, typed: dict[str, Any]) -> Door:
    clerk = program()
    path = f"/api/v1/disputes/{dispute.pk}/actions/{verb}/"
    return lambda file: clerk.client.post(path, typed | {part: file}, headers=clerk.headers)


def served() -> tuple[Dispute, str, str, dict[str, Any]]:
    typed = {"party": "payer", "method": "direct", "served_on": f.today(), "recipient": "本人"}
    return f.decided(), "serve", "receipt", typed


def settled() -> tuple[Dispute, str, str, dict[str, Any]]:
    typed = {"kind": "amicable", "signed_on": f.today(), "settles": "all"}
    return f.handled(), "record_settlement", "file", typed | {"claims": "补缴", "gist": "月底前"}


def supplemented() -> tuple[Dispute, str, str, dict[str, Any]]:
    return f.archived(), "supplement", "file", {"reason": "归档后收到"}


def with_a_service() -> Door:
    return by_verb(*served())


def with_a_service_of_a_program() -> Door:
    return by_verb_of_a_program(*served())


def with_a_settlement() -> Door:
    return by_verb(*settled())


def with_a_settlement_of_a_program() -> Door:
    return by_verb_of_a_program(*settled())


def with_a_supplement() -> Door:
    return by_verb(*supplemented())


def with_a_supplement_of_a_program() -> Door:
    return by_verb_of_a_program(*supplemented())


def with_a_training() -> Door:
    client: Client = signed_in(f.an_officer(Role.CLERK, "CL"))
    typed = {"held_on": f.today(), "subject": "首问", "place": "镇里", "lecturer": "骨干"}
    heads = {"hours": "2", "village_officials": "1", "grid_workers": "1", "others": "0"}
    return lambda file: client.post(reverse("training_new"), typed | heads | {"sheet": file})


def with_the_correction_of_a_training() -> Door:
    keeper = f.an_officer(Role.CLERK, "CL")
    heads: dict[str, Any] = {"hours": 2, "village_officials": 1, "grid_workers": 1, "others": 0}
    about: dict[str, Any] = {"held_on": f.today(), "subject": "首问", "place": "镇里"}
    about["lecturer"] = "骨干"
    row = trainings.register(by=keeper, **about, **heads)
    url, client = reverse("training_correct", args=[row.pk]), signed_in(keeper)
    return lambda file: client.post(url, about | heads | {"reason": "补签到表", "sheet": file})


DOORS = [
    by_page,
    dropped_on_a_case,
    dropped_on_a_draft,
    by_program,
    with_a_service,
    with_a_service_of_a_program,
    with_a_settlement,
    with_a_settlement_of_a_program,
    with_a_supplement,
    with_a_supplement_of_a_program,
    with_a_training,
    with_the_correction_of_a_training,
]


#: Each form with a field for a file, and the test above or below that sends through it.
FORMS: Final = {
    "workflow.cases.materials.MaterialForm": (by_page, dropped_on_a_case),
    "workflow.cases.api_materials.MaterialForm": (by_program,),
    "workflow.decisions.forms.Serve": (with_a_service, with_a_service_of_a_program),
    "workflow.handling.recording.forms.RecordSettlement": (
        with_a_settlement,
        with_a_settlement_of_a_program,
    ),
    "workflow.archiving.forms.Supplement": (with_a_supplement, with_a_supplement_of_a_program),
    "departments.forms.trainings.TrainingForm": (with_a_training,),
    "departments.forms.trainings.CorrectionForm": (with_the_correction_of_a_training,),
    "workflow.intake.hotline.page.ExportForm": (),  # each in a test of its own below
    "workflow.clocks.forms.CalendarImportForm": (),
    "workflow.clocks.forms.ConfirmedImportForm": (),  # reads the text, never a file
}
#: Each view that reads files, and how many times.
READING: Final = {
    "departments/views/trainings.py": 2,
    "disputes/views/materials.py": 1,
    "web/asking.py": 1,  # only leaves their names out of the words
    "workflow/cases/api_materials.py": 1,
    "workflow/cases/materials.py": 1,
    "workflow/cases/views.py": 1,
    "workflow/clocks/views.py": 1,
    "workflow/intake/hotline/page.py": 1,
    "workflow/verbs/api.py": 1,
}
ROOT: Final = Path(__file__).parents[3]
LAYERS: Final = "config reports workflow papers disputes deadlines departments web confidentiality"


@pytest.mark.parametrize("door", DOORS)
def test_what_cannot_be_taken_is_told_at_every_door_and_leaves_nothing(door):
    send = door()
    for name, content, words in SENT.values():
        answer = send(SimpleUploadedFile(name, content))
        assert answer.status_code == 400
        assert words in said(answer)
    assert not [path for path in storage().place("").rglob("*") if path.is_file()]


@pytest.mark.parametrize("door", DOORS)
def test_a_good_file_comes_in_at_every_door(door):
    answer = door()(SimpleUploadedFile("扫描件.pdf", b"\r\n" + brought.a_pdf()))
    assert answer.status_code in {200, 201, 302}
    assert "error" not in said(answer)
    assert [path for path in storage().place("").rglob("*") if path.is_file()]


@pytest.mark.parametrize(("name", "content", "words"), SENT.values(), ids=SENT)
def test_an_export_of_the_hotline_is_read_or_refused(name, content, words):
    typed = {"file": SimpleUploadedFile(name.replace(".pdf", ".xlsx"), content)}
    assert signed_in(f.an_officer()).post(reverse("hotline"), typed).status_code == 400


@pytest.mark.parametrize(("name", "content", "words"), SENT.values(), ids=SENT)
def test_a_calendar_is_text_or_is_refused_in_its_own_page(name, content, words):
    keeper = signed_in(f.an_officer(Role.SYSADMIN, "ZB"))
    typed = {"source": "通知", "file": SimpleUploadedFile(name, content)}
    answer = keeper.post(reverse("calendar_import"), typed)
    assert answer.status_code == 400
    assert "<form" in answer.content.decode()


def _forms(kind: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for each in kind.__subclasses__():
        yield each
        yield from _forms(each)


def fields_for_files() -> dict[tuple[str, str], forms.FileField]:
    """Those of the portal's own forms, by form and name; the gallery only shows one."""
    get_resolver().url_patterns  # noqa: B018  # reads every view, and so every form
    return {
        (f"{form.__module__}.{form.__qualname__}", name): field
        for form in _forms(forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.FileField)
        if not form.__module__.startswith(("django", "tests", "web.gallery"))
    }


def test_every_form_with_a_file_and_every_reading_stands_among_the_doors():
    asked = {form for form, _ in fields_for_files()}
    assert asked == set(FORMS)
    assert {door for doors in FORMS.values() for door in doors} <= set(DOORS)
    found = {}
    for room in LAYERS.split():
        for path in (ROOT / room).rglob("*.py"):
            if times := path.read_text().count("request.FILES"):
                found[path.relative_to(ROOT).as_posix()] = times
    assert found == READING


def test_every_field_for_a_file_says_what_may_be_chosen():
    fields = fields_for_files()
    assert len(fields) >= len(FORMS)
    for name, field in fields.items():
        assert field.widget.attrs.get("accept"), name
