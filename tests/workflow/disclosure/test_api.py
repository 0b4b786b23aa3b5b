"""信息提供 for programs: asked, signed, taken once a key, and never before its approval."""

from __future__ import annotations

from base64 import b64decode

import pytest

from departments.roles import Role
from tests import factories as f
from tests.api.programs import program_of
from tests.workflow.disclosure.leaving import asked, asked_for, published, seated, signed_to
from tests.workflow.signing_in import signed_in
from workflow.issuing.tasks import render_paper
from workflow.models import Disclosure, DisclosureCopy

pytestmark = pytest.mark.django_db


def test_a_program_asks_for_a_case_and_every_desk_signs() -> None:
    seated()
    dispute = f.handled()
    clerk = program_of(f.an_officer())
    sent = asked()
    sent["until"] = sent["until"].isoformat()
    answer = clerk.post(f"disputes/{dispute.pk}/actions/disclose/", sent)
    assert answer.status_code == 200, answer.json()
    (row,) = clerk.get("disclosures/").json()
    assert (row["state"], row["dispute"], row["route"]) == ("head", dispute.pk, ["head", "office"])
    item = row["items"][0]["id"]
    assert clerk.post(f"disclosures/{row['id']}/items/{item}/copy/", {}).status_code == 409
    for by, verb in ((Role.HEAD, "sign"), (Role.OFFICE, "review")):
        own = program_of(f.an_officer(by, "SW" if by == Role.HEAD else "ZB"))
        answer = own.post(f"disclosures/{row['id']}/actions/{verb}/", {"comment": "同意"})
        assert answer.status_code == 200, answer.json()
    assert answer.json()["state"] == "approved"
    assert clerk.post(f"disclosures/{row['id']}/actions/approve/", {}).status_code == 403


def test_a_copy_is_taken_once_however_often_its_key_is_sent() -> None:
    own = signed_to(asked_for())
    for paper in own.papers.all():
        render_paper(paper.pk)
    clerk = program_of(f.an_officer())
    address = f"disclosures/{own.pk}/items/{own.items.get().pk}/copy/"
    first, second = (clerk.post(address, {}, key="一次".encode().hex()) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert b64decode(first.json()["pdf"]).startswith(b"%PDF")
    assert DisclosureCopy.objects.count() == 1


def test_figures_about_no_case_and_who_reads_them() -> None:
    seated()
    sent = {"recipient_kind": "department", "recipient": "市专班", "purpose": "上报",
            "until": f.today().isoformat(), "text": "共三十件"}  # fmt: skip
    answer = program_of(f.an_officer()).post("disclosures/", sent)
    assert answer.status_code == 201, answer.json()
    pk = answer.json()["id"]
    assert program_of(f.an_officer(Role.CLERK, "YB")).get(f"disclosures/{pk}/").status_code == 404
    assert program_of(f.an_officer(Role.AUDITOR, "ZB")).get(f"disclosures/{pk}/").status_code == 200
    told = program_of(f.an_officer(Role.HEAD)).get(f"disclosures/{pk}/actions/").json()
    assert {"sign", "send_back"} <= {each["verb"] for each in told}
    assert Disclosure.objects.get().dispute is None


def test_it_waits_in_the_one_list_of_whoever_signs_and_in_nobody_elses() -> None:
    own = signed_to(asked_for(**published()), "leader")
    leader = program_of(f.a_leader())
    assert leader.get("approvals/").json() == []  # an approval's `id` is a number, always
    (row,) = leader.get("approvals/?kind=major,disclosure").json()
    told = (row["id"], row["disclosure"], row["kind"], row["awaits"], row["dispute"])
    assert told == (None, own.pk, "disclosure", "leader", own.dispute_id)
    for role, code in ((Role.OFFICE, "ZB"), (Role.HEAD, "SW"), (Role.CLERK, "SW")):
        assert program_of(f.an_officer(role, code)).get("approvals/?kind=disclosure").json() == []
    page = signed_in(f.a_leader()).get("/approvals/").content.decode()
    assert own.get_absolute_url() in page
