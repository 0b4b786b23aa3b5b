"""督办 by programs: listed, read, answered, raised, closed; the same rules as the pages (R104)."""

from __future__ import annotations

import pytest

from disputes.choices import Mode
from tests import factories
from tests.api.programs import program

pytestmark = pytest.mark.django_db


def test_from_the_leaders_word_to_the_offices_end() -> None:
    dispute = factories.handled(Mode.JOINT)
    leader, office = program("leader", "ZB"), program("office", "ZB")
    head, stranger = program("head", "YB"), program("head", "CZ")
    typed = {"department": "YB", "level": "2", "reason": "久拖不办，电话15400000018"}
    made = leader.post(f"disputes/{dispute.pk}/actions/supervise/", typed)
    assert made.status_code == 200, made.content.decode()
    (own,) = head.get("supervisions/", state="open", level="2", department="YB").json()
    assert (own["department"], own["level_label"], own["cause"]) == ("YB", "警示", "leader")
    assert "15400000018" not in own["reason"]
    path = f"supervisions/{own['id']}/"
    assert head.get(path).json() == own
    assert stranger.get("supervisions/").json() == []
    for refused in (stranger.get(path), stranger.post(f"{path}actions/answer/", {"answer": "我"})):
        assert refused.status_code == 404

    assert [each["verb"] for each in head.get(f"{path}actions/").json()] == ["answer"]
    assert office.post(f"{path}actions/answer/", {"answer": "代答"}).status_code == 403
    assert head.post(f"{path}actions/answer/", {}).status_code == 400
    assert office.post(f"{path}actions/close/", {"conclusion": "早了"}).status_code == 409
    said = head.post(f"{path}actions/answer/", {"answer": "本周内提交"}, key="a-1")
    assert said.json()["state"] == "answered"
    assert head.post(f"{path}actions/answer/", {"answer": "本周内提交"}, key="a-1").json() == (
        said.json()
    )
    assert office.post(f"{path}actions/send_back/", {"comment": "太笼统"}).json()["state"] == "open"
    raised = leader.post(f"{path}actions/raise/", {"level": "3", "reason": "敷衍"})
    assert raised.json()["level_label"] == "通报"
    head.post(f"{path}actions/answer/", {"answer": "27日前提交书面意见"})
    closed = office.post(f"{path}actions/close/", {"conclusion": "已整改"})
    assert (closed.json()["state"], closed.json()["conclusion"]) == ("closed", "已整改")
    told = [e["verb"] for e in head.get(f"disputes/{dispute.pk}/timeline/").json()]
    assert told[-6:] == ["supervise", "answer", "send_back", "raise", "answer", "close"]
    assert office.get("supervisions/", cursor="x").status_code == 400
