"""What a page does not offer a program is refused; what a program is offered pages offer too."""

from __future__ import annotations

from typing import Any

import pytest

from departments.models import Post, Term
from departments.roles import Role
from tests import factories as f
from tests.api.programs import program, program_of
from web.refusals import Mistyped

pytestmark = pytest.mark.django_db


def told(who: Any, dispute: Any, verb: str, **body: Any) -> dict[str, list[str]]:  # Any: JSON
    """Why not, field by field."""
    answer = who.post(f"disputes/{dispute.pk}/actions/{verb}/", body)
    assert answer.status_code == 400, answer.content
    errors: dict[str, list[str]] = answer.json()["errors"]
    return errors


@pytest.mark.parametrize("unit", ["SW", "ZB"])
def test_nobody_is_sent_away_to_where_he_stands_or_to_the_office(unit: str) -> None:
    dispute = f.triaged()
    body = {"department": unit, "reason": "不属本局职责"}
    assert set(told(program(), dispute, "notify_only", **body)) == {"department"}


@pytest.mark.parametrize("unit", ["SW", "ZB"])
def test_the_office_is_not_asked_to_call_who_comes_anyway(unit: str) -> None:
    dispute = f.handled("joint")
    body = {"departments": ["YB", unit], "reason": "需共同研究"}
    assert set(told(program(), dispute, "request_convening", **body)) == {"departments"}


def test_a_case_is_returned_to_no_office_that_handles_none() -> None:
    referral = f.handled("referral").assignments.get()
    body = {"department": "ZB", "reason": "不属本局职责"}
    answer = program(code="YB").post(f"assignments/{referral.pk}/actions/return_back/", body)
    assert (answer.status_code, set(answer.json()["errors"])) == (400, {"department"})


def test_it_is_handed_over_to_another_and_to_one_of_two_units_whichever_desk_he_sits_at() -> None:
    dispute, head = f.handled(), f.an_officer(Role.HEAD)
    own, of_two = f.an_officer(), f.an_officer(Role.CLERK, "CZ")
    seat = Post.objects.filter(department__code="SW", role=Role.CLERK).earliest("pk")
    Term.objects.create(officer=of_two, post=seat, starts_on=f.today())
    with pytest.raises(Mistyped, match="现在就由"):
        f.do(dispute, "hand_over", head, officer=own)
    f.do(dispute, "hand_over", head, officer=of_two)
    assert dispute.responsible_officer == of_two


def test_a_program_is_offered_only_what_may_be_chosen_now() -> None:
    f.an_officer(Role.REVIEWER)
    dispute = f.handled()
    f.an_officer(Role.CLERK, "YB")
    verbs = program_of(f.an_officer(Role.HEAD)).get(f"disputes/{dispute.pk}/actions/").json()
    fields = {each["verb"]: {field["name"]: field for field in each["fields"]} for each in verbs}
    offered = {each["value"] for each in fields["hand_over"]["officer"]["choices"]}
    assert offered == {"sw_reviewer", "sw_head"}
    invited = {each["value"] for each in fields["invite"]["departments"]["choices"]}
    assert "YB" in invited
    assert not invited & {"SW", "ZB"}
