"""退回补充: a numbered case is nobody's own; seen by its department, due as before, handed on."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from departments.models import Officer
from departments.roles import Role
from disputes.choices import State
from disputes.models import Dispute
from tests import factories as f
from tests.workflow.signing_in import signed_in
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.workbench.items import items_of

pytestmark = pytest.mark.django_db


def returned() -> Dispute:
    dispute = f.registered()
    f.do(dispute, "return_intake", f.an_officer(Role.REVIEWER, "SW"), comment="请补电话")
    return dispute


def sees(officer: Officer, dispute: Dispute) -> bool:
    fresh = Officer.objects.get(pk=officer.pk)
    return Dispute.objects.visible_to(fresh).filter(pk=dispute.pk).exists()


def test_its_department_and_the_task_force_see_it_and_strangers_do_not() -> None:
    dispute = returned()
    assert dispute.state == State.DRAFT
    for role, code in ((Role.HEAD, "SW"), (Role.REVIEWER, "SW"), (Role.OFFICE, "ZB")):
        assert sees(f.an_officer(role, code), dispute)
    assert not sees(f.an_officer(Role.CLERK, "YB"), dispute)
    assert not sees(f.an_officer(Role.HEAD, "SW"), f.a_draft())


def test_list_count_search_and_page_agree_that_it_is_there() -> None:
    dispute = returned()
    head = f.an_officer(Role.HEAD, "SW")
    visible = Dispute.objects.visible_to(Officer.objects.get(pk=head.pk))
    assert list(visible.registered()) == list(visible.open()) == [dispute]
    page = signed_in(head)
    listed = page.get(reverse("disputes"), {"state": "open"}).content.decode()
    assert str(dispute.number) in listed
    assert "退回补充" in listed
    found = page.post(reverse("disputes"), {"q": str(dispute.number)})
    assert found.headers["Location"] == dispute.get_absolute_url()
    assert page.get(dispute.get_absolute_url()).status_code == 200


def test_the_day_of_its_review_runs_on_and_shows() -> None:
    dispute = f.registered()
    clock = dispute.deadlines.open().get()
    f.do(dispute, "return_intake", f.an_officer(Role.REVIEWER, "SW"), comment="请补电话")
    assert dispute.deadlines.open().get().pk == clock.pk
    assert (dispute.due_on, dispute.due_key) == (clock.due_on, "intake.review")
    assert dispute.owing_department == f.a_department("SW")
    assert (dispute.owing_role, dispute.responsible_officer) == (Role.CLERK, f.an_officer())
    for role in (Role.CLERK, Role.HEAD):
        officer = Officer.objects.get(pk=f.an_officer(role, "SW").pk)
        [item] = items_of(officer)
        assert (item.dispute_id, item.due_on) == (dispute.pk, clock.due_on)


def test_its_head_hands_it_to_a_colleague_who_completes_it_and_does_not_review_it() -> None:
    dispute = returned()
    second = f.an_officer(Role.REVIEWER, "SW", nth=2)
    f.do(dispute, "hand_over", f.an_officer(Role.HEAD, "SW"), officer=second)
    assert signed_in(f.an_officer()).get(f"/disputes/register/{dispute.pk}/").status_code == 404
    page = signed_in(second)
    assert page.get(f"/disputes/register/{dispute.pk}/").status_code == 200
    with pytest.raises(NotYours):
        f.do(dispute, "register", f.an_officer())
    f.do(dispute, "register", second)
    assert dispute.state == State.REGISTERED
    assert dispute.first_contact_officer == f.an_officer()
    with pytest.raises(NotAllowed, match="登记人不能审核"):
        f.do(dispute, "approve_intake", second)
    f.do(dispute, "approve_intake", f.an_officer(Role.REVIEWER, "SW"))


def test_a_program_of_the_successor_may_change_it_and_one_of_a_colleague_may_not() -> None:
    dispute = returned()
    second = f.an_officer(Role.CLERK, "SW", nth=2)
    address, change = f"/api/v1/disputes/{dispute.pk}/", {"facts": "补充：另有两个月。"}
    page: Client = signed_in(second)
    sent = {"content_type": "application/json"}
    assert page.patch(address, change, **sent).status_code == 403  # type: ignore[arg-type]  # kwargs
    f.do(dispute, "hand_over", f.an_officer(Role.HEAD, "SW"), officer=second)
    assert page.patch(address, change, **sent).status_code == 200  # type: ignore[arg-type]  # kwargs


def test_a_numbered_case_cannot_be_made_private_in_sql() -> None:
    dispute = returned()
    with pytest.raises(IntegrityError, match="nobody's own"), transaction.atomic():
        dispute.participations.update(private_to=f.an_officer())


def test_a_draft_without_a_number_stays_its_author_s_and_is_handed_to_nobody() -> None:
    draft = f.a_draft()
    with pytest.raises(NotAllowed, match="没有编号"):
        f.do(draft, "hand_over", f.an_officer(Role.HEAD, "SW"), officer=f.an_officer(nth=2))


def test_it_is_withdrawn_and_supervised_like_any_open_case_and_not_merged_into() -> None:
    dispute, other = returned(), f.triaged()
    office = f.an_officer(Role.OFFICE, "ZB")
    f.do(dispute, "supervise", office, department=f.a_department("SW"), reason="拖", level="1")
    assert dispute.supervisions.get().department.code == "SW"
    with pytest.raises(Mistyped) as refused:
        f.do(other, "merge", f.an_officer(), into=dispute)
    assert refused.value.errors["into"] == [
        f"{dispute.number} 已退回补充，正在补充，请等它补充送审后再并入。"
    ]
    shown = signed_in(f.an_officer()).get(f"/disputes/{other.pk}/merge/").content.decode()
    assert str(dispute.number) not in shown
    f.do(dispute, "withdraw", f.an_officer(), note="已自行缴纳")
    assert dispute.state == State.WITHDRAWN
    keys = dispute.deadlines.open().values_list("key", flat=True)
    assert set(keys) == {"archive.electronic", "supervision.answer"}
    draft = f.a_draft()
    with pytest.raises(NotAllowed, match="没有编号"):
        f.do(draft, "withdraw", draft.first_contact_officer, note="不要了")


def test_the_button_of_what_was_sent_back_leads_to_the_form_and_not_past_it() -> None:
    dispute = returned()
    page = signed_in(f.an_officer())
    form = reverse("draft", args=[dispute.pk])
    shown = page.get(dispute.get_absolute_url()).content.decode()
    assert f'href="{form}"' in shown
    assert "补充登记" in shown
    answer = page.get(f"{dispute.get_absolute_url()}register/")
    assert (answer.status_code, answer.headers["Location"]) == (302, form)
    assert "补充：请补电话" in page.get(form).content.decode()
