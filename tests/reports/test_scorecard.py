"""考核: what is counted of each department's history, and for whom (R055, R105, R110)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deadlines.calendar_days import current_calendar
from departments.models import Department, Officer
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from reports.scorecard.scorecard import card
from reports.scorecard.verdicts import Figure, Span, clocks_of
from tests.factories import (
    a_department,
    a_leader,
    an_officer,
    answer,
    archived,
    do,
    handled,
    overdue,
)
from tests.reports.scorecard_cases import (
    FEEDBACK,
    OCTOBER,
    SIGN,
    a_clock,
    an_assignment,
    counts,
    line_of,
    october,
    told,
)
from workflow.models import Deadline

pytestmark = pytest.mark.django_db


def today() -> Span:
    return Span(timezone.localdate(), timezone.localdate())


def test_signing_counts_what_was_signed_in_time_or_late_or_not_at_all() -> None:
    dispute = handled()
    a_clock(dispute, SIGN, october(9), october(10), october(10))
    a_clock(dispute, SIGN, october(9), october(10), october(13))
    a_clock(dispute, SIGN, october(9), october(10))
    line = line_of()
    assert counts(line) == told(to_sign=3, signed=1)
    assert line.signing.rate == "33.3%"


def test_every_other_clock_of_the_department_is_handling() -> None:
    dispute = handled()
    a_clock(dispute, "decision.draft", october(9), october(13), october(13))
    a_clock(dispute, "intake.review", october(9), october(10), october(14))
    a_clock(dispute, "feedback.both", october(9), october(14))
    line = line_of()
    assert counts(line) == told(due=3, kept=1, late=2)
    assert line.handling.rate == "33.3%"


def test_what_is_void_stands_still_or_is_not_due_yet_has_no_verdict() -> None:
    dispute = handled()
    tomorrow = timezone.localdate() + timedelta(days=1)
    a_clock(dispute, FEEDBACK, october(9), october(13), october(13), is_void=True)
    a_clock(dispute, "decision.draft", october(9), october(13), is_suspended=True)
    a_clock(dispute, "decision.sign", october(9), tomorrow)
    everything = Span(OCTOBER.since, tomorrow)
    Deadline.objects.exclude(starts_on=october(9)).delete()
    assert counts(line_of(span=everything)) == told()


def test_waiting_for_the_parties_or_the_leader_is_nobodys_lateness() -> None:
    dispute = handled()
    a_clock(dispute, "stance.wait", october(9), october(24), october(27))
    a_clock(dispute, "major.approve", october(9), october(14), october(20))
    assert counts(line_of()) == told()


def test_an_excused_opinion_is_late_for_whoever_owed_it() -> None:
    dispute = handled(Mode.JOINT)
    owed = dispute.assignments.get(department__code="YB")
    answer(overdue(owed), "excuse", an_officer(Role.HEAD), reason="两次催办仍未反馈")
    line = line_of("YB", today())
    assert (line.late.count, line.handling.whole.count, line.signing.part.count) == (1, 1, 0)


def test_what_was_returned_is_counted_of_what_was_received() -> None:
    first, second = handled(Mode.REFERRAL), handled(Mode.REFERRAL)
    answer(first.assignments.get(), "return_back", an_officer(code="YB"), reason="不属本局职责")
    answer(second.assignments.get(), "accept", an_officer(code="YB"))
    handled(Mode.REFERRAL)
    line = line_of("YB", today())
    assert counts(line) == told(received=3, returned=1, to_sign=1, signed=1)
    assert line.returns.rate == "33.3%"


def test_what_the_sender_took_back_was_not_received() -> None:
    answer(handled(Mode.REFERRAL).assignments.get(), "recall", an_officer(), reason="发错单位")
    assert counts(line_of("YB", today())) == told()


def test_each_clock_belongs_to_one_month() -> None:
    dispute = handled()
    a_clock(dispute, FEEDBACK, date(2025, 9, 25), october(3), date(2025, 9, 30))
    a_clock(dispute, FEEDBACK, date(2025, 9, 25), date(2025, 9, 30), october(20))
    a_clock(dispute, FEEDBACK, date(2025, 9, 25), october(31), october(31))
    september, november = (
        Span(date(2025, 9, 1), date(2025, 9, 30)),
        Span(date(2025, 11, 1), date(2025, 11, 30)),
    )
    assert counts(line_of(span=september)) == told(due=2, kept=1, late=1, stayed=2)
    assert counts(line_of()) == told(due=1, kept=1, stayed=1)
    assert counts(line_of(span=november)) == told()
    whole = counts(line_of(span=Span(september.since, november.until)))
    assert whole == told(due=3, kept=2, late=1, stayed=3)


def test_assignments_are_counted_on_the_day_they_were_sent_here() -> None:
    dispute = handled()
    for day in (date(2025, 9, 30), october(1), october(31), date(2025, 11, 1)):
        an_assignment(dispute, day)
    assert counts(line_of("YB")) == told(received=2)


def test_stays_are_averaged_in_working_days_of_the_calendar() -> None:
    """国庆 2025: 28 September and 11 October were worked, 1 to 8 October were not."""
    dispute = handled()
    a_clock(dispute, FEEDBACK, date(2025, 9, 26), october(13), october(10))
    a_clock(dispute, "general.single", october(10), october(31), october(14))
    a_clock(dispute, "decision.draft", october(9), october(31), october(30))
    line = line_of()
    assert current_calendar().workdays_between(date(2025, 9, 26), october(10)) == 5
    assert current_calendar().workdays_between(october(10), october(14)) == 3
    assert (line.stayed.count, line.days) == (2, "4.0")


def test_the_average_is_what_the_calendar_says_day_by_day() -> None:
    """Across both New Years, every festival and every worked weekend of two years."""
    dispute, calendar, first = handled(), current_calendar(), date(2025, 1, 1)
    starts = [first + timedelta(days) for days in range(0, 600, 10)]
    stays = [(start, start + timedelta(nth * 7 % 60)) for nth, start in enumerate(starts)]
    for start, end in stays:
        a_clock(dispute, FEEDBACK, start, end, end)
    line = line_of(span=Span(first, date(2026, 10, 31)))
    worked = [calendar.workdays_between(start, end) for start, end in stays]
    assert (line.stayed.count, line.days) == (60, f"{sum(worked) / 60:.1f}")


def test_the_district_is_the_sum_of_its_departments() -> None:
    dispute = handled()
    a_clock(dispute, SIGN, october(9), october(10), october(10))
    a_clock(dispute, SIGN, october(9), october(10), october(13), owner=a_department("YB"))
    a_clock(dispute, FEEDBACK, october(9), october(20), october(13), owner=a_department("CL"))
    an_assignment(dispute, october(9), code="RS")
    found = card(a_leader(), OCTOBER)
    assert counts(found.district) == told(to_sign=2, signed=1, due=1, kept=1, received=1, stayed=1)
    assert not found.district.is_empty
    assert card(a_leader(), Span(date(2025, 1, 1), date(2025, 1, 31))).district.is_empty


@pytest.mark.parametrize("role", [Role.LEADER, Role.DEPUTY, Role.OFFICE])
def test_the_task_force_reads_every_department(role: Role) -> None:
    names = [line.name for line in card(an_officer(role, "ZB"), OCTOBER).lines]
    assert {"区税务局", "区医保局", "区人社局", "翠峦镇"} <= set(names)


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER, Role.HEAD])
def test_a_department_reads_its_own_line_and_the_district_to_compare(role: Role) -> None:
    dispute = handled()
    a_clock(dispute, SIGN, october(9), october(10), october(10))
    a_clock(dispute, SIGN, october(9), october(10), october(13), owner=a_department("YB"))
    found = card(an_officer(role), OCTOBER)
    assert [line.name for line in found.lines] == ["区税务局"]
    assert found.lines[0] == line_of()
    assert found.district.signing.whole.count == 2
    assert found.district.signing.whole.url == ""
    assert (found.district.signing.whole.words, found.district.signing.rate) == ("<5", "—")


def test_the_district_less_ones_own_line_tells_no_small_number_of_others() -> None:
    dispute, others = handled(), a_department("YB")
    for _ in range(6):
        a_clock(dispute, SIGN, october(9), october(10), october(10))
    for nth in range(6):
        a_clock(dispute, SIGN, october(9), october(10), october(10 + 3 * (nth < 2)), owner=others)
    signing = card(an_officer(), OCTOBER).district.signing
    assert (signing.whole.words, signing.part.words, signing.rate) == ("12", "隐去", "—")
    assert card(a_leader(), OCTOBER).district.signing.part.words == "10"
    a_clock(dispute, SIGN, october(9), october(10), october(10), owner=a_department("RS"))
    assert card(an_officer(code="YB"), OCTOBER).district.signing.whole.words == "13"


def test_an_auditor_is_told_of_archived_files_alone_and_nothing_small() -> None:
    a_clock(handled(), SIGN, october(9), october(10), october(10))
    for nth in range(6):
        code = "YB" if nth == 5 else "SW"
        a_clock(archived(), SIGN, october(9), october(10), october(10), owner=a_department(code))
    auditor = an_officer(Role.AUDITOR, "ZB")
    mine, small = line_of("SW", officer=auditor), line_of("YB", officer=auditor)
    assert (mine.signing.whole.words, mine.signing.rate) == ("5", "100.0%")
    assert (small.signing.whole.words, small.signing.rate) == ("<5", "—")
    assert not mine.signing.whole.url


def test_the_card_takes_few_statements_whatever_there_is_to_count() -> None:
    leader, dispute = a_leader(), handled()

    def statements() -> int:
        officer = Officer.objects.get(pk=leader.pk)
        assert officer.posts_today
        with CaptureQueriesContext(connection) as asked:
            card(officer, OCTOBER)
        return len(asked)

    for _ in range(5):
        a_clock(dispute, FEEDBACK, october(9), october(20), october(13))
    few = statements()
    for nth in range(45):
        owner = a_department(("SW", "YB", "RS")[nth % 3])
        a_clock(dispute, FEEDBACK, october(9), october(20), october(13), owner=owner)
        an_assignment(dispute, october(9))
    assert statements() == few == 4


def test_what_is_no_contribution_dispute_is_not_assessed() -> None:
    """A21: its limits are nobody's score."""
    dispute = handled()
    a_clock(dispute, FEEDBACK, october(9), october(13), october(12))
    assert line_of().handling.whole.count == 1
    Dispute.objects.filter(pk=dispute.pk).update(category="OUT-3")
    assert counts(line_of()) == told()


def test_what_was_made_none_while_it_was_handled_is_assessed_all_the_same() -> None:
    dispute = handled()
    a_clock(dispute, FEEDBACK, october(9), october(13), october(12))
    do(dispute, "correct", an_officer(), given={"category": "OUT-4"}, reason="已在仲裁")
    assert line_of().handling.whole.count == 1


def test_a_merged_unit_stands_in_the_line_of_its_heir() -> None:
    """机构改革: one line, whose list holds what both have done."""
    dispute, gone, heir = handled(), a_department("SB"), a_department("RS")
    a_clock(dispute, "decision.draft", october(9), october(13), october(13), owner=gone)
    a_clock(dispute, "decision.draft", october(9), october(13), october(14), owner=heir)
    Department.objects.filter(pk=gone.pk).update(
        succeeded_by=heir, is_active=False, left_on=timezone.localdate()
    )
    lines = {line.name: line for line in card(a_leader(), OCTOBER).lines}
    [name] = [each for each in lines if "并入的" in each]
    assert counts(lines[name]) == told(due=2, kept=1, late=1)
    assert gone.name not in lines
    assert clocks_of(Figure.DUE, OCTOBER, "RS").count() == 2
