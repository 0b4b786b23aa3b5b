"""The leader's written delegation: off by default, to deputies only, from-to (A11)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from departments.actions.authority import hold, record, require
from departments.models import Delegation, TaskForceSettings
from departments.roles import Role
from web.refusals import Mistyped, NotAllowed, NotYours

if TYPE_CHECKING:
    from departments.models import Officer


@transaction.atomic
def allow_delegation(*, by: Officer, allowed: bool, reason: str) -> None:
    """Switch delegation on or off as a whole; off ends all delegations at once."""
    require(by, Role.SECADMIN)
    settings = TaskForceSettings.objects.select_for_update().get()
    if settings.leader_delegation == allowed:
        return
    settings.leader_delegation = allowed
    settings.save(update_fields=["leader_delegation"])
    record(by, "开启组长授权" if allowed else "关闭组长授权", settings, reason=reason)


@transaction.atomic
def set_major_review(*, by: Officer, office: bool, deputy: bool, reason: str) -> None:
    """Whether office and deputy read a major matter before the leader does (R061)."""
    require(by, Role.SECADMIN)
    settings = TaskForceSettings.objects.select_for_update().get()
    if (settings.major_office_review, settings.major_deputy_review) == (office, deputy):
        return
    settings.major_office_review, settings.major_deputy_review = office, deputy
    settings.save(update_fields=["major_office_review", "major_deputy_review"])
    words = f"专班办公室{'审核' if office else '不审核'}，副组长{'审核' if deputy else '不审核'}"
    record(by, "设定重大事项审核环节", settings, after=words, reason=reason)


@transaction.atomic
def delegate(
    leader: Officer, *, by: Officer, deputy: Officer, basis: str, starts_on: date, ends_on: date
) -> Delegation:
    """Register what the leader has put in writing (A11)."""
    require(by, Role.SECADMIN)
    allowed = TaskForceSettings.objects.select_for_update(no_key=True).get()
    if not allowed.leader_delegation:
        raise NotAllowed("组长授权未开启，请先在本页开启并写明依据。")
    if not leader.has_role(Role.LEADER):
        raise NotAllowed(f"{leader.name}今天不是专班组长。")
    if not deputy.has_role(Role.DEPUTY):
        raise NotAllowed(f"{deputy.name}今天不是副组长，只能授权副组长。")
    if not timezone.localdate() <= starts_on <= ends_on:
        raise Mistyped({"starts_on": ["授权自今天或以后起，且不晚于结束日期。"]})
    delegation = Delegation.objects.create(
        leader=leader,
        deputy=deputy,
        basis=basis,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_by=by,
    )
    record(by, "登记组长授权", deputy, after=delegation, reason=basis)
    return delegation


@transaction.atomic
def revoke(delegation: Delegation, *, by: Officer, reason: str) -> None:
    """The leader takes it back, himself or through the security administrator."""
    if by.pk != delegation.leader_id and not by.has_role(Role.SECADMIN):
        raise NotYours("撤销授权由组长本人或安全管理员办理。")
    hold(delegation)
    if delegation.revoked_on is not None:
        raise NotAllowed("该授权已经撤销。")
    delegation.revoked_on = timezone.localdate()
    delegation.save(update_fields=["revoked_on"])
    record(by, "撤销组长授权", delegation.deputy, before=delegation, reason=reason)
