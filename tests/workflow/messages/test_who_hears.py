"""Walking every verb: whoever owes the next move, or was owed something, is told (R104).

HEARS says of each verb which posts get a message, beside the one who acts. A post is written
`SW clerk`; the units are the tax bureau (SW), 医保局 (YB), 人社局 (RS) and the task force (ZB).
"""

from __future__ import annotations

from typing import Any

import pytest

from departments.models import Officer
from departments.roles import Role
from tests import factories as f
from tests.workflow.test_statement_budget import EVERY, TABLES, _as_a_view_finds
from workflow.models import Notice

pytestmark = pytest.mark.django_db

POSTS = [
    *((role, code) for code in ("SW", "YB", "RS") for role in ("clerk", "reviewer", "head")),
    (Role.LEADER, "ZB"),
    (Role.OFFICE, "ZB"),
    (Role.AUDITOR, "ZB"),
    (Role.SYSADMIN, "ZB"),
]


def hears(table: str, verb: str) -> list[str]:
    """The posts with somebody who is told something by that verb."""
    cases, verbs, _ = TABLES[table]
    cast = {f.an_officer(role, code).pk: f"{code} {role}" for role, code in POSTS}
    subject, by, fields = cases[verb](2)
    Notice.objects.all().delete()
    fresh: Any = _as_a_view_finds(subject)
    verbs[verb].does(fresh, by=Officer.objects.get(pk=by.pk), **fields)
    told = set(Notice.objects.values_list("recipient_id", flat=True))
    return sorted(cast[pk] for pk in told if pk in cast)


HEARS = {
    "dispute register": "SW reviewer",
    "dispute approve_intake": "SW clerk",
    "dispute return_intake": "SW clerk, SW head",
    "dispute accept_single": "",
    "dispute refer": "YB clerk, YB reviewer",
    "dispute convene_joint": "RS clerk, RS reviewer, YB clerk, YB reviewer",
    "dispute report_major": "ZB leader",
    "dispute undo_triage": "RS clerk, RS head, RS reviewer, YB clerk, YB head, YB reviewer",
    "dispute review_major": "ZB leader",
    "dispute return_major": "SW clerk",
    "dispute withdraw_report": "ZB leader",
    "dispute reroute": "SW clerk, SW reviewer",
    "dispute attempt": "",
    "dispute acknowledge": "SW clerk, SW head, SW reviewer",
    "dispute cancel_service": "",
    "dispute cancel_response": "",
    "dispute cancel_remedy": "",
    "dispute cancel_attempt": "",
    "dispute replace_paper": "SW clerk, SW reviewer, YB clerk, YB head, YB reviewer",
    "dispute correct": "RS clerk, RS head, RS reviewer, YB clerk, YB head, YB reviewer",
    "dispute reopen": "SW reviewer",
    "dispute notify_only": (
        "RS clerk, RS head, RS reviewer, YB clerk, YB head, YB reviewer, ZB leader"
    ),
    "dispute answer_now": "",
    "dispute decline": (
        "RS clerk, RS head, RS reviewer, YB clerk, YB head, YB reviewer, ZB leader"
    ),
    "dispute approve_major": "RS clerk, RS reviewer, YB clerk, YB reviewer",
    "dispute ask_more": "SW clerk",
    "dispute reject_major": "SW clerk",
    "dispute draft_decision": "SW head",
    "dispute invite": "RS clerk, RS reviewer, YB clerk, YB reviewer",
    "dispute escalate": "ZB leader",
    "dispute deescalate": "ZB leader",
    "dispute assign": "YB clerk, YB reviewer",
    "dispute give_task": "YB clerk, YB reviewer",
    "dispute request_convening": "ZB office",
    "dispute answer_convening": "RS clerk, RS head, RS reviewer",
    "dispute record_consultation": "RS clerk, RS head, RS reviewer, YB clerk, YB head, YB reviewer",
    "dispute cancel_recording": "RS clerk, RS head, RS reviewer, YB clerk, YB head, YB reviewer",
    "dispute record_settlement": "RS clerk, RS head, RS reviewer, YB clerk, YB head, YB reviewer",
    "dispute suspend": "RS clerk, RS head, RS reviewer, YB clerk, YB head, YB reviewer",
    "dispute resume": "RS clerk, RS head, RS reviewer, YB clerk, YB head, YB reviewer",
    "dispute prolong": "",
    "dispute sign_decision": "SW clerk",
    "dispute return_decision": "SW clerk, SW reviewer",
    "dispute serve": "",
    "dispute record_response": "",
    "dispute record_remedy": "",
    "dispute close_remedy": "SW reviewer",
    "dispute withdraw": "RS clerk, RS head, RS reviewer, YB clerk, YB head, YB reviewer",
    "dispute withdraw_part": "RS clerk, RS head, RS reviewer, YB clerk, YB head, YB reviewer",
    "dispute join_payer": (
        "RS clerk, RS head, RS reviewer, SW reviewer, YB clerk, YB head, YB reviewer"
    ),
    "dispute tell_withdrawal": "",
    "dispute cancel_telling": "",
    "dispute merge": "RS clerk, RS head, RS reviewer, YB clerk, YB head, YB reviewer",
    "dispute archive": "",
    "dispute report_up": "ZB office",
    "dispute supplement": "",
    "dispute review_file": "",
    "dispute hold_file": "",
    "dispute release_file": "",
    "dispute move_originals": "",
    "dispute appraise_file": "ZB office",
    "dispute decide_appraisal": "",
    "dispute record_finding": "SW clerk, SW head, SW reviewer, ZB office",
    "dispute hand_over": "SW clerk",
    "dispute recuse": "SW reviewer",
    "dispute entrust": "",
    "dispute designate": "SW reviewer",
    "dispute extend": "",
    "dispute tell_extension": "",
    "dispute urge": "RS clerk, YB clerk",
    "dispute supervise": "YB head, ZB office",
    "assignment accept": "",
    "assignment return_back": "SW clerk, SW head, SW reviewer",
    "assignment draft_opinion": "YB head",
    "assignment approve_opinion": "SW clerk, SW head, SW reviewer",
    "assignment send_back": "YB clerk, YB reviewer",
    "assignment urge": "YB clerk",
    "assignment recall": "YB clerk, YB head, YB reviewer",
    "assignment excuse": "YB clerk, YB head, YB reviewer",
    "meeting approve": "SW clerk, SW head, SW reviewer",
    "meeting refuse": "SW clerk, SW head, SW reviewer",
    "meeting call": (
        "RS clerk, RS head, RS reviewer, SW head, SW reviewer, YB clerk, YB head, "
        "YB reviewer, ZB office"
    ),
    "meeting hold": "",
    "meeting minute": "",
    "meeting countersign": "",
    "meeting issue": "RS clerk, RS head, RS reviewer, YB clerk, YB reviewer, ZB office",
    "meeting cancel": (
        "RS clerk, RS head, RS reviewer, SW head, SW reviewer, YB clerk, YB head, "
        "YB reviewer, ZB office"
    ),
    "errand accept": "",
    "errand draft_answer": "YB head",
    "errand approve_answer": "ZB leader, ZB office",
    "errand send_back": "YB clerk, YB reviewer",
    "errand close": "YB clerk, YB head, YB reviewer",
    "errand ask_again": "YB clerk, YB head, YB reviewer",
    "errand urge": "YB clerk, YB head, YB reviewer",
    "errand recall": "YB clerk, YB head, YB reviewer",
    "finding draft_answer": "SW head",
    "finding approve_answer": "ZB auditor",
    "finding send_back": "SW clerk, SW reviewer",
    "finding close": "SW clerk, SW head, SW reviewer, ZB office",
    "finding ask_again": "SW clerk, SW head, SW reviewer",
    "finding urge": "SW clerk, SW head, SW reviewer",
    "finding retract": "SW clerk, SW head, SW reviewer, ZB office",
    "dispute disclose": "SW head",
    "disclosure sign": "ZB office",
    "disclosure review": "ZB leader",
    "disclosure approve": "SW clerk, SW head, SW reviewer",
    "disclosure send_back": "SW clerk, SW reviewer",
    "disclosure resubmit": "SW head",
    "disclosure drop": "SW head",
    "disclosure revoke": "SW clerk, SW head, SW reviewer",
    "disclosure recall": "",
    "supervision answer": "ZB leader, ZB office",
    "supervision send_back": "YB head",
    "supervision raise": "YB head",
    "supervision close": "YB head",
    "approval approve major": "RS clerk, RS reviewer, YB clerk, YB reviewer",
    "approval approve meeting": "SW clerk, SW head, SW reviewer",
    "approval approve deescalation": "SW clerk",
    "approval approve extension": "SW clerk",
    "approval approve member": "ZB sysadmin",
    "approval reject major": "SW clerk",
    "approval reject meeting": "SW clerk, SW head, SW reviewer",
    "approval reject deescalation": "SW clerk",
    "approval reject extension": "SW clerk",
    "approval reject member": "ZB sysadmin",
    "approval ask_more major": "SW clerk",
    "approval ask_more meeting": "SW clerk, SW head, SW reviewer",
    "approval ask_more deescalation": "SW clerk",
    "approval ask_more extension": "SW clerk",
    "approval ask_more member": "ZB sysadmin",
}


def test_every_verb_says_who_hears() -> None:
    assert {f"{table} {verb}" for table, verb in EVERY} == HEARS.keys()


@pytest.mark.parametrize(("table", "verb"), EVERY, ids=[f"{t} {v}" for t, v in EVERY])
def test_who_hears(table: str, verb: str) -> None:
    assert ", ".join(hears(table, verb)) == HEARS[f"{table} {verb}"]
