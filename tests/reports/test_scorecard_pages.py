"""The pages of 考核: the list behind each number, who opens it, the period, the sheet."""

from __future__ import annotations

import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from confidentiality.models import AccessRecord
from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Recusal
from reports.scorecard.scorecard import Line, card
from reports.scorecard.scorecard_rows import rows_of
from reports.scorecard.verdicts import Figure
from reports.statistics.counting import Cell
from tests.factories import a_department, a_leader, an_officer, answer, archived, handled
from tests.reports.scorecard_cases import (
    FEEDBACK,
    OCTOBER,
    SIGN,
    a_clock,
    an_assignment,
    october,
    signed_in,
)
from tests.web.test_spreadsheet import cells

pytestmark = pytest.mark.django_db

IN_OCTOBER = {"since": "2025-10-01", "until": "2025-10-31"}
READERS = [
    (Role.LEADER, "ZB"),
    (Role.DEPUTY, "ZB"),
    (Role.OFFICE, "ZB"),
    (Role.CLERK, "SW"),
    (Role.REVIEWER, "SW"),
    (Role.HEAD, "SW"),
    (Role.CLERK, "YB"),
    (Role.HEAD, "YB"),
    (Role.CLERK, "CL"),
    (Role.TOWN_LEAD, "CL"),
]


def all_cells(line: Line) -> list[Cell]:
    shares = (line.signing, line.handling, line.returns)
    return [cell for each in shares for cell in (each.whole, each.part)] + [line.late, line.stayed]


def an_eventful_october() -> None:
    """Something behind every figure of two departments, in disputes that both take part in."""
    for _ in range(2):
        dispute = handled(Mode.JOINT)
        for code in ("SW", "YB"):
            owner = a_department(code)
            a_clock(dispute, SIGN, october(9), october(10), october(10), owner=owner)
            a_clock(dispute, FEEDBACK, october(9), october(17), october(16), owner=owner)
            a_clock(dispute, "decision.draft", october(9), october(13), october(20), owner=owner)
            an_assignment(dispute, october(9), code=code)
            an_assignment(dispute, october(13), "returned", code=code)
    a_clock(archived(code="YB"), SIGN, october(9), october(10), october(13))


def test_every_number_is_as_long_as_its_list_for_everybody() -> None:
    an_eventful_october()
    for role, code in READERS:
        officer = an_officer(role, code)
        client, told = signed_in(officer), card(officer, OCTOBER)
        linked = [cell for line in (*told.lines, told.district) for cell in all_cells(line)]
        linked = [cell for cell in linked if cell.url and cell.count]
        assert linked or code == "CL"
        for cell in linked:
            text = client.get(cell.url).content.decode()
            unseen = re.search(r"其中 (\d+) 项你已看不到", text)
            listed = text.count('class="ui-case"')
            assert f"共 {cell.count} 项" in text, cell.url
            assert listed + (int(unseen[1]) if unseen else 0) == cell.count, cell.url
            assert not unseen or code == "SW"


def test_a_department_counts_what_it_sent_back_and_no_longer_sees() -> None:
    owed = handled(Mode.REFERRAL).assignments.get()
    clerk = an_officer(code="YB")
    answer(owed, "return_back", clerk, reason="不属本局职责")
    today = {"period": "month"}
    page = signed_in(clerk).get(reverse("scorecard"), today).content.decode()
    address = re.search(r'href="([^"]*/returned/[^"]*)"', page)
    assert address is not None
    text = signed_in(clerk).get(address[1].replace("&amp;", "&")).content.decode()
    assert "共 1 项" in text
    assert "其中 1 项你已看不到" in text
    number = str(owed.dispute.number)
    assert number not in text
    for_leader = reverse("scorecard_rows", args=[Figure.RETURNED]) + "?period=month&unit=YB"
    assert number in signed_in(a_leader()).get(for_leader).content.decode()


def test_whoever_recused_himself_does_not_find_the_dispute() -> None:
    dispute = handled()
    a_clock(dispute, SIGN, october(9), october(10), october(10))
    leader = a_leader()
    Recusal.objects.create(dispute=dispute, officer=leader, recorded_by=leader, reason="亲属")
    found = rows_of(leader, Figure.SIGNED, OCTOBER, "SW", "")
    assert (found.total, found.unseen, found.rows) == (1, 1, [])


def test_rows_say_the_step_the_days_and_the_lamp() -> None:
    dispute = handled(Mode.JOINT)
    a_clock(dispute, SIGN, october(9), october(10), october(10))
    a_clock(dispute, FEEDBACK, october(9), october(13), october(15))
    a_clock(dispute, "decision.draft", october(9), october(13))
    excused = dispute.assignments.get(department__code="RS")
    a_clock(
        dispute, FEEDBACK, october(9), october(13), october(14), assignment=excused, is_void=True
    )
    excused.state, excused.due_on, excused.clocked_on = "excused", october(14), october(15)
    excused.save()
    found = rows_of(a_leader(), Figure.LATE, OCTOBER, "", "").rows
    excused_row = found[0]
    assert (excused_row.step, excused_row.lamp.words) == ("报送单回执", "逾期未提供")
    assert found[1].lamp.words.startswith("超期 ")
    assert (found[1].lamp.colour, found[1].ended_on, found[1].days) == ("red", None, None)
    assert (found[2].lamp.words, found[2].days) == ("超期 2 天", 5)
    signed = rows_of(a_leader(), Figure.SIGNED, OCTOBER, "SW", "").rows[0]
    assert (signed.step, signed.lamp.words, signed.payer) == ("签收", "按期", "欧*试")


def test_assignments_say_how_they_stand() -> None:
    dispute = handled()
    for state in ("accepted", "answered", "returned", "excused"):
        an_assignment(dispute, october(13), state)
    found = rows_of(a_leader(), Figure.RECEIVED, OCTOBER, "YB", "").rows
    words = [row.lamp.words for row in found]
    assert words[:3] == ["逾期未提供", "已退回", "按期"]
    assert words[3].startswith("超期 ")
    text = signed_in(a_leader()).get(
        reverse("scorecard_rows", args=["received"]), IN_OCTOBER | {"unit": "YB"}
    )
    assert "发出日" in text.content.decode()


def test_a_long_list_is_turned_page_by_page() -> None:
    dispute = handled()
    for _ in range(51):
        a_clock(dispute, FEEDBACK, october(9), october(17), october(16))
    client, address = signed_in(a_leader()), reverse("scorecard_rows", args=["kept"])
    first = client.get(address, IN_OCTOBER).content.decode()
    assert "共 51 项" in first
    assert "本页 50 项" in first
    turn = re.search(r'href="\?([^"]*cursor=[^"]*)" rel="next"', first)
    assert turn is not None
    second = client.get(f"{address}?{turn[1].replace('&amp;', '&')}").content.decode()
    assert "共 51 项" in second
    assert "本页 1 项" in second
    assert client.get(address, IN_OCTOBER | {"cursor": "x"}).status_code == 404


def test_a_list_takes_the_same_statements_for_five_rows_and_for_fifty() -> None:
    leader = a_leader()
    dispute = handled()

    def statements(figure: str) -> int:
        client = signed_in(leader)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("scorecard_rows", args=[figure]), IN_OCTOBER)
        return len(asked)

    def more(count: int) -> None:
        for _ in range(count):
            a_clock(dispute, FEEDBACK, october(9), october(17), october(16))
            an_assignment(dispute, october(9))

    more(5)
    few = {figure: statements(figure) for figure in ("kept", "received")}
    more(45)
    assert {figure: statements(figure) for figure in few} == few
    assert max(few.values()) <= 16


def test_nobody_opens_rows_that_are_not_his() -> None:
    a_clock(handled(), SIGN, october(9), october(10), october(10))
    address = reverse("scorecard_rows", args=["signed"])

    def status(officer: Officer, **asked: str) -> int:
        return signed_in(officer).get(address, IN_OCTOBER | asked).status_code

    clerk = an_officer()
    assert status(clerk, unit="SW") == 200
    assert status(clerk, unit="YB") == status(clerk) == status(clerk, unit="XX") == 404
    assert status(a_leader(), unit="YB") == status(a_leader()) == 200
    assert status(a_leader(), unit="XX") == 404
    for role in (Role.AUDITOR, Role.ARCHIVIST, Role.SYSADMIN, Role.LOGADMIN):
        assert status(an_officer(role, "ZB"), unit="SW") == 403
    assert Client().get(address).status_code == 302
    nothing = reverse("scorecard_rows", args=["nothing"])
    assert signed_in(a_leader()).get(nothing, IN_OCTOBER).status_code == 404


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.LOGADMIN, Role.ARCHIVIST])
def test_who_handles_no_cases_has_no_card(role: Role) -> None:
    client = signed_in(an_officer(role, "ZB"))
    assert client.get(reverse("scorecard")).status_code == 403
    assert client.post(reverse("scorecard_export")).status_code == 403


def test_the_page_says_what_it_counts_and_leads_to_the_rows() -> None:
    a_clock(handled(), SIGN, october(9), october(10), october(13))
    text = signed_in(an_officer()).get(reverse("scorecard"), IN_OCTOBER).content.decode()
    assert "2025年10月1日至2025年10月31日，我单位" in text
    assert "每个期限只数一次" in text
    (link,) = set(re.findall(r'href="(/statistics/scorecard/to_sign/[^"]*)"', text))
    asked = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
    assert asked == {"unit": ["SW"], "since": ["2025-10-01"], "until": ["2025-10-31"]}


@pytest.mark.parametrize("key", ["year", "quarter", "month", "last_month", "last_year", ""])
def test_an_empty_period_says_so(key: str) -> None:
    answer = signed_in(a_leader()).get(reverse("scorecard"), {"period": key})
    assert answer.status_code == 200
    assert "这段时间没有到期、办完或收到的事项" in answer.content.decode()


@pytest.mark.parametrize(
    ("since", "until", "sentence"),
    [
        ("2025-10-31", "2025-10-01", "结束日期早于开始日期"),
        ("2025-10-01", "", "请填写结束日期"),
        ("", "2025-10-01", "请填写开始日期"),
        ("十月", "2025-10-01", "日期写作 2026-03-05"),
        ("1999-12-31", "2025-10-01", "日期应在 2000 年至 2100 年之间"),
        ("2025-10-01", "2101-01-01", "日期应在 2000 年至 2100 年之间"),
        ("2024-01-01", "2025-01-01", "一次最多统计 366 天"),
    ],
)
def test_a_mistaken_period_is_said_and_kept(since: str, until: str, sentence: str) -> None:
    client, asked = signed_in(a_leader()), {"since": since, "until": until}
    answer = client.get(reverse("scorecard"), asked)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in text
    assert f'value="{since or until}"' in text
    rows = reverse("scorecard_rows", args=["due"])
    assert client.get(rows, asked).status_code == 404
    query = f"since={since}&until={until}"
    assert client.post(reverse("scorecard_export"), {"query": query}).status_code == 404


def test_the_card_is_taken_as_a_sheet_after_it_is_recorded() -> None:
    a_clock(handled(), SIGN, october(9), october(10), october(13))
    clerk = an_officer()
    query = "since=2025-10-01&until=2025-10-31"
    answer = signed_in(clerk).post(reverse("scorecard_export"), {"query": query})
    assert answer["Content-Disposition"] == (
        'attachment; filename="scorecard-20251001-20251031.xlsx"'
    )
    note, heads, mine, district = cells(answer.content)
    assert "2025-10-01至2025-10-31" in note[0]
    assert clerk.name not in note[0]
    assert heads[:4] == ["单位", "应签收", "按期签收", "签收及时率"]
    assert mine == ["区税务局", "1", "0", "0", "0", "0", "0", "—", "0", "0", "—", "0", "—"]
    [row] = load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=3, max_row=3)
    assert [(cell.data_type, cell.number_format) for cell in row[:4]] == [
        ("s", "@"), ("n", "0"), ("n", "0"), ("n", "0.0%"),
    ]  # fmt: skip
    assert (district[0], district[1]) == ("全区", "<5")  # R097: his own line tells it
    record = AccessRecord.objects.get(action="export")
    assert (record.officer, record.purpose) == (clerk, "导出考核表 2025-10-01至2025-10-31")


def test_an_auditors_sheet_tells_no_more_than_his_page() -> None:
    a_clock(archived(), SIGN, october(9), october(10), october(10))
    query = "since=2025-10-01&until=2025-10-31"
    auditor = signed_in(an_officer(Role.AUDITOR, "ZB"))
    rows = cells(auditor.post(reverse("scorecard_export"), {"query": query}).content)
    (taxes,) = [row for row in rows if row[0] == "区税务局"]
    assert taxes[1:4] == ["<5", "<5", "—"]
