"""月报季报: made once by the clock, approved by the office, then a numbered paper that stands."""

from __future__ import annotations

import re
from io import BytesIO

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
from tests.reports.periodic.reporting import MONDAY, OCTOBER, SUNDAY, office, two_months
from tests.workflow.signing_in import signed_in
from web.refusals import NotAllowed, NotYours, Stale
from workflow.issuing.taking import papers_seen_by
from workflow.models import Notice, Paper, PeriodReport
from workflow.operations import heartbeat

pytestmark = pytest.mark.django_db
REMARK = "本期集中在年度申报。"


def told(officer: Officer) -> list[str]:
    rows = Notice.objects.filter(recipient=officer, dispute=None)
    return [str(each.text) for each in rows]


def of(kind: str) -> PeriodReport:
    return PeriodReport.objects.get(kind=kind)


def test_the_clock_makes_each_once_with_the_numbers_of_the_page_of_statistics() -> None:
    two_months()
    with time_machine.travel(SUNDAY, tick=False):
        heartbeat.beat(heartbeat.BEAT)
        assert make_period_reports() == 1  # the quarter's day was the first after the holidays
    with time_machine.travel(MONDAY, tick=False):
        heartbeat.beat(heartbeat.BEAT)
        assert (make_period_reports(), make_period_reports()) == (1, 0)
        page = figures(a_leader(), OCTOBER.asked)
    counted = FiguresPiece.from_json(of("month").figures)
    assert (counted.now.label, str(counted.counted_on)) == ("2026年10月", "2026-11-02")
    now, totals = counted.now.counts, page.totals
    assert (now.received, now.overdue, now.major) == (
        totals.received.count, totals.overdue.count, totals.major.count,
    )  # fmt: skip
    assert (now.received, now.concluded, now.major) == (3, 1, 1)
    assert counted.now.on_time == totals.on_time
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
    assert "2026年10月月报已生成" in told(office())[0]
    assert told(a_leader()) == []


def test_the_office_approves_and_then_it_stands() -> None:
    two_months()
    with time_machine.travel(MONDAY, tick=False):
        report = actions.make(OCTOBER)
        assert report is not None
        assert actions.make(OCTOBER) is None
        browser, address = signed_in(office()), report.get_absolute_url()
        leader = signed_in(a_leader())
        assert leader.get(address).status_code == 404
        assert signed_in(an_officer()).get(address).status_code == 403
        page = browser.get(address).content.decode()
        for url, count in re.findall(r'href="(/disputes/\?[^"]*)">(\d+)<', page):
            rows = browser.get(url.replace("&amp;", "&")).content.decode()
            assert f"{count} 件" in rows, url
        assert browser.post(address, {"remark": REMARK, "version": 0}).status_code == 302
        stale = browser.post(address, {"remark": "别的", "version": 0, "approve": "1"})
        assert "别人刚刚改过情况说明" in stale.content.decode()
        with pytest.raises(NotYours):
            actions.approve(report, by=a_leader(), remark="", version=None)
        with pytest.raises(Stale):
            actions.write_remark(report, by=office(), remark="", version=0)
        answer = browser.post(address, {"remark": REMARK, "version": 1, "approve": "1"})
        assert answer.status_code == 302
        report.refresh_from_db()
        paper = Paper.objects.get(kind="period_report")
        assert (report.paper, paper.number) == (paper, "〔2026〕1号")
        for reader in (a_leader(), an_officer(Role.DEPUTY, "ZB")):
            assert "已由专班办公室报送（〔2026〕1号）" in told(reader)[0]
            assert paper in papers_seen_by(Officer.objects.get(pk=reader.pk))
        assert paper not in papers_seen_by(an_officer())
        assert REMARK in leader.get(address).content.decode()
        assert "2026年10月" in leader.get(reverse("period_reports")).content.decode()
        frozen = thaw(paper.kind, open_sealed_json(paper.content))
        assert frozen.figures == FiguresPiece.from_json(report.figures)  # type: ignore[attr-defined]
        taken = leader.post(reverse("period_report_export", args=[report.pk]))
    rows = list(load_workbook(BytesIO(taken.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[2][:3] == ("总体", "全区", 3)
    assert AccessRecord.objects.get(action="export").purpose == "导出2026年10月月报"
    _stands(report)


def _stands(report: PeriodReport) -> None:
    """Neither the program nor PostgreSQL lets anybody change or repeat it."""
    with pytest.raises(NotAllowed, match="已经批准报送"):
        actions.write_remark(report, by=office(), remark="改", version=None)
    row = PeriodReport.objects.filter(pk=report.pk)
    again = PeriodReport(
        kind=report.kind, since=report.since, until=report.until, figures={}, made_at=MONDAY
    )
    for change in (lambda: row.update(version=9), row.delete, again.save):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    early = actions.make(OCTOBER.before)
    assert early is not None
    with pytest.raises(IntegrityError, match="stands as it was counted"), transaction.atomic():
        PeriodReport.objects.filter(pk=early.pk).update(figures={})


def test_nothing_is_reported_of_a_time_before_the_portal_was_in_use() -> None:
    assert actions.make(OCTOBER) is None
