"""统计: what is counted for whom, where each number leads, and what is not told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from reports.statistics.counting import Asked, Cell, guarded, part_of, period, rate, together
from reports.statistics.statistics import figures
from tests.factories import (
    a_department,
    a_leader,
    an_officer,
    archived,
    concluded,
    decided,
    do,
    handled,
    triaged,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def this_year(lead: str = "") -> Asked:
    return Asked(*period("year", timezone.localdate()), lead)


def signed_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(Officer.objects.get(pk=officer.pk))
    return client


def counts(cells: list[tuple[str, Cell]]) -> dict[str, int]:
    return {label: cell.count for label, cell in cells}


def test_every_dispute_is_counted_once_in_each_chart() -> None:
    triaged()
    handled(Mode.JOINT)
    archived()
    handled(code="YB")
    told = figures(a_leader(), this_year())
    assert (told.totals.received.count, told.totals.open.count) == (4, 3)
    for chart in told.charts:
        assert sum(bar.cell.count for bar in chart.bars) == 4
    modes = counts([(bar.label, bar.cell) for bar in told.charts[3].bars])
    assert modes == {"单独办理": 2, "联合办理": 1, "没有办理方式": 1}
    units = {line.name: (line.open.count, line.archived.count) for line in told.units}
    assert units == {"区税务局": (1, 1), "区医保局": (1, 0)}
    now = told.months[timezone.localdate().month - 1]
    assert (now.received.count, now.concluded.count) == (4, 1)


def test_a_department_counts_its_own_only() -> None:
    handled(Mode.JOINT)
    handled(code="YB")
    assert figures(an_officer(Role.CLERK, "SW"), this_year()).totals.received.count == 1
    assert figures(an_officer(Role.CLERK, "YB"), this_year()).totals.received.count == 2
    assert figures(an_officer(Role.CLERK, "CZ"), this_year()).totals.received.count == 0


def test_each_number_leads_to_the_list_of_its_rows() -> None:
    handled()
    triaged()
    archived()
    client = signed_in(a_leader())
    told = figures(a_leader(), this_year())
    line = told.units[0]
    cells = [told.totals.received, told.totals.open, line.open, line.archived]
    cells += [bar.cell for chart in told.charts for bar in (*chart.bars, *chart.folded)]
    for cell in cells:
        text = client.get(cell.url).content.decode()
        assert f"{cell.count} 件" in text, cell.url


def test_objections_and_time_kept_are_shares_of_what_was_said_and_ended() -> None:
    concluded()
    dispute = decided()
    clerk = an_officer(Role.CLERK, "SW")
    served = {"method": "direct", "served_on": timezone.localdate(), "recipient": "本人"}
    do(dispute, "serve", clerk, party="payer", **served)
    do(dispute, "record_response", clerk, party="payer", answer="objects", channel="mediation")
    totals = figures(a_leader(), this_year()).totals
    assert totals.objected == "50.0"
    assert totals.objected_note == "2 件已表态，1 件有异议"
    assert totals.on_time == "100.0"


def test_an_auditor_is_told_no_small_number_and_opens_no_list() -> None:
    for _ in range(5):
        archived()
    archived(code="YB")
    handled()
    told = figures(an_officer(Role.AUDITOR, "ZB"), this_year())
    assert told.totals.received.words == "6"
    units = {line.name: line.archived.words for line in told.units}
    assert units == {"区税务局": "隐去", "区医保局": "<5"}  # six less five would tell the one
    cells = [bar.cell for chart in told.charts for bar in chart.bars]
    assert not any(cell.url for cell in cells)
    text = signed_in(an_officer(Role.AUDITOR, "ZB")).get(reverse("statistics")).content.decode()
    assert "已归档案卷" in text


def test_one_unit_and_another_period_narrow_the_figures() -> None:
    handled()
    handled(code="YB")
    assert figures(a_leader(), this_year("YB")).totals.received.count == 1
    today = timezone.localdate()
    before = Asked(*period("last_year", today))
    assert figures(a_leader(), before).totals.received.count == 0
    client = signed_in(a_leader())
    answer = client.get(reverse("statistics"), {"period": "last_year", "lead": "YB"})
    assert "这段时间没有登记的事项" in answer.content.decode()
    assert client.get(reverse("statistics"), {"period": "x", "lead": "x"}).status_code == 200


@pytest.mark.parametrize(
    ("key", "since", "until"),
    [
        ("year", date(2026, 1, 1), date(2026, 5, 20)),
        ("quarter", date(2026, 4, 1), date(2026, 5, 20)),
        ("month", date(2026, 5, 1), date(2026, 5, 20)),
        ("last_year", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_periods_run_to_today_or_to_the_end_of_last_year(
    key: str, since: date, until: date
) -> None:
    assert period(key, date(2026, 5, 20)) == (since, until)


def test_a_leap_day_is_compared_with_the_day_before_the_march_of_last_year() -> None:
    asked = Asked(date(2028, 2, 1), date(2028, 2, 29))
    assert figures(a_leader(), asked).totals.before == "上年同期 0 件"


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.LOGADMIN, Role.ARCHIVIST])
def test_who_handles_no_cases_has_no_figures(role: Role) -> None:
    assert signed_in(an_officer(role, "ZB")).get(reverse("statistics")).status_code == 403


def test_the_figures_take_few_statements_whatever_there_is_to_count() -> None:
    leader = a_leader()

    def statements() -> int:
        officer = Officer.objects.get(pk=leader.pk)
        assert officer.posts_today
        with CaptureQueriesContext(connection) as asked:
            figures(officer, this_year())
        return len(asked)

    few = statements()
    for code in ("SW", "YB", "RS"):
        handled(code=code)
        archived(code=code)
    assert statements() == few
    assert few <= 10


def test_what_is_no_contribution_dispute_is_counted_apart_and_not_by_its_time() -> None:
    """A21: registered and told, and no limit is assessed by it."""
    concluded()
    counted, outside = concluded(), concluded()
    assert counted.category != "OUT-3"
    Dispute.objects.filter(pk=outside.pk).update(category="OUT-3")
    totals = figures(a_leader(), this_year()).totals
    assert totals.received.count == 3
    assert "不属征缴争议 1 件，不计时限" in totals.before
    assert totals.on_time_note == "2 件按期，0 件超期（含在办的）"


def test_who_only_took_it_in_or_told_where_to_go_did_not_lead() -> None:
    """主办 counts from the decision on the road: one definition, said under the figure."""
    triaged("XF")
    told = triaged("CL")
    do(told, "notify_only", an_officer(Role.CLERK, "CL"), reason="不属征缴", outside_body="法院")
    do(triaged("XF"), "refer", an_officer(Role.CLERK, "XF"), reason="属其职责",
       department=a_department("YB"))  # fmt: skip
    figured = figures(a_leader(), this_year())
    assert {line.name: line.open.count for line in figured.units} == {"区医保局": 1}
    assert figures(a_leader(), this_year("XF")).totals.received.count == 0
    assert figures(a_leader(), this_year("YB")).totals.received.count == 1
    client = signed_in(a_leader())
    assert "从确定办理方式起计入" in client.get(reverse("statistics")).content.decode()
    listed = client.get(reverse("disputes"), {"lead": "XF", "mode": "led"}).content.decode()
    assert "-XF-" not in listed
    [line] = figured.units
    assert "lead=YB" in line.open.url
    assert "-XF-" in client.get(line.open.url).content.decode()  # where it was taken in


def test_what_is_late_now_counts_against_the_share_kept_in_time() -> None:
    """按期率 100 % beside 已超期 16 件 was two definitions; now one, and it leads to its rows."""
    concluded()
    for _ in range(3):
        Dispute.objects.filter(pk=handled().pk).update(due_on=timezone.localdate() - DAY)
    told = figures(a_leader(), this_year())
    totals, [line] = told.totals, told.units
    assert (totals.overdue.count, totals.on_time, line.on_time) == (3, "25.0", "25.0%")
    assert totals.on_time_note == "1 件按期，3 件超期（含在办的）"
    client = signed_in(a_leader())
    assert "4 件" in client.get(totals.on_time_url).content.decode()
    for kept, count in (("judged", 4), ("in_time", 1), ("late", 3)):
        page = client.get(this_year().url(kept=kept)).content.decode()
        assert page.count('<tr class="in-marked">') == count
    assert "lead=SW&kept=judged" in line.on_time_url
    assert "总时限已停表的" in client.get(reverse("statistics")).content.decode()


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([9, 7, 2], ["9", "隐去", "<5"]),  # the sum less the others would tell two
        ([9, 7, 2, 3], ["9", "7", "<5", "<5"]),
        ([9, 1, 1], ["隐去", "<5", "<5"]),  # two that make two are one each
        ([9, 7, 0], ["9", "7", "0"]),
        ([3], ["<5"]),
    ],
)
def test_a_sum_gives_no_small_number_away(counts: list[int], told: list[str]) -> None:
    assert [cell.words for cell in together([guarded(count, "") for count in counts])] == told
    assert [c.words for c in together([Cell(n) for n in counts])] == list(map(str, counts))


def test_what_is_left_of_a_whole_is_not_small_either() -> None:
    assert part_of(96, 98, guarded).words == "隐去"
    assert rate(96, 98, guarded) == "—"
    assert (part_of(90, 98, guarded).words, rate(49, 98, guarded)) == ("90", "50.0")


def test_how_small_is_too_small_is_the_district_s_to_say(settings: Settings) -> None:
    settings.SMALLEST_CELL = 3
    assert [guarded(each, "").words for each in (2, 3)] == ["<3", "3"]
    settings.SMALLEST_CELL = 0
    assert guarded(1, "").words == "1"
