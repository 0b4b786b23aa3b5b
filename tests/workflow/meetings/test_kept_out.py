"""What never comes before a meeting: a closed file, and a secret before whom it is kept from."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f
from tests.api.programs import program
from tests.workflow.kept_out import is_read_by, secret
from tests.workflow.signing_in import signed_in
from workflow.models import Attendance, Meeting

pytestmark = pytest.mark.django_db


def typed(*disputes: Dispute, invited: str = "RS") -> dict[str, Any]:  # Any: what a form is sent
    return {
        "kind": "general",
        "form": "meeting",
        "title": "碰头会",
        "disputes": [each.pk for each in disputes],
        "departments": [invited],
        "starts_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        "place": "三楼",
    }


def refused(fields: dict[str, Any], name: str, sentence: str) -> None:  # Any: as above
    """To a program and to a person, and nothing is planned."""
    answer = program().post("meetings/", fields)
    assert answer.status_code == 400, answer.json()
    assert sentence in answer.json()["errors"][name][0]
    shown = signed_in(f.an_officer()).post("/meetings/new/", fields)
    assert shown.status_code == 400
    assert sentence in shown.content.decode()
    assert "碰头会" in shown.content.decode()
    assert not Meeting.objects.exists()


def planned(*disputes: Dispute) -> int:
    answer = program().post("meetings/", typed(*disputes))
    assert answer.status_code == 201, answer.json()
    made: int = answer.json()["id"]
    return made


def act(meeting: int, verb: str, **fields: Any) -> Any:  # Any: JSON
    return program().post(f"meetings/{meeting}/actions/{verb}/", fields)


def test_the_other_side_of_a_secret_is_not_invited() -> None:
    dispute = secret(mode=Mode.SINGLE)
    refused(typed(f.handled(), dispute, invited="YB"), "departments", "区医保局是争议对方")
    assert not is_read_by(dispute)


def test_of_what_is_no_secret_it_is() -> None:
    answer = program().post("meetings/", typed(secret(kept=False), invited="YB"))
    assert answer.status_code == 201, answer.json()


def test_nor_called_where_it_was_invited_before() -> None:
    dispute = secret(mode=Mode.SINGLE)
    meeting = planned(dispute)
    Attendance.objects.create(meeting_id=meeting, department=f.a_department("YB"))
    answer = act(meeting, "call")
    assert answer.status_code == 409
    assert "去掉该单位后重新拟定" in answer.json()["detail"]
    assert not is_read_by(dispute)


def test_nor_made_responsible_by_the_minutes() -> None:
    dispute = secret(mode=Mode.SINGLE)
    meeting = planned(dispute)
    act(meeting, "call")
    act(meeting, "hold", attended=["RS", "SW"])
    item = {"dispute": dispute.pk, "decision": "由医保局退费", "responsible": "YB"}
    answer = act(meeting, "minute", items=[item])
    assert answer.status_code == 400, answer.json()
    assert "区医保局是争议对方" in answer.json()["errors"]["items"][0]
    assert act(meeting, "minute", items=[item | {"responsible": "RS"}]).status_code == 200


def test_the_unit_that_took_it_in_against_itself_calls_it() -> None:
    """It knows the case: nothing is kept from it by leaving it out."""
    assert act(planned(secret("SW")), "call").status_code == 200


def test_a_closed_file_is_put_on_no_agenda() -> None:
    closed = f.archived()
    refused(typed(f.handled(), closed), "disputes", f"{closed.number} 已归档，须重启后再会商")


@pytest.mark.by_owner
def test_a_file_closed_since_it_was_planned_is_not_called() -> None:
    dispute = f.concluded()
    meeting = planned(dispute)
    closed = f.archived()
    assert closed.state == State.ARCHIVED
    Meeting.objects.get(pk=meeting).items.update(dispute=closed)
    answer = act(meeting, "call")
    assert answer.status_code == 409
    assert "已归档" in answer.json()["detail"]


def test_two_items_about_one_case_are_refused_and_none_is_lost() -> None:
    dispute, other = f.handled(), f.handled()
    meeting = planned(dispute, other)
    act(meeting, "call")
    act(meeting, "hold", attended=["RS", "SW"])
    items = [{"dispute": d.pk, "decision": said}
             for d, said in ((dispute, "甲"), (other, "乙"), (dispute, "丙"))]  # fmt: skip
    answer = act(meeting, "minute", items=items)
    assert answer.status_code == 400
    [said] = answer.json()["errors"]["items"]
    assert said == f"{dispute.number} 写了不止一项，请合并为一项议定事项。"
    assert act(meeting, "minute", items=items[:2]).status_code == 200
