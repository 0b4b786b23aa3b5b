"""Verbs of disputes, assignments, meetings and approvals, and the order of their refusals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from deadlines.calendar_days import current_calendar
from disputes.models import Dispute
from tests import factories
from tests.api.programs import Program, program
from workflow.models import Approval, Meeting

pytestmark = pytest.mark.django_db


def act(by: Program, dispute: int, verb: str, **body: Any) -> Any:  # Any: JSON and a response
    return by.post(f"disputes/{dispute}/actions/{verb}/", body)


def done(answer: Any) -> Any:  # Any: a response, its JSON
    assert answer.status_code in {200, 201}, answer.content.decode()
    return answer.json()


def test_refusals_come_in_the_order_of_the_contract() -> None:
    """401, 404, 403, 400, 409; each case has everything after its own refusal wrong as well."""
    dispute = factories.triaged("SW").pk
    path = f"disputes/{dispute}/actions/return_intake/"
    nobody = Program(factories.an_officer(), program().client, {})
    assert nobody.post(path, {}).status_code == 401
    assert program("clerk", "CZ").post(path, {}).status_code == 404
    assert program("clerk", "SW").post(path, {"comment": ["x"]}).status_code == 403
    reviewer = program("reviewer", "SW")
    typed = reviewer.post(path, {"version": 99})
    assert typed.status_code == 400
    assert list(typed.json()["errors"]) == ["comment"]
    late = reviewer.post(path, {"comment": "请补充"})
    assert late.status_code == 409
    assert "待分类" in late.json()["detail"]
    assert reviewer.post(f"disputes/{dispute}/actions/fly/", {}).status_code == 404


def test_a_stale_version_is_refused() -> None:
    dispute = factories.registered("SW")
    reviewer = program("reviewer", "SW")
    stale = act(reviewer, dispute.pk, "approve_intake", comment="同意", version=0)
    assert stale.status_code == 409
    fresh = act(reviewer, dispute.pk, "approve_intake", comment="同意", version=dispute.version)
    assert done(fresh)["state"] == "triage"


@pytest.mark.parametrize(
    ("field", "body"),
    [
        ("reason", {"department": "YB"}),
        ("reason", {"department": "YB", "reason": True}),
        ("reason", {"department": "YB", "reason": {"a": 1}}),
        ("reason", {"department": "YB", "reason": "坏\0字"}),
        ("department", {"reason": "属医保职责"}),
        ("department", {"reason": "属医保职责", "department": "QQ"}),
        ("department", {"reason": "属医保职责", "department": ["YB"]}),
        ("department", {"reason": "属医保职责", "department": "YB", "outside_body": "哈尔滨"}),
        ("due_on", {"reason": "属医保职责", "department": "YB", "due_on": "2020-01-01"}),
        ("version", {"reason": "属医保职责", "department": "YB", "version": "新"}),
        ("version", {"reason": "属医保职责", "department": "YB", "version": 10**30}),
    ],
)
def test_what_was_typed_is_told_by_field(field: str, body: dict[str, Any]) -> None:
    dispute = factories.triaged("SW")
    answer = act(program(), dispute.pk, "refer", **body)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


def test_the_actions_are_listed_with_their_fields() -> None:
    dispute = factories.triaged("SW")
    offered = {row["verb"]: row for row in program().get(f"disputes/{dispute.pk}/actions/").json()}
    refer = offered["refer"]
    assert (refer["label"], refer["clause"], refer["allowed"]) == ("告知并移交", "五(一)", True)
    fields = {field["name"]: field for field in refer["fields"]}
    assert (fields["reason"]["type"], fields["reason"]["required"]) == ("text", True)
    assert fields["department"]["type"] == "choice"
    assert {"value": "YB", "label": "区医保局"} in fields["department"]["choices"]
    assert fields["due_on"]["type"] == "date"
    assert "version" not in fields
    assert offered["draft_decision"]["allowed"] is False
    assert offered["draft_decision"]["why_not"]
    assert "sign_decision" not in offered
    assert program("clerk", "YB").get(f"disputes/{dispute.pk}/actions/").status_code == 404


def test_a_referral_runs_to_the_archive_by_programs_alone() -> None:
    sw, yb = program("clerk", "SW"), program("clerk", "YB")
    yb_head = program("head", "YB")
    factories.a_department("SW")
    dispute = factories.triaged("SW").pk
    after = done(act(sw, dispute, "refer", department="YB", reason="属医保职责"))
    assert (after["state"], after["mode"], after["lead_department"]) == (
        "handling",
        "referral",
        "YB",
    )
    assert after["lamp"] == "amber"  # to be signed for by the next working day
    (row,) = done(yb.get("assignments/", state="sent", department="YB"))
    assert (row["kind"], row["department"], row["dispute"]) == ("referral", "YB", dispute)
    assert done(yb.get(f"disputes/{dispute}/assignments/")) == [row]
    way = f"assignments/{row['id']}/actions"
    assert "accept" in {each["verb"] for each in done(yb.get(f"{way}/"))}
    assert done(yb.post(f"{way}/accept/", {"version": row["version"]}))["state"] == "accepted"
    assert yb.post(f"{way}/accept/", {}).status_code == 409
    decision = {"facts": "经查属实", "basis": "社会保险法第63条", "decision": "责令补缴"}
    assert done(act(yb, dispute, "draft_decision", **decision))["state"] == "awaiting_signoff"
    assert done(act(yb_head, dispute, "sign_decision", comment="同意"))["state"] == "feedback"
    today = str(timezone.localdate())
    for party in ("payer", "counterparty"):
        done(
            act(
                yb, dispute, "serve", party=party, method="phone", served_on=today, recipient="本人"
            )
        )
    opinion = {"facts": "已办", "basis": "社会保险法第63条", "opinion": "已反馈"}
    assert done(yb.post(f"{way}/draft_opinion/", opinion))["state"] == "drafted"
    assert done(yb_head.post(f"{way}/approve_opinion/", {}))["state"] == "answered"
    for party in ("payer", "counterparty"):
        after = done(act(yb, dispute, "record_response", party=party, answer="none"))
    assert after["state"] == "concluded"
    assert done(act(sw, dispute, "archive"))["state"] == "archived"
    labels = [paper["label"] for paper in done(sw.get(f"disputes/{dispute}/papers/"))]
    wanted = {"受理登记表", "告知单", "报送单", "回执", "处理意见告知书", "送达回证"}
    assert wanted <= set(labels)
    entries = done(sw.get(f"disputes/{dispute}/timeline/"))
    assert {"at", "actor", "verb", "text", "clause"} <= set(entries[0])
    assert entries[-1]["verb"] == "archive"
    clocks = done(sw.get(f"disputes/{dispute}/deadlines/"))
    assert all({"key", "starts_on", "due_on", "lamp", "words"} <= set(clock) for clock in clocks)
    assert sw.post(f"disputes/{dispute}/actions/archive/", {}).status_code == 409


def test_an_assignment_is_refused_in_the_same_order() -> None:
    dispute = factories.handled("joint", "SW")
    row = dispute.assignments.get(department__code="YB")
    way = f"assignments/{row.pk}/actions"
    assert program("clerk", "CZ").post(f"{way}/accept/").status_code == 404
    assert program("clerk", "RS").post(f"{way}/accept/").status_code == 403
    yb = program("clerk", "YB")
    assert yb.post(f"{way}/return_back/", {}).status_code == 400
    assert (
        yb.post(f"{way}/draft_opinion/", {"facts": "a", "basis": "b", "opinion": "c"}).status_code
        == 409
    )
    assert yb.post(f"{way}/fly/", {}).status_code == 404
    assert yb.get(f"assignments/{row.pk}/").json()["question"] == "请核实并提出意见"
    assert program("clerk", "CZ").get("assignments/").json() == []


def test_assignments_go_on_behind_a_link() -> None:
    for _ in range(2):
        factories.handled("joint", "SW")
    clerk = program()
    first = clerk.get("assignments/", page_size="3")
    assert len(first.json()) == 3
    onward = first.headers["Link"].partition(">")[0].removeprefix("<")
    rest = clerk.client.get(onward, headers=clerk.headers)
    assert len(rest.json()) == 1
    assert "Link" not in rest.headers


def test_a_major_dispute_waits_for_the_leader_in_either_queue() -> None:
    sw, leader = program(), program("leader", "ZB")
    path = "approvals/"
    for way in ("queue", "verb"):
        dispute = factories.triaged("SW").pk
        done(act(sw, dispute, "report_major", reason="群体", departments=["SW", "RS", "YB"]))
        (waiting,) = done(leader.get(path))
        assert (waiting["kind"], waiting["dispute"], waiting["state"]) == (
            "major",
            dispute,
            "pending",
        )
        assert program("clerk", "CZ").get(f"{path}{waiting['id']}/").status_code == 404
        assert sw.post(f"{path}{waiting['id']}/approve/", {}).status_code == 403
        assert leader.post(f"{path}{waiting['id']}/reject/", {}).status_code == 400
        assert leader.post(f"{path}{waiting['id']}/fly/", {}).status_code == 404
        if way == "queue":
            body = {"comment": "同意", "meeting": True}
            assert done(leader.post(f"{path}{waiting['id']}/approve/", body))["state"] == "approved"
        else:
            done(act(leader, dispute, "approve_major", comment="同意"))
        assert done(leader.get(path)) == []
        assert leader.post(f"{path}{waiting['id']}/approve/", {}).status_code == 409
        assert Dispute.objects.get(pk=dispute).mode == "special"
    assert len(done(leader.get(path, state="approved"))) == 2


@pytest.mark.parametrize(("verb", "state"), [("reject", "rejected"), ("ask_more", "more")])
def test_the_leader_may_say_no_in_the_queue(verb: str, state: str) -> None:
    dispute = factories.triaged("SW").pk
    done(act(program(), dispute, "report_major", reason="群体", departments=["SW", "RS"]))
    waiting = Approval.objects.get()
    answer = program("leader", "ZB").post(f"approvals/{waiting.pk}/{verb}/", {"comment": "请补充"})
    assert done(answer)["state"] == state
    assert Dispute.objects.get(pk=dispute).state == "triage"


def test_an_extension_within_his_power_waits_in_the_heads_own_queue() -> None:
    clerk, head, leader = program(), program("head"), program("leader", "ZB")
    dispute = factories.handled("single")
    due = dispute.deadlines.open().get(key="general.single").due_on
    until = current_calendar().add_workdays(due, 5)
    done(act(clerk, dispute.pk, "extend", until=until.isoformat(), reason="等待外地核查"))
    (waiting,) = done(head.get("approvals/"))
    assert (waiting["desk"], waiting["clock"], waiting["words"]) == (
        "SW",
        "general.single",
        f"剩 {current_calendar().workdays_between(factories.today(), due)} 天",
    )
    path = f"approvals/{waiting['id']}/"
    assert program("head", "RS").get(path).status_code == 404
    assert program("head", "RS").post(f"{path}approve/", {}).status_code == 404
    for other in (clerk, leader):
        assert other.post(f"{path}approve/", {}).status_code == 403
    assert done(head.post(f"{path}approve/", {"comment": "同意"}))["state"] == "approved"
    assert done(head.get("approvals/")) == []
    assert dispute.deadlines.open().get(key="general.single").due_on == until


def plan(dispute: int, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "general",
        "title": "碰头会",
        "disputes": [dispute],
        "departments": ["RS", "YB"],
        "starts_at": (timezone.now() + timedelta(days=1)).isoformat(),
        "place": "三楼会议室",
    } | changes


def test_a_meeting_is_planned_called_held_minuted_and_issued() -> None:
    dispute = factories.handled("joint", "SW").pk
    sw = program()
    made = sw.post("meetings/", plan(dispute))
    assert made.status_code == 201
    meeting = made.json()
    assert (meeting["state"], meeting["disputes"], meeting["convenor"]) == (
        "planned",
        [dispute],
        "SW",
    )
    way = f"meetings/{meeting['id']}/actions"
    assert program("clerk", "CZ").post(f"{way}/call/").status_code == 404
    assert program("clerk", "RS").post(f"{way}/call/").status_code == 404  # not before the call
    assert done(sw.post(f"{way}/call/", {"version": meeting["version"]}))["state"] == "called"
    assert sw.post(f"{way}/hold/", {}).status_code == 400
    assert sw.post(f"{way}/hold/", {"attended": "RS"}).status_code == 400
    assert done(sw.post(f"{way}/hold/", {"attended": ["RS", "SW"]}))["state"] == "held"
    item = {"dispute": dispute, "decision": "由区税务局催缴", "responsible": "RS"}
    assert sw.post(f"{way}/minute/", {"items": [{"dispute": dispute}]}).status_code == 400
    assert sw.post(f"{way}/minute/", {"items": "x"}).status_code == 400
    minuted = done(sw.post(f"{way}/minute/", {"items": [item]}))
    assert minuted["items"][0]["decision"] == "由区税务局催缴"
    assert "issue" in {row["verb"] for row in done(sw.get(f"{way}/"))}
    issued = done(sw.post(f"{way}/issue/"))
    assert issued["state"] == "issued"
    assert issued["number"]
    assert "会议纪要" in {p["label"] for p in done(sw.get(f"disputes/{dispute}/papers/"))}
    assert [row["id"] for row in done(program("clerk", "RS").get("meetings/"))] == [meeting["id"]]
    assert done(program("clerk", "CZ").get("meetings/")) == []
    assert program("sysadmin", "ZB").get("meetings/").json() == []


def test_a_major_meeting_waits_for_the_leader() -> None:
    dispute = factories.handled("joint", "SW").pk
    meeting = done(program().post("meetings/", plan(dispute, kind="major")))
    assert meeting["state"] == "awaiting_approval"
    leader = program("leader", "ZB")
    answer = leader.post(f"meetings/{meeting['id']}/actions/approve/", {"comment": "同意"})
    assert done(answer)["state"] == "planned"


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("kind", {"kind": "party"}),
        ("disputes", {"disputes": []}),
        ("disputes", {"disputes": [999999]}),
        ("disputes", {"disputes": "1"}),
        ("disputes", {"disputes": [{"id": 1}]}),
        ("departments", {"departments": ["QQ"]}),
        ("starts_at", {"starts_at": "明天"}),
        ("countersigned", {"countersigned": "也许"}),
    ],
)
def test_a_meeting_that_cannot_be_meant_is_a_mistake(field: str, change: dict[str, Any]) -> None:
    dispute = factories.handled("joint", "SW").pk
    answer = program().post("meetings/", plan(dispute, **change))
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert not Meeting.objects.exists()


def test_a_dispute_of_others_cannot_be_put_on_an_agenda() -> None:
    dispute = factories.handled("single", "SW").pk
    answer = program("clerk", "CZ").post("meetings/", plan(dispute))
    assert answer.status_code == 400
    assert program("auditor", "ZB").post("meetings/", plan(dispute)).status_code == 403


def test_a_name_that_is_none_of_the_form_is_told_and_nothing_is_refused() -> None:
    """Decision 0081: at a verb, a registration and its change; the same again for a known key."""
    clerk, dispute = program(), factories.triaged("SW")
    sent = {"version": dispute.version, "facts": "x", "号": 1, "b" * 99: None}
    first = clerk.post(f"disputes/{dispute.pk}/actions/accept_single/", sent, key="named")
    assert first.status_code == 200, first.json()
    assert first.json()["ignored"] == ["b" * 60, "facts", "号"]
    again = clerk.post(f"disputes/{dispute.pk}/actions/accept_single/", sent, key="named")
    assert again.json() == first.json()
    draft = clerk.post("disputes/", {"channel": "visit", "payer": {"nam": "x"}, "state": "x"})
    assert draft.status_code == 201
    assert draft.json()["ignored"] == ["payer.nam", "state"]
    address = f"disputes/{draft.json()['id']}/"
    assert clerk.patch(address, {"claim": "补缴", "clam": "x"}).json()["ignored"] == ["clam"]
    assert "ignored" not in clerk.patch(address, {"claim": "补缴", "version": 2}).json()
