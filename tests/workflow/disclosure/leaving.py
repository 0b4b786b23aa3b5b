"""What the tests of 信息提供 begin with: somebody asks, and some have signed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from departments.models import Officer
from departments.roles import Role
from disputes.models import Dispute
from tests import factories as f
from workflow.disclosure.verbs import DISCLOSURES
from workflow.models import Disclosure

Typed = dict[str, Any]  # what a page or a program sends

#: Who signs at which desk.
DESKS = {
    "head": ("sign", Role.HEAD, "SW"),
    "office": ("review", Role.OFFICE, "ZB"),
    "leader": ("approve", Role.LEADER, "ZB"),
}


def seated() -> None:
    """Somebody at every desk."""
    for _, role, code in DESKS.values():
        f.an_officer(role, code)


def asked(**more: Any) -> Typed:  # Any: fields of the form
    return {
        "recipient_kind": "department", "recipient": "区审计局", "purpose": "专项审计核对",
        "until": f.today() + timedelta(days=30), "particulars": ["number", "payer_name", "facts"],
    } | more  # fmt: skip


def published(**more: Any) -> Typed:  # Any: as above
    return asked(
        recipient_kind="publication", recipient="区政府网站", particulars=["category"],
        text="上半年共办结三十件。",
    ) | more  # fmt: skip


def asked_for(dispute: Dispute | None = None, **fields: Any) -> Disclosure:  # Any: as above
    """By the receiving unit's clerk; at its first desk."""
    seated()
    f.do(dispute or f.handled(), "disclose", f.an_officer(), **(fields or asked()))
    return Disclosure.objects.latest("pk")


def number_of(own: Disclosure) -> str:
    assert own.number
    return own.number


def case_of(own: Disclosure) -> Dispute:
    assert own.dispute
    return own.dispute


def does(own: Disclosure, verb: str, by: Officer, **fields: Any) -> None:  # Any: as above
    """On a fresh copy, as a view does it."""
    fresh = Disclosure.objects.get(pk=own.pk)
    DISCLOSURES.verbs[verb].does(fresh, by=Officer.objects.get(pk=by.pk), **fields)
    own.refresh_from_db()


def signed_to(own: Disclosure, state: str = "approved") -> Disclosure:
    """Every desk on the way signs."""
    while own.state != state:
        verb, role, code = DESKS[own.state]
        does(own, verb, f.an_officer(role, code), comment="同意")
    return own
