"""档案保管: what waits for whom, what cover and 备考表 say, and that 销毁 closes a file."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from departments.models import Officer
from departments.roles import Role
from reports.archives.keeping import remarks_of
from reports.archives.seeking import Wanted, files_visible_to, search
from reports.archives.shelves import SHELVES
from tests import factories as f
from tests.api.programs import program
from workflow.models import AuditSample, CaseFile

pytestmark = pytest.mark.django_db


def browser(role: str, code: str = "ZB") -> Client:
    client = Client()
    client.force_login(Officer.objects.get(pk=f.an_officer(role, code).pk))
    return client


def words_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def shelf(client: Client, tab: str) -> str:
    return words_of(client, f"{reverse('keeping')}?tab={tab}")


def test_each_waits_in_its_list_until_it_is_done_and_a_destroyed_file_is_read_no_more() -> None:
    """One file on its whole way, beside another whose term runs."""
    archivist, office = f.an_officer(Role.ARCHIVIST, "ZB"), f.an_officer(Role.OFFICE, "ZB")
    keeper, decider, auditor = (browser(r) for r in (Role.ARCHIVIST, Role.OFFICE, Role.AUDITOR))
    other = f.archived().case_file
    dispute = f.term_ended(f.archived(), years=31)
    file = dispute.case_file
    assert [client.get(reverse("keeping")).status_code for client in (
        keeper, decider, auditor, browser(Role.CLERK, "SW"))] == [200, 200, 200, 403]  # fmt: skip
    assert file.number in shelf(keeper, "review")
    f.do(dispute, "review_file", archivist, retention="D30")
    assert file.number not in shelf(keeper, "review")
    assert other.number in shelf(keeper, "review")

    ended = shelf(keeper, "ended")
    assert file.number in ended
    assert other.number not in ended
    f.do(dispute, "appraise_file", archivist, proposal="destroy", reason="无查考价值")
    assert file.number not in shelf(keeper, "ended")
    assert file.number in shelf(decider, "decide")

    clerk, address = browser(Role.CLERK, "SW"), file.get_absolute_url()
    clerk.post(address, {"purpose": "信访复查"})
    said = words_of(clerk, address)
    assert "审核确认保管期限" in said
    assert "登记销毁。无查考价值（待审定）" in said
    deciding = reverse("dispute_verb", args=[dispute.pk, "decide_appraisal"])
    assert deciding not in said
    decider.post(address, {"purpose": "审定"})
    assert reverse("dispute_verb", args=[dispute.pk, "decide_appraisal"]) in words_of(
        decider, address
    )

    f.do(dispute, "decide_appraisal", office, agree=True)
    assert "-销毁·" in shelf(auditor, "destroyed")
    for client in (clerk, decider, auditor):
        assert "已登记销毁" in words_of(client, address)
        client.post(address, {"purpose": "再看"})
        assert "停止查阅" in words_of(client, address)
        assert client.get(dispute.get_absolute_url())["Location"] == address
    assert clerk.get(reverse("case_file_package", args=[file.pk]))["Location"] == address
    assert program("clerk", "SW").get(f"archives/{file.pk}/").status_code == 409
    assert program("clerk", "SW").get(f"disputes/{dispute.pk}/papers/").status_code == 409
    keeper.post(address, {"purpose": "保管"})
    assert "销毁清册" in words_of(keeper, address)
    f.do(dispute, "hold_file", archivist, reason="法院调卷")
    assert "法院调卷" in shelf(keeper, "held")
    clerk.post(address, {"purpose": "法院调卷"})
    assert "暂缓销毁" in words_of(clerk, address)


def test_the_term_that_counts_is_found_shown_and_told_to_programs() -> None:
    dispute = f.archived()
    file, auditor = dispute.case_file, program("auditor", "ZB")
    assert remarks_of(file) == (f"保管期限30年，按规则建议，由立卷人{file.archived_by.name}确认。")
    f.do(dispute, "review_file", f.an_officer(Role.ARCHIVIST, "ZB"), retention="Y", reason="有批示")
    file = CaseFile.objects.get(pk=file.pk)
    said = remarks_of(file)
    assert said.startswith("保管期限永久，规则建议30年，理由：有批示，由档案员")
    officer = Officer.objects.get(pk=f.an_officer(Role.AUDITOR, "ZB").pk)
    assert list(search(officer, Wanted(retention="Y"))) == [file]
    assert not search(officer, Wanted(retention="D30")).exists()
    [line] = auditor.get("archives/", retention="Y").json()
    assert line["retention"] == "Y"
    whole = auditor.get(f"archives/{file.pk}/").json()
    told = {key: whole[key] for key in ("retention", "retention_suggested", "retention_reason",
                                        "retention_until", "on_hold")}  # fmt: skip
    assert told == {"retention": "Y", "retention_suggested": "D30", "retention_reason": "有批示",
                    "retention_until": None, "on_hold": False}  # fmt: skip
    assert whole["retention_confirmed_by"]
    cover = words_of(browser(Role.AUDITOR), f"{reverse('archives')}?file={file.pk}")
    assert "永久" in cover
    assert files_visible_to(officer).count() == 1
    assert set(SHELVES) == {"review", "ended", "decide", "held", "destroyed"}


def test_an_auditor_draws_by_lot_and_the_same_seed_draws_the_same() -> None:
    files = {f.archived().case_file for _ in range(2)}
    [year] = {each.year for each in files}
    auditor, address = browser(Role.AUDITOR), reverse("samples")
    asked = {"year": year, "size": 1, "seed": "2026年第三季度"}
    assert browser(Role.ARCHIVIST).post(address, asked).status_code == 403
    for size, says in ((3, f"{year} 年度只有 2 卷"), (0, "")):
        refused = auditor.post(address, asked | {"size": size})
        assert refused.status_code == 400
        assert says in refused.content.decode()
    page = auditor.post(address, asked, follow=True).content.decode()
    first = AuditSample.objects.get()
    lots = {sha256(f"{first.seed}:{each.number}".encode()).hexdigest(): each.pk for each in files}
    assert first.files == [lots[key] for key in sorted(lots)][:1]
    shown = [each.pk for each in files if each.get_absolute_url() in page]
    assert sorted(shown) == sorted(first.files)
    late = f.archived().case_file  # of the same year, and no part of what was drawn from
    assert "结果一致" in words_of(auditor, first.get_absolute_url())
    assert late.pk not in first.files
    auditor.post(address, {"year": year, "size": 1})
    assert len(AuditSample.objects.latest("pk").seed) == 16
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditSample.objects.update(size=2)
