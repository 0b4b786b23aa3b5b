"""登记 and its review: a number for ever, nothing missing, and back to its author with why."""

from __future__ import annotations

import re

import pytest

from departments.roles import Role
from disputes.choices import State
from disputes.models import Dispute
from tests import factories as f
from web.refusals import Mistyped, NotYours

pytestmark = pytest.mark.django_db


def register(draft: Dispute) -> None:
    f.do(draft, "register", draft.first_contact_officer)


def test_a_registered_case_has_the_next_number_of_its_department_and_year() -> None:
    first, second, other = f.registered(), f.registered(), f.registered("RS")
    assert first.number == f"230718-{first.year}-SW-000001"
    assert second.number == f"230718-{first.year}-SW-000002"
    assert other.number == f"230718-{first.year}-RS-000001"


def test_each_missing_element_is_named_and_the_draft_stays_one() -> None:
    draft = f.a_draft(town="", category="", facts=" ")
    draft.parties.all().delete()
    with pytest.raises(Mistyped) as refused:
        register(draft)
    missing = {"town", "category", "facts", "payer.name", "payer.kind", "payer.phone"}
    assert set(refused.value.errors) == missing
    assert all(re.search("请(填写|选择)", each[0]) for each in refused.value.errors.values())
    draft.refresh_from_db()
    assert (draft.state, draft.number, draft.timeline.count()) == (State.DRAFT, None, 0)


def test_a_work_order_of_another_platform_is_registered_once() -> None:
    order = {"channel": "h12345", "source_number": "GD-2026-0001"}
    register(f.a_draft(**order))
    with pytest.raises(Mistyped, match="已经登记过"):
        register(f.a_draft(**order))


def test_only_its_author_registers_a_draft() -> None:
    draft = f.a_draft()
    with pytest.raises(NotYours):
        f.do(draft, "register", f.an_officer(Role.CLERK, "SW", nth=2))


def test_the_timeline_names_who_came_but_nobody_who_wants_to_stay_unknown() -> None:
    named = f.registered()
    assert "登记欧*试的来访反映" in named.timeline.get().text
    unknown = f.registered(anonymous=True, source_platform="匿名信")
    text = unknown.timeline.get().text
    assert "登记匿名人的来访反映" in text
    assert "欧" not in text


def test_the_review_has_a_day_and_then_triage_begins_with_the_form_on_paper() -> None:
    dispute = f.registered()
    assert list(dispute.deadlines.open().values_list("key", flat=True)) == ["intake.review"]
    f.do(dispute, "approve_intake", f.an_officer(Role.REVIEWER, "SW"), comment="要素齐全。")
    assert dispute.state == State.TRIAGE
    assert dispute.papers.get().kind == "registration"
    assert dispute.timeline.latest("pk").text.endswith("审核通过登记。要素齐全。")
    assert dispute.deadlines.open().filter(key="intake.triage").exists()


def test_what_is_sent_back_tells_the_department_why_and_keeps_its_number() -> None:
    dispute, author = f.registered(), f.an_officer()
    number, began = dispute.number, dispute.registered_at
    f.do(dispute, "return_intake", f.an_officer(Role.REVIEWER, "SW"), comment="请补电话")
    assert dispute.state == State.DRAFT
    assert author.notices.latest("pk").text == f"{number} 退回补充：请补电话"
    assert dispute.deadlines.open().get().key == "intake.review"
    register(dispute)
    assert (dispute.number, dispute.registered_at) == (number, began)
