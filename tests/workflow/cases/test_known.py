"""What a case knows of its people is masked in every free text of it, however it is written."""

from __future__ import annotations

import pytest
from django.urls import reverse

from departments.roles import Role
from disputes.choices import Mode
from disputes.words import shown
from tests import factories as f
from tests.api.programs import program
from tests.workflow.signing_in import signed_in

pytestmark = pytest.mark.django_db

WRITTEN = "欧阳测试说；欧 阳　测试；电话１５４００００００１８、154 0000 0018"
NAMES = ("欧阳测试", "欧 阳　测试", "１５４００００００１８", "154 0000 0018")


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
