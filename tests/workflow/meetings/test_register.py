"""会商台账: type, period, agenda, minutes, what was settled; only what he may see (R012, R068)."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from confidentiality.models import AccessRecord
from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from tests import factories as f
from tests.workflow.meetings.test_plan import planned
from tests.workflow.signing_in import signed_in
from workflow.meetings import actions
from workflow.meetings.register import register
from workflow.models import Meeting

pytestmark = pytest.mark.django_db
ADDRESS = reverse("meeting_register")


def fresh(role: str = Role.CLERK, code: str = "SW") -> Officer:
    return Officer.objects.get(pk=f.an_officer(role, code).pk)


def a_settled_meeting() -> Meeting:
    dispute = f.handled(Mode.JOINT)
    f.hold_meeting(dispute)
    return Meeting.objects.get(disputes=dispute)


def test_it_tells_of_each_meeting_what_was_settled_and_how_that_stands() -> None:
    met = a_settled_meeting()
    [item] = met.items.all()
    conference = planned(kind="conference", title="第一次联席会议", topics=["通报缴费进度"])
    actions.call(conference, by=fresh())
    browser = signed_in(fresh())
    page = browser.get(ADDRESS).content.decode()
    for said in ("第一次联席会议", "通报缴费进度", met.number, str(item.dispute), item.decision):
        assert said in page
    only = browser.get(ADDRESS, {"kind": "conference"}).content.decode()
    assert ("第一次联席会议" in only, met.number in only) == (True, False)
    on = timezone.localdate(met.starts_at)
    later, earlier = (on + timedelta(days=n) for n in (2, -1))
    for asked in ({"since": str(later)}, {"until": str(earlier)}):
        assert "没有符合条件的会商" in browser.get(ADDRESS, asked).content.decode()
    assert browser.get(ADDRESS, {"since": "后天", "kind": "x", "after": "y"}).status_code == 200
    query = f"kind=general&since={on}&until={on}"
    taken = browser.post(reverse("meeting_register_export"), {"query": query})
    rows = list(load_workbook(BytesIO(taken.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[7] for row in rows[2:]] == [met.number]
    assert str(rows[2][8]).startswith(item.decision)
    assert AccessRecord.objects.latest("pk").purpose == "导出会商台账 1 件（脱敏）"


def test_who_is_not_told_of_a_case_or_a_topic_reads_of_neither() -> None:
    met = a_settled_meeting()
    conference = planned(kind="conference", title="第一次联席会议", topics=["通报缴费进度"])
    actions.call(conference, by=fresh())
    own = register(fresh(Role.CLERK, "YB"), QueryDict()).lines
    assert [line.number for line in own] == [met.number]  # not asked to the conference
    assert register(fresh(Role.CLERK, "XF"), QueryDict()).lines == []
    assert register(fresh(Role.SYSADMIN, "ZB"), QueryDict()).lines == []
    assert len(register(fresh(Role.OFFICE, "ZB"), QueryDict()).lines) == 2
    dispute = met.disputes.get()
    yb = fresh(Role.HEAD, "YB")
    f.do(dispute, "recuse", yb, officer=yb, reason="亲属")
    assert register(Officer.objects.get(pk=yb.pk), QueryDict()).lines == []


def test_it_costs_the_same_however_many_there_are() -> None:
    a_settled_meeting()
    clerk = fresh()

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            register(clerk, QueryDict())
        return len(captured)

    statements()
    few = statements()
    for _ in range(2):
        a_settled_meeting()
    assert statements() == few
