"""重启: the payer comes back after the end; a linked dispute goes on, the old file rests (R074)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from confidentiality.sealing import Sealed
from departments.roles import Role
from disputes.choices import Mode, State
from disputes.joining import merged_into, survivors_of
from disputes.models import Dispute, Material
from tests import factories as f
from tests.api.programs import program_of
from tests.workflow.intake.test_merging import decide, hear, of_another, tell
from tests.workflow.signing_in import reading, signed_in
from web.refusals import NotAllowed, NotYours
from workflow.procedure import participation
from workflow.procedure.sides import case_sides

pytestmark = pytest.mark.django_db

WHY = {"ground": "evidence", "channel": "visit", "reason": "补交了三个月的工资条"}


SENT_AWAY: dict[State, tuple[str, str, dict[str, Any]]] = {  # Any: a verb's own keywords
    State.DECLINED: ("decline", "head", {"reason": "wages", "channel": "劳动监察"}),
    State.NOTIFIED: ("notify_only", "clerk", {"outside_body": "市税务局", "reason": "复议中"}),
    State.WITHDRAWN: ("withdraw", "clerk", {"note": "书面撤回", "all_payers": True}),
}


def told_of_the_end(state: str) -> Dispute:
    dispute = f.triaged()
    verb, role, typed = SENT_AWAY[State(state)]
    f.do(dispute, verb, f.an_officer(role), **typed)
    if state != State.WITHDRAWN:
        with pytest.raises(NotAllowed, match="先登记送达再重启"):
            f.do(dispute, "reopen", f.an_officer(), **WHY)
        tell(dispute, "payer")
    return dispute


def a_material(dispute: Dispute) -> Material:
    return Material.objects.create(
        dispute=dispute, file="materials/2026/abc", title="工资条", media_type="application/pdf",
        size=9, sha256="0" * 64, added_by=f.an_officer(),
    )  # fmt: skip


def ended(state: str) -> Dispute:
    dispute = told_of_the_end(state) if state in SENT_AWAY else f.concluded()
    a_material(dispute)
    if state == State.ARCHIVED:
        f.do(dispute, "archive", f.an_officer())
    return dispute


@pytest.mark.parametrize("state", [State.CONCLUDED, State.ARCHIVED, *SENT_AWAY])
def test_a_new_dispute_goes_on_with_people_words_and_materials(state):
    dispute = ended(state)
    f.do(dispute, "reopen", f.an_officer(), **WHY)
    fresh = Dispute.objects.get(continues=dispute)
    assert (fresh.state, dispute.state) == (State.REGISTERED, state)
    assert fresh.number != dispute.number
    assert "缴费人提供新证据，补交了三个月的工资条" in fresh.facts
    names = [(p.role, p.kind, p.display_name) for p in dispute.parties.all()]
    assert [(p.role, p.kind, p.display_name) for p in fresh.parties.all()] == names
    [old], [new] = dispute.materials.all(), fresh.materials.all()
    assert (old.file.name, old.sha256, old.title) == (new.file.name, new.sha256, new.title)
    page = signed_in(f.an_officer()).get(fresh.get_absolute_url()).content.decode()
    assert f"来自 {dispute.number}" in page.partition('id="material-list"')[2].partition("</ul>")[0]
    assert list(fresh.deadlines.open().values_list("key", flat=True)) == ["intake.review"]
    assert fresh.registered_at >= dispute.registered_at
    assert dispute.timeline.latest("pk").text.endswith(
        f"重启，另立关联新件 {fresh.number}：缴费人提供新证据，补交了三个月的工资条"
    )


def test_an_archived_file_is_not_touched():
    dispute = ended(State.ARCHIVED)
    before = stored(dispute)
    f.do(dispute, "reopen", f.an_officer(), **WHY)
    assert stored(dispute) == before


def stored(dispute: Dispute) -> dict[str, object]:
    row = Dispute.objects.filter(pk=dispute.pk).values().get()
    return {n: v.cipher_text if isinstance(v, Sealed) else v for n, v in row.items()}


def test_one_at_a_time_also_in_sql_and_again_when_that_one_has_ended():
    dispute, clerk = ended(State.ARCHIVED), f.an_officer()
    f.do(dispute, "reopen", clerk, **WHY)
    fresh = Dispute.objects.get(continues=dispute)
    with pytest.raises(NotAllowed, match=f"新件 {fresh.number} 在办"):
        f.do(dispute, "reopen", clerk, **WHY)
    with pytest.raises(IntegrityError, match="goes_on_as_one"), transaction.atomic():
        Dispute.objects.filter(pk=f.triaged().pk).update(continues=dispute)
    f.do(fresh, "withdraw", clerk, note="已书面申请")
    f.do(dispute, "reopen", clerk, **WHY)
    assert Dispute.objects.filter(continues=dispute).count() == 2


def test_what_was_merged_goes_on_in_the_other_one():
    first, second = f.handled(), f.triaged()
    f.do(second, "merge", f.an_officer(), into=first)
    f.a_department("SW")
    f.do(second, "archive", f.an_officer())
    with pytest.raises(NotAllowed, match="已并入另一件"):
        f.do(second, "reopen", f.an_officer(), **WHY)


def test_only_the_department_that_received_it():
    with pytest.raises(NotYours):
        f.do(ended(State.CONCLUDED), "reopen", f.an_officer("clerk", "YB"), **WHY)


def test_an_old_file_without_a_claim_can_go_on():
    dispute = f.concluded()
    Dispute.objects.filter(pk=dispute.pk).update(claim="")
    dispute.refresh_from_db()
    f.do(dispute, "reopen", f.an_officer(), **WHY)
    assert "工资条" in Dispute.objects.get(continues=dispute).claim


def test_the_page_leads_to_the_new_dispute_and_both_show_each_other():
    dispute = ended(State.ARCHIVED)
    browser = reading(f.an_officer(), dispute)
    shown = browser.get(dispute.get_absolute_url()).content.decode()
    assert "重启" in shown
    typed = WHY | {"version": dispute.version}
    answer = browser.post(f"{dispute.get_absolute_url()}reopen/", typed)
    fresh = Dispute.objects.get(continues=dispute)
    assert answer.headers["Location"] == fresh.get_absolute_url()
    assert dispute.number in browser.get(fresh.get_absolute_url()).content.decode()
    assert fresh.number in browser.get(dispute.get_absolute_url()).content.decode()


def test_the_new_dispute_says_by_which_channel_he_came_this_time():
    """A hotline's case whose payer comes to the window is no second call of the hotline."""
    dispute = ended(State.CONCLUDED)
    f.do(dispute, "reopen", f.an_officer(), **WHY | {"channel": "letter"})
    fresh = Dispute.objects.get(continues=dispute)
    assert (fresh.channel, dispute.channel) == ("letter", "visit")
    assert fresh.source_platform == ""
    typed = {key: value for key, value in WHY.items() if key != "channel"}
    address = f"disputes/{ended(State.CONCLUDED).pk}/actions/reopen/"
    refused = program_of(f.an_officer()).post(address, typed)
    assert refused.status_code == 400
    assert "请选择缴费人这次是从哪个渠道来反映的" in str(refused.json())


def test_what_goes_on_from_a_survivor_has_the_payers_facts_and_materials_it_was_joined_by():
    into = f.handled(Mode.SINGLE)
    gone = of_another("RS", facts="另一缴费人独有的事实。")
    kept = a_material(gone)
    f.do(gone, "merge", f.an_officer(Role.CLERK, "RS"), into=into)
    decide(into)
    sides = case_sides.everybody(Dispute.objects.get(pk=into.pk))
    for party, of in sides:
        tell(into, party, of)
    for party, of in sides:
        hear(into, party, of)
    f.do(into, "reopen", f.an_officer(), **WHY)
    fresh = Dispute.objects.get(continues=into)
    assert case_sides.everybody(fresh) == sides
    due = participation.departments_of(fresh).values_list("code", flat=True)
    assert set(due) == {"SW", "RS"}
    assert fresh.pk in survivors_of(gone.pk)
    assert into.pk not in merged_into(fresh.pk)
    for code in ("SW", "RS"):
        reader = signed_in(f.an_officer(Role.CLERK, code))
        page = reader.get(fresh.get_absolute_url()).content.decode()
        assert "另一缴费人独有的事实。" in page
        assert kept.title in page


def test_who_comes_back_by_a_hotline_brings_the_number_of_its_work_order() -> None:
    dispute = ended(State.CONCLUDED)
    browser = signed_in(f.an_officer())
    typed = WHY | {"channel": "h12345", "source_number": "GD-2026-77"}
    assert browser.post(f"{dispute.get_absolute_url()}reopen/", typed).status_code == 302
    fresh = Dispute.objects.get(continues=dispute)
    assert (fresh.channel, fresh.source_number) == ("h12345", "GD-2026-77")
    assert fresh.timeline.get().text.endswith(f"（续办 {dispute.number}）。")
