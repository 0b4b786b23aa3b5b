"""Neither 并案 nor the look for duplicates brings a unit to a report kept from it (R043, R075)."""

from __future__ import annotations

import pytest

from departments.roles import Role
from disputes.models import Dispute
from disputes.similar import Person, Trouble, of_the_same_payer
from tests import factories as f
from tests.api.programs import program
from tests.workflow.kept_out import ID_NUMBER, is_read_by, registered_against, reviewed, secret
from tests.workflow.two_payers import COMES

pytestmark = pytest.mark.django_db


def own_of(code: str) -> Dispute:
    """A case of the same payer, taken in there."""
    return reviewed(f.a_draft(code), code)


def test_its_own_case_is_not_merged_into_it_nor_is_the_number_known_to_it() -> None:
    kept, own = secret(), own_of("YB")
    answer = program(Role.CLERK, "YB").post(
        f"disputes/{own.pk}/actions/merge/", {"into": kept.number}
    )
    assert answer.status_code == 400
    assert "没有这个编号" in answer.json()["errors"]["into"][0]
    assert not is_read_by(kept)


def test_nobody_else_merges_the_two_either_way() -> None:
    kept = secret()
    own = own_of("SW")
    f.do(
        own, "convene_joint", f.an_officer(), departments=[f.a_department("YB")], question="请核实"
    )
    for one, other in ((kept, own), (own, kept)):
        typed = {"into": other.number, "older_into_younger": True}
        answer = program().post(f"disputes/{one.pk}/actions/merge/", typed)
        assert answer.status_code == 400, answer.json()
        if one is kept:
            assert "请两件分别办理" in answer.json()["errors"]["into"][0]
    assert not is_read_by(kept)


def test_what_it_has_no_part_in_is_merged_as_ever() -> None:
    kept, own = secret(), own_of("SW")
    answer = program().post(f"disputes/{own.pk}/actions/merge/", {"into": kept.number})
    assert answer.status_code == 200, answer.json()
    assert not is_read_by(kept)


def told(role: str, code: str) -> list[str]:
    officer = f.an_officer(role, code)
    person = Person(id_number=ID_NUMBER)
    return [each.number for each in of_the_same_payer(officer, None, person, Trouble()).matches]


def test_the_look_for_duplicates_is_silent_of_who_reported_in_confidence() -> None:
    secret()
    assert told(Role.CLERK, "YB") == []
    assert told(Role.CLERK, "RS") == []  # that he reported at all is told nobody
    open_one = registered_against("YB")
    assert told(Role.CLERK, "YB") == [open_one.number]


def test_so_is_the_question_asked_of_a_payer_who_joins() -> None:
    kept, own = secret(), own_of("YB")
    Dispute.objects.get(pk=own.pk).parties.filter(role="payer").update(id_number_index="")
    comes = COMES | {"payer.id_number": ID_NUMBER}
    answer = program(Role.CLERK, "YB").post(f"disputes/{own.pk}/actions/join_payer/", comes)
    assert str(kept) not in str(answer.json())
