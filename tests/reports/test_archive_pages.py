"""案卷档案: who finds which file, what a file shows, and that every look is written down."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from urllib.parse import unquote
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from confidentiality.models import AccessRecord
from departments.models import Officer
from departments.roles import Role
from disputes import finding
from disputes.choices import Mode
from disputes.materials import keep_material
from disputes.models import Dispute
from reports.archives import archives, completeness, seeking
from tests.api.programs import program
from tests.confidentiality import brought_files as brought
from tests.factories import a_department, an_officer, archived, concluded, do, today, triaged
from workflow.archiving.case_file import Excuse, missing_papers
from workflow.models import CaseFile, Deadline

pytestmark = pytest.mark.django_db


def signed_in(role: str = Role.AUDITOR, code: str = "ZB") -> Client:
    client = Client()
    client.force_login(Officer.objects.get(pk=an_officer(role, code).pk))
    return client


def a_file(mode: str = Mode.SINGLE, code: str = "SW", **fields: object) -> CaseFile:
    return archived(mode, code, **fields).case_file


def listed(client: Client, **asked: str) -> str:
    """As the form asks: posted, and led to an address that says nothing of it."""
    answer = client.post(reverse("archives"), asked, follow=True)
    assert answer.status_code == 200
    if q := asked.get("q"):
        address, status = answer.redirect_chain[-1]
        assert (status, q in unquote(address)) == (302, False)
    return answer.content.decode()


def opened(client: Client, file: CaseFile, status: int = 200, *, why: str = "季度抽查") -> str:
    """Read after a look was registered, unless one was within this visit."""
    answer = client.get(file.get_absolute_url())
    if answer.status_code == 200 and "打开案卷前先写明用途" in answer.content.decode():
        client.post(file.get_absolute_url(), {"purpose": why})
        answer = client.get(file.get_absolute_url())
    assert answer.status_code == status
    return answer.content.decode()


def looks(file: CaseFile) -> list[str]:
    rows = AccessRecord.objects.filter(object_type="workflow.casefile", object_id=str(file.pk))
    return [each.purpose for each in rows.filter(action="view").order_by("id")]


def test_an_auditor_sees_archived_files_and_no_others() -> None:
    file, open_one = a_file(), concluded()
    text = listed(signed_in())
    assert file.number in text
    assert str(open_one) not in text
    assert "欧阳测试" not in text


def test_a_department_sees_its_own_files() -> None:
    file = a_file(Mode.REFERRAL)
    for code in ("SW", "YB"):
        assert file.number in listed(signed_in(Role.CLERK, code))
    stranger = signed_in(Role.CLERK, "CZ")
    assert file.number not in listed(stranger)
    opened(stranger, file, status=404)


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECADMIN, Role.LOGADMIN])
def test_administrators_have_no_archive(role: str) -> None:
    assert signed_in(role).get(reverse("archives")).status_code == 403


def test_a_file_shows_its_cover_catalogue_and_checks() -> None:
    file = a_file(Mode.SPECIAL)
    text = opened(signed_in(), file)
    for words in (
        file.title,
        "永久",
        "专案办理",
        "重大事项审批表",
        "会议纪要",
        "连续",
        "缺送达凭证",
    ):
        assert words in text
    assert "欧阳测试" not in text
    paper = file.dispute.papers.first()
    assert paper is not None
    assert reverse("paper_pdf", args=[paper.pk]) in text


def test_every_look_is_written_down_once_a_visit() -> None:
    file, client = a_file(), signed_in()
    opened(client, file)
    opened(client, file)
    assert looks(file) == ["季度抽查"]
    assert "查看，用途：季度抽查" in opened(client, file)
    opened(signed_in(Role.ARCHIVIST), file)
    assert len(looks(file)) == 2


def test_the_purpose_one_writes_is_kept() -> None:
    file, client = a_file(), signed_in()
    answer = client.post(file.get_absolute_url(), {"purpose": "季度抽查"})
    assert answer.status_code == 302
    opened(client, file)
    assert looks(file) == ["季度抽查"]
    bare = client.post(file.get_absolute_url(), {"purpose": ""})
    assert bare.status_code == 400
    assert "请写明查阅用途" in bare.content.decode()


def test_an_archived_case_is_read_only_through_its_register_whatever_the_address() -> None:
    """The case, a verb on it and its papers lead to 查阅登记; the case opens after it."""
    file = a_file()
    dispute, paper = file.dispute, file.dispute.papers.first()
    assert paper is not None
    officer = an_officer(Role.CLERK, "SW")
    client = signed_in(Role.CLERK, "SW")
    report_up = reverse("dispute_verb", args=[dispute.pk, "report_up"])
    addresses = (dispute.get_absolute_url(), reverse("paper_pdf", args=[paper.pk]), report_up)
    for address in addresses:
        assert client.get(address)["Location"] == file.get_absolute_url()
    page = client.get(file.get_absolute_url()).content.decode()
    assert "打开案卷前先写明用途" in page
    assert file.title in page
    assert looks(file) == []
    client.post(file.get_absolute_url(), {"purpose": "信访复查"})
    assert looks(file) == ["信访复查"]
    for address in addresses:
        assert client.get(address).status_code in {200, 202}
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        client.force_login(officer)
        assert client.get(addresses[0])["Location"] == file.get_absolute_url()


def test_nothing_that_hangs_on_an_archived_case_is_read_before_its_register() -> None:
    """Materials, assignments, the parties in clear, its package: each leads to 查阅登记."""
    dispute = concluded(Mode.REFERRAL)
    material = keep_material(dispute, a_photograph(), by=an_officer(Role.CLERK, "SW"))
    leaving = {"recipient_kind": "department", "recipient": "区审计局", "purpose": "专项审计",
               "until": today() + timedelta(days=9), "particulars": ["number"]}  # fmt: skip
    an_officer(Role.OFFICE, "ZB")
    do(dispute, "disclose", an_officer(Role.CLERK, "SW"), **leaving)
    do(dispute, "archive", an_officer(Role.CLERK, "SW"))
    file = dispute.case_file
    leaves = dispute.disclosures.get()
    asked = program(Role.OFFICE, "ZB").get(f"disclosures/{leaves.pk}/")
    assert asked.status_code == 403
    asked = program(Role.REVIEWER, "SW").get(f"disclosures/{leaves.pk}/")
    assert asked.status_code == 200  # a unit that took part: its call is the register's line
    assert AccessRecord.objects.filter(officer=an_officer(Role.REVIEWER, "SW")).count() == 1
    task = dispute.assignments.order_by("pk")[0]
    client = signed_in(Role.HEAD, "SW")
    addresses = [
        reverse("material", args=[material.pk]),
        reverse("material_look", args=[material.pk]),
        reverse("material_shown", args=[material.pk]),
        reverse("dispute_materials", args=[dispute.pk]),
        reverse("dispute_reveal", args=[dispute.pk]),
        reverse("case_file_package", args=[file.pk]),
        reverse("case_file_merged", args=[file.pk]),
        task.get_absolute_url(),
        leaves.get_absolute_url(),
    ]
    for address in addresses:
        answer = client.get(address)
        assert answer.get("Location") == file.get_absolute_url(), address
    assert not AccessRecord.objects.filter(officer=an_officer(Role.HEAD, "SW")).exists()
    client.post(file.get_absolute_url(), {"purpose": "信访复查"})
    for address in addresses:
        answer = client.get(address)
        assert b"".join(answer), address  # read to its end, as a browser does
        assert answer.get("Location") != file.get_absolute_url(), address


def test_what_a_meeting_settled_and_why_it_was_supervised_is_read_by_its_register() -> None:
    """Beside others as well: lists, 台账 and the meeting itself say that it stands in the file."""
    dispute, settled, why = concluded(Mode.SPECIAL), "由区税务局牵头补缴", "群众再次来信催问"
    office, clerk = an_officer(Role.OFFICE, "ZB"), an_officer(Role.CLERK, "SW")
    do(dispute, "supervise", office, department=a_department("RS"), level="1", reason=why)
    leaving = {"recipient_kind": "department", "recipient": "区审计局", "purpose": "专项审计核对",
               "until": today() + timedelta(days=9), "particulars": ["number"]}  # fmt: skip
    do(dispute, "disclose", clerk, **leaving)
    meeting = dispute.agenda_items.get().meeting
    pages = {
        meeting.get_absolute_url(): settled,
        reverse("meeting_register"): settled,
        reverse("supervisions"): why,
        reverse("disclosures"): "专项审计核对",
    }
    calls = {f"meetings/{meeting.pk}/": settled, "meetings/": settled, "supervisions/": why,
             "disclosures/": "专项审计核对"}  # fmt: skip
    client, reader = signed_in(Role.OFFICE), program(Role.OFFICE, "ZB")
    for address, said in pages.items():
        assert said in client.get(address).content.decode(), address
    for call, said in calls.items():
        assert said in str(reader.get(call).json()), call
    do(dispute, "archive", clerk)
    for address, said in pages.items():
        page = client.get(address).content.decode()
        assert (said in page, "已归档，见案卷" in page) == (False, True), address
    for call, said in calls.items():
        assert said not in str(reader.get(call).json()), call
    took_part = program(Role.CLERK, "SW")
    assert settled in str(took_part.get(f"meetings/{meeting.pk}/").json())
    assert AccessRecord.objects.filter(officer=clerk, object_type="workflow.casefile").exists()
    client.post(dispute.case_file.get_absolute_url(), {"purpose": "信访复查"})
    assert settled in client.get(meeting.get_absolute_url()).content.decode()


def test_what_was_merged_into_an_archived_case_is_read_after_its_register() -> None:
    survivor, joined = triaged(), triaged()
    clerk = an_officer(Role.CLERK, "SW")
    material = keep_material(joined, a_photograph(), by=clerk)
    do(joined, "merge", clerk, into=survivor)
    do(survivor, "withdraw", clerk, note="缴费人不再要求")
    do(survivor, "archive", clerk, excused=[Excuse("撤回申请", "口头撤回，已录音")])
    client, address = signed_in(), reverse("material", args=[material.pk])
    assert client.get(address)["Location"] == survivor.case_file.get_absolute_url()


def a_photograph() -> SimpleUploadedFile:
    return SimpleUploadedFile("申请.jpg", brought.photo())


def test_whoever_has_just_archived_it_goes_on_and_that_is_written_down() -> None:
    dispute = concluded()
    client = signed_in(Role.CLERK, "SW")
    sent = {"version": dispute.version, **without_missing(dispute)}
    client.post(reverse("dispute_verb", args=[dispute.pk, "archive"]), sent)
    dispute.refresh_from_db()
    assert looks(dispute.case_file) == ["归档"]
    assert client.get(dispute.get_absolute_url()).status_code == 200


def without_missing(dispute: Dispute) -> dict[str, object]:
    """A reason for every paper that the file has not."""
    missing = list(missing_papers(dispute))
    return {"missing": missing, "reason": ["已核实"] * len(missing)} if missing else {}


def test_a_stranger_leaves_no_record_since_there_was_no_look() -> None:
    file = a_file()
    client = signed_in(Role.CLERK, "CZ")
    assert client.post(file.get_absolute_url(), {"purpose": "季度抽查"}).status_code == 404
    assert looks(file) == []


def test_an_excused_gap_is_told_in_the_list_and_in_the_file() -> None:
    dispute = triaged()
    clerk = an_officer(Role.CLERK, "SW")
    do(dispute, "withdraw", clerk, note="缴费人不再要求")
    reason = {"label": "撤回申请", "reason": "缴费人口头撤回，已录音"}
    do(dispute, "archive", clerk, excused=[Excuse(**reason)])
    client = signed_in()
    unread = listed(client)
    assert "已说明" in unread
    assert "打开案卷前" not in unread  # nobody registers a look at a file that he did not pick
    picked = client.get(reverse("archives"), {"file": dispute.case_file.pk}).content.decode()
    assert "缺件已说明" in picked
    text = opened(client, dispute.case_file)
    assert "缴费人口头撤回，已录音" in text
    assert "应有 1 份，有 0 份，已说明" in text


def test_a_file_is_found_by_number_title_and_what_was_reported() -> None:
    file = a_file(facts="采伐队停产后一直没有参保")
    other = a_file()
    client = signed_in()
    run_together = str(file.dispute).replace("-", "")
    spaced = str(file.dispute).replace("-", " ").lower()
    for q in (str(file.dispute), run_together, spaced, file.number, "采伐队停产"):
        text = listed(client, q=q)
        assert file.number in text
        assert other.number not in text
    both = listed(client, q=other.title[:8])
    assert other.number in both
    assert "没有符合条件的案卷" in listed(client, q="欧阳测试")  # files are not kept by persons


def test_filters_narrow_the_list() -> None:
    file = a_file()
    client = signed_in()
    assert file.number in listed(
        client, year=str(file.year), department="SW", retention=file.retention
    )
    for asked in (
        {"year": "2001"}, {"department": "RS"}, {"retention": "Y"}, {"category": "MED-3"},
        {"outcome": "withdrawn"}, {"overdue": "1"},
    ):  # fmt: skip
        assert file.number not in listed(client, **asked)


def test_files_are_found_by_what_came_of_them_and_whether_a_step_was_late() -> None:
    in_time, late = a_file(), concluded()
    clock = late.deadlines.filter(is_void=False, ended_on__isnull=False).earliest("pk")
    assert clock.ended_on is not None
    day = clock.ended_on - timedelta(days=1)
    Deadline.objects.filter(pk=clock.pk).update(due_on=day, amber_on=day)
    do(late, "archive", an_officer(Role.CLERK, "SW"))
    withdrawn = triaged()
    do(withdrawn, "withdraw", an_officer(Role.CLERK, "SW"), note="缴费人撤回反映。")
    left = [Excuse("撤回申请", "缴费人口头撤回，已记录。")]
    do(withdrawn, "archive", an_officer(Role.CLERK, "SW"), excused=left)
    files = {each.case_file.number for each in (late, withdrawn)} | {in_time.number}
    client = signed_in()

    def found(**asked: str) -> set[str]:
        text = listed(client, **asked)
        by_program = program("auditor", "ZB").get("archives/", **asked).json()
        numbers = {number for number in files if number in text}
        assert {row["number"] for row in by_program} == numbers, asked
        return numbers

    assert found(overdue="1") == {late.case_file.number}
    assert found(outcome="concluded") == {in_time.number, late.case_file.number}
    assert found(outcome="withdrawn") == {withdrawn.case_file.number}
    assert found(category=late.category, outcome="concluded", overdue="1") == found(overdue="1")


def test_the_list_goes_on_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.archives.views.PER_PAGE", 1)
    older, newer = a_file(), a_file()
    client = signed_in()
    first = listed(client)
    assert newer.number in first
    assert older.number not in first
    onward = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = client.get(reverse("archives") + onward.replace("&amp;", "&")).content.decode()
    assert older.number in second
    assert client.get(reverse("archives"), {"cursor": "x"}).status_code == 404


def test_what_came_after_archiving_stands_apart() -> None:
    file = a_file()
    do(file.dispute, "report_up", an_officer(Role.CLERK, "SW"))
    text = opened(signed_in(), file)
    assert "归档后补充" in text
    assert "上报表" in text


def test_the_package_is_taken_on_record() -> None:
    file, client = a_file(), signed_in()
    opened(client, file)
    answer = client.get(reverse("case_file_package", args=[file.pk]))
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert "manifest.json" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert AccessRecord.objects.filter(action="download", object_id=str(file.pk)).count() == 1


def test_the_list_asks_the_same_questions_however_long_it_is() -> None:
    client = signed_in()
    a_file()
    few = _statements(client)
    for _ in range(4):
        a_file()
    assert _statements(client) == few


def _statements(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        listed(client)
    return len(asked)


def test_the_worst_check_is_the_verdict() -> None:
    good, excused, bad = (completeness.Check("", "", kind) for kind in ("ok", "warn", "bad"))
    assert completeness.verdict([good]).says == "通过"
    assert completeness.verdict([good, excused]).says == "缺件已说明"
    assert completeness.verdict([good, excused, bad]).says == "有缺件"


def test_more_files_than_anybody_pages_through_are_not_counted_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_file()
    a_file()
    assert "共 <b>2 卷</b>" in listed(signed_in())
    monkeypatch.setattr(seeking, "COUNTED", 1)
    assert "共 <b>1 卷以上</b>" in listed(signed_in())


@pytest.mark.parametrize("many", [-1, 8_000])
def test_a_frequent_word_finds_the_same_files_as_a_rare_one(
    monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    file = a_file()
    monkeypatch.setattr(finding, "_MANY", many)
    assert file.number in listed(signed_in(), q="争议")
    assert file.number not in listed(signed_in(), q="麒麟")


def test_every_year_since_the_first_file_is_offered() -> None:
    assert archives.years() == []
    file = a_file(code="SW")
    assert archives.years() == [file.year]
    older = {"pk": None, "dispute": concluded(Mode.SINGLE), "number": "旧卷", "year": file.year - 2}
    kept = {field.name: getattr(file, field.name) for field in CaseFile._meta.fields}
    kept["seal_id"] = uuid4()
    CaseFile.objects.create(**kept | older)
    assert archives.years() == [file.year, file.year - 1, file.year - 2]
