"""登记送达 with the scan of what the party signed: a material of the case, named by the 回证."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from confidentiality.sealing import open_sealed_json
from disputes.models import Dispute
from papers.choices import PaperKind
from papers.kinds import thaw
from papers.printing.drawing import page as drawn
from tests import factories as f
from tests.api.programs import program
from tests.confidentiality import brought_files as brought
from tests.workflow.signing_in import signed_in
from workflow.decisions.forms import BESIDE
from workflow.models import Service

pytestmark = pytest.mark.django_db


def typed(**more: object) -> dict[str, Any]:
    on: date = f.today()
    served = {"party": "payer", "method": "direct", "served_on": on.isoformat()}
    return {**served, "recipient": "本人", **more}


def a_scan(name: str = "回证.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, brought.photo() if content is None else content)


def address(dispute: Dispute) -> str:
    return reverse("dispute_verb", args=[dispute.pk, "serve"])


def proof(dispute: Dispute) -> dict[str, Any]:
    paper = dispute.papers.get(kind=PaperKind.SERVICE_PROOF)
    return dict(open_sealed_json(paper.content))


def test_the_page_takes_the_scan_with_the_service():
    dispute = f.decided()
    client = signed_in(f.an_officer())
    page = client.get(address(dispute)).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert "没填" not in page
    assert (
        client.post(address(dispute), typed(receipt=a_scan(), note="当面签收")).status_code == 302
    )
    receipt = dispute.services.get().receipt
    assert receipt is not None
    assert (receipt.dispute_id, receipt.purpose, receipt.title) == (
        dispute.pk,
        "receipt",
        "回证.jpg",
    )
    assert proof(dispute)["note"] == "当面签收\n附：当事人签收件扫描件1份，存本案材料。"
    shown = client.get(dispute.get_absolute_url()).content.decode()
    assert "附签收件" in shown


def test_it_can_be_left_out():
    dispute = f.decided()
    assert signed_in(f.an_officer()).post(address(dispute), typed()).status_code == 302
    assert dispute.services.get().receipt is None
    assert proof(dispute)["note"] == ""


@pytest.mark.parametrize(
    ("scan", "words"),
    [
        (lambda: a_scan("回证.exe", b"MZ"), "不能上传“exe”"),
        (lambda: a_scan("回证.pdf", brought.irm_pdf()), "加了密码或权限"),
        (lambda: a_scan("回证.pdf", b""), "文件是空的"),
    ],
)
def test_a_scan_that_may_not_come_in_stands_at_its_field_and_nothing_is_served(scan, words):
    dispute = f.decided()
    page = signed_in(f.an_officer()).post(address(dispute), typed(receipt=scan()))
    assert page.status_code == 400
    assert words in page.content.decode()
    assert "本人" in page.content.decode()
    assert not dispute.services.exists()
    assert not dispute.materials.exists()


def test_a_program_sends_it_in_parts_and_as_json_without_it():
    dispute, clerk = f.decided(), program()
    path = f"/api/v1/disputes/{dispute.pk}/actions/serve/"
    wrong = clerk.client.post(
        path, typed(receipt=a_scan("x.pdf", brought.v9_pdf())), headers=clerk.headers
    )
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["receipt"])
    words = clerk.post(f"disputes/{dispute.pk}/actions/serve/", typed(receipt="回证.jpg"))
    assert (words.status_code, list(words.json()["errors"])) == (400, ["receipt"])
    done = clerk.client.post(path, typed(receipt=a_scan()), headers=clerk.headers)
    assert done.status_code == 200
    assert dispute.services.get().receipt is not None


def test_the_proof_says_who_served_who_stood_by_and_what_was_refused():
    dispute = f.decided()
    page, on = signed_in(f.an_officer()), f.today()
    early = typed(method="notice", published_on=(on - timedelta(days=29)).isoformat())
    refused = page.post(address(dispute), early)
    assert refused.status_code == 400
    assert "公告满30日才视为送达" in refused.content.decode()
    for when in ("", (on - timedelta(days=31)).isoformat()):  # never, or before it was decided
        assert page.post(address(dispute), typed(method="notice", published_on=when))
        assert not dispute.services.exists()
    typed_row = {"party": "payer", "recorded_by": f.an_officer(), "served_on": on}
    with pytest.raises(IntegrityError, match="public notice"), transaction.atomic():
        Service.objects.create(dispute=dispute, method="notice", **typed_row)
    left = typed(
        method="lien", relation="成年家属", second_server="测试送达乙", refusal="拒绝签字",
        witnesses="社区测试丙", mail_number="EX1", published_on="",
    )  # fmt: skip
    assert page.post(address(dispute), left).status_code == 302
    said = thaw("service_proof", proof(dispute))
    assert said.servers == ("测试SW1", "测试送达乙")
    assert (said.relation, said.refusal, said.witness) == ("成年家属", "拒绝签字", "社区测试丙")
    shown = drawn(said, masked=True)
    assert "社*丙" in shown
    assert "EX1" in shown
    letter = dispute.papers.filter(kind=PaperKind.DECISION).first()
    slip = drawn(thaw("decision", open_sealed_json(letter.content)), masked=False)
    assert slip.index("救济渠道") < slip.index("送　达　回　证")


def test_the_database_refuses_the_receipt_of_another_case():
    dispute, other = f.decided(), f.decided()
    client = signed_in(f.an_officer())
    for each in (dispute, other):
        client.post(address(each), typed(receipt=a_scan()))
    theirs = other.services.get().receipt
    told = {"party": "counterparty", "method": "direct", "served_on": f.today()}
    with pytest.raises(IntegrityError, match="another dispute"), transaction.atomic():
        Service.objects.create(dispute=dispute, receipt=theirs, recorded_by=f.an_officer(), **told)


def test_what_proves_a_service_can_be_typed_on_the_page_and_is_asked_for():
    dispute = f.decided()
    page, on = signed_in(f.an_officer()), f.today().isoformat()
    asked = page.get(address(dispute)).content.decode()
    for name in BESIDE:
        assert f'name="{name}"' in asked, name
    assert '<details class="ui-seldom">' in asked
    for more, sentences in (
        ({"method": "notice"}, ["公告送达的，请填写公告日期"]),
        ({"method": "notice", "published_on": on}, ["公告满30日才视为送达"]),
        ({"method": "lien"}, ["请写明拒收事由", "请填写见证人，或者上传现场照片"]),
    ):
        refused = page.post(address(dispute), typed(**more))
        said = refused.content.decode()
        assert refused.status_code == 400
        assert all(sentence in said for sentence in sentences)
        assert '<details class="ui-seldom" open>' in said
    assert not dispute.services.exists()
    left = typed(method="lien", refusal="拒绝签字", receipt=a_scan("现场.jpg"))
    assert page.post(address(dispute), left).status_code == 302
