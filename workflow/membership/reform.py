"""机构改革: registered by one administrator, carried out by another, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from departments.actions import appointments
from departments.actions.authority import record, require
from departments.models import Department, Post, Reform, Term, Town
from departments.roles import OFFICE_OR_LEADER, STAFF, Role
from disputes.choices import State
from disputes.locking import DEPARTMENTS
from disputes.models import Dispute, DisputeGroupPermission
from web.refusals import Mistyped, NotAllowed, Stale
from workflow.membership import sides
from workflow.membership.naming import numbers_meant
from workflow.membership.passing import Passing, cases_of, disputes_of
from workflow.messages import notices
from workflow.messages.notices import Letter
from workflow.models import Notice
from workflow.procedure import participation
from workflow.procedure.moving import acting
from workflow.procedure.rows.reform import CARRY_OUT
from workflow.procedure.sides.other_side import kept_out, strangers_to

if TYPE_CHECKING:
    from departments.models import Officer
    from workflow.procedure.move import Act

#: By the number of a term that ends, the post that its holder gets instead.
Places = Mapping[int, Post]


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision, as it was put in writing."""

    document: str
    decided_on: date
    effective_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Of a part: the open cases that go with it."""

    categories: Sequence[str] = ()
    insurance_types: Sequence[str] = ()
    numbers: Sequence[str] = ()


@transaction.atomic
def register(
    source: Department,
    *,
    by: Officer,
    kind: str,
    target: Department,
    decided: Decided,
    scope: Scope | None = None,
) -> Reform:
    """登记机构改革: nothing moves until the security administrator carries it out."""
    require(by, Role.SYSADMIN)
    source = Department.objects.select_for_update().get(pk=source.pk)
    _refuse_unfit(source, target, kind)
    said = scope or Scope()
    _refuse_mistyped(kind, decided, said)
    numbers = numbers_meant(source, said.numbers)
    reform = Reform.objects.create(
        kind=kind, source=source, target=target, registered_by=by,
        document=decided.document, decided_on=decided.decided_on,
        effective_on=decided.effective_on, reason=decided.reason,
        categories=[*said.categories], insurance_types=[*said.insurance_types],
        numbers=numbers,
    )  # fmt: skip
    record(by, "登记机构改革", source, after=reform, reason=f"{reform.document}；{reform.reason}")
    text = f"{reform}（{reform.document}）已登记，请落实。"
    notices.to_posts(frozenset({Role.SECADMIN}), text, _asks(reform))
    return reform


def _asks(reform: Reform) -> str:
    """What the message asks for, until it is carried out or cancelled."""
    return f"reform:{reform.pk}"


def _settle(reform: Reform) -> None:
    """Whoever does it settles the message for all who were asked."""
    asked = Notice.objects.filter(asks=_asks(reform), read_at=None)
    asked.update(read_at=timezone.now())


def _refuse_mistyped(kind: str, decided: Decided, said: Scope) -> None:
    errors = {}
    if decided.effective_on < decided.decided_on:
        errors["effective_on"] = ["生效日期不能早于决定日期。"]
    if kind == Reform.Kind.MERGE and (said.categories or said.insurance_types or said.numbers):
        errors["kind"] = ["整体并入的全部转办，不用选类别、险种和事项。"]
    if errors:
        raise Mistyped(errors)


def _refuse_unfit(source: Department, target: Department, kind: str) -> None:
    if not source.is_active:
        raise NotAllowed(f"{source.name}{source.standing}，不能再登记机构改革。")
    if source.is_office or target.is_office:
        raise NotAllowed("专班办公室不办理具体事项，不能并入、划出或承接。")
    if source.pk == target.pk or not target.is_active:
        raise Mistyped({"target": ["请选择另一个在用的单位。"]})
    under_way = Reform.objects.filter(state=Reform.State.REGISTERED)
    units = (source.pk, target.pk)
    if under_way.filter(source__in=units).exists() or under_way.filter(target=source).exists():
        raise NotAllowed("这两个单位有一项机构改革还没有落实，请先落实或撤销。")
    lacking = [w for name, w in _FITNESS.items() if getattr(source, name) > getattr(target, name)]
    if lacking and kind == Reform.Kind.MERGE:
        raise Mistyped({"target": [
            f"{target.name}不是“{'、'.join(lacking)}”，接不了原单位的事项，请先由安全管理员修改内控开关。"
        ]})  # fmt: skip


#: What the one may be in a case, the other must be able to be.
_FITNESS = {"may_lead": "可作主办", "can_assist": "可作协助", "is_functional": "职能部门"}


@transaction.atomic
def cancel(reform: Reform, *, by: Officer, reason: str) -> None:
    """撤销登记: before it is carried out; it stays to be read."""
    require(by, Role.SYSADMIN)
    reform = Reform.objects.select_for_update().get(pk=reform.pk)
    if not reform.is_under_way:
        raise NotAllowed(f"这项机构改革{reform.get_state_display()}，不能撤销。")
    reform.state, reform.cancel_reason = Reform.State.CANCELLED, reason
    reform.version += 1
    reform.save(update_fields=["state", "cancel_reason", "version"])
    _settle(reform)
    record(by, "撤销机构改革登记", reform.source, before=reform, reason=reason)


def carry_out(reform: Reform, *, by: Officer, places: Places, note: str = "") -> Reform:
    """落实: posts, cases, questions, seats and towns go over, or nothing does."""
    with transaction.atomic():
        held = list(cases_of(reform))
        joined = ("source", "target")
        with acting(reform, CARRY_OUT, held, by=by, joined=joined) as act:
            own = act.subject
            leavers = _move_people(own, by, places)
            _refuse_nobody_there(own, held)
            _refuse_secret(own, held)
            Passing(act).run()
            if own.is_merger:
                _close(own, held)
            own.state, own.done_by, own.done_at = Reform.State.DONE, by, act.at
            own.cases = len(held)
            _settle(own)
            _tell(act, leavers)
            ids = [each.pk for each in held]
        participation.sync([*_took_in(ids), *sides.secret_from(reform.target, ids)])
        why = f"{own.document}；{note}" if note else own.document
        record(by, "落实机构改革", own.source, after=f"{own}，转办 {own.cases} 件", reason=why)
    return reform


def _took_in(ids: Sequence[int]) -> list[Dispute]:
    """What they were merged into: whoever goes on with one sees what became of it (R043)."""
    absorbed = Dispute.objects.filter(pk__in=ids, merged_into__isnull=False)
    names = {f"{name}__group" for name in DEPARTMENTS}
    found: dict[int, Dispute] = {}
    into = set(absorbed.values_list("merged_into", flat=True))
    while into:  # at whatever remove
        rows = Dispute.objects.filter(pk__in=into).select_related(*names)
        found |= {each.pk: each for each in rows}
        into = {each.merged_into_id for each in rows if each.merged_into_id} - found.keys()
    return list(found.values())


def _move_people(reform: Reform, by: Officer, places: Places) -> list[Term]:
    """Posts end with the unit, or for whoever goes along; who gets none is named."""
    left = []
    for term in Term.objects.not_over_in(reform.source, timezone.localdate()):
        place = places.get(term.pk)
        if place is None and not reform.is_merger:
            continue
        until, today = term.ends_on, timezone.localdate()
        if until != today:
            last = max(today, term.starts_on)
            appointments.end_term(term, by=by, ends_on=last, basis=reform.document)
        if place is None:
            left.append(term)
        else:
            _appoint(term, place, until, by=by, basis=reform.document)
    return left


def _appoint(term: Term, place: Post, until: date | None, *, by: Officer, basis: str) -> None:
    """As he held the one so the other, unless he has it already."""
    today = timezone.localdate()
    if term.officer.terms.overlapping(today, until).filter(post=place).exists():
        return
    appointments.appoint(
        term.officer, by=by, post=place, starts_on=today, ends_on=until, basis=basis,
        acting=term.acting,
    )  # fmt: skip


def _refuse_nobody_there(reform: Reform, held: Sequence[Dispute]) -> None:
    here = Term.objects.on(timezone.localdate()).filter(
        post__department=reform.target, post__role__in=STAFF, officer__is_active=True
    )
    if held and not here.exists():
        raise NotAllowed(
            f"{reform.target.name}没有在岗的办案人员，接不了 {len(held)} 件在办事项，"
            "请先任命，或在本页为原单位人员安排岗位。"
        )


def _refuse_secret(reform: Reform, held: Sequence[Dispute]) -> None:
    """Whoever is reported in confidence takes over no such report, nor learns of it (R075)."""
    led = [d for d in held if reform.source_id in {d.receiving_department_id, d.lead_department_id}]
    if count := sum(reform.target_id in kept_out(each) for each in led):
        raise NotAllowed(
            f"有 {count} 件举报保密的在办事项，被举报的就是{reform.target.name}，不能转给它："
            f"请{reform.source.name}先把它们办结归档，再落实。"
        )


def _close(reform: Reform, held: Sequence[Dispute]) -> None:
    """The unit works no more; drafts, towns and predecessors go along, its files are read on."""
    source, target = reform.source, reform.target
    source.is_active, source.left_on = False, timezone.localdate()
    source.succeeded_by = target
    source.save(update_fields=["is_active", "left_on", "succeeded_by"])
    Department.objects.filter(succeeded_by=source).update(succeeded_by=target)
    Department.objects.filter(hosted_by=source).update(hosted_by=target)
    Town.objects.filter(department=source).update(department=target)
    Post.objects.filter(bureau=source).update(bureau=target)
    _pass_drafts(source, target)
    if disputes_of(source).exclude(pk__in=[each.pk for each in held]).exists():
        raise Stale("办理期间原单位又有新的事项，请再落实一次。")


def _pass_drafts(source: Department, target: Department) -> None:
    """暂存 stays its author's own, and is handed in where he works now."""
    drafts = Dispute.objects.filter(state=State.DRAFT, number=None, first_contact_department=source)
    ids = list(drafts.values_list("pk", flat=True))
    parts = DisputeGroupPermission.objects.filter(content_object__in=ids, group=source.group_id)
    along = [
        DisputeGroupPermission(
            content_object_id=each.content_object_id, permission_id=each.permission_id,
            group_id=target.group_id, private_to_id=each.private_to_id,
        )
        for each in parts
    ]  # fmt: skip
    DisputeGroupPermission.objects.bulk_create(along)
    parts.delete()
    Dispute.objects.filter(pk__in=ids).update(
        first_contact_department=target, receiving_department=target, lead_department=target
    )


#: So many numbers stand in one message; whoever took over more looks through his list.
_NUMBERED: Final = 10


def _which(act: Act[Reform]) -> str:
    cases = _told_of(act)
    named = "、".join(each.number or "" for each in cases[:_NUMBERED])
    return f"{named}等" if len(cases) > _NUMBERED else named


def _told_of(act: Act[Reform]) -> list[Dispute]:
    """Not those that are kept secret from who goes on (R075)."""
    target = act.subject.target_id
    return [m.dispute for m in act.moves if target not in strangers_to(m.dispute)]


def _tell_who_goes_on(act: Act[Reform], text: str) -> None:
    """Which cases they are; of the only one the message leads to it."""
    cases = _told_of(act)
    more = "，其余见“争议事项”" if len(cases) > _NUMBERED else ""
    todo = f"{text}请查看待办并与缴费人联系：{_which(act)}{more}。" if cases else text
    act.letters.append(Letter(_only(act), act.subject.target_id, STAFF, todo))


def _only(act: Act[Reform]) -> Dispute | None:
    """The case that the message leads to, where it is a single one."""
    cases = _told_of(act)
    return cases[0] if len(cases) == 1 else None


def _tell(act: Act[Reform], leavers: Sequence[Term]) -> None:
    """Who goes on, the task force, whoever stays behind; who got no post hears it himself."""
    reform = act.subject
    text = f"{reform.words}，自今日起施行，转办在办事项 {reform.cases} 件。"
    _tell_who_goes_on(act, text)
    act.letters.append(Letter(None, None, OFFICE_OR_LEADER, text))
    if not reform.is_merger:
        gone = f"{text}缴费人来问的，请告知已划转：{_which(act)}。" if _told_of(act) else text
        act.letters.append(Letter(_only(act), reform.source_id, STAFF, gone))
    for term in leavers:
        words = f"{text}您原任的{term.post.title}随之免去，岗位另行安排。"
        notices.to_officer(term.officer, None, words)
    if leavers:
        named = "、".join(f"{term.officer.name}（{term.post.title}）" for term in leavers)
        words = f"{reform.words}，以下人员未安排岗位：{named}。"
        act.letters.append(Letter(None, None, frozenset({Role.SECADMIN, Role.OFFICE}), words))
