"""The pages of the demonstration, for every walk through them: who opens which address."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from departments.models import Reform, Training
from disputes.choices import Mode, State
from disputes.models import Dispute
from workflow import clock
from workflow.messages.deliver import deliver
from workflow.models import (
    Approval,
    Assignment,
    CaseFile,
    Disclosure,
    Errand,
    Finding,
    Meeting,
    OutboxMessage,
    Supervision,
)

#: A landing meets each page at one width; the night and the manual's pictures at every.
THOROUGH = not {"PORTAL_WIDTHS", "PORTAL_PICTURES"}.isdisjoint(os.environ)
Width = TypeVar("Width")


def by_width(
    pages: dict[str, str], widths: Sequence[Width]
) -> Iterator[tuple[Width, dict[str, str]]]:
    """The pages to be met at each width: all of them, or one after another at the next."""
    for nth, width in enumerate(widths):
        met = enumerate(pages.items())
        yield width, dict(page for at, page in met if THOROUGH or at % len(widths) == nth)


def newest(**known: Any) -> Dispute:  # Any: the lookups of a query
    """The newest dispute of the demonstration that is like this."""
    found: Dispute | None = Dispute.objects.filter(**known).order_by("-registered_at").first()
    assert found is not None, known
    return found


def case(verb: str = "", **known: Any) -> str:  # Any: as above
    return newest(**known).get_absolute_url() + (f"{verb}/" if verb else "")


def supervised(state: str) -> Supervision:
    """The 督办 that the demonstration tells in that state; the clock's own came after it."""
    return Supervision.objects.filter(state=state).earliest("pk")


def the_first_minute() -> None:
    """What the clock and its worker do once the portal runs, papers apart."""
    clock.beat()
    clock.sweep_deadlines()
    clock.recompute_dates()
    for late in OutboxMessage.objects.filter(topic="workflow.clock.supervise_overdue"):
        deliver(late.pk)


def pages_since_0_1_0() -> dict[str, dict[str, str]]:
    """What a demonstration of that release had no case for."""
    answered = Errand.objects.get(state="answered").get_absolute_url()
    return {
        "sw_clerk": {
            "joined": case(state=State.HANDLING, absorbed__isnull=False, mode=Mode.JOINT),
            "errand-own": answered,
        },
        "rs_reviewer": {
            "stood-in": case("sign_decision", receiving_department__code="RS",
                             state=State.AWAITING_SIGNOFF, stand_ins__isnull=False),
        },
        "rs_clerk": {
            "disclosure": Disclosure.objects.get(state="approved").get_absolute_url(),
        },
        "office": {"errand-close": f"{answered}close/"},
        "sysadmin": {"reform": Reform.objects.get(state="done").get_absolute_url()},
        **pages_of_the_audit(),
    }  # fmt: skip


def pages_of_the_audit() -> dict[str, dict[str, str]]:
    """What an auditor found, as he sees it and as the unit does that puts it right."""
    own = Finding.objects.earliest("pk").get_absolute_url()
    return {
        "auditor": {"findings": "/findings/", "finding": own, "finding-retract": f"{own}retract/"},
        "yb_clerk": {"finding-own": own, "finding-answer": f"{own}draft_answer/"},
    }


def pages_of_the_demonstration() -> dict[str, dict[str, str]]:
    """Who opens which page: the account of the demonstration → the picture → the address."""
    pages = _pages_ever()
    for account, more in pages_since_0_1_0().items() if Errand.objects.exists() else ():
        pages.setdefault(account, {}).update(more)
    return pages


def _pages_ever() -> dict[str, dict[str, str]]:
    taxes: dict[str, Any] = {"receiving_department__code": "SW"}
    triage = taxes | {"state": State.TRIAGE, "approvals": None}
    joint = taxes | {"state": State.HANDLING, "mode": Mode.JOINT, "absorbed": None}
    drafted: dict[str, Any] = {"state": State.AWAITING_SIGNOFF}
    for_yb = Assignment.objects.filter(department__code="YB")
    referral = for_yb.filter(state="accepted", kind="referral").latest("pk")
    unowed = joint | {"owing_role": ""}
    waiting = Approval.objects.filter(state="pending")
    for_rs: dict[str, Any] = {"receiving_department__code": "RS"}
    feedback: dict[str, Any] = {"receiving_department__code": "YB", "state": State.FEEDBACK}
    return {
        "sw_clerk": {
            "workbench": "/",
            "register": "/disputes/register/",
            "hotline": "/disputes/register/hotline/",
            "disputes": "/disputes/",
            "disputes-empty": "/disputes/?state=withdrawn",
            "tasks": "/tasks/",
            "dispute": case(**joint),
            "triage": case(**triage),
            "accept-single": case("accept_single", **triage),
            "refer": case("refer", **triage),
            "convene-joint": case("convene_joint", **triage),
            "report-major": case("report_major", **triage),
            "draft-decision": case("draft_decision", **joint),
            "reveal": case("reveal", **joint),
            "messages": "/messages/",
            "messages-unread": "/messages/?show=unread",
            "waiting": "/?tab=waiting",
            "urge": case("urge", **unowed),
            "supervised-dispute": supervised("open").dispute.get_absolute_url(),
            "meetings": "/meetings/",
            "meeting-new": f"/meetings/new/?dispute={newest(**joint).pk}",
            "archives-empty": "/archives/?year=2000",
            "papers": "/papers/",
            "papers-none": "/papers/?year=2001",
            "correct": case("correct", **joint),
            "withdraw-part": case("withdraw_part", **joint),
            "join-payer": case("join_payer", **joint),
            "merge": case("merge", **triage),
        },
        "sw_reviewer": {"approve-intake": case("approve_intake", **taxes, state=State.REGISTERED)},
        "sw_head": {
            "supervisions-own": "/supervisions/?tab=answered",
            "sign-decision": case("sign_decision", **taxes, **drafted),
            "scorecard-own": "/statistics/scorecard/",
        },
        "yb_clerk": {
            "referral": referral.get_absolute_url(),
            "extend-which": f"{referral.dispute.get_absolute_url()}extend/",
            "assignment": for_yb.filter(state="sent", kind="joint").latest("pk").get_absolute_url(),
            "serve": case("serve", **feedback, mode=Mode.JOINT),
            "response": case("record_response", **feedback, mode=Mode.SINGLE),
        },
        "rs_clerk": {
            "archive-check": case("archive", state=State.CONCLUDED, mode=Mode.JOINT),
            "disclosures": "/disclosures/",
            "disclosure-new": "/disclosures/new/",
            "disclose": case("disclose", state=State.CONCLUDED, mode=Mode.JOINT),
            "request-convening": case("request_convening", convenings=None, state=State.HANDLING,
                                      receiving_department__code="RS"),
        },
        "rs_head": {
            "head-workbench": "/",
            "head-approvals": "/approvals/",
            "head-approval": waiting.get(
                kind="extension", desk__code="RS").get_absolute_url(),
            "suspended": case(**for_rs, state=State.SUSPENDED),
            "prolong": case("prolong", **for_rs, state=State.SUSPENDED),
            "suspend": case("suspend", **for_rs, state=State.HANDLING, mode=Mode.JOINT),
            "extend": case("extend", **for_rs, state=State.HANDLING, mode=Mode.JOINT),
        },
        "yb_head": {
            "extended": case(deadlines__extensions__isnull=False),
            "tell-extension": case("tell_extension", deadlines__extensions__isnull=False),
        },
        "xf_clerk": {"meeting": Meeting.objects.get(state="called").get_absolute_url()},
        "leader": {
            "leader-workbench": "/",
            "leader-active": "/?tab=active",
            "leader-messages": "/messages/?show=unread",
            "supervise": case("supervise", **joint),
            "approvals": "/approvals/",
            "approval": waiting.filter(kind="major").earliest("pk").get_absolute_url(),
            "leader-extension": waiting.get(
                kind="extension", desk=None).get_absolute_url(),
            "leader-member": waiting.get(kind="member").get_absolute_url(),
            "statistics": "/statistics/",
            "scorecard": "/statistics/scorecard/",
            "scorecard-empty": "/statistics/scorecard/?since=2020-01-01&until=2020-01-31",
            "scorecard-late": "/statistics/scorecard/late/?period=year",
            "scorecard-received": "/statistics/scorecard/received/?period=year&unit=YB",
            "trainings": "/manage/trainings/",
        },
        "office": {
            "office-workbench": "/",
            "office-tasks": "/tasks/",
            "office-waiting": "/tasks/?tab=waiting",
            "give-task": case("give_task", **joint),
            "convening": case(convenings__answered_at=None, convenings__isnull=False),
            "answer-convening": case("answer_convening", convenings__convenes=None,
                                     convenings__isnull=False),
            "errands": "/errands/",
            "errand-new": "/errands/new/",
            "conference-new": "/meetings/new/?kind=conference",
            "supervisions": "/supervisions/",
            "supervision": supervised("open").get_absolute_url(),
            "supervision-answered": supervised("answered").get_absolute_url(),
            "supervision-close": supervised("answered").get_absolute_url() + "close/",
            "supervision-raise": supervised("open").get_absolute_url() + "raise/",
        },
        "cl_clerk": {
            "training": Training.objects.filter(department__code="CL").latest(
                "pk").get_absolute_url(),
            "trainings-own": "/manage/trainings/",
            "training-new": "/manage/trainings/new/",
        },
        "cz_clerk": {"task": Assignment.objects.get(kind="task").get_absolute_url()},
        "auditor": {
            "archives": "/archives/",
            "case-file": f"/archives/{CaseFile.objects.latest('pk').pk}/",
            "scorecard-auditor": "/statistics/scorecard/",
        },
        "sysadmin": {
            "administration": "/manage/",
            "departments": "/manage/departments/",
            "department": "/manage/departments/WM/",
            "department-rename": "/manage/departments/XF/rename/",
            "reform-new": "/manage/departments/SB/reform/",
            "reforms": "/manage/reforms/",
            "officers": "/manage/officers/",
            "calendar": "/manage/calendar/",
            "limits": "/manage/limits/",
            "running": "/manage/running/",
            "officer-change": "/manage/officers/sw_clerk/change/",
        },
        "secadmin": {"posts": "/manage/posts/", "matrix": "/manage/matrix/"},
        "logadmin": {"records": "/manage/records/", "audit": "/manage/audit/"},
    }  # fmt: skip
