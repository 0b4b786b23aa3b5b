"""What leaves the mechanism leaves by its approval alone, told over HTTP (六(三), R093, A18)."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from confidentiality.models import AccessRecord
from departments.roles import Role
from tests import factories as f
from tests.workflow.disclosure.leaving import Typed, asked, asked_for, number_of, seated, signed_to
from tests.workflow.signing_in import signed_in
from workflow.issuing.tasks import render_paper
from workflow.models import Disclosure, DisclosureCopy

pytestmark = pytest.mark.django_db


def browser(role: str = Role.CLERK, code: str = "SW") -> Client:
    return signed_in(f.an_officer(role, code))


def page(own: Disclosure, *more: str) -> str:
    return own.get_absolute_url() + "".join(f"{each}/" for each in more)


def act(by: Client, own: Disclosure, verb: str, **typed: object) -> int:
    own.refresh_from_db()
    return by.post(page(own, verb), {"version": own.version, **typed}).status_code


def typed(**more: object) -> Typed:
    own = asked(**more)
    return own | {"until": own["until"].isoformat()}


def copy_of(own: Disclosure) -> str:
    return page(own, "items", str(own.items.get(round=own.round).pk), "copy")


def drawn(own: Disclosure) -> None:
    for paper in own.papers.all():
        render_paper(paper.pk)


def words(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join(each.extract_text() for each in pages).replace("\n", "")


def test_head_office_and_leader_sign_and_then_a_counted_copy_leaves() -> None:
    seated()
    dispute = f.handled()
    clerk, head, office, leader = (
        browser(), browser(Role.HEAD), browser(Role.OFFICE, "ZB"), browser(Role.LEADER, "ZB"),
    )  # fmt: skip
    sent = typed(version=dispute.version, masking="full", full_reason="核对本人缴费",
                 impact_record="PIA-2026-1")  # fmt: skip
    assert clerk.post(f"/disputes/{dispute.pk}/disclose/", sent).status_code == 302
    own = Disclosure.objects.get()
    assert own.route == ["head", "office", "leader"]
    assert clerk.post(copy_of(own)).status_code == 302
    assert "审签" in head.get("/").content.decode()
    assert act(head, own, "sign", comment="同意") == 302
    assert act(office, own, "review") == 302
    assert str(dispute.number) in leader.get("/approvals/").content.decode()
    assert act(leader, own, "approve", comment="同意，用后收回") == 302
    own.refresh_from_db()
    assert own.state == "approved"
    assert {paper.number for paper in own.papers.all()} == {own.number}
    drawn(own)
    assert not DisclosureCopy.objects.exists()
    for serial in (1, 2):
        answer = clerk.post(copy_of(own))
        assert answer["Content-Type"] == "application/pdf"
        said = words(answer.content)
        assert f"第{serial}份" in said
        assert all(each in said for each in ("区审计局", number_of(own), "欧阳测试"))
    made = DisclosureCopy.objects.get(serial=2)
    assert made.sha256 == hashlib.sha256(answer.content).hexdigest()
    records = AccessRecord.objects.filter(action="export", object_type="workflow.disclosurecopy")
    assert records.count() == 2
    assert "批准对外提供" in dispute.timeline.latest("pk").text
    shown = clerk.get(dispute.get_absolute_url()).content.decode()
    assert "2 份，2 份未收回" in shown
    assert "信息提供（发布）审批表" in shown


def test_a_masked_copy_names_nobody() -> None:
    own = signed_to(asked_for())
    drawn(own)
    said = words(browser().post(copy_of(own)).content)
    assert "欧阳测试" not in said
    assert "欧*试" in said


def test_before_approval_after_its_day_and_once_stopped_nothing_leaves() -> None:
    own = asked_for()
    clerk = browser()

    def refused(sentence: str) -> None:
        told = clerk.post(copy_of(own), follow=True).content.decode()
        assert sentence in told
        assert not DisclosureCopy.objects.exists()

    refused("批准后才能制作外发件")
    drawn(signed_to(own))
    later = f.today() + timedelta(days=31)
    with time_machine.travel(f"{later.isoformat()}T10:00:00+08:00"):
        clerk = browser()
        refused("届满")
    clerk = browser()
    assert act(browser(Role.OFFICE, "ZB"), own, "revoke", reason="用途已了") == 302
    refused("已停止提供")


def test_what_waits_to_be_drawn_is_said_and_not_counted() -> None:
    own = signed_to(asked_for())
    told = browser().post(copy_of(own), follow=True).content.decode()
    assert "正在生成" in told
    assert not DisclosureCopy.objects.exists()


def test_sent_back_it_is_put_right_and_signed_anew() -> None:
    own = signed_to(asked_for(), "office")
    office = browser(Role.OFFICE, "ZB")
    assert act(office, own, "send_back", comment="请写明审计通知书") == 302
    own.refresh_from_db()
    assert own.state == "returned"
    clerk = browser()
    assert "请写明审计通知书" in clerk.get(page(own)).content.decode()
    again = clerk.get(page(own, "resubmit")).content.decode()
    assert "专项审计核对" in again
    sent = typed(purpose="依审计通知书〔2026〕5号核对", particulars=["number"])
    assert act(clerk, own, "resubmit", **sent) == 302
    own.refresh_from_db()
    assert (own.state, own.round) == ("head", 2)
    signed_to(own)
    assert own.signatures.count() == 4
    assert [item.fields for item in own.items.filter(round=2)] == [["number"]]


def test_a_copy_is_called_back_one_by_one() -> None:
    own = signed_to(asked_for())
    drawn(own)
    clerk = browser()
    clerk.post(copy_of(own))
    assert act(browser(Role.LEADER, "ZB"), own, "revoke", reason="用途已了") == 302
    told = sum("须登记收回" in each.text for each in f.an_officer().notices.all())
    assert told == 1
    copy = DisclosureCopy.objects.get()
    assert act(clerk, own, "recall", copy=copy.pk, outcome="destroyed", note="当面碎纸") == 302
    assert copy.recall.get_outcome_display() == "已销毁"
    again = act(clerk, own, "recall", copy=copy.pk, outcome="returned", note="再来一次")
    assert again in (400, 403, 409)
    assert "均已收回" in clerk.get("/disclosures/").content.decode()


def test_figures_without_a_case_pass_the_same_desks() -> None:
    seated()
    clerk = browser()
    sent = {"recipient_kind": "publication", "recipient": "区政府网站", "purpose": "政务公开",
            "until": f.today().isoformat(), "text": "上半年共受理争议一百二十件。"}  # fmt: skip
    assert clerk.post("/disclosures/new/", sent).status_code == 302
    own = Disclosure.objects.get()
    assert browser(Role.HEAD, "YB").get(page(own)).status_code == 404
    drawn(signed_to(own))
    assert "一百二十件" in words(clerk.post(copy_of(own)).content)
    named = clerk.post("/disclosures/new/", sent | {"text": "联系电话15400000018"})
    assert named.status_code == 400
    assert "请删去或者改写" in named.content.decode()


def test_a_colleague_without_a_part_sees_nothing() -> None:
    own = signed_to(asked_for())
    for role, code in ((Role.CLERK, "CZ"), (Role.HEAD, "YB"), (Role.AUDITOR, "ZB")):
        stranger = browser(role, code)
        assert stranger.get(page(own)).status_code == 404
        assert stranger.post(copy_of(own)).status_code == 404
        assert stranger.get(page(own, "revoke")).status_code == 404
        assert number_of(own) not in stranger.get("/disclosures/").content.decode()
        for sheet in own.papers.all():
            assert stranger.get(f"/papers/{sheet.pk}/pdf/").status_code == 404


def test_of_an_archived_case_the_auditor_reads_what_left() -> None:
    dispute = f.archived()
    own = signed_to(asked_for(dispute))
    auditor = browser(Role.AUDITOR, "ZB")
    assert number_of(own) in auditor.get("/disclosures/").content.decode()
    address = dispute.case_file.get_absolute_url()
    assert auditor.get(page(own))["Location"] == address  # to its register first
    auditor.post(address, {"purpose": "季度抽查"})
    assert auditor.get(page(own)).status_code == 200
    assert auditor.post(page(own, "revoke")).status_code == 403
    assert number_of(own) in auditor.get(address).content.decode()
