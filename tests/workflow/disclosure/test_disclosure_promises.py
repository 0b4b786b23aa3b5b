"""Whoever has the portal's own password lets nothing out and takes nothing back (R093, R094)."""

# ruff: noqa: S608 -- hand-written SQL is what is tried here

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone

from config.rights import giving
from departments.roles import Role
from tests import factories as f
from tests.config.the_portal import refusal, the_portal
from tests.workflow.disclosure.leaving import asked, asked_for, signed_to
from workflow.models import Disclosure, DisclosureCopy

pytestmark = pytest.mark.django_db

OWN = "(SELECT min(id) FROM workflow_disclosure)"
APPROVED = "(SELECT max(id) FROM workflow_disclosure)"
HEAD = f"(SELECT id FROM departments_officer WHERE username = 'sw_{Role.HEAD}')"


def _item(of: str) -> str:
    return f"(SELECT id FROM workflow_disclosureitem WHERE disclosure_id = {of})"


def _copy(of: str, serial: int, at: str = "now()") -> str:
    return (
        "INSERT INTO workflow_disclosurecopy "
        "(item_id, serial, sha256, size, taken_by_id, taker_label, taken_at) "
        f"VALUES ({_item(of)}, {serial}, '0', 1, {HEAD}, 'x', {at})"
    )


def _signature(of: str, step: str, by: str = HEAD, round_: int = 1) -> str:
    return (
        "INSERT INTO workflow_disclosuresignature (disclosure_id, round, step, agrees, comment, "
        f"signed_by_id, signer_label, at) VALUES ({of}, {round_}, '{step}', true, '', {by}, 'x', "
        "now())"
    )


REFUSED = {
    "approved by hand": f"UPDATE workflow_disclosure SET state = 'approved', number = '1', "
                        f"approved_at = now() WHERE id = {OWN}",
    "a desk passed by": f"UPDATE workflow_disclosure SET state = 'leader' WHERE id = {OWN}",
    "a desk taken off the way": f"UPDATE workflow_disclosure SET route = '{{head}}' "
                                f"WHERE id = {OWN}",
    "somebody else given it": f"UPDATE workflow_disclosure SET recipient = '别人' "
                              f"WHERE id = {APPROVED}",
    "a longer day": f"UPDATE workflow_disclosure SET until = until + 300 WHERE id = {APPROVED}",
    "unmasked afterwards": f"UPDATE workflow_disclosure SET masking = 'full', full_reason = 'x' "
                           f"WHERE id = {APPROVED}",
    "another number": f"UPDATE workflow_disclosure SET number = '9' WHERE id = {APPROVED}",
    "who asked": "UPDATE workflow_disclosure SET requested_by_id = requested_by_id + 1",
    "deleted": "DELETE FROM workflow_disclosure",
    "an item added to what was signed": "INSERT INTO workflow_disclosureitem (disclosure_id, "
                                        "round, kind, label, fields, text) VALUES "
                                        f"({APPROVED}, 1, 'sheet', 'x', '{{}}', 'x')",
    "an item changed": "UPDATE workflow_disclosureitem SET label = 'x'",
    "a signature at another desk": _signature(OWN, "office"),
    "a signature for himself": _signature(
        OWN, "head", f"(SELECT requested_by_id FROM workflow_disclosure WHERE id = {OWN})"
    ),
    "a signature taken back": "DELETE FROM workflow_disclosuresignature",
    "a copy without approval": _copy(OWN, 1),
    "a copy not counted": _copy(APPROVED, 7),
    "a copy counted twice": _copy(APPROVED, 1),
    "a copy dated back": _copy(APPROVED, 2, "now() - interval '1 day'"),
    "a copy forgotten": "DELETE FROM workflow_disclosurecopy",
    "a copy changed": "UPDATE workflow_disclosurecopy SET taker_label = 'x'",
    "what happened rewritten": "UPDATE workflow_disclosureentry SET text = 'x'",
}  # fmt: skip


@pytest.fixture
def intruder(db: None) -> Iterator[None]:
    """He comes when one disclosure waits, another is approved and a copy of it has left."""
    own = signed_to(asked_for(asked_for().dispute, **asked(purpose="另行核对")))
    DisclosureCopy.objects.create(
        item=own.items.get(), serial=1, sha256="0", size=1, taken_by=f.an_officer(),
        taker_label="x", taken_at=timezone.now(),
    )  # fmt: skip
    giving.give(keeps_time=True)
    with the_portal():
        yield


@pytest.mark.parametrize("ignoring", [False, True], ids=["plainly", "ignoring triggers"])
def test_none_of_these_is_done(intruder: None, ignoring: bool) -> None:
    done = [what for what, said in REFUSED.items() if not refusal(said, ignoring=ignoring)]
    assert done == []


def test_a_copy_after_its_day_is_refused_by_the_database_as_well() -> None:
    own = signed_to(asked_for())
    assert Disclosure.objects.get().state == "approved"
    late = f"'{own.until}'::date + interval '2 days'"
    said = _copy(f"{own.pk}", 1, late)
    assert "after its day" in refusal(said)
