"""归档: no paper is missing without a reason; 报送专班 once, and once more outside the file."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from departments.models import Department
from departments.roles import Role
from disputes.choices import Mode, State
from disputes.models import Dispute
from reports.archives.package import sealed
from tests import factories as f
from tests.api.programs import program
from web.refusals import NotAllowed, NotYours
from workflow.archiving.case_file import SEALING, Excuse
from workflow.models import CaseFile, OutboxMessage

pytestmark = pytest.mark.django_db


def withdrawn() -> Dispute:
    """By a payer whose written request was never put into the file."""
    dispute = f.handled(Mode.SINGLE)
    f.do(dispute, "withdraw", f.an_officer(), note="书面申请")
    return dispute


def test_a_whole_file_is_closed_with_its_number_and_nothing_is_owed_any_more() -> None:
    dispute = f.concluded(Mode.JOINT)
    f.do(dispute, "archive", f.an_officer())
    filed = CaseFile.objects.get(dispute=dispute)
    assert (dispute.state, dispute.due_on, dispute.owing_role) == (State.ARCHIVED, None, "")
    assert f"归档，档号 {filed.number}。" in dispute.timeline.latest("pk").text
    assert not dispute.deadlines.open().exists()


def test_a_missing_paper_is_named_and_nothing_is_closed() -> None:
    dispute = withdrawn()
    with pytest.raises(NotAllowed, match="案卷缺少：撤回申请。请补齐，或逐项说明缺项理由"):
        f.do(dispute, "archive", f.an_officer())
    assert dispute.state == State.WITHDRAWN
    assert not CaseFile.objects.exists()


def test_with_a_reason_for_each_it_may_be_missing_and_the_timeline_counts_them() -> None:
    dispute = withdrawn()
    with pytest.raises(NotAllowed, match="撤回申请"):
        f.do(dispute, "archive", f.an_officer())
    f.do(dispute, "archive", f.an_officer(), excused=[Excuse("撤回申请", "电话撤回，录音存档")])
    assert dispute.state == State.ARCHIVED
    assert "，缺项1项已说明。" in dispute.timeline.latest("pk").text


@pytest.mark.parametrize(
    ("label", "says"),
    [("受理登记表", "“受理登记表”已在案卷中"), ("不存在的文书", "没有“不存在的文书”这一项")],
)
def test_a_reason_for_what_is_no_gap_is_refused_by_name_and_nothing_is_closed(label, says) -> None:
    dispute, gap = withdrawn(), {"label": "撤回申请", "reason": "电话撤回"}
    excused = [gap, {"label": label, "reason": "另一项"}]
    answer = program().post(f"disputes/{dispute.pk}/actions/archive/", {"excused": excused})
    assert answer.status_code == 400
    assert says in answer.json()["errors"]["excused"][0]
    assert not CaseFile.objects.exists()


def test_only_the_receiving_department_closes_the_file_and_only_one_that_has_ended() -> None:
    with pytest.raises(NotYours):
        f.do(f.concluded(Mode.REFERRAL), "archive", f.an_officer(Role.CLERK, "YB"))
    with pytest.raises(NotAllowed, match="不能办理“归档”"):
        f.do(f.decided(Mode.SINGLE), "archive", f.an_officer())


def test_without_a_fonds_number_no_file_gets_its_own() -> None:
    dispute = f.concluded(Mode.SINGLE)
    Department.objects.filter(code="SW").update(fonds_number="")
    with pytest.raises(NotAllowed, match="全宗号"):
        f.do(dispute, "archive", f.an_officer())


def test_the_office_is_told_of_what_is_reported_up_once() -> None:
    dispute, office = f.concluded(Mode.SINGLE), f.an_officer(Role.OFFICE, "ZB")
    f.do(dispute, "report_up", f.an_officer())
    assert office.notices.latest("pk").text == f"{dispute.number} 报送专班。"
    assert dispute.papers.filter(kind="report_up").count() == 1
    with pytest.raises(NotAllowed):
        f.do(dispute, "report_up", f.an_officer())


def test_an_archived_file_is_reported_up_without_being_touched() -> None:
    dispute = f.archived(Mode.SINGLE)
    version = dispute.version
    f.do(dispute, "report_up", f.an_officer())
    assert (dispute.state, dispute.version) == (State.ARCHIVED, version)
    assert "将办理情况报送专班" in dispute.timeline.latest("pk").text


def test_what_came_late_stands_beside_the_file_with_its_reason() -> None:
    """补充归档 (R081): nothing of the file is touched, and a further package is sealed."""
    dispute = f.archived(Mode.SINGLE)
    filed, version = list(dispute.case_file.catalogue), dispute.version
    letter = SimpleUploadedFile("补充.txt", "归档后收到的信".encode())
    f.do(dispute, "supplement", f.an_officer(), file=letter, title="来信", reason="归档后寄到")
    dispute = Dispute.objects.get(pk=dispute.pk)
    assert (dispute.state, dispute.version) == (State.ARCHIVED, version)
    assert dispute.case_file.catalogue == filed
    assert "补充归档“来信”，理由：归档后寄到" in dispute.timeline.latest("pk").text
    assert OutboxMessage.objects.filter(topic=SEALING).count() == 2
    _, second = sealed(dispute.case_file)
    assert second.materials == [dispute.materials.latest("pk").pk]
    other = SimpleUploadedFile("x.txt", b"x")
    with pytest.raises(NotYours):
        f.do(dispute, "supplement", f.an_officer(Role.CLERK, "YB"), file=other, reason="无关")
    with pytest.raises(NotAllowed):
        f.do(f.concluded(), "supplement", f.an_officer(), file=other, reason="未归档")
