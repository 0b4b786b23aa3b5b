"""The log administrator reads what was done and nothing of a case; 谁看过 stands with the case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from confidentiality.audit.anchoring import kept_anchors
from confidentiality.audit.appending import Happening, append
from confidentiality.audit.sealing import seal
from confidentiality.models import AuditRecord
from confidentiality.reveal import record_access
from confidentiality.sealing import open_sealed
from departments.roles import Role
from reports.audit.watching import LIMITS, tell, unusual
from reports.clock import anchor_daily, seal_audit, watch_audit
from tests import factories as f
from tests.confidentiality import audit_tampering as tampering
from tests.workflow.signing_in import reading, signed_in
from workflow.models import Notice
from workflow.operations import heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_its_hour(db: None) -> Iterator[None]:
    """A record bears PostgreSQL's own time, whatever day the tests are run as if it were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (now,) = cursor.fetchone()
    with time_machine.travel(now):
        yield


@pytest.fixture(autouse=True)
def _anchors(settings: Settings, tmp_path: Path, _at_its_hour: None) -> None:
    settings.AUDIT_ANCHORS = tmp_path / "anchors"
    heartbeat.beat(heartbeat.BEAT)


def told(words: str) -> list[Notice]:
    return [each for each in Notice.objects.all() if words in str(each.text)]


@pytest.fixture
def keeper() -> Client:
    return signed_in(f.an_officer(Role.LOGADMIN, "ZB"))


def body(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_he_finds_a_look_by_day_officer_kind_and_number(keeper: Client):
    dispute, clerk = f.decided("single"), f.an_officer(Role.CLERK, "SW")
    signed_in(clerk).get(dispute.get_absolute_url())
    today = f"{timezone.localdate():%Y-%m-%d}"
    for query in (
        {"since": today, "until": today, "kind": "look"},
        {"who": clerk.username.upper(), "kind": "look"},
        {"number": str(dispute.number), "kind": "look"},
        {"number": str(dispute.number).replace("-", " "), "kind": "look"},
    ):
        said = body(keeper, "/manage/audit/", **query)
        assert clerk.name in said
        assert str(dispute.number) in said
    assert "没有符合的留痕" in body(keeper, "/manage/audit/", who="nobody")
    number = str(dispute.decisions.get().pk)  # what came to rest stands by itself
    assert f"处理意见 {number}" in body(keeper, "/manage/audit/", kind="kept", number=number)
    assert f"处理意见 {number}" not in body(keeper, "/manage/audit/", number=number)
    yesterday = f"{timezone.localdate() - timedelta(days=1):%Y-%m-%d}"
    assert "没有符合的留痕" in body(keeper, "/manage/audit/", until=yesterday)


def test_nothing_of_a_case_is_on_his_pages(keeper: Client):
    dispute = f.decided("single")
    signed_in(f.an_officer(Role.CLERK, "SW")).get(dispute.get_absolute_url())
    payer = dispute.parties.get(role="payer")
    for address in ("/manage/audit/", "/manage/audit/unusual/", "/manage/audit/chain/"):
        said = body(keeper, address)
        assert dispute.facts not in said
        assert open_sealed(payer.name) not in said
    assert keeper.get(dispute.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR, Role.LEADER])
def test_nobody_else_opens_them(role: Role):
    page = signed_in(f.an_officer(role, "ZB"))
    for address in ("/manage/audit/", "/manage/audit/unusual/", "/manage/audit/chain/"):
        assert page.get(address).status_code == 403


def test_it_stands_in_his_menu_alone(keeper: Client):
    assert 'href="/manage/audit/"' in body(keeper, "/manage/")
    assert "/manage/audit/" not in body(signed_in(f.an_officer(Role.SYSADMIN, "ZB")), "/manage/")


def test_ten_times_the_rows_cost_no_statement_more(keeper: Client):
    counts = []
    for many in (2, 40):
        for nth in range(many):
            append(Happening("list", f.an_officer(Role.CLERK, "SW", nth=1 + nth % 2).pk))
        keeper.get("/manage/audit/")
        with CaptureQueriesContext(connection) as asked:
            keeper.get("/manage/audit/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("kind", "begins"), [("xlsx", b"PK"), ("csv", "\ufeff序号".encode())])
def test_he_takes_it_along_and_that_is_recorded(keeper: Client, kind: str, begins: bytes):
    f.decided("single")
    seal()
    answer = keeper.post("/manage/audit/export/", {"as": kind})
    assert answer.content.startswith(begins)
    seal()
    assert AuditRecord.objects.filter(kind="export", source="confidentiality_accessrecord").exists()


def test_many_misses_of_one_day_are_unusual_and_told_once(keeper: Client):
    stranger = f.an_officer(Role.CLERK, "CZ")
    page = signed_in(stranger)
    for nth in range(LIMITS["misses"]):
        page.get(f"/disputes/{900000 + nth}/")
    said = body(keeper, "/manage/audit/unusual/")
    assert stranger.name in said
    assert f"被拒绝或查无此件 {LIMITS['misses']} 次" in said
    assert tell() >= 1
    assert tell() == 0
    (notice,) = told("查无此件")
    assert notice.recipient.roles == {Role.LOGADMIN}


def test_many_id_numbers_tried_while_registering_are_told():
    clerk = f.an_officer(Role.CLERK, "SW")
    f.an_officer(Role.LOGADMIN, "ZB")
    for nth in range(LIMITS["tries"]):
        append(Happening("match", clerk.pk, verb="id_number", object_id=str(nth)))
    assert watch_audit() >= 1
    assert len(told("个证件号码")) == 1


def test_many_reveals_and_many_looks_at_night_are_unusual(monkeypatch: pytest.MonkeyPatch):
    clerk = f.an_officer(Role.CLERK, "SW")
    dispute = f.registered()
    for _ in range(LIMITS["reveals"]):
        record_access(clerk, dispute, purpose="核对", action="reveal")
    for _ in range(LIMITS["night"]):
        append(Happening("look", clerk.pk, object_kind="disputes"))
    seal()
    # the hour is PostgreSQL's own: so it is asked where it is two o'clock now
    ahead = (2 - timezone.now().hour + 12) % 24 - 12
    night = SimpleNamespace(TIME_ZONE=f"Etc/GMT{-ahead:+d}")
    monkeypatch.setattr("reports.audit.watching.settings", night)
    (found,) = unusual(timezone.now() - timedelta(days=1))
    assert found.reasons["reveals"] == f"查看明文、全文打印 {LIMITS['reveals']} 次"
    assert found.reasons["night"].startswith("22 点至次日 6 点查看 ")


def test_looks_at_cases_of_many_units_are_unusual_but_not_for_who_sees_all():
    clerk, leader = f.an_officer(Role.CLERK, "SW"), f.an_officer(Role.LEADER, "ZB")
    cases = [f.registered(code) for code in ("SW", "YB", "RS", "SB", "XF")]
    for case in cases:
        for officer in (clerk, leader):
            append(Happening("look", officer.pk, object_kind="disputes"), "%s::bigint", [case.pk])
    seal()
    found = unusual(timezone.now() - timedelta(days=1))
    units = [each.officer_id for each in found if "units" in each.reasons]
    assert units == [clerk.pk]


def test_the_day_is_anchored_once_and_shown_to_be_printed(keeper: Client):
    f.decided("single")
    assert seal_audit() > 0
    assert anchor_daily() > 0
    assert anchor_daily() == 0
    (anchor,) = kept_anchors()
    said = body(keeper, "/manage/audit/chain/")
    for shown in (anchor.digest, anchor.signature, anchor.name, "上次锚定以来完好"):
        assert shown in said


def test_he_verifies_and_anchors_by_a_press(keeper: Client):
    f.decided("single")
    answer = keeper.post("/manage/audit/chain/anchor/", follow=True)
    assert "已锚定到第" in answer.content.decode()
    answer = keeper.post("/manage/audit/chain/verify/", follow=True)
    assert "核验通过" in answer.content.decode()


def test_a_broken_chain_is_not_anchored_but_told(keeper: Client):
    f.decided("single")
    seal()
    tampering.run("UPDATE confidentiality_auditrecord SET status = 999 WHERE seq = 3")
    assert anchor_daily() == 0
    assert kept_anchors() == []
    assert told("第 3 条与入链时不同")
    answer = keeper.post("/manage/audit/chain/verify/", follow=True)
    assert "核验未通过：第 3 条" in answer.content.decode()


def test_who_looked_is_shown_to_who_may_see_the_case():
    dispute, clerk = f.decided("single"), f.an_officer(Role.CLERK, "SW")
    page = signed_in(clerk)
    for _ in range(3):
        page.get(dispute.get_absolute_url())
    record_access(clerk, dispute, purpose="回拨核对欧阳测试", action="print",
                  dispute_number=str(dispute.number))  # fmt: skip
    said = body(page, f"/disputes/{dispute.pk}/looks/")
    assert "欧阳测试" not in said
    assert clerk.name in said
    assert "回拨核对" in said
    assert said.count(clerk.name) >= 2
    assert f"/disputes/{dispute.pk}/looks/" in body(page, dispute.get_absolute_url())
    stranger = signed_in(f.an_officer(Role.CLERK, "CZ"))
    assert stranger.get(f"/disputes/{dispute.pk}/looks/").status_code == 404


def test_who_looked_at_an_archived_case_is_asked_after_signing_for_it():
    dispute, auditor = f.archived("single"), f.an_officer(Role.AUDITOR, "ZB")
    address = f"/disputes/{dispute.pk}/looks/"
    assert signed_in(auditor).get(address).status_code == 302
    page = reading(auditor, dispute)
    assert auditor.name in body(page, address)
