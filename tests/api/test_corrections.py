"""更正 and 并案 for programs: nested parties as at registration, `of` names whom a case brought."""

from __future__ import annotations

import pytest

from confidentiality.sealing import open_sealed
from tests import factories
from tests.api.programs import program

pytestmark = pytest.mark.django_db


def test_a_program_corrects_what_it_registered() -> None:
    dispute = factories.handled()
    body = {"payer": {"phone": "15400000026"}, "insurance_types": ["pension", "injury"],
            "period_end": "2026-01-31", "reason": "来电更正"}  # fmt: skip
    answer = program().post(f"disputes/{dispute.pk}/actions/correct/", body)
    assert answer.status_code == 200, answer.content.decode()
    assert answer.json()["insurance_types"] == ["pension", "injury"]
    changed = dispute.corrections.values_list("field", flat=True)
    assert set(changed) == {"payer.phone", "insurance_types", "period_end"}
    assert open_sealed(dispute.parties.get(role="payer").phone) == "15400000026"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"payer": "x", "reason": "误"}, "all"),
        ({"payer": {"phone": "1"}, "reason": "误"}, "payer.phone"),
        ({"insurance_types": "pension", "reason": "误"}, "insurance_types"),
        ({"place": "红星林场"}, "reason"),
    ],
)
def test_what_makes_no_sense_is_400_at_its_field(body: dict[str, object], field: str) -> None:
    dispute = factories.handled()
    answer = program().post(f"disputes/{dispute.pk}/actions/correct/", body)
    assert answer.status_code == 400, answer.content.decode()
    assert field in answer.json()["errors"]


def test_whom_a_merged_case_has_brought_is_told_by_its_id() -> None:
    into, gone = factories.handled(), factories.triaged()
    payer = gone.parties.get(role="payer")
    payer.name, payer.phone = "诸葛试用", "15400000026"
    payer.save()
    clerk = program()
    path = f"disputes/{gone.pk}/actions/merge/"
    assert clerk.post(path, {"into": into.pk}).status_code == 200
    [joined] = clerk.get(f"disputes/{into.pk}/").json()["joined"]
    assert (joined["of"], joined["role"]) == (gone.pk, "payer")
    assert "诸葛试用" not in joined["name"]
