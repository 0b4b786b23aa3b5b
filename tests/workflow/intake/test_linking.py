"""One case becomes part of another or is taken back: both say so, and nobody goes on working."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from departments.roles import Role
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f
from tests.told import texts
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.cases.verbs import DISPUTES
from workflow.models.choices import AssignmentState

pytestmark = pytest.mark.django_db


def test_a_withdrawn_case_takes_back_what_was_asked_and_shows_it_to_nobody_asked() -> None:
    health, dispute = f.an_officer(Role.CLERK, "YB"), f.handled(Mode.JOINT)
    assert dispute in Dispute.objects.visible_to(health)
    f.do(dispute, "withdraw", f.an_officer(), note="书面申请")
    assert dispute.state == State.WITHDRAWN
    assert set(dispute.assignments.values_list("state", flat=True)) == {AssignmentState.RECALLED}
    assert set(texts(dispute.assignments, "closed_reason")) == {"缴费人撤回"}
    assert dispute not in Dispute.objects.visible_to(f.an_officer(Role.CLERK, "YB"))
    assert list(dispute.deadlines.open().values_list("key", flat=True)) == ["archive.electronic"]


def test_one_withdrawn_before_its_review_still_has_its_form_for_the_file() -> None:
    dispute = f.registered()
    assert not dispute.papers.exists()
    f.do(dispute, "withdraw", f.an_officer(), note="书面申请")
    assert dispute.papers.get().kind == "registration"


def test_a_case_that_is_joined_ends_and_leads_to_the_other() -> None:
    into, gone = f.handled(Mode.SINGLE), f.handled(Mode.JOINT)
    first_contact = into.first_contact_officer
    f.do(gone, "merge", f.an_officer(), into=into)
    into.refresh_from_db()
    assert (gone.state, gone.merged_into) == (State.MERGED, into)
    assert gone.timeline.latest("pk").text.endswith(f"并入 {into.number}，本件终止。")
    assert not gone.assignments.open().exists()
    assert (into.state, into.first_contact_officer) == (State.HANDLING, first_contact)


def test_it_is_joined_neither_to_itself_nor_to_one_that_has_ended() -> None:
    dispute, done = f.triaged(), f.concluded(Mode.SINGLE)
    for into, sentence in ((dispute, "不能并入本件自己"), (done, "已经终结，不能并入")):
        with pytest.raises(Mistyped, match=sentence) as refused:
            f.do(dispute, "merge", f.an_officer(), into=into)
        assert set(refused.value.errors) == {"into"}
    assert dispute.state == State.TRIAGE
    assert not done.timeline.filter(verb="merge").exists()


def test_only_the_receiving_department_merges_and_not_once_a_decision_is_signed() -> None:
    referred, into = f.handled(Mode.REFERRAL), f.handled(Mode.SINGLE)
    with pytest.raises(NotYours):
        f.do(referred, "merge", f.an_officer(Role.CLERK, "YB"), into=into)
    with pytest.raises(NotAllowed, match="不能办理“并案”"):
        f.do(f.decided(Mode.SINGLE), "merge", f.an_officer(), into=into)


def test_a_number_is_taken_in_any_width_and_letters():
    gone, into = f.triaged(), f.triaged()
    wide = f"{into.number}".lower().replace("-", "－").replace("2", "２")
    for typed in (wide, wide.replace("－", " "), wide.replace("－", "")):
        form = DISPUTES.forms["merge"]({"into": typed}, subject=gone, officer=f.an_officer())
        assert form.is_valid(), form.errors
        assert form.cleaned_data["into"] == into


def test_a_page_takes_the_last_digits_of_a_number_and_never_a_row_s_key() -> None:
    gone, into = f.triaged(), f.triaged()
    digits = str(int(str(into.number).rpartition("-")[2]))
    for typed, found in ((QueryDict(f"into={digits}"), into), ({"into": into.pk}, into)):
        form = DISPUTES.forms["merge"](typed, subject=gone, officer=f.an_officer())
        assert form.is_valid(), form.errors
        assert form.cleaned_data["into"] == found
    stranger = QueryDict(f"into={into.pk + 5000}")
    assert not DISPUTES.forms["merge"](stranger, subject=gone, officer=f.an_officer()).is_valid()
