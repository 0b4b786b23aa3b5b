"""预览文书: what a form issues is seen as it will print, by the act itself, and nothing is done."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from pypdf import PdfReader

from confidentiality.sealing import open_sealed, open_sealed_json
from departments.roles import Role
from disputes.models import Dispute
from papers.copies import masked
from papers.freezing import PaperContent
from papers.kinds import thaw
from tests import factories as f
from tests.web.drawn_forms import forms_of
from tests.workflow.signing_in import signed_in
from web.models import KeptText
from workflow.decisions.actions import sign_decision
from workflow.issuing.rehearsing import NOT_NUMBERED, rehearsed
from workflow.models import Approval, Paper

pytestmark = pytest.mark.django_db

PREVIEW = {"preview": "1"}
OPENS = 'name="preview" value="1" formtarget="_blank"'


def words_of(answer: object) -> str:
    """Every word on the pages."""
    assert answer["Content-Type"] == "application/pdf"  # type: ignore[index]  # an answer's header
    pages = PdfReader(BytesIO(answer.content)).pages  # type: ignore[attr-defined]  # its body
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def stands(dispute: Dispute) -> tuple[object, ...]:
    fresh = Dispute.objects.get(pk=dispute.pk)
    return fresh.state, fresh.version, fresh.timeline.count(), Paper.objects.count()


def test_signing_shows_before_what_it_issues_afterwards_and_does_nothing() -> None:
    dispute = f.handled()
    said = {"facts": "经查欠缴三个月", "basis": "社会保险法第63条", "decision": "责令补缴"}
    f.do(dispute, "draft_decision", f.an_officer(), **said)
    head, before = f.an_officer(Role.HEAD), stands(dispute)
    browser, address = signed_in(head), f"{dispute.get_absolute_url()}sign_decision/"
    page = browser.get(address).content.decode()
    assert OPENS in page
    typed = {"comment": "同意", "version": dispute.version}

    words = words_of(browser.post(address, typed | PREVIEW))
    assert NOT_NUMBERED in words
    assert "经查欠缴三个月" in words
    assert "尚未签发" in words
    assert dispute.payer is not None
    assert open_sealed(dispute.payer.name) not in words
    assert stands(dispute) == before

    foreseen = rehearsed(lambda: _signed(dispute), head)
    assert stands(dispute) == before
    stranger = f.an_officer(Role.HEAD, "CZ")
    assert rehearsed(lambda: _signed(dispute), stranger) == []  # what he will not see he does not
    browser.post(address, typed)
    issued = Paper.objects.filter(dispute=dispute, kind="decision").order_by("pk")
    now = [thaw(each.kind, open_sealed_json(each.content)) for each in issued]
    assert [_said(each) for each in foreseen or []] == [_said(each) for each in now]
    assert len(now) == 2


def test_what_is_mistyped_is_said_and_what_was_typed_is_kept() -> None:
    dispute = f.triaged()
    browser, address = signed_in(f.an_officer()), f"{dispute.get_absolute_url()}refer/"
    drawn = forms_of(browser.get(address).content.decode())
    form = next(each for each in drawn if "reason" in each.typed)
    before, typed = stands(dispute), form.hidden | {"reason": "属其职责", "severity_reason": "个案"}

    refused = browser.post(address, typed | PREVIEW)
    assert (refused.status_code, stands(dispute)) == (400, before)
    KeptText.objects.all().delete()
    words = words_of(browser.post(address, typed | PREVIEW | {"department": "YB"}))
    assert "告知单" in words
    assert "报送单" in words
    assert KeptText.objects.count() == 1  # a browser that dies now has lost nothing
    assert stands(dispute) == before


def test_the_leader_sees_what_his_consent_issues_and_a_task_has_no_paper() -> None:
    dispute = f.triaged()
    f.do(dispute, "report_major", f.an_officer(), reason="群体性诉求")
    asked, leader = Approval.objects.get(dispute=dispute), signed_in(f.a_leader())
    before = stands(dispute)
    assert 'name="preview"' in leader.get(asked.get_absolute_url()).content.decode()
    words = words_of(leader.post(asked.get_absolute_url(), PREVIEW | {"comment": "同意"}))
    assert "重大事项审批表" in words
    assert "报送我单位" in words  # the notices to the team
    assert stands(dispute) == before

    errand = {"department": "YB", "question": "请核对参保人数", **PREVIEW}
    assert "请核对参保人数" in words_of(leader.post("/errands/new/", errand))
    handled = f.handled()
    f.do(handled, "give_task", f.an_officer(Role.OFFICE, "ZB"), department=f.a_department("YB"),
         question="请核实")  # fmt: skip
    task = handled.assignments.get(kind="task")
    f.answer(task, "accept", f.an_officer(Role.CLERK, "YB"))
    f.answer(task, "draft_opinion", f.an_officer(Role.CLERK, "YB"), facts="属实", basis="无",
             opinion="已核实")  # fmt: skip
    head = signed_in(f.an_officer(Role.HEAD, "YB"))
    nothing = head.post(f"{task.get_absolute_url()}approve_opinion/", PREVIEW)
    assert "不生成文书" in words_of(nothing)
    task.refresh_from_db()
    assert task.state == "drafted"


def test_a_verb_without_papers_does_nothing_either_when_its_preview_is_asked_for() -> None:
    dispute = f.handled()
    before, head = stands(dispute), signed_in(f.an_officer(Role.HEAD))
    address = f"{dispute.get_absolute_url()}suspend/"
    assert 'name="preview"' not in head.get(address).content.decode()
    assert "不生成文书" in words_of(head.post(address, PREVIEW | {"ground": "等待认定"}))
    assert stands(dispute) == before


def _signed(dispute: Dispute) -> bool:
    sign_decision(Dispute.objects.get(pk=dispute.pk), by=f.an_officer(Role.HEAD), comment="同意")
    return True


def _said(content: PaperContent) -> str:
    """All but the number, the hour and the signs that each one has of its own."""
    shown = masked(content).to_json()
    own = {"number", "nonce", "verify_code", "verify_at", "signed_at"}
    return json.dumps({k: v for k, v in shown.items() if k not in own}, sort_keys=True)
