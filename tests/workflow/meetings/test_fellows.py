"""What a meeting says of several cases names in the file of the one nobody of another (R075, R092).

司徒 reported the one in confidence, 欧阳 the other; a third was reported by 上官 in the open.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Q
from django.utils import timezone

from confidentiality.sealing import open_sealed_json
from departments.models import Officer
from departments.roles import Role
from disputes.models import Dispute
from papers.copies import WITHHELD
from papers.kinds import thaw
from papers.printing.drawing import page
from tests import factories as f
from tests.api.programs import program
from tests.workflow.signing_in import signed_in
from workflow.errands import actions as errands
from workflow.meetings import actions
from workflow.meetings.page import meeting_page
from workflow.meetings.plan import plan
from workflow.models import Assignment, Errand, Meeting, Notice, Paper

pytestmark = pytest.mark.django_db
SECRET, OWN, THIRD = "司徒金雀", "欧阳测试", "上官云起"
SAID = f"与{SECRET}、{THIRD}（示例木制品加工厂）的两件一并办理"


def office() -> Officer:
    return f.an_officer(Role.OFFICE, "ZB")


def brought_by(name: str, **fields: Any) -> Dispute:  # Any: model fields
    draft = f.a_draft(**fields)
    payer = draft.payer
    assert payer is not None
    payer.name = name
    payer.save()
    f.do(draft, "register", draft.first_contact_officer)
    f.do(draft, "approve_intake", f.an_officer(Role.REVIEWER))
    f.do(draft, "accept_single", f.an_officer(), reason="属本单位职责")
    return draft


def met(*disputes: Dispute) -> Meeting:
    """A conference of the office about them and a topic; its every word names the others."""
    units = [f.a_department(code) for code in ("SW", "RS")]
    meeting = plan(
        by=office(), kind="conference", title=f"{SECRET}等反映事项", disputes=disputes,
        topics=[f"{SECRET}一类问题"], departments=units, starts_at=timezone.now(),
        place=f"{SECRET}所在村委会",
    )  # fmt: skip
    actions.call(meeting, by=office())
    actions.hold(meeting, by=office(), attended=units, present=f"{SECRET}列席")
    decided = [actions.Decided(each, SAID, dissent=SAID, responsible=units[1]) for each in disputes]
    topic = meeting.items.get(dispute=None)
    decided.append(actions.Decided(None, SAID, responsible=units[1], item=topic))
    actions.minute(meeting, by=office(), items=decided)
    actions.issue(meeting, by=office())
    return meeting


@pytest.fixture
def cases() -> list[Dispute]:
    return [brought_by(SECRET, confidential_report=True), brought_by(OWN), brought_by(THIRD)]


def drawn(paper: Paper, *, masked: bool) -> str:
    return page(thaw(paper.kind, open_sealed_json(paper.content)), masked=masked)


def test_papers_of_another_case_and_of_topics_mask_the_people_of_all(
    cases: list[Dispute],
) -> None:
    """Who reported in confidence is in no full copy either; a unit stays, for the file knows it."""
    secret, own, _ = cases
    meeting = met(*cases)
    f.do(own, "draft_decision", f.an_officer(), facts=SAID, basis="社会保险法第63条", decision=SAID)
    f.do(own, "sign_decision", f.an_officer(Role.HEAD), comment="同意")
    asked = Q(errand__in=Errand.objects.all())
    beside = Paper.objects.filter(Q(dispute=own) | Q(dispute=None) & (Q(meeting=meeting) | asked))
    sheets = list(beside.filter(kind="attendance_sheet"))
    assert sheets
    assert not [s for s in sheets if SECRET in drawn(s, masked=False)], "who came is signed by hand"
    others = beside.exclude(kind="attendance_sheet")
    spoke = [each for each in others if SECRET in str(open_sealed_json(each.content))]
    kinds = sorted(each.kind for each in spoke)
    assert kinds == sorted([*["meeting_notice", "minutes"] * 3, *["task_sheet", "decision"] * 2]), (
        kinds
    )
    for each in spoke:
        assert SECRET not in drawn(each, masked=False), each
        assert WITHHELD in drawn(each, masked=False), each
        hidden = drawn(each, masked=True)
        assert not [name for name in (SECRET, "司*雀", THIRD, OWN) if name in hidden], each
    [sheet] = own.papers.filter(kind="task_sheet")
    assert f"{THIRD}（示例木制品加工厂）" in drawn(sheet, masked=False)
    assert "上*起（示例木制品加工厂）" in drawn(sheet, masked=True)
    extract = drawn(secret.papers.get(kind="minutes"), masked=True)
    assert OWN not in extract
    assert "联席会议纪要（摘录）" in extract
    assert "已经联席会议研究（会议纪要" in drawn(own.papers.filter(kind="decision")[0], masked=True)


def test_texts_of_another_case_and_messages_name_nobody_of_it(cases: list[Dispute]) -> None:
    _, own, _ = cases
    f.an_officer(Role.CLERK, "RS")
    meeting = met(*cases)
    errands.urge(Errand.objects.get(), by=office(), message=f"{SECRET}等着")
    told = [*(each.text for each in own.timeline.all()), *texts_of_notices()]
    assert any("催办" in each for each in told)
    assert any("等反映事项" in each for each in told)
    asked = Assignment.objects.get(dispute=own, meeting=meeting)
    told.append(asked.question)
    assert "示例木制品加工厂" in asked.question
    clerk = f.an_officer(Role.CLERK, "SW")
    told.append(signed_in(clerk).get(own.get_absolute_url()).content.decode())
    told.append(signed_in(clerk).get("/meetings/").content.decode())
    told.append(signed_in(clerk).get(meeting.get_absolute_url()).content.decode())
    told.append(signed_in(clerk).get(asked.get_absolute_url()).content.decode())
    told += [
        str(program().get(path).json())
        for path in (f"meetings/{meeting.pk}/", f"disputes/{own.pk}/timeline/")
    ]
    for each in told:
        assert not [name for name in (SECRET, "司*雀", THIRD) if name in each], each
    assert "示例木制品加工厂" in str(meeting_page(meeting, clerk).items)


def texts_of_notices() -> list[str]:
    return [each.text for each in Notice.objects.all()]


def test_a_meeting_that_a_case_has_left_names_its_people_no_more(cases: list[Dispute]) -> None:
    secret, own, _ = cases
    meeting = plan(
        by=office(), kind="conference", title=f"{SECRET}等反映事项", disputes=[secret, own],
        departments=[f.a_department("SW")], starts_at=timezone.now(), place="三楼",
    )  # fmt: skip
    actions.call(meeting, by=office())
    f.do(secret, "withdraw", f.an_officer(), note="书面撤回")
    meeting.refresh_from_db()
    assert not meeting.items.filter(dispute=secret).exists()
    actions.cancel(meeting, by=office(), reason=f"{OWN}未到")
    told = [meeting.title, *(each.text for each in own.timeline.all()), *texts_of_notices()]
    assert SECRET not in "".join(told)
    assert not [each for each in own.papers.all() if OWN in each.void_reason]
