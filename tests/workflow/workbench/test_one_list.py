"""One task, one light, one list: what a tab counts is what it leads to, wherever it stands."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from tests.disputes.people import browser
from workflow.models import Deadline
from workflow.workbench.items import items_of
from workflow.workbench.lines import Item, named
from workflow.workbench.page import workbench_of
from workflow.workbench.tasks import task_list

pytestmark = pytest.mark.django_db

DRAFT = {"facts": "属实", "basis": "社会保险法第63条", "decision": "补缴"}
EVERYBODY = (
    (Role.CLERK, "SW"),
    (Role.REVIEWER, "SW"),
    (Role.HEAD, "SW"),
    (Role.CLERK, "YB"),
    (Role.HEAD, "YB"),
    (Role.OFFICE, "ZB"),
    (Role.LEADER, "ZB"),
)


def everything() -> None:
    """A case in each state in which somebody owes something."""
    f.registered()
    f.triaged()
    f.handled(Mode.JOINT)
    f.handled(Mode.REFERRAL)
    f.decided()
    f.concluded()
    waiting_to_be_signed()
    returned = f.registered()
    f.do(returned, "return_intake", f.an_officer(Role.REVIEWER, "SW"), comment="缺")
    reported = f.triaged()
    clerk, others = f.an_officer(Role.CLERK, "SW"), [f.a_department("RS")]
    f.do(reported, "report_major", clerk, reason="群体性诉求", departments=others)


def waiting_to_be_signed() -> Dispute:
    dispute = f.handled()
    f.do(dispute, "draft_decision", f.an_officer(Role.CLERK, "SW"), **DRAFT)
    return dispute


@pytest.mark.parametrize(("role", "code"), EVERYBODY)
def test_every_tab_counts_the_rows_it_leads_to(role: Role, code: str) -> None:
    officer = f.a_leader() if role == Role.LEADER else f.an_officer(role, code)
    everything()
    client = browser(officer)
    for tab in workbench_of(officer, "", "").tabs:
        assert rows_of(client, f"/{tab.url}") == tab.count, tab.label
    for tab in task_list(officer, "", "").tabs:
        assert rows_of(client, f"/tasks/{tab.url}") == tab.count, tab.label


def drawn(officer: Officer) -> list[Item]:
    return named(items_of(officer), {})


def rows_of(client: Client, address: str) -> int:
    page = client.get(address).content.decode()
    return len(re.findall(r'<tr[^>]*><td><a class="ui-case"', page))


@pytest.mark.parametrize(("role", "code"), EVERYBODY)
def test_both_lists_show_the_same_tasks_under_the_same_lamp(role: Role, code: str) -> None:
    officer = f.a_leader() if role == Role.LEADER else f.an_officer(role, code)
    everything()
    bench = {(str(each.dispute), each.step.verb, each.lamp) for each in drawn(officer)}
    keys = [each.key for each in items_of(officer)]
    assert len(set(keys)) == len(keys) == len(drawn(officer)), "one would be left out of its page"
    listed = {
        (line.number, line.verb, line.lamp)
        for tab in ("sign", "working", "approve")
        for group in task_list(officer, tab, "").groups
        for line in group.lines
    }
    assert listed == bench


def test_a_late_signature_is_red_in_both() -> None:
    """待签收 past its own limit, its answer not due for weeks."""
    dispute = f.handled(Mode.JOINT)
    asked = dispute.assignments.get(department__code="YB")
    late = f.today() - timedelta(days=1)
    first = Deadline.objects.running().filter(assignment=asked).order_by("due_on").first()
    assert first is not None
    Deadline.objects.filter(pk=first.pk).update(
        starts_on=late, due_on=late, amber_on=late, next_on=f.today()
    )
    officer = f.an_officer(Role.CLERK, "YB")
    [item] = items_of(officer)
    [group] = task_list(officer, "sign", "").groups
    assert (item.lamp.colour, group.colour) == ("red", "red")


def test_waiting_says_with_whom_my_own_head_and_reviewer_too_by_due_date() -> None:
    clerk = f.an_officer(Role.CLERK, "SW")
    f.an_officer(Role.HEAD, "SW")
    signing, reviewing = waiting_to_be_signed(), f.registered()
    joint = f.handled(Mode.JOINT)
    lines = workbench_of(clerk, "waiting", "").lines
    found = {line.dispute.pk: line.whom for line in lines}  # type: ignore[attr-defined]
    assert found[signing.pk] == "税务局部门负责人"
    assert found[reviewing.pk] == "税务局审核员"
    assert "医保局经办员" in found[joint.pk].split("、")
    days = [line.dispute.due_on for line in lines if line.dispute.due_on]
    assert len(days) == len(lines)
    assert days == sorted(days)
    page = browser(clerk).get("/?tab=waiting").content.decode()
    assert "在谁手里" in page
    assert "税务局部门负责人" in page


def test_what_lies_with_my_head_is_no_work_of_mine_and_first_of_his() -> None:
    dispute = waiting_to_be_signed()
    f.triaged()
    head, clerk = f.an_officer(Role.HEAD, "SW"), f.an_officer(Role.CLERK, "SW")
    listed = task_list(head, "", "")
    assert listed.tabs[0].label == "待审签"
    assert [line.number for group in listed.groups for line in group.lines] == [str(dispute)]
    assert items_of(head)[0].dispute_id == dispute.pk
    assert dispute.pk not in {each.dispute_id for each in items_of(clerk)}


def test_a_reviewer_begins_with_what_he_reviews() -> None:
    f.triaged()
    dispute = f.registered()
    listed = task_list(f.an_officer(Role.REVIEWER, "SW"), "", "")
    assert [line.number for group in listed.groups for line in group.lines] == [str(dispute)]
