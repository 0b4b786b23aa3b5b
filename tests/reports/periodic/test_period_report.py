"""月报季报: made once by the clock, approved by the office, then a numbered paper that stands."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from confidentiality.models import AccessRecord
from confidentiality.sealing import open_sealed_json
from departments.models import Officer
from departments.roles import Role
from papers.forms.period_report import FiguresPiece
from papers.kinds import thaw
from reports.clock import make_period_reports
from reports.periodic import actions
from reports.statistics.statistics import figures
from tests.factories import a_leader, an_officer
from tests.reports.periodic.reporting import (
    MONDAY,
    OCTOBER,
    SUNDAY,
    a_report,
    office,
    two_months,
)
from tests.workflow.signing_in import signed_in
from web.refusals import NotAllowed, NotYours
from workflow.issuing.taking import papers_seen_by
from workflow.models import Notice, Paper, PeriodReport
from workflow.operations import heartbeat

pytestmark = pytest.mark.django_db
REMARK = "本期集中在年度申报。"
#: Of these filters one link each is opened: `test_a_filter_narrows` opens their every value.
NAMED = {"lead", "category", "town", "insurance", "mode"}


def told(officer: Officer) -> list[str]:
    rows = Notice.objects.filter(recipient=officer, dispute=None)
    return [str(each.text) for each in rows]


def test_a_month_from_the_clock_to_the_leader_and_then_it_stands() -> None:
    """One world: what is counted, whom it is shown, what the office does, what nobody can."""
    two_months()
    with time_machine.travel(SUNDAY, tick=False):
        heartbeat.beat(heartbeat.BEAT)
        assert make_period_reports() == 1  # the quarter's day was the first after the holidays
    with time_machine.travel(MONDAY, tick=False):
        heartbeat.beat(heartbeat.BEAT)
        assert (make_period_reports(), make_period_reports()) == (1, 0)
        report = PeriodReport.objects.get(kind="month")
        assert "2026年10月月报已生成" in told(office())[0]
        assert told(a_leader()) == []
        _counts_as_the_page_of_statistics_does(report)
        _each_kind_of_number_leads_to_its_rows(report)
        _the_office_alone_approves(report)
        _leader_and_deputies_read_it(report)
    _nobody_changes_or_repeats_it(report)


def _counts_as_the_page_of_statistics_does(report: PeriodReport) -> None:
    page, counted = figures(a_leader(), OCTOBER.asked), FiguresPiece.from_json(report.figures)
    assert (counted.now.label, str(counted.counted_on)) == ("2026年10月", "2026-11-02")
    now, totals = counted.now.counts, page.totals
    assert (now.received, now.overdue, now.major, counted.now.on_time) == (
        totals.received.count, totals.overdue.count, totals.major.count, totals.on_time,
    )  # fmt: skip
    assert (now.received, now.concluded, now.major, now.objected) == (3, 1, 1, 1)
    assert (counted.last.counts.received, counted.year_ago.counts.received) == (1, 0)
    tables = {
        table.dimension: {line.name: (line.counts.received, line.last) for line in table.lines}
        for table in counted.tables
    }
    assert tables["lead"] == {
        "区税务局": (2, 0), "区医保局": (1, 0), "未定主办或没有主办": (0, 1),
    }  # fmt: skip
    assert {line.name for line in page.units} == {"区税务局", "区医保局"}
    assert tables["insurance"] == {"职工基本养老": (3, 1), "职工医疗": (1, 0)}
    assert sum(came for came, _ in tables["category"].values()) == 3
    assert sum(came for came, _ in tables["town"].values()) == 3


def _each_kind_of_number_leads_to_its_rows(report: PeriodReport) -> None:
    browser = signed_in(office())
    page = browser.get(report.get_absolute_url()).content.decode()
    numbers = re.findall(r'ui-num[^"]*">\s*(?:<a[^>]*>)?(\d+)<', page)
    links = re.findall(r'href="(/disputes/\?[^"]*)">(\d+)<', page)
    assert len(numbers) == len(links)  # beside a 0 there is nothing to open
    asked = [parse_qsl(urlsplit(unescape(url)).query) for url, _ in links]
    assert {"since=2026-09-01", "concluded_until=2026-10-31", "objected=yes", "mode=unled"} <= {
        f"{name}={said}" for words in asked for name, said in words
    }
    of_a_kind = {
        tuple(each for each in words if "=".join(each) == "mode=unled" or each[0] not in NAMED):
        link for words, link in zip(asked, links, strict=True)
    }  # fmt: skip
    for url, count in of_a_kind.values():
        assert f"{count} 件" in browser.get(unescape(url)).content.decode(), url


def _the_office_alone_approves(report: PeriodReport) -> None:
    browser, address = signed_in(office()), report.get_absolute_url()
    with pytest.raises(NotYours):
        actions.approve(report, by=a_leader(), remark="", version=None)
    assert browser.post(address, {"remark": REMARK, "version": 0}).status_code == 302
    late = browser.post(address, {"remark": "别的", "version": 0, "approve": "1"})
    assert "别人刚刚改过情况说明" in late.content.decode()
    answer = browser.post(address, {"remark": REMARK, "version": 1, "approve": "1"})
    assert answer.status_code == 302
    report.refresh_from_db()
    paper = Paper.objects.get(kind="period_report")
    assert (report.paper, paper.number) == (paper, "〔2026〕1号")
    frozen = thaw(paper.kind, open_sealed_json(paper.content))
    assert frozen.figures == FiguresPiece.from_json(report.figures)  # type: ignore[attr-defined]


def _leader_and_deputies_read_it(report: PeriodReport) -> None:
    """What is not approved looks to them as if it were not there."""
    waiting = PeriodReport.objects.get(kind="quarter")
    for reader in (a_leader(), an_officer(Role.DEPUTY, "ZB")):
        assert "已由专班办公室报送（〔2026〕1号）" in told(reader)[0]
        assert report.paper in papers_seen_by(Officer.objects.get(pk=reader.pk))
    assert report.paper not in papers_seen_by(an_officer())
    browser = signed_in(a_leader())
    assert browser.get(waiting.get_absolute_url()).status_code == 404
    assert REMARK in browser.get(report.get_absolute_url()).content.decode()
    listed = browser.get(reverse("period_reports")).content.decode()
    assert ("2026年10月" in listed, "第三季度" in listed) == (True, False)
    taken = browser.post(reverse("period_report_export", args=[report.pk]))
    rows = list(load_workbook(BytesIO(taken.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[2][:3] == ("总体", "全区", 3)
    assert AccessRecord.objects.get(action="export").purpose == "导出2026年10月月报"


def _nobody_changes_or_repeats_it(report: PeriodReport) -> None:
    """Neither the program nor PostgreSQL."""
    with pytest.raises(NotAllowed, match="已经批准报送"):
        actions.write_remark(report, by=office(), remark="改", version=None)
    row = PeriodReport.objects.filter(pk=report.pk)
    again = PeriodReport(
        kind=report.kind, since=report.since, until=report.until, figures={}, made_at=MONDAY
    )
    waiting = PeriodReport.objects.filter(kind="quarter")
    for change in (
        lambda: row.update(version=9), row.delete, again.save,
        lambda: waiting.update(figures={}), lambda: waiting.update(approved_at=MONDAY),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_rights_of_the_portal_are_enough(request: pytest.FixtureRequest) -> None:
    report = a_report()
    request.getfixturevalue("as_the_portal")
    actions.write_remark(report, by=office(), remark=REMARK, version=0)
    actions.approve(report, by=office(), remark=REMARK, version=1)
    assert PeriodReport.objects.get().paper is not None


def test_nothing_is_reported_of_a_time_before_the_portal_was_in_use() -> None:
    assert actions.make(OCTOBER) is None
