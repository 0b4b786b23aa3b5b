"""What a case knows of its people is masked in every free text of it, however it is written."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from disputes.words import shown
from reports.archives.archives import file_page
from tests import factories as f
from tests.api.programs import program
from tests.workflow.archiving.test_actions import withdrawn
from tests.workflow.signing_in import signed_in
from workflow.archiving.case_file import Excuse
from workflow.cases.materials import add_material
from workflow.errands.actions import give
from workflow.meetings import actions as meetings
from workflow.meetings.actions import Decided
from workflow.models import CaseFile

pytestmark = pytest.mark.django_db

WRITTEN = "欧阳测试说；欧 阳　测试；【欧】阳     测试；电话１５４００００００１８、154 0000 0018"
NAMES = ("欧阳测试", "欧 阳　测试", "欧】阳", "１５４００００００１８", "154 0000 0018")


def told(text: str) -> list[str]:
    return [name for name in NAMES if name in text]


def test_on_the_page_the_opinion_the_timeline_and_for_programs() -> None:
    dispute = f.handled(Mode.JOINT, facts=WRITTEN, claim=f"请 {WRITTEN} 补缴")
    clerk = f.an_officer(Role.CLERK, "SW")
    for assignment in dispute.assignments.all():
        officer = f.an_officer(Role.CLERK, assignment.department.code)
        f.answer(assignment, "accept", officer)
        fields = dict.fromkeys(("facts", "basis", "opinion"), WRITTEN)
        f.answer(assignment, "draft_opinion", officer, **fields)
        page = signed_in(officer).get(assignment.get_absolute_url()).content.decode()
        shown_there = page.partition('id="main"')[2].replace(
            f">{WRITTEN}", ">"
        )  # not his own fields
        assert told(shown_there.partition("<form")[0]) == []
    page = signed_in(clerk).get(dispute.get_absolute_url()).content.decode()
    assert "欧*试" in page
    assert told(page) == []
    api = program("clerk", "SW")
    for path in (f"disputes/{dispute.pk}/", f"disputes/{dispute.pk}/timeline/"):
        assert told(api.get(path).content.decode()) == []
    leader = signed_in(f.a_leader())
    assert told(leader.get(reverse("dispute", args=[dispute.pk])).content.decode()) == []


def test_nothing_else_is_taken_for_it() -> None:
    dispute = f.handled()
    assert shown("欧阳先生说测试通过", dispute) == "欧阳先生说测试通过"
    assert shown("", dispute) == shown(None, dispute) == ""


def test_wherever_else_its_words_are_read() -> None:
    """Meetings, 督办, errands, approvals, assignments, materials, messages and the file of it."""
    dispute = f.triaged()
    clerk, leader = f.an_officer(Role.CLERK, "SW"), f.a_leader()
    add_material(dispute, by=clerk, upload=an_upload(), title=f"{WRITTEN}的说明.txt")
    others = [f.a_department(code) for code in ("RS", "YB")]
    f.do(dispute, "report_major", clerk, reason=WRITTEN, departments=others)
    asked = dispute.approvals.get()
    queue = [asked.get_absolute_url(), f"/api/v1/approvals/{asked.pk}/", "/approvals/"]
    assert names_told(leader, *queue) == {}
    f.do(dispute, "approve_major", leader, comment=f"{WRITTEN}，同意", meeting=True)
    meeting = f.a_minuted_meeting(dispute)
    decided = Decided(dispute, f"{WRITTEN}，补缴", dissent=WRITTEN)
    meetings.minute(meeting, by=clerk, items=[decided])
    f.do(dispute, "give_task", leader, department=f.a_department("CZ"), question=WRITTEN)
    f.do(dispute, "supervise", leader, department=others[1], level="1", reason=WRITTEN)
    own = dispute.supervisions.get()
    errand = give(by=leader, department=others[0], question=f"{dispute.number}：{WRITTEN}")
    assert (
        names_told(
            leader,
            *(each.get_absolute_url() for each in (dispute, meeting, own, errand, asked)),
            f"{dispute.get_absolute_url()}materials/",
            *(
                "/meetings/",
                "/supervisions/",
                "/errands/",
                reverse("notices"),
                "/approvals/?tab=decided",
            ),
            *(f"/api/v1/disputes/{dispute.pk}/{part}/" for part in PARTS),
            *(
                f"/api/v1/{kind}/{each.pk}/"
                for kind, each in zip(KINDS, (meeting, own, errand, asked), strict=True)
            ),
            *(f"/api/v1/{kind}/" for kind in (*KINDS, "assignments")),
            "/api/v1/approvals/?state=approved",
        )
        == {}
    )
    assert names_told(f.an_officer(Role.CLERK, "CZ"), reverse("notices")) == {}


PARTS = ("materials", "assignments", "papers", "timeline")
KINDS = ("meetings", "supervisions", "errands", "approvals")


def names_told(officer: Officer, *paths: str) -> dict[str, list[str]]:
    """What each page tells; it must be there."""
    browser, found = signed_in(officer), {}
    for path in paths:
        answer = browser.get(path)
        names = told(answer.content.decode())
        if answer.status_code != 200 or names:
            found[path] = names or [str(answer.status_code)]
    return found


def test_of_an_archived_file_its_catalogue_and_what_was_excused() -> None:
    dispute = withdrawn()
    clerk = f.an_officer(Role.CLERK, "SW")
    add_material(dispute, by=clerk, upload=an_upload(), title=f"{WRITTEN}的说明.txt")
    f.do(dispute, "archive", clerk, excused=[Excuse("撤回申请", WRITTEN)])
    file = CaseFile.objects.get(dispute=dispute)
    page = file_page(file)
    assert told("".join(line.title for line in page.lines)) == []
    assert told(str(page.excused)) == []
    answer = program("clerk", "SW").get(f"archives/{file.pk}/").content.decode()
    assert told(answer) == []
    assert "欧*试" in answer


def an_upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("情况.txt", "情况".encode())
