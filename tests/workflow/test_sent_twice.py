"""Sent twice, by a double click or a program that tries again, it is done once (不变量 6)."""

from __future__ import annotations

import pytest

from departments.roles import Role
from disputes.choices import State
from disputes.models import Dispute
from tests import factories as f
from tests.api.programs import program_of
from tests.workflow.signing_in import signed_in
from web.refusals import NotAllowed

pytestmark = pytest.mark.django_db


def told() -> Dispute:
    """Both were told, and neither has said anything."""
    dispute = f.decided()
    for party in ("payer", "counterparty"):
        f.do(dispute, "serve", f.an_officer(), party=party, method="in_person",
             served_on=f.today(), recipient="本人")  # fmt: skip
    return dispute


def objected() -> Dispute:
    dispute = told()
    f.do(dispute, "record_response", f.an_officer(), party="payer", answer="objects", note="不服")
    return dispute


def office():
    return type(f.an_officer()).objects.get(pk=f.an_officer(Role.OFFICE, "ZB").pk)


def test_the_same_word_of_the_same_party_is_one_word():
    dispute = told()
    said = {"party": "counterparty", "answer": "none", "note": "同意"}
    f.do(dispute, "record_response", f.an_officer(), **said)
    with pytest.raises(NotAllowed, match="已经登记，不用重复登记"):
        f.do(dispute, "record_response", f.an_officer(), **said)
    assert dispute.responses.count() == 1
    f.do(dispute, "record_response", f.an_officer(), **said | {"note": "又来电表示同意"})
    assert dispute.responses.count() == 2


def test_over_the_api_and_on_the_page_as_well():
    dispute = objected()
    said = {"party": "payer", "answer": "objects", "note": "不服"}
    address = f"disputes/{dispute.pk}/actions/record_response/"
    refused = program_of(f.an_officer()).post(address, said)
    assert refused.status_code == 409
    assert "不用重复登记" in str(refused.json())
    page = f"{dispute.get_absolute_url()}record_response/"
    signed_in(f.an_officer()).post(page, said | {"version": dispute.version})
    assert dispute.responses.count() == 1


def test_the_same_remedy_is_one_remedy():
    dispute = objected()
    taken = {"channel": "litigation", "body": "区法院"}
    f.do(dispute, "record_remedy", f.an_officer(), **taken)
    with pytest.raises(NotAllowed, match="这一救济渠道已经登记"):
        f.do(dispute, "record_remedy", f.an_officer(), **taken)
    f.do(dispute, "record_remedy", f.an_officer(), **taken | {"note": "已立案"})
    assert dispute.remedies.count() == 2
    assert dispute.state == State.OBJECTED


def test_the_same_attempt_is_one_attempt():
    dispute = f.decided()
    tried = {"party": "payer", "method": "mail", "tried_on": f.today(), "outcome": "退信"}
    f.do(dispute, "attempt", f.an_officer(), **tried)
    with pytest.raises(NotAllowed, match="这一次送达未果已经登记"):
        f.do(dispute, "attempt", f.an_officer(), **tried)


def test_the_same_task_is_given_once_and_again_when_it_was_answered():
    dispute, asked = f.handled(), {"department": f.a_department("CZ"), "question": "请核实来源"}
    f.do(dispute, "give_task", office(), **asked)
    with pytest.raises(NotAllowed, match="已向财政局下达同样的交办任务"):
        f.do(dispute, "give_task", office(), **asked)
    f.do(dispute, "give_task", office(), **asked | {"question": "请另行核实去向"})
    assert dispute.assignments.filter(kind="task").count() == 2
