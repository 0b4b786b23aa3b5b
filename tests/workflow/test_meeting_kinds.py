"""Each kind of meeting has its rules, and whoever may not call it is told whose it is."""

from __future__ import annotations

import pytest

from departments.models import Department
from tests import factories as f
from web.refusals import NotYours
from workflow.meetings.plan import plan
from workflow.models.choices import MeetingKind, MeetingState
from workflow.models.meeting_kinds import RULES, may_convene


def test_every_kind_has_its_rules():
    assert list(RULES) == list(MeetingKind)


def test_a_kind_that_is_not_everybodys_says_whose_it_is():
    assert all(bool(rules.convenors) == bool(rules.convenors_words) for rules in RULES.values())


@pytest.mark.parametrize(
    ("kind", "code", "may"),
    [
        (MeetingKind.GENERAL, "YB", True),
        (MeetingKind.MAJOR, "YB", True),
        (MeetingKind.CONFERENCE, "SW", True),
        (MeetingKind.CONFERENCE, "ZB", True),
        (MeetingKind.CONFERENCE, "YB", False),
    ],
)
@pytest.mark.django_db
def test_who_may_convene(kind, code, may):
    assert may_convene(Department.objects.get(code=code), kind) is may


def planned(kind, code):
    dispute = f.handled()
    invited = list(Department.objects.filter(code="RS"))
    start = dispute.registered_at
    return plan(
        by=f.an_officer("clerk", code), kind=kind, title="会商", disputes=[dispute],
        departments=invited, starts_at=start, place="三楼会议室",
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("kind", MeetingKind)
def test_only_a_kind_that_needs_the_leaders_word_waits_for_it(kind):
    waits = planned(kind, "SW").state == MeetingState.AWAITING_APPROVAL
    assert waits is RULES[kind].needs_consent


@pytest.mark.django_db
def test_a_conference_that_is_not_his_is_refused_with_the_sentence():
    with pytest.raises(NotYours, match=r"联席会议由区税务局（专班办公室）组织召开。"):
        planned(MeetingKind.CONFERENCE, "YB")
