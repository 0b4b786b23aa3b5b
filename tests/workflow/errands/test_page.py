"""The page of an errand, its line, and in whose list it stands."""

from __future__ import annotations

import pytest
from django.http import Http404

from deadlines.calendar_days import current_calendar
from departments.models import Officer
from departments.roles import Role
from tests import factories as f
from tests.workflow import budget_cases as cases
from workflow.errands import actions
from workflow.errands.page import errand_list, errand_or_404, errand_page, lamp_of, waiting_for

pytestmark = pytest.mark.django_db


def fresh(role: Role, code: str) -> Officer:
    return Officer.objects.get(pk=f.an_officer(role, code).pk)


def test_it_stands_with_whoever_may_go_on_with_it_and_with_nobody_else() -> None:
    posts = [(Role.CLERK, "YB"), (Role.HEAD, "YB"), (Role.OFFICE, "ZB"), (Role.CLERK, "RS")]
    stages = (cases.errand, cases.signed_for, cases.written, cases.reported_back)
    waits = []
    for stage in stages:
        own = stage(2)
        lists = {post: [line.number for line in waiting_for(fresh(*post))] for post in posts}
        waits.append([own.number in lists[post] for post in posts])
    assert waits == [
        [True, True, False, False],
        [True, True, False, False],
        [False, True, False, False],
        [False, False, True, False],
    ]


def test_the_lamp_stops_with_the_answer_and_goes_out_with_a_recall() -> None:
    done, taken = cases.reported_back(2), cases.errand(2)
    calendar = current_calendar()
    assert lamp_of(taken, calendar).colour == "green"
    actions.recall(taken, by=fresh(Role.OFFICE, "ZB"), reason="不用了")
    assert lamp_of(done, calendar).words == "按期办结"
    assert lamp_of(taken, calendar).colour == "grey"


def test_the_register_keeps_what_is_done_apart_and_only_the_task_force_adds() -> None:
    own = cases.reported_back(2)
    office, clerk = fresh(Role.OFFICE, "ZB"), fresh(Role.CLERK, "YB")
    actions.close(own, by=office, conclusion="已收到")
    assert [line.number for line in errand_list(clerk, "done", "").lines] == [own.number]
    assert errand_list(clerk, "open", "").lines == []
    assert (errand_list(office, "", "").may_give, errand_list(clerk, "", "").may_give) == (
        True,
        False,
    )


def test_its_page_tells_what_was_asked_what_was_done_and_what_can_be_done() -> None:
    own, office = cases.reported_back(2), fresh(Role.OFFICE, "ZB")
    page = errand_page(own, office)
    assert [act.label for act in page.acts] == ["办结", "退回重办", "撤回交办"]
    assert (page.answer, len(page.papers)) == ("共十二件", 1)
    assert "审签办理情况" in page.entries[0].text
    with pytest.raises(Http404):
        errand_or_404(fresh(Role.CLERK, "RS"), own.pk)
