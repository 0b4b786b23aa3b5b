"""Materials: who may, what is recorded first, what is handed out."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from confidentiality.models import AccessRecord
from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute, Material
from tests import factories as f
from tests.api.programs import program_of
from tests.told import telling
from tests.workflow.signing_in import signed_in

pytestmark = pytest.mark.django_db


def a_file(
    name: str = "工资条.txt", content: bytes = "三月实发5200元".encode()
) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def materials_url(dispute: Dispute, part: str = "") -> str:
    return reverse("dispute_materials", args=[dispute.pk]) + part


def clerk(code: str = "SW") -> Officer:
    return f.an_officer(Role.CLERK, code)


def added_to(dispute: Dispute) -> Material:
    typed = {"file": a_file(), "source": "payer"}
    assert signed_in(clerk()).post(materials_url(dispute), typed).status_code == 302
    return dispute.materials.get()


def test_a_file_is_added_and_the_timeline_says_so() -> None:
    dispute = f.handled()
    before = dispute.version
    material = added_to(dispute)
    assert material.title == "工资条.txt"
    assert "工资条" not in str(material.file.name)  # its name on disk says nothing
    assert telling(dispute.timeline, "添加材料：工资条.txt").exists()
    dispute.refresh_from_db()
    assert dispute.version == before  # whoever writes an opinion meanwhile is not overtaken


def test_a_dropped_file_gets_the_list_back() -> None:
    dispute = f.handled()
    answer = signed_in(clerk()).post(materials_url(dispute, "?part=list"), {"file": a_file()})
    said = re.search(r'data-says="#material-count">([^<]*)<', answer.content.decode())
    assert said
    assert said[1].startswith("1 份")  # the head of the panel counts it at once
    assert answer.status_code == 201
    assert "工资条.txt" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_who_brought_it_is_asked_and_the_same_file_is_not_kept_twice() -> None:
    dispute = f.handled(Mode.REFERRAL)
    counter, lead = signed_in(clerk()), signed_in(clerk("YB"))
    box = re.compile(r'name="source".*?value="(\w+)" selected', re.DOTALL)
    for browser, likely in ((counter, "payer"), (lead, "officer")):
        for page in (dispute.get_absolute_url(), materials_url(dispute)):
            asked = box.search(browser.get(page).content.decode())
            assert asked
            assert asked[1] == likely
    dropped = materials_url(dispute, "?part=list")
    assert lead.post(dropped, {"file": a_file()}).status_code == 201
    brought = {"file": a_file("对账单.txt", b"0"), "source": "counterparty"}
    assert lead.post(dropped, brought).status_code == 201
    assert counter.post(dropped, {"file": a_file(content=b"1")}).status_code == 201
    kept = list(dispute.materials.all())
    assert [each.source for each in kept] == ["officer", "counterparty", "payer"]
    again = counter.post(dropped, {"file": a_file("又一次.txt", b"0")})
    assert again.status_code == 400
    assert again.json()["errors"]["file"] == ["这个文件已经在材料里（第 2 份），不用再传。"]
    shown = counter.post(materials_url(dispute), {"file": a_file(content=b"0")})
    assert "（第 2 份）" in shown.content.decode()
    program = program_of(clerk())
    address, sent = f"/api/v1/disputes/{dispute.pk}/materials/", {"file": a_file(content=b"0")}
    same = program.client.post(address, sent, headers=program.headers)
    assert (same.status_code, same.json()["id"]) == (201, kept[1].pk)
    assert dispute.materials.count() == 3
    request = {"file": a_file(content=b"0"), "purpose": "withdrawal"}
    other = program.client.post(address, request, headers=program.headers)
    assert (other.status_code, dispute.materials.count()) == (201, 4)


def test_a_harmful_file_is_refused_in_words() -> None:
    dispute = f.handled()
    client = signed_in(clerk())
    bad = {"file": a_file("工具.exe", b"MZ")}
    shown = client.post(materials_url(dispute), bad)
    assert shown.status_code == 400
    assert "不能上传“exe”类型的文件" in shown.content.decode()
    dropped = client.post(materials_url(dispute, "?part=list"), {"file": a_file("工具.exe", b"MZ")})
    assert dropped.status_code == 400
    assert "不能上传" in dropped.json()["errors"]["file"][0]
    assert not dispute.materials.exists()


def test_only_who_works_on_it_adds_and_never_after_archiving() -> None:
    dispute = f.handled()
    stranger = signed_in(clerk("YB")).post(materials_url(dispute), {"file": a_file()})
    assert stranger.status_code == 404
    leader = signed_in(f.a_leader()).post(materials_url(dispute), {"file": a_file()})
    assert leader.status_code == 403
    filed = f.archived()
    refused = signed_in(clerk()).post(materials_url(filed), {"file": a_file()})
    assert refused.status_code == 302
    assert not filed.materials.exists()


def test_a_material_is_handed_out_as_an_attachment_after_it_is_recorded() -> None:
    dispute = f.handled()
    material = added_to(dispute)
    url = reverse("material", args=[material.pk])
    assert signed_in(clerk("YB")).get(url).status_code == 404
    assert not AccessRecord.objects.exists()
    answer = signed_in(clerk()).get(url)
    assert b"".join(answer.streaming_content) == "三月实发5200元".encode()  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    record = AccessRecord.objects.get()
    assert (record.action, record.dispute_number) == ("download", dispute.number)
