"""审计发现: recorded, answered by two, closed or sent back; each step in its 经过 (R082).

The case's timeline says that it happened; the words stand in the finding's own 经过, where the
other departments of the case do not read them (六(三)).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.db.models import Max

from deadlines.due import chinese_date
from departments.roles import HEADS, STAFF, Role
from web.refusals import Mistyped, NotAllowed
from workflow.findings import clock, places
from workflow.issuing.looking import asks_first
from workflow.messages.notices import Letter
from workflow.models import Finding, FindingEntry, Notice
from workflow.models.finding import FindingState
from workflow.procedure.move import Act
from workflow.procedure.moving import acting, moving
from workflow.procedure.rows.finding import FINDING_TABLE, RECORD
from workflow.procedure.timeline import signature, signature_of_head, signs_as
from workflow.procedure.who import acts_as_leader

if TYPE_CHECKING:
    from departments.models import Department, Officer
    from disputes.models import Dispute

AUDITORS: Final = frozenset({Role.AUDITOR})
OFFICE: Final = frozenset({Role.OFFICE})

#: Said beside what was typed, which stays; a program finds there where it registers.
LOOK_FIRST: Final = (
    "查阅登记已过半小时。请先打开案卷登记查阅用途（接口为 archives/<id>/looks/），再提出审计发现。"
)


def record(
    dispute: Dispute,
    *,
    by: Officer,
    department: Department,
    found: str,
    basis: str,
    demand: str,
    about: str = "",
    due_on: date | None = None,
    version: int | None = None,
) -> Finding:
    """提出审计发现 by an auditor who has registered his look; the file stays as it is."""
    if asks_first(dispute, by):
        raise NotAllowed(LOOK_FIRST)
    with moving(dispute, RECORD.verb, by=by, version=version) as move:
        move.stays = True
        if not places.answerable(move.dispute).filter(pk=department.pk).exists():
            raise Mistyped({"department": ["只能送参与办理本件的单位整改，请从列表中选择。"]})
        _refuse_same(move.dispute, department, found, demand)
        own = Finding(
            jurisdiction=move.dispute.jurisdiction, dispute=move.dispute, nth=_next(move.dispute),
            department=department, found=found, basis=basis, demand=demand, found_by=by,
            finder_label=signature(by), found_at=move.at,
        )  # fmt: skip
        places.put(own, about)
        clock.ANSWER.set_day(own, due_on, move.today)
        own.save()
        unit, until = department.short_name, chinese_date(own.due_on)
        _keep(own, by, move.at, RECORD.verb, f"{signature(by)} 提出：{found}整改要求：{demand}")
        move.say(f"{signature(by)} 提出{own.name}，请{unit}{until}前报送整改情况。")
        text = f"{own} 请{unit}{until}前报送整改情况。"
        for unit_id, roles in ((department.pk, STAFF), (None, OFFICE)):
            move.letters.append(Letter(move.dispute, unit_id, roles, text, own.asks))
    return own


def _next(dispute: Dispute) -> int:
    """The case is locked: two never get the same."""
    last: int | None = dispute.findings.aggregate(last=Max("nth"))["last"]
    return (last or 0) + 1


def _refuse_same(dispute: Dispute, department: Department, found: str, demand: str) -> None:
    """Sent twice it is one finding: it was recorded, and is still owed."""
    for own in dispute.findings.owed().filter(department=department):
        if (own.found, own.demand) == (found, demand):
            raise NotAllowed(f"同样的{own.name}已经送{department.short_name}整改，没有重复提出。")


@contextmanager
def moving_finding(
    finding: Finding, verb: str, *, by: Officer, version: int | None = None
) -> Iterator[Act[Finding]]:
    """The one engine; its archived case stays, and says only that it happened."""
    row, held = FINDING_TABLE[verb], [finding.dispute]
    with acting(finding, row, held, by=by, version=version, joined=("department",)) as act:
        own, before = act.subject, act.subject.state
        act.move.stays = True
        yield act
        _keep(own, by, act.at, verb, act.text, act.actor_label)
        if own.state != before:  # whoever was asked before has been answered
            asked = Notice.objects.filter(dispute=own.dispute, asks=own.asks, read_at=None)
            asked.update(read_at=act.at)
        label = act.actor_label or signature(by)
        act.move.say(f"{label} {row.label}（{own.department.short_name}，{own.name}）。")


def draft_answer(finding: Finding, *, by: Officer, answer: str, version: int | None = None) -> None:
    """写整改情况, 送负责人审签."""
    with moving_finding(finding, "draft_answer", by=by, version=version) as act:
        own = act.subject
        own.answer, own.drafted_by, own.state = answer, by, FindingState.DRAFTED
        _tell(act, own.department_id, HEADS, "整改情况待审签。")
        act.say(f"{signature(by)} 拟写整改情况，送负责人审签。")


def approve_answer(
    finding: Finding, *, by: Officer, comment: str = "", version: int | None = None
) -> None:
    """审签: the answer leaves the department by another hand than wrote it; auditors hear."""
    with moving_finding(finding, "approve_answer", by=by, version=version) as act:
        own = act.subject
        act.sign(signature_of_head(by, None, own.department_id))
        own.approved_by, own.approver_label = by, act.actor_label
        own.answered_at, own.state = act.at, FindingState.ANSWERED
        beside = f"（{comment}）" if comment else ""
        unit = own.department.short_name
        _tell(act, None, AUDITORS, f"{unit}已报送整改情况，请复核。")
        act.say(f"{own.approver_label} 审签整改情况：{own.answer}{beside}")


def send_back(finding: Finding, *, by: Officer, comment: str, version: int | None = None) -> None:
    """退改: back to the drafter."""
    with moving_finding(finding, "send_back", by=by, version=version) as act:
        own = act.subject
        own.state = FindingState.OPEN
        act.sign(signature_of_head(by, None, own.department_id))
        _tell(act, own.department_id, STAFF, "整改情况退改，请修改后再送审签。")
        act.say(f"{act.actor_label} 退改整改情况：{comment}")


def close(finding: Finding, *, by: Officer, conclusion: str, version: int | None = None) -> None:
    """整改到位: the auditor is satisfied."""
    with moving_finding(finding, "close", by=by, version=version) as act:
        _end(act, FindingState.CLOSED, conclusion)
        _tell(act, act.subject.department_id, STAFF, "整改到位，已办结。")
        _tell(act, None, OFFICE, "整改到位，已办结。")
        act.say(f"{signature(by)} 复核：整改到位。{conclusion}")


def ask_again(
    finding: Finding,
    *,
    by: Officer,
    comment: str,
    due_on: date | None = None,
    version: int | None = None,
) -> None:
    """退回整改: the days begin anew; the answer so far stands in the 经过."""
    with moving_finding(finding, "ask_again", by=by, version=version) as act:
        own = act.subject
        own.state, own.answered_at = FindingState.OPEN, None
        own.approved_by, own.approver_label = None, ""
        clock.ANSWER.set_day(own, due_on, act.today)
        until = chinese_date(own.due_on)
        _tell(act, own.department_id, STAFF, f"退回整改，{until}前重新报送。")
        act.say(f"{signature(by)} 退回整改，{until}前重新报送：{comment}")


def urge(finding: Finding, *, by: Officer, message: str, version: int | None = None) -> None:
    """催办: to the department, its head as well."""
    with moving_finding(finding, "urge", by=by, version=version) as act:
        act.sign(signs_as(by) if acts_as_leader(by) else signature(by))
        own = act.subject
        until = chinese_date(own.due_on)
        _tell(act, own.department_id, STAFF, f"催办：请{until}前报送整改情况。")
        act.say(f"{act.actor_label} 催办{own.department.short_name}：{message}")


def retract(finding: Finding, *, by: Officer, reason: str, version: int | None = None) -> None:
    """撤销: the department need not answer any more."""
    with moving_finding(finding, "retract", by=by, version=version) as act:
        _end(act, FindingState.RETRACTED, reason)
        _tell(act, act.subject.department_id, STAFF, "已撤销，不用再整改。")
        _tell(act, None, OFFICE, "已撤销，不用再整改。")
        act.say(f"{signature(by)} 撤销：{reason}")


def _tell(act: Act[Finding], unit_id: int | None, roles: frozenset[str], text: str) -> None:
    """A message names the finding and tells none of its words; it leads to its page."""
    own = act.subject
    act.letters.append(Letter(own.dispute, unit_id, roles, f"{own} {text}", own.asks))


def _end(act: Act[Finding], state: FindingState, why: str) -> None:
    own = act.subject
    own.state, own.conclusion, own.ended_by, own.ended_at = state, why, act.by, act.at


def _keep(own: Finding, by: Officer, at: datetime, verb: str, text: str, label: str = "") -> None:
    FindingEntry.objects.create(
        finding=own, at=at, actor=by, actor_label=label or signature(by), verb=verb, text=text
    )
