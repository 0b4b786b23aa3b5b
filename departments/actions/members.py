"""Member units: in by the task force's decision, out without losing their history (六(一))."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from departments.actions.authority import hold, record, require, told
from departments.founding import posts_of
from departments.models import Department, MembershipDecision, Post, RemedyBody, Town
from departments.models.department import Kind
from departments.roles import Role
from web.refusals import Mistyped, NotAllowed, NotYours

if TYPE_CHECKING:
    from departments.models import Officer

CONTACT = {
    "statutory_name": "法定名称",
    "address": "办公地址",
    "phone": "办公电话",
    "office_hours": "办公时间",
    "paper_prefix": "文书字号前缀",
    "fonds_number": "全宗号",
}
SWITCHES = {
    "intake_same_person": "登记与审核须为两人",
    "decision_head_sign": "处理意见须由负责人签发",
    "opinion_head_approval": "书面意见须由负责人审核",
    "major_head_review": "报请组长须经负责人审核",
    "is_functional": "职能部门",
    "may_lead": "可作主办",
    "can_assist": "可作协助",
    "may_request_convening": "可提请召集",
}


@dataclass(frozen=True, slots=True)
class NewMember:
    """A unit about to be admitted."""

    code: str
    name: str
    short_name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The task force's decision that admits it."""

    decided_on: date
    document: str
    effective_on: date
    attachment: str = ""
    ground: str = ""
    duties: str = ""
    liaison: str = ""


@transaction.atomic
def ask_heads_first() -> None:
    """A server being set up: a major matter goes to the leader by the head of its unit.

    "由受理部门上报" is the unit's word (五(三)2(2), R061); a unit may decide otherwise later.
    """
    label = SWITCHES["major_head_review"]
    for unit in Department.objects.exclude(kind=Kind.OFFICE).filter(major_head_review=False):
        unit.major_head_review = True
        unit.save(update_fields=["major_head_review"])
        record(
            None, "修改内控开关", unit, before=f"{label}：否", after=f"{label}：是", reason="建库"
        )


def _all_ask_their_heads() -> bool:
    units = Department.objects.exclude(kind=Kind.OFFICE).filter(is_active=True)
    return not units.filter(major_head_review=False).exists()


@transaction.atomic
def admit(unit: NewMember, *, by: Officer, decision: Decision) -> Department:
    """Register the decision and the unit; it starts when the leader has confirmed (R010)."""
    require(by, Role.SYSADMIN)
    _refuse_taken(unit)
    _refuse_early(decision)
    order = Department.objects.order_by("-order").values_list("order", flat=True).first() or 0
    department = Department.objects.create(
        code=unit.code,
        name=unit.name,
        short_name=unit.short_name,
        kind=unit.kind,
        order=order + 10,
        group=Group.objects.create(name=f"department:{unit.code}"),
        major_head_review=_all_ask_their_heads(),
        membership=MembershipDecision.objects.create(**asdict(decision)),
    )
    for role, title, single in posts_of(unit.kind, unit.short_name):
        Post.objects.create(department=department, role=role, title=title, single_seat=single)
    record(by, "登记增加成员单位", department, after=f"依据{decision.document}", reason="六(一)")
    return department


def _refuse_taken(unit: NewMember) -> None:
    errors: dict[str, list[str]] = {}
    if Department.objects.filter(code=unit.code).exists():
        errors["code"] = [f"代码 {unit.code} 已被使用，请换一个。"]
    if Department.objects.filter(name=unit.name).exists():
        errors["name"] = [f"“{unit.name}”已在成员单位表中。"]
    if errors:
        raise Mistyped(errors)


def _refuse_early(decision: Decision) -> None:
    if decision.effective_on < decision.decided_on:
        raise Mistyped({"effective_on": ["生效日期不能早于决定日期。"]})


@transaction.atomic
def mend_decision(department: Department, *, by: Officer, decision: Decision) -> None:
    """What the leader sent back is put right; a confirmed decision stands (R010)."""
    require(by, Role.SYSADMIN)
    _refuse_early(decision)
    assert department.membership_id is not None
    rows = MembershipDecision.objects.select_for_update()
    kept = rows.get(pk=department.membership_id)
    if kept.confirmed_on is not None:
        raise NotAllowed("这项决定已经确认过，不能再改。")
    before = kept.told
    for name, value in asdict(decision).items():
        setattr(kept, name, value)
    kept.save(update_fields=list(asdict(decision)))
    record(
        by, "补正增加成员单位的决定", department, before=before, after=kept.told, reason="六(一)"
    )


@transaction.atomic
def confirm_membership(decision: MembershipDecision, *, by: Officer) -> None:
    """The leader confirms the decision; from its effective day the unit works (R010)."""
    if not by.may_act_for_leader:
        raise NotYours("增加成员单位须由专班组长确认。")
    decision = MembershipDecision.objects.select_for_update().get(pk=decision.pk)
    if decision.confirmed_on is not None:
        raise NotAllowed("这项决定已经确认过。")
    decision.confirmed_by = by
    decision.confirmed_on = timezone.localdate()
    decision.save(update_fields=["confirmed_by", "confirmed_on"])
    record(by, "确认增加成员单位", decision, after=f"批示人：{by.signs_as}", reason="六(一)")
    open_due_members(timezone.localdate())


def open_due_members(today: date) -> list[Department]:
    """Units whose confirmed decision has taken effect start to work (R010: 按生效日启用)."""
    due = Department.objects.filter(
        is_active=False,
        joined_on=None,
        membership__confirmed_on__isnull=False,
        membership__effective_on__lte=today,
    )
    opened = list(due)
    for department in opened:
        department.is_active = True
        department.joined_on = today
        department.save(update_fields=["is_active", "joined_on"])
        record(
            None, "启用成员单位", department, after=f"自 {today}", reason=str(department.membership)
        )
    return opened


@transaction.atomic
def leave(department: Department, *, by: Officer, reason: str, open_disputes: int) -> None:
    """The unit works no more, its history stays; what it holds is handed on first (R011)."""
    require(by, Role.SYSADMIN)
    hold(department)
    if not department.is_active:
        raise NotAllowed(f"{department.name}已经停用。")
    if open_disputes:
        raise NotAllowed(
            f"{department.name}名下还有 {open_disputes} 件在办事项，请先移交其他单位再退出。"
        )
    department.is_active = False
    department.left_on = timezone.localdate()
    department.save(update_fields=["is_active", "left_on"])
    record(by, "成员单位退出", department, after=f"自 {department.left_on}", reason=reason)


@transaction.atomic
def change_contact(department: Department, *, by: Officer, **contact: str) -> None:
    """Address, telephone, hours and numbers as the papers print them."""
    require(by, Role.SYSADMIN)
    _change(department, by, "修改联系方式", CONTACT, contact, "")


@transaction.atomic
def set_switches(department: Department, *, by: Officer, reason: str, **switches: bool) -> None:
    """Strictness and standing of a unit (procedure.md, Switches; R020, R021)."""
    require(by, Role.SECADMIN)
    _change(department, by, "修改内控开关", SWITCHES, switches, reason)


def _change(  # what both kinds of change have in common
    department: Department,
    by: Officer,
    verb: str,
    labels: dict[str, str],
    values: dict[str, str] | dict[str, bool],
    reason: str,
) -> None:
    hold(department)
    changing = {name: labels[name] for name in values if getattr(department, name) != values[name]}
    if not changing:
        return
    before = told(department, changing)
    for name in changing:
        setattr(department, name, values[name])
    department.save(update_fields=list(changing))
    record(by, verb, department, before=before, after=told(department, changing), reason=reason)


@transaction.atomic
def add_town(*, by: Officer, code: str, name: str, department: Department | None) -> Town:
    """A further 事项辖区 (A17: towns are data)."""
    require(by, Role.SYSADMIN)
    if Town.objects.filter(code=code).exists():
        raise Mistyped({"code": [f"区划代码 {code} 已存在。"]})
    town = Town.objects.create(code=code, name=name, department=department, order=90)
    record(by, "增加辖区", town, after=f"{code} {name}")
    return town


@transaction.atomic
def change_town(
    town: Town, *, by: Officer, name: str, department: Department | None, is_active: bool
) -> None:
    """Rename, re-assign or close a 事项辖区; its code never changes."""
    require(by, Role.SYSADMIN)
    hold(town)
    labels = {"name": "名称", "department": "镇人民政府", "is_active": "在用"}
    before = told(town, labels)
    town.name, town.department, town.is_active = name, department, is_active
    town.save(update_fields=["name", "department", "is_active"])
    record(by, "修改辖区", town, before=before, after=told(town, labels))


@transaction.atomic
def change_remedy_body(body: RemedyBody, *, by: Officer, **told_by: str) -> None:
    """Name, address and telephone as decisions issued from now on print them (R073)."""
    require(by, Role.SYSADMIN)
    hold(body)
    labels = {"name": "名称", "address": "地址", "phone": "电话"}
    before = told(body, labels)
    for name in labels:
        setattr(body, name, told_by[name])
    body.save(update_fields=list(labels))
    record(by, "修改救济机关", body, before=before, after=told(body, labels))
