"""Rights, keys and what leaves: every such door asks for the second step once more (part 7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from departments.actions import tokens
from departments.models import SecondFactor
from departments.roles import Role
from departments.views.proof import EVERYTHING
from tests import factories as f
from tests.workflow.disclosure.leaving import asked_for
from tests.workflow.signing_in import signed_in
from workflow.cases.verbs import DISPUTES, GIVES_RIGHTS
from workflow.disclosure.verbs import DISCLOSURES, LETS_OUT

#: Beside rights, keys and what leaves: whoever adds an address here says why it is none.
NO_RIGHT = {
    "is only read": """
        administration officers officer posts post roles matrix matrix_edition switch_dates
        departments department reforms reform towns change_records working_calendar
        working_calendar_of limits running trainings training training_sheet remedy_bodies
        audit audit_export audit_unusual audit_chain audit_verify account disclosures disclosure
    """,
    "is about the unit's own work, days or addresses, and opens nothing to anybody": """
        acting_post department_contact town_new town calendar_import calendar_confirm limit
        limit_of_its_own running_retry running_confirm training_new training_correct
        training_strike_out remedy_body
    """,
    "ends or slows what stood open": "end_sitting end_other_sittings token_revoke officer_unlock",
    "is the second step itself, not bound yet": "second_factor second_factor_bind",
    "asks for what others then grant behind it": "disclosure_new reveal_ask",
}
DOORS = ("manage/", "account/", "disclosures/", "reveals/")
#: Verbs that name an officer and give him nothing new to see: he is of the unit that has the case.
PASS_ON_WORK = {"assign", "hand_over", "recuse"}


def doors(patterns: list[Any] | None = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """Name and view of whatever stands under the addresses of rights, keys and what leaves."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        route = f"{before}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from doors(each.url_patterns, route)
        elif route.startswith(DOORS):
            yield str(each.name), each.callback


def test_every_door_asks_or_says_why_not() -> None:
    standing = dict(doors())
    asks = {name: view.proven for name, view in standing.items() if hasattr(view, "proven")}
    whys = {name for names in NO_RIGHT.values() for name in names.split()}
    assert set(standing) - set(asks) == whys
    some = {name: verbs for name, verbs in asks.items() if verbs != EVERYTHING}
    assert some == {"disclosure_verb": set(LETS_OUT)}
    assert set(DISCLOSURES.verbs) - set(LETS_OUT) == {
        "send_back", "resubmit", "drop", "revoke", "recall",
    }  # fmt: skip
    names_somebody = {
        verb for verb, form in DISPUTES.forms.items() if "officer" in form.base_fields
    }
    assert names_somebody - PASS_ON_WORK == set(GIVES_RIGHTS)


@pytest.mark.django_db
def test_nothing_leaves_before_the_second_step_is_shown_again() -> None:
    own = asked_for()
    head = f.an_officer(Role.HEAD)
    _, key = tokens.make(head, by=head, name="报表")
    browser = signed_in(head)
    page, sign = own.get_absolute_url(), f"{own.get_absolute_url()}sign/"
    assert browser.get(sign).status_code == 200  # nothing is bound: as before
    SecondFactor.objects.create(officer=head, secret="00" * 20, confirmed_at=timezone.now())
    typed = {"version": own.version, "comment": "同意"}
    for answer in (browser.get(sign), browser.post(sign, typed)):
        assert answer["Location"] == f"/login/prove/?next={sign.replace('/', '%2F')}"
    assert "还没有办" in browser.get(answer["Location"]).content.decode()
    copy = f"{page}items/{own.items.get().pk}/copy/"
    led = browser.post(copy, HTTP_REFERER=f"http://testserver{page}?x=1")["Location"]
    assert led == f"/login/prove/?next={page.replace('/', '%2F')}"
    elsewhere = browser.post(copy, HTTP_REFERER=f"http://evil.example{page}")["Location"]
    assert "copy" in elsewhere
    for door in (copy, sign, f"/disputes/{own.dispute_id}/entrust/"):
        assert browser.post(door, typed)["Location"].startswith("/login/prove/")
    for door in (sign.replace("sign", "actions/sign"), copy):
        refused = browser.post(f"/api/v1{door}", typed, content_type="application/json")
        assert (refused.status_code, "两步验证" in refused.json()["detail"]) == (403, True)
    own.refresh_from_db()
    assert own.state == "head"
    program = {"Authorization": f"Token {key}"}
    answer = Client().post(f"/api/v1{page}actions/sign/", {}, "application/json", headers=program)
    assert (answer.status_code, answer.json()["state"]) == (200, "office")
