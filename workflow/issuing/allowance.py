"""Why an officer sees no more in clear today, and whom he asks (六(三), R092)."""

from __future__ import annotations

from typing import Final

from django.conf import settings

from confidentiality.allowance import (
    LATELY,
    OFTEN,
    allowed_today,
    is_beyond,
    seen_today,
    sees_often,
)
from confidentiality.models import RevealGrant
from departments.models import Officer
from departments.roles import HEADS, STAFF, THE_OFFICE, Role
from web.refusals import NotAllowed, NotYours
from workflow.messages.notices import holders, to_officer

BIND: Final = (
    f"{LATELY.days} 天内看过 {OFTEN} 件以上事项明文的，须先绑定两步验证。"
    "请到“我的登录和令牌”绑定手机，再来查看。"
)


def why_not(officer: Officer, number: str) -> str:
    """Empty when he may go on; a case that he saw today already is never one too many."""
    if wants_second_factor(officer):
        return BIND
    if not is_beyond(officer, number):
        return ""
    return (
        f"今天查看明文已满 {allowed_today(officer)} 件，本次没有显示。"
        f"请{whom(officer)}放行，当天有效；不急的，明天再看。"
    )


def wants_second_factor(officer: Officer) -> bool:
    """Of whoever reveals often, where the portal asks anybody for it (SECOND_FACTOR)."""
    if settings.SECOND_FACTOR != "roles" or officer.has_second_factor:
        return False
    return sees_often(officer)


def whom(officer: Officer) -> str:
    """本单位负责人张三; a head's own, and where nobody is in that post, the office."""
    named = "、".join(each.name for each in heads_of(officer))
    return f"本单位负责人{named}" if named else "专班办公室"


def heads_of(officer: Officer) -> list[Officer]:
    """Those of the units in which he works today, less himself; of a head, nobody."""
    if officer.roles & HEADS:
        return []
    units = {post.department_id for post in officer.posts_today if post.role in STAFF}
    return [each for unit in sorted(units) for each in holders(unit, HEADS, None)]


def lets_see(by: Officer) -> list[Officer]:
    """Whom he may let see more today: a head his own people, the office everybody who works."""
    if by.has_role(Role.OFFICE):
        found = list(holders(None, STAFF, None))
    else:
        units = {post.department_id for post in by.posts_today if post.role in HEADS}
        found = [each for unit in sorted(units) for each in holders(unit, STAFF, None)]
    return [each for each in dict.fromkeys(found) if each.pk != by.pk]


def ask_head(by: Officer, reason: str) -> None:
    """Whoever decides reads who asks, how many he saw today, and why."""
    seen = len(seen_today(by))
    if seen < allowed_today(by):
        raise NotAllowed(f"今天看过 {seen} 件，没有满 {allowed_today(by)} 件，不必请人放行。")
    text = f"{by.name}（{by.username}）今天查看明文已 {seen} 件，请放行：{reason}"
    for each in heads_of(by) or holders(None, THE_OFFICE, None):
        to_officer(each, None, text)


def grant(by: Officer, officer: Officer, more: int, reason: str) -> RevealGrant:
    """Recorded for that officer and this day; nobody lets himself see more."""
    if officer.pk not in {each.pk for each in lets_see(by)}:
        raise NotYours("查看明文由本单位负责人放行；负责人自己的，由专班办公室放行。")
    row = RevealGrant.objects.create(officer=officer, by=by, more=more, reason=reason)
    to_officer(officer, None, f"{by.name}已放行：今天可以再看 {more} 件事项的明文。")
    return row
