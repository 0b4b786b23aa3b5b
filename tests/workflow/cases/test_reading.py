"""What is read before one signs, reviews, merges or hands on stands where it is decided."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute, Party
from tests import factories as f
from tests.workflow.signing_in import signed_in
from web.refusals import Stale
from workflow.summary.beside import beside

pytestmark = pytest.mark.django_db

DRAFT = {"facts": "属实", "basis": "社会保险法第63条", "decision": "由用人单位补缴并更正记录"}


def verb_page(officer: Officer, dispute: Dispute, verb: str) -> str:
    client: Client = signed_in(officer)
    answer = client.get(reverse("dispute_verb", args=[dispute.pk, verb]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_whoever_signs_reads_the_draft_then_the_paper_then_the_opinions_then_the_button() -> None:
    dispute = f.handled(Mode.JOINT)
    f.answer_all(dispute)
    f.do(dispute, "draft_decision", f.an_officer(Role.CLERK, "SW"), **DRAFT)
    page = verb_page(f.an_officer(Role.HEAD, "SW"), dispute, "sign_decision")
    draft, paper = page.index("处理意见与反馈"), page.index("处理意见告知书（缴费人）")
    opinions, button = page.index("各单位书面意见"), page.index('name="comment"')
    assert draft < paper < opinions < button
    sheet = page[paper:opinions]
    assert "由用人单位补缴并更正记录" in sheet
    assert "（签发时编号）" in sheet
    assert "脱敏副本" in sheet
    assert "<body" not in sheet
    assert not dispute.papers.filter(kind="decision").exists()  # looking issues nothing
    assert f'href="/disputes/{dispute.pk}/return_decision/"' in page  # both answers


def test_the_reviewer_sees_the_masked_number_and_what_was_brought() -> None:
    dispute = f.registered()
    payer = dispute.payer
    assert payer is not None
    payer.id_number = "11010519491231002X"
    payer.save()
    page = verb_page(f.an_officer(Role.REVIEWER, "SW"), dispute, "approve_intake")
    number = str(Party.objects.get(pk=payer.pk).id_number)
    assert "*" in number
    assert re.search(rf"<dt>证件</dt>\s*<dd[^>]*>{re.escape(number)}<", page)
    assert "还没有材料" in page
    assert f'href="/disputes/{dispute.pk}/return_intake/"' in page  # both answers


def test_a_case_is_merged_by_picking_from_the_open_ones_the_payers_own_first() -> None:
    other, dispute = f.triaged(), f.triaged()
    hidden = f.triaged(code="CZ")
    page = verb_page(f.an_officer(Role.CLERK, "SW"), dispute, "merge")
    assert 'list="offered-into"' in page
    assert f'<option value="{other.number}">' in page
    assert f'<option value="{dispute.number}">' not in page
    assert f'<option value="{hidden.number}">' not in page


def test_the_suggested_lead_is_chosen_in_advance() -> None:
    dispute = f.triaged()
    page = verb_page(f.an_officer(Role.CLERK, "SW"), dispute, "convene_joint")
    assert '<option value="SW" selected>' in page[page.index('name="lead"') :]


def test_an_officer_reads_his_own_name_in_full() -> None:
    officer = f.an_officer(Role.CLERK, "SW")
    page = signed_in(officer).get("/").content.decode()
    assert f'<summary class="ui-top-link">{officer.name}<' in page


def test_the_timeline_tells_the_hour_and_a_long_account_is_folded() -> None:
    dispute = f.triaged()
    client = signed_in(f.an_officer(Role.CLERK, "SW"))
    page = client.get(dispute.get_absolute_url()).content.decode()
    assert 'class="ui-unfold"' not in page
    hours = dispute.timeline.latest("pk").at.astimezone().strftime("%H:%M")
    assert f" {hours}</time>" in page
    dispute.facts = "第一行。\n" * 13
    dispute.save()
    assert 'class="ui-unfold"' in client.get(dispute.get_absolute_url()).content.decode()


def test_common_phrases_stand_under_an_opinion() -> None:
    dispute = f.handled(Mode.JOINT)
    asked = dispute.assignments.get(department__code="YB")
    clerk = f.an_officer(Role.CLERK, "YB")
    f.answer(asked, "accept", clerk)
    page = signed_in(clerk).get(asked.get_absolute_url()).content.decode()
    assert 'data-phrases="经核，反映情况属实。|' in page
    assert "js/phrases.js" in page


def test_who_was_overtaken_and_sees_it_no_more_is_told_so() -> None:
    """Another took the request back between his reading and his sending."""
    dispute, clerk = f.handled("referral"), f.an_officer("clerk", "YB")
    f.answer(dispute.assignments.get(), "recall", f.an_officer(), reason="请错单位")
    with pytest.raises(Stale, match="本单位不再参与，您的这一步没有写入"):
        beside(dispute, Officer.objects.get(pk=clerk.pk), "accept")
