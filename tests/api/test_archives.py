"""Papers as PDF, materials, archived files and their packages."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from confidentiality.models import AccessRecord
from confidentiality.sealing import open_sealed
from reports.archives.package import faults_of
from tests import factories
from tests.api.programs import API, Program, program
from workflow.issuing.tasks import render_paper
from workflow.models import CaseFile

pytestmark = pytest.mark.django_db


def a_text(name: str = "申请.txt", content: bytes = "申请书".encode()) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/plain")


def upload(by: Program, dispute: int, *, key: str = "", **parts: Any) -> Any:  # Any: as sent
    headers = by.headers | ({"Idempotency-Key": key} if key else {})
    return by.client.post(f"{API}disputes/{dispute}/materials/", parts, headers=headers)


def test_a_material_is_looked_into_and_kept() -> None:
    dispute = factories.triaged("SW")
    clerk = program()
    added = upload(clerk, dispute.pk, file=a_text(), source="payer")
    assert added.status_code == 201, added.content.decode()
    assert added.json()["media_type"] == "text/plain"
    listed = clerk.get(f"disputes/{dispute.pk}/materials/").json()
    assert listed == [added.json()]
    for parts in ({}, {"file": a_text("a.exe", b"MZ")}, {"file": a_text("a.pdf", b"no pdf")}):
        refused = upload(clerk, dispute.pk, key="", **parts)
        assert refused.status_code == 400
        assert list(refused.json()["errors"]) == ["file"]
    assert upload(program("leader", "ZB"), dispute.pk, file=a_text()).status_code == 403
    assert upload(program("clerk", "CZ"), dispute.pk, file=a_text()).status_code == 404
    done = factories.archived("single", "SW")
    assert upload(clerk, done.pk, file=a_text()).status_code == 409


def test_an_upload_sent_twice_is_kept_once() -> None:
    dispute = factories.triaged("SW")
    first = upload(program(), dispute.pk, key="u1", file=a_text())
    again = upload(program(), dispute.pk, key="u1", file=a_text())
    assert (first.status_code, again.content) == (201, first.content)
    assert upload(program(), dispute.pk, key="u1", file=a_text(content=b"other")).status_code == 422
    assert dispute.materials.count() == 1


@pytest.mark.slow
def test_a_paper_is_given_masked_or_full_with_a_record() -> None:
    dispute = factories.triaged("SW")
    paper = dispute.papers.get()
    clerk = program()
    waiting = clerk.get(f"papers/{paper.pk}/pdf/")
    assert waiting.status_code == 202
    render_paper(paper.pk)
    given = clerk.get(f"papers/{paper.pk}/pdf/")
    assert given.status_code == 200
    assert given.headers["Content-Type"] == "application/pdf"
    assert given.content.startswith(b"%PDF")
    full = clerk.get(f"papers/{paper.pk}/pdf/", copy="full")
    assert full.status_code == 200
    assert AccessRecord.objects.filter(officer=clerk.officer, fields=["full"]).count() == 1
    assert clerk.get(f"papers/{paper.pk}/pdf/", copy="all").status_code == 400
    assert program("leader", "ZB").get(f"papers/{paper.pk}/pdf/", copy="full").status_code == 403
    stranger = program("clerk", "CZ")
    missing = stranger.get("papers/999999/pdf/")
    assert stranger.get(f"papers/{paper.pk}/pdf/").content == missing.content
    assert missing.status_code == 404


def test_archives_are_found_and_read() -> None:
    dispute = factories.archived("single", "SW")
    factories.concluded("single", "SW")
    auditor = program("auditor", "ZB")
    file = dispute.case_file
    (row,) = auditor.get("archives/").json()
    assert (row["id"], row["dispute"], row["number"]) == (file.pk, dispute.pk, file.number)
    for q in (dispute.number, file.number, "三个月没有", "木制品"):
        assert [r["id"] for r in auditor.get("archives/", q=q).json()] == [file.pk], q
    assert auditor.get("archives/", q="没有这样的字").json() == []
    assert len(auditor.get("archives/", year=str(file.year)).json()) == 1
    assert auditor.get("archives/", year="2001").json() == []
    assert auditor.get("archives/", year="x").status_code == 400
    code, term = file.department.code, file.retention
    for narrowed, count in (
        ({"department": code}, 1), ({"department": "YB"}, 0),
        ({"retention": term, "q": "木制品", "department": code}, 1),
        ({"retention": next(each for each in CaseFile.Retention if each != term)}, 0),
    ):  # fmt: skip
        assert len(auditor.get("archives/", **narrowed).json()) == count, narrowed
    assert auditor.get("archives/", department="ZZ").status_code == 400
    assert dispute.payer is not None
    payer = open_sealed(dispute.payer.name)
    assert auditor.get("archives/", q=payer).json() == []  # files are not kept by persons
    whole = auditor.get(f"archives/{file.pk}/").json()
    assert [line["order"] for line in whole["catalogue"]] == [
        *range(1, len(whole["catalogue"]) + 1)
    ]
    assert AccessRecord.objects.filter(officer=auditor.officer, object_id=str(file.pk)).exists()
    stranger = program("clerk", "CZ")
    assert stranger.get("archives/").json() == []
    assert stranger.get(f"archives/{file.pk}/").status_code == 404
    assert stranger.get(f"archives/{file.pk}/package/").status_code == 404


def hanging_on(dispute: Any) -> list[str]:
    """Every call that tells a part of the case."""
    parts = ("materials", "timeline", "papers", "assignments", "deadlines")
    task, paper = dispute.assignments.order_by("pk")[0], dispute.papers.order_by("pk")[0]
    return [
        *(f"disputes/{dispute.pk}/{part}/" for part in parts),
        f"assignments/{task.pk}/",
        f"papers/{paper.pk}/pdf/",
    ]


@pytest.mark.parametrize("role", ["auditor", "archivist", "leader"])
def test_an_archived_case_is_read_after_its_reader_said_why(role: str) -> None:
    dispute = factories.archived("referral", "SW")
    reader, file = program(role, "ZB"), dispute.case_file
    calls = hanging_on(dispute)
    for call in calls:
        refused = reader.get(call)
        assert refused.status_code == 403, call
        said = refused.json()
        assert said["code"] == "look_first"
        assert f"/api/v1/archives/{file.pk}/looks/" in said["detail"]
    assert reader.get(f"disputes/{dispute.pk}/").json()["facts"]
    listed = reader.get("disputes/?state=archived").json()["results"]
    (sought,) = reader.post("disputes/search/", {"q": dispute.number}).json()["results"]
    for row in (*listed, sought):  # no look was registered
        assert (row["number"], row["facts"], row["claim"]) == (dispute.number, "", "")
    assert not looks_at(file)
    assert reader.post(f"archives/{file.pk}/looks/", {"purpose": " "}).status_code == 400
    registered = reader.post(f"archives/{file.pk}/looks/", {"purpose": "季度抽查"})
    assert registered.status_code == 201, registered.content.decode()
    assert looks_at(file) == ["季度抽查"]
    for call in calls:
        assert reader.get(call).status_code in {200, 202}, call
    later = timezone.now() + timedelta(minutes=31)
    with time_machine.travel(later, tick=False):
        assert reader.get(calls[0]).status_code == 403


def test_a_unit_that_took_part_is_written_down_by_its_own_call() -> None:
    dispute = factories.archived("referral", "SW")
    for code in ("SW", "YB"):
        (own_row,) = program("clerk", code).get("disputes/?state=archived").json()["results"]
        assert own_row["facts"]
        for call in hanging_on(dispute):
            assert program("clerk", code).get(call).status_code in {200, 202}, call
    own = "查阅本单位参与办理的案卷（接口）"
    assert looks_at(dispute.case_file) == [own, own]
    assert program("clerk", "CZ").get(hanging_on(dispute)[0]).status_code == 404


def test_whoever_takes_the_package_is_in_the_register() -> None:
    file = factories.archived("single", "SW").case_file
    b"".join(program("auditor", "ZB").get(f"archives/{file.pk}/package/").streaming_content)
    assert looks_at(file) == ["取信息包（接口）"]
    stranger = program("clerk", "CZ")
    assert stranger.post(f"archives/{file.pk}/looks/", {"purpose": "看"}).status_code == 404


def looks_at(file: Any) -> list[str]:
    rows = AccessRecord.objects.filter(object_type="workflow.casefile", object_id=str(file.pk))
    return [each.purpose for each in rows.filter(action="view").order_by("id")]


@pytest.mark.slow
def test_a_package_proves_that_it_is_whole() -> None:
    dispute = factories.concluded("single", "SW")
    upload(program(), dispute.pk, file=a_text("欧阳测试的申请.txt"))
    factories.do(dispute, "archive", factories.an_officer("clerk", "SW"))
    auditor = program("auditor", "ZB")
    answer = auditor.get(f"archives/{dispute.case_file.pk}/package/")
    assert answer.headers["Content-Type"] == "application/zip"
    content = b"".join(answer.streaming_content)
    archive = zipfile.ZipFile(io.BytesIO(content))
    names = archive.namelist()
    assert {"manifest.json", "元数据.xml", "卷内目录.xml", "checksums.sm3"} <= set(names)
    masked = [name for name in names if name.startswith("data/文书/")]
    assert len(masked) == dispute.papers.count()
    assert not any("欧阳" in name for name in names)
    manifest = json.loads(archive.read("manifest.json"))
    assert manifest["number"] == dispute.number
    filed = {each["order"] for each in manifest["files"] if each["order"]}
    assert filed == set(range(1, len(dispute.case_file.catalogue) + 1))
    assert "欧阳测试".encode() not in archive.read("卷内目录.xml")
    assert faults_of(io.BytesIO(content)) == []
    assert AccessRecord.objects.filter(officer=auditor.officer, action="download").count() == 1
