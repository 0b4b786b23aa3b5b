"""信息提供: asked for, signed level by level, sent back, withdrawn, stopped (六(三), R093, A18)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from confidentiality.one_at_a_time import Turn, wait_for
from deadlines.due import chinese_date
from departments.models import Department
from departments.roles import HEADS, STAFF, THE_LEADER, THE_OFFICE, Role
from papers.choices import PaperKind
from web.refusals import Mistyped, NotYours
from workflow.disclosure import papers
from workflow.disclosure.asking import Asked, check, items_of, refuse_same, route
from workflow.disclosure.bundling import files_meant
from workflow.issuing.drafts import issue, next_numbers
from workflow.messages import notices
from workflow.messages.notices import Letter
from workflow.models import (
    Disclosure,
    DisclosureEntry,
    DisclosureItem,
    DisclosureRecall,
    DisclosureSignature,
)
from workflow.models.disclosure import DisclosureState, Masking
from workflow.models.disclosure_parts import RecallOutcome
from workflow.procedure import move as procedure_move
from workflow.procedure.move import Act
from workflow.procedure.moving import acting, moving
from workflow.procedure.rows.disclosure import DISCLOSURE_TABLE, out_of_house
from workflow.procedure.timeline import signature, signature_of_head, signs_as, without_names

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute

S = DisclosureState
#: What whoever gets it is asked to do.
_PLEASE: Final = {S.HEAD: "请审签", S.OFFICE: "请审核", S.LEADER: "请审批"}


@contextmanager
def moving_disclosure(
    disclosure: Disclosure, verb: str, *, by: Officer, version: int | None = None
) -> Iterator[Act[Disclosure]]:
    """The one engine; its case, if it has one, stays as it is and remembers."""
    held = [disclosure.dispute] if disclosure.dispute else []
    joined = ("department", "requested_by")
    row = DISCLOSURE_TABLE[verb]
    with acting(disclosure, row, held, by=by, version=version, joined=joined) as act:
        for move in act.moves:
            move.stays = True
        act.named = partial(name_of, act.subject)
        yield act
        act.say(_unnamed(act.subject.dispute, act.text))
        _remember(act.subject, by, act.at, verb, act.text, act.actor_label)


def _remember(
    own: Disclosure, by: Officer, at: datetime, verb: str, text: str, label: str = ""
) -> None:
    DisclosureEntry.objects.create(
        disclosure=own, at=at, actor=by, verb=verb, text=text, actor_label=label or signature(by)
    )


def disclose(dispute: Dispute, *, by: Officer, version: int | None = None, **asked: Any) -> None:
    # Any: the fields of Asked
    """申请对外提供, of a case: its unit asks; the first desk hears."""
    with moving(dispute, "disclose", by=by, version=version) as move:
        move.stays = True
        wanted = Asked(**asked)
        check(wanted, move.dispute, move.today)
        unit = _unit_of(by, move.dispute)
        refuse_same(wanted, unit, move.dispute)
        own = _begin(wanted, unit, move.dispute, by, move.at)
        move.say(_asked_words(own, by))
        move.letters.append(_to_desk(own))


def _unit_of(by: Officer, dispute: Dispute) -> Department:
    """His own where it receives or decides; whoever was named stands for the receiving one."""
    own = {dispute.receiving_department_id, dispute.deciding_department_id} & by.department_ids
    if by.department is not None and by.department.pk in own:
        return by.department
    return Department.objects.get(pk=min(own)) if own else dispute.receiving_department


@transaction.atomic
def ask(*, by: Officer, **asked: Any) -> Disclosure:  # Any: as above
    """The same of figures and words that are about no single case, or of archived files."""
    if not by.roles & (STAFF | THE_OFFICE | {Role.AUDITOR}) or by.department is None:
        raise NotYours("对外提供由成员单位或专班办公室的人员申请，案卷包也可由审计人员申请。")
    wanted, at = _wanted(by, **asked), procedure_move.now()
    if by.roles & {Role.AUDITOR} and not wanted.case_files:
        raise Mistyped({"numbers": ["审计人员只申请案卷包，请填写案卷。"]})
    if wanted.particulars or wanted.papers or wanted.materials:
        raise Mistyped(
            {"text": ["不属单个事项的，只能填写统计、说明文字；要附案件内容的，请在那一件上申请。"]}
        )
    check(wanted, None, timezone.localdate(at))
    wait_for(Turn.GIVEN, by.department.pk)
    refuse_same(wanted, by.department, None)
    own = _begin(wanted, by.department, None, by, at)
    notices.tell([_to_desk(own)], by)
    return own


def _wanted(by: Officer, *, numbers: Sequence[str] = (), **asked: Any) -> Asked:  # Any: as above
    return Asked(**asked, case_files=files_meant(by, numbers))


def _begin(
    wanted: Asked, unit: Department, dispute: Dispute | None, by: Officer, at: datetime
) -> Disclosure:
    steps = route(wanted, unit, dispute, by)
    own = Disclosure.objects.create(
        dispute=dispute, department=unit, requested_by=by, requested_at=at, route=steps,
        state=steps[0], **wanted.columns,
    )  # fmt: skip
    DisclosureItem.objects.bulk_create(items_of(wanted, own, 1))
    _remember(own, by, at, "disclose", _asked_words(own, by))
    return own


def _asked_words(own: Disclosure, by: Officer) -> str:
    how = str(Masking(own.masking).label)
    until = chinese_date(own.until)
    asked = f"{signature(by)} 申请向{own.recipient}提供信息，{how}，期限至{until}"
    text = f"{asked}，用途：{own.purpose}"
    return _unnamed(own.dispute, f"{text}。{_skips(own)}")


def _skips(own: Disclosure) -> str:
    if own.route[0] == S.OFFICE:
        return "本单位没有其他负责人可以审签，由专班办公室审核、组长审批。"
    return ""


def _unnamed(dispute: Dispute | None, text: str) -> str:
    return without_names(dispute, text) if dispute else text


def name_of(own: Disclosure) -> str:
    """How a message names it: by its case, by its number, or by what it is."""
    if own.dispute is not None:
        return f"{own.dispute.number} 信息提供"
    return str(own)


def _asker(own: Disclosure) -> tuple[int | None, frozenset[Role]]:
    """The unit that asked; of the office its own people, or the auditors."""
    by_auditor = own.requested_by.has_role(Role.AUDITOR)
    return own.department_id, frozenset({Role.AUDITOR}) if by_auditor else STAFF | THE_OFFICE


def _desk(own: Disclosure) -> tuple[int | None, frozenset[Role]]:
    if own.state == S.HEAD:
        return own.department_id, HEADS
    return None, THE_OFFICE if own.state == S.OFFICE else THE_LEADER


def _to_desk(own: Disclosure) -> Letter:
    unit, posts = _desk(own)
    text = f"{name_of(own)} {own.department.short_name}申请对外提供信息，{_PLEASE[S(own.state)]}。"
    return Letter(own.dispute, unit, posts, text)


def sign(
    disclosure: Disclosure, *, by: Officer, comment: str = "", version: int | None = None
) -> None:
    """审签 by the unit's head."""
    with moving_disclosure(disclosure, "sign", by=by, version=version) as act:
        _agree(act, comment, signature_of_head(by, act.subject.dispute, act.subject.department_id))


def review(
    disclosure: Disclosure, *, by: Officer, comment: str = "", version: int | None = None
) -> None:
    """审核 by the office: the last word, or on to the leader."""
    with moving_disclosure(disclosure, "review", by=by, version=version) as act:
        _agree(act, comment, signature(by))


def approve(
    disclosure: Disclosure, *, by: Officer, comment: str = "", version: int | None = None
) -> None:
    """批准 by the leader, or in his place."""
    with moving_disclosure(disclosure, "approve", by=by, version=version) as act:
        _agree(act, comment, signs_as(by))


def _agree(act: Act[Disclosure], comment: str, label: str) -> None:
    own = act.subject
    act.sign(label)
    step = S(own.state)
    _put_name(act, label, comment, agrees=True)
    beside = f"：{comment}" if comment else "。"
    rest = own.route[own.route.index(step) + 1 :]
    if rest:
        own.state = S(rest[0])
        act.say(f"{label} 同意对外提供{beside}")
        act.tell(
            *_desk(own), f"{own.department.short_name}申请对外提供信息，{_PLEASE[S(rest[0])]}。"
        )
        return
    own.state, own.approved_at = S.APPROVED, act.at
    year, own.numbered_by = timezone.localdate(act.at).year, own.department
    [own.number] = next_numbers([(PaperKind.DISCLOSURE_FORM, own.department)], year)
    issue(*papers.of(act, own.number, list(own.items.filter(round=own.round))))
    until = chinese_date(own.until)
    act.say(f"{label} 批准对外提供（{own.number}，{until}前有效）{beside}")
    act.tell(*_asker(own), f"已批准（{own.number}），{until}前可以制作外发件。")


def _put_name(act: Act[Disclosure], label: str, comment: str, *, agrees: bool) -> None:
    own = act.subject
    DisclosureSignature.objects.create(
        disclosure=own, round=own.round, step=own.state, agrees=agrees, comment=comment,
        signed_by=act.by, signer_label=label, at=act.at,
    )  # fmt: skip


def send_back(
    disclosure: Disclosure, *, by: Officer, comment: str, version: int | None = None
) -> None:
    """退回: to whoever asked, with why; what was signed so far is signed anew."""
    with moving_disclosure(disclosure, "send_back", by=by, version=version) as act:
        own = act.subject
        label = signs_as(by) if own.state == S.LEADER else signature(by)
        act.sign(label)
        _put_name(act, label, comment, agrees=False)
        own.state = S.RETURNED
        act.say(f"{label} 退回对外提供申请：{comment}")
        act.tell(*_asker(own), f"申请被退回，请修改后重新送审：{comment}")


def resubmit(
    disclosure: Disclosure, *, by: Officer, version: int | None = None, **asked: Any
) -> None:
    # Any: as above
    """修改后重新送审: a new round, from the first desk."""
    with moving_disclosure(disclosure, "resubmit", by=by, version=version) as act:
        own, wanted = act.subject, _wanted(by, **asked)
        check(wanted, own.dispute, act.today)
        DisclosureItem.objects.bulk_create(items_of(wanted, own, own.round + 1))
        for name, value in wanted.columns.items():
            setattr(own, name, value)
        own.round += 1
        own.route = route(wanted, own.department, own.dispute, own.requested_by)
        own.state = S(own.route[0])
        act.say(f"{signature(by)} 修改后重新送审（第{own.round}次）。{_skips(own)}")
        act.tell(
            *_desk(own), f"{own.department.short_name}修改后重新送审，{_PLEASE[S(own.state)]}。"
        )


def drop(disclosure: Disclosure, *, by: Officer, reason: str, version: int | None = None) -> None:
    """撤回申请."""
    with moving_disclosure(disclosure, "drop", by=by, version=version) as act:
        desk = _desk(act.subject) if act.subject.state != S.RETURNED else None
        _end(act, S.DROPPED, reason)
        act.say(f"{signature(by)} 撤回对外提供申请：{reason}")
        if desk:
            act.tell(*desk, f"申请已撤回，不用再审批：{reason}")


def revoke(disclosure: Disclosure, *, by: Officer, reason: str, version: int | None = None) -> None:
    """停止提供: no copy is made any more; those that left are called back one by one."""
    with moving_disclosure(disclosure, "revoke", by=by, version=version) as act:
        _end(act, S.REVOKED, reason)
        left = len(out_of_house(act.subject))
        due = f"已送出的 {left} 份须登记收回或者销毁。" if left else "没有送出过外发件。"
        act.say(f"{signature(by)} 停止对外提供（{act.subject.number}）：{reason}。{due}")
        act.tell(*_asker(act.subject), f"已停止提供：{reason}。{due}")


def _end(act: Act[Disclosure], state: DisclosureState, why: str) -> None:
    act.subject.state, act.subject.conclusion, act.subject.ended_at = state, why, act.at


def recall(
    disclosure: Disclosure, *, by: Officer, copy: int, outcome: str, note: str,
    version: int | None = None,
) -> None:  # fmt: skip
    """登记收回、销毁 of one copy."""
    with moving_disclosure(disclosure, "recall", by=by, version=version) as act:
        if copy not in out_of_house(act.subject):
            raise Mistyped(
                {"copy": ["这一份不在外面：没有制作过，或者已登记收回，请从列表中选择。"]}
            )
        made = DisclosureRecall.objects.create(
            copy_id=copy, outcome=outcome, note=note, recorded_by=by,
            recorder_label=signature(by), at=act.at,
        )  # fmt: skip
        word = RecallOutcome(outcome).label
        act.say(f"{signature(by)} 登记外发件“{made.copy}”{word}：{note}")
