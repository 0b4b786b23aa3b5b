"""Random histories: whatever anybody does in whatever order, the invariants hold (procedure.md)."""

from __future__ import annotations

import os
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from departments.models import Department, Officer
from disputes.choices import Mode, State
from disputes.models import Dispute
from tests import factories as f
from tests.workflow import many, two_payers
from tests.workflow.walking_home import everybody, reaches_the_archive
from web.refusals import Refusal
from workflow.approvals import actions as approvals
from workflow.assignments.verbs import ASSIGNMENTS
from workflow.cases.verbs import DISPUTES
from workflow.decisions.replacing import replaceable
from workflow.models import Paper, Remedy, WithdrawalTelling
from workflow.models.choices import OPINION_KINDS
from workflow.procedure.offers import open_to, open_to_assignment
from workflow.procedure.promises import allowed_steps
from workflow.procedure.sides import letters
from workflow.procedure.sides.letters import recorded

PEOPLE = [(role, code) for code in ("SW", "RS", "YB") for role in ("clerk", "reviewer", "head")]
PEOPLE += [("leader", "ZB"), ("office", "ZB"), ("clerk", "CZ")]
#: Histories begin anywhere on the road, or most would never get past handling.
STARTS = [
    f.registered,
    *(partial(f.handled, mode) for mode in (Mode.SINGLE, Mode.REFERRAL, Mode.JOINT, Mode.SPECIAL)),
    *(partial(f.decided, mode) for mode in (Mode.SINGLE, Mode.REFERRAL, Mode.JOINT)),
    *(partial(start, units) for start in (many.joint, many.special) for units in (1, 6)),
    partial(many.twice_returned, 2),
    f.concluded,
]
#: A walk home takes a second: in how many steps one is taken. `PORTAL_LOOKS=1` takes each.
LOOKS_EVERY = int(os.environ.get("PORTAL_LOOKS", "15"))
PICK = st.integers(0, 10_000)
#: They want another case, a file, or somebody who has signed for his look.
ELSEWHERE = frozenset({"entrust", "merge", "recuse", "supplement", "record_finding"})
TEXT = {"comment": "同意", "reason": "理由充分", "facts": "属实", "basis": "社会保险法第60条",
        "decision": "责令补缴", "opinion": "同意补缴", "question": "请核实", "note": "已书面申请",
        "ground": "等待材料", "answer": "已答复", "channel": "劳动监察", "body": "区人民法院",
        "result": "维持", "message": "请抓紧", "severity_reason": "个案"}  # fmt: skip


#: What was registered wrongly: what is only said of it, who stands there, whether it is ours.
MISTAKEN = (
    {"place": "林场"}, {"counterparty.name": "另一家厂"}, {"counterparty.name": "区税务局"},
    {"counterparty.name": "区医保局"}, {"category": "OUT-1"}, {"category": "TAX-2"},
    {"town": "other"}, {"payer.name": "欧阳另一"}, {"claim": "请退费"},
)  # fmt: skip


def mistaken(pick: int) -> dict[str, str]:
    """A value that was not there before, mostly."""
    given = MISTAKEN[pick % len(MISTAKEN)]
    return {"place": f"第{pick}林场"} if "place" in given else given


def fields_for(verb: str, dispute: Dispute, pick: int) -> dict[str, object]:
    """Something sensible typed into the verb's form."""
    others = list(Department.objects.filter(code__in=("SW", "RS", "YB")).exclude(
        pk=dispute.receiving_department_id).order_by("code"))  # fmt: skip
    one, side = others[pick % len(others)], ("payer", "counterparty")[pick % 2]
    words = {
        "return_intake": ["comment"], "answer_now": ["answer"], "decline": ["reason", "channel"],
        "accept_single": ["reason", "severity_reason"], "approve_major": ["comment"],
        "review_major": ["comment"], "return_major": ["comment"],
        "withdraw_report": ["reason"],
        "reject_major": ["comment"], "ask_more": ["comment"], "deescalate": ["reason"],
        "draft_decision": ["facts", "basis", "decision"], "return_decision": ["comment"],
        "suspend": ["ground"], "withdraw": ["note"], "close_remedy": ["result"],
         "urge": ["message"], "undo_triage": ["reason"], "reroute": ["reason"],
        "hold_file": ["reason"], "release_file": ["reason"],
    }  # fmt: skip
    typed: dict[str, object] = {name: TEXT[name] for name in words.get(verb, ())}
    more: dict[str, dict[str, object]] = {
        "refer": {"department": one, "reason": "属其职责", "severity_reason": "个案"},
        "notify_only": {"outside_body": "伊春市税务局", "reason": "复议中"},
        "convene_joint": {"departments": others, "question": "请核实", "severity_reason": "个案"},
        "invite": {"departments": [one], "question": "请核实"},
        "report_major": {"departments": others, "reason": "群体性"},
        "escalate": {"departments": others, "reason": "群体性"},
        "assign": {"department": one, "reason": "指定"},
        "give_task": {"department": one, "question": "请核实"},
        "request_convening": {"reason": "需要共同研究", "departments": others},
        "answer_convening": {"convene": bool(pick % 2), "reason": "按机制答复"},
        "serve": {"party": side, "method": "direct", "served_on": f.today(), "recipient": "本人"},
        "attempt": {"party": side, "method": "mail", "tried_on": f.today(), "outcome": "退件"},
        "record_response": {"party": side, "answer": ("none", "none", "objects")[pick % 3]},
        "record_remedy": {"channel": "litigation", "body": "区人民法院"},
        "extend": {"until": f.today() + timedelta(days=20), "reason": "案情复杂"},
        "prolong": {
            "ground": "仲裁延期",
            "evidence": "延期通知书",
            "until": f.today() + timedelta(days=50 + pick % 50),
        },
        "reopen": {
            "ground": ("evidence", "objection")[pick % 2],
            "channel": "visit",
            "reason": "补交了工资条",
        },
        "record_consultation": {
            "form": ("phone", "talk")[pick % 2],
            "held_on": f.today(),
            "departments": [one],
            "said": "均无异议",
            "agreed": f"议定第{pick}项",
        },
        "record_settlement": {
            "kind": "amicable",
            "signed_on": f.today(),
            "settles": ("all", "part")[pick % 2],
            "claims": "补缴",
            "gist": f"月底前补缴{pick}元",
        },
        "cancel_recording": {
            "reason": "写错",
            "paper": next(iter(recorded(dispute)), Paper(pk=0)),
        },
        "correct": {"given": mistaken(pick), "reason": "登记有误"},
        "cancel_service": {"party": side, "reason": "登记有误"},
        "cancel_response": {"party": side, "reason": "登记有误"},
        "cancel_telling": {
            "telling": dispute.withdrawal_tellings.in_force().first() or WithdrawalTelling(pk=0),
            "reason": "登记有误",
        },
        "cancel_remedy": {
            "remedy": dispute.remedies.filter(struck_at=None).first() or Remedy(pk=0),
            "reason": "登记有误",
        },
        "cancel_attempt": {"party": side, "tried_on": f.today(), "reason": "登记有误"},
        "replace_paper": {"reason": "写错", "paper": replaceable(dispute).first() or Paper(pk=0)},
        "tell_extension": {"told_on": f.today(), "method": "phone"},
        "withdraw": {"all_payers": bool(pick % 2)},
        "withdraw_part": {
            "what": "claim",
            "claim": "滞纳金",
            "claim_left": f"补缴{pick}元",
            "requested_on": f.today(),
            "ground": "书面申请",
        },
        "join_payer": {"given": two_payers.COMES},
        "tell_withdrawal": {
            "paper": next((each.pk for each in letters.untold(dispute)), 0),
            "told_on": f.today(),
            "method": "mail",
        },
        "hand_over": {"officer": f.an_officer("clerk", "SW")},
        "designate": {"officer": f.an_officer("reviewer", "SW"), "reason": "岗位出缺"},
        "disclose": {
            "recipient_kind": "department",
            "recipient": "区审计局",
            "purpose": "专项审计",
            "until": f.today(),
            "particulars": ["number"],
        },
        "review_file": {"retention": ("D10", "D30")[pick % 2], "reason": "按规则"},
        "move_originals": {
            "moved_on": f.today(),
            "received_by": "何某",
            "place": "第3盒",
            "pages": pick + 1,
        },
        "appraise_file": {"proposal": "extend", "more": "D10", "reason": "还有查考价值"},
        "decide_appraisal": {"agree": bool(pick % 2), "comment": "已阅"},
        "supervise": {"department": one, "level": "1", "reason": "久拖不办"},
    }
    return typed | more.get(verb, {})


class Histories(RuleBasedStateMachine):
    """One dispute and whoever passes by; every rule is an attempt, a refusal changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.atom = transaction.atomic()
        self.atom.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atom.__exit__(None, None, None)

    @initialize(start=st.sampled_from(STARTS))
    def begin(self, start) -> None:  # type: ignore[no-untyped-def]
        self.dispute, self.looks = start(), 0
        asked = Department.objects.filter(assignments__dispute=self.dispute)
        codes = {*f.FUNCTIONAL, *asked.values_list("code", flat=True)}
        self.people = everybody(tuple(sorted(codes)))
        self.before = self.dispute.timeline.count()
        self.first = self.dispute.first_contact_officer_id
        self.seen = [self.dispute.state]

    def attempt(self, call) -> None:  # type: ignore[no-untyped-def]
        version, entries = self.dispute.version, self.dispute.timeline.count()
        try:
            with transaction.atomic():
                call()
        except Refusal:
            fresh = Dispute.objects.get(pk=self.dispute.pk)
            assert (fresh.version, fresh.timeline.count()) == (version, entries)
            return
        self.dispute = Dispute.objects.get(pk=self.dispute.pk)
        if self.dispute.state != self.seen[-1]:
            assert (self.seen[-1], self.dispute.state) in allowed_steps()
            self.seen.append(self.dispute.state)

    @rule(who=PICK, what=PICK, pick=PICK)
    def act(self, who: int, what: int, pick: int) -> None:
        """Somebody uses one of the buttons he sees."""
        role, code = PEOPLE[who % len(PEOPLE)]
        officer = Officer.objects.get(pk=f.an_officer(role, code).pk)
        offers = [o for o in open_to(officer, self.dispute) if o.verb not in ELSEWHERE]
        if offers:
            verb = offers[what % len(offers)].verb
            fields = fields_for(verb, self.dispute, pick)
            self.attempt(lambda: DISPUTES.verbs[verb].does(self.dispute, by=officer, **fields))

    @precondition(lambda self: self.dispute.assignments.open().exists())
    @rule(which=PICK, what=PICK, head=st.booleans())
    def answer(self, which: int, what: int, head: bool) -> None:
        """A department that was asked does something about it."""
        waiting = list(self.dispute.assignments.open())
        assignment = waiting[which % len(waiting)]
        officer = f.an_officer("head" if head else "clerk", assignment.department.code)
        officer = Officer.objects.get(pk=officer.pk)
        offers = open_to_assignment(officer, assignment)
        if not offers:
            return
        verb = offers[what % len(offers)].verb
        words = {"return_back": ["reason"], "draft_opinion": ["facts", "basis", "opinion"],
                 "send_back": ["comment"], "urge": ["message"], "recall": ["reason"],
                 "excuse": ["reason"]}  # fmt: skip
        typed = {name: TEXT[name] for name in words.get(verb, ())}
        self.attempt(lambda: ASSIGNMENTS.verbs[verb].does(assignment, by=officer, **typed))

    @precondition(lambda self: self.dispute.approvals.filter(state="pending").exists())
    @rule(agree=st.booleans(), leads=st.booleans())
    def decide(self, agree: bool, leads: bool) -> None:
        """The leader or a head answers what he was asked, as long as it stands."""
        asked = self.dispute.approvals.filter(state="pending").latest("pk")
        officer = f.a_leader() if leads else f.an_officer("head", "SW")
        word = approvals.approve if agree else approvals.reject
        self.attempt(lambda: word(asked, by=Officer.objects.get(pk=officer.pk), comment="已阅"))

    @precondition(lambda self: self.dispute.mode == Mode.SPECIAL)
    @rule()
    def meet(self) -> None:
        if self.dispute.state == State.HANDLING and not self.dispute.meetings.exists():
            self.attempt(lambda: f.hold_meeting(self.dispute))

    @invariant()
    def one_timeline_entry_for_each_change_of_state(self) -> None:
        if not hasattr(self, "dispute"):
            return
        entries = list(self.dispute.timeline.all())[self.before :]
        changes = [e for e in entries if e.state_before != e.state_after]
        assert [e.state_after for e in changes] == self.seen[1:]
        assert all(e.actor_id and e.clause and e.at for e in changes)

    @invariant()
    def special_handling_was_approved(self) -> None:
        if hasattr(self, "dispute") and self.dispute.mode == Mode.SPECIAL:
            assert self.dispute.approvals.filter(kind="major", state="approved").exists()

    @invariant()
    def nothing_is_fed_back_while_an_opinion_is_owed(self) -> None:
        if hasattr(self, "dispute") and self.dispute.state == State.FEEDBACK:
            assert not self.dispute.assignments.open().filter(kind__in=OPINION_KINDS).exists()

    @invariant()
    def nothing_is_concluded_with_a_party_untold(self) -> None:
        if hasattr(self, "dispute") and self.dispute.state == State.CONCLUDED:
            answered = self.dispute.timeline.filter(verb="answer_now").exists()
            assert answered or self.dispute.services.filter(struck_at=None).count() == 2

    @invariant()
    def three_departments_and_one_officer_always(self) -> None:
        if hasattr(self, "dispute"):
            assert self.dispute.receiving_department_id
            assert self.dispute.lead_department_id
            assert self.dispute.responsible_officer_id
            assert self.dispute.first_contact_officer_id == self.first

    @invariant()
    def clocks_stand_where_nothing_is_owed(self) -> None:
        """A 督办 is answered whatever becomes of the case (decision 0020)."""
        if hasattr(self, "dispute") and self.dispute.state == State.ARCHIVED:
            assert not self.dispute.deadlines.open().filter(supervision=None).exists()

    @invariant()
    def strangers_know_nothing(self) -> None:
        if hasattr(self, "dispute"):
            stranger = Officer.objects.get(pk=f.an_officer("clerk", "CZ").pk)
            assert not Dispute.objects.visible_to(stranger).filter(pk=self.dispute.pk).exists()

    @invariant()
    def a_road_of_offered_verbs_leads_to_the_archive(self) -> None:
        """Whatever was done so far, and somebody who is there owes each move of it (R006).

        Looked at twice in a history (`PORTAL_LOOKS`), at fixed steps: a replay looks where the
        first run did.
        """
        if hasattr(self, "dispute"):
            self.looks += 1
            if self.looks % LOOKS_EVERY == 0:
                reaches_the_archive(self.dispute, self.people)

    @invariant()
    def deferred_promises_hold(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


Histories.TestCase.settings = settings(
    max_examples=settings().max_examples // 15,  # each is thirty steps long
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
class TestHistories(Histories.TestCase):  # type: ignore[misc, name-defined, valid-type]
    """Run by pytest."""
