"""Posts are given and taken by the security administrator, never to himself (R009, R099)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from departments.actions.authority import hold, record, require_reach
from departments.models import Post, Term
from departments.roles import HEADS, SEPARATE_ROLES, STAFF, Role
from web.refusals import Mistyped, NotAllowed, NotYours

if TYPE_CHECKING:
    from departments.models import Department, Officer


@transaction.atomic
def add_post(
    *,
    by: Officer,
    department: Department,
    role: str,
    title: str,
    single_seat: bool,
    bureau: Department | None = None,
) -> Post:
    """A further seat in a unit."""
    require_reach(by, Role.SECADMIN, department)
    hold(department)
    if department.posts.filter(title=title).exists():
        raise Mistyped({"title": [f"{department.short_name}已有“{title}”这个岗位。"]})
    post = Post.objects.create(
        department=department, role=role, title=title, single_seat=single_seat, bureau=bureau
    )
    record(by, "增设岗位", post, after=post.get_role_display())
    return post


@transaction.atomic
def appoint(  # the officer, the seat, from when to when, and on what ground
    officer: Officer,
    *,
    by: Officer,
    post: Post,
    starts_on: date,
    ends_on: date | None = None,
    basis: str = "",
    acting: bool = False,
) -> Term:
    """Give `officer` the post; what he may do follows from it on that day (R009).

    `acting`: 代理、主持工作 while its holder is away or the post is empty, with a last day.
    """
    require_reach(by, Role.SECADMIN, post.department)
    if officer.pk == by.pk:
        raise NotAllowed("不能给自己任职，请由另一名安全管理员办理。")
    hold(post)  # one seat is given once, also by two in the same moment
    if not acting:
        _refuse_full(post, starts_on, ends_on)
    return _appointed(Term(
        officer=officer, post=post, starts_on=starts_on, ends_on=ends_on, basis=basis,
        acting=acting,
    ), by)  # fmt: skip


@transaction.atomic
def stand_in(officer: Officer, *, by: Officer, starts_on: date, ends_on: date, basis: str) -> Term:
    """请假代理: a head names one of his own people for the days that he is away."""
    post = next((p for p in by.posts_today if p.role in HEADS and not p.is_acting), None)
    if post is None:
        raise NotYours("代理由单位负责人本人指定，或由安全管理员任命。")
    own = officer.terms.on(starts_on).filter(post__department=post.department, post__role__in=STAFF)
    if officer.pk == by.pk or not officer.is_active or not own.exists():
        raise Mistyped({"officer": ["请选择本单位现任的其他人员。"]})
    return _appointed(Term(
        officer=officer, post=post, starts_on=starts_on, ends_on=ends_on, basis=basis, acting=True
    ), by)  # fmt: skip


def _appointed(term: Term, by: Officer) -> Term:
    if term.ends_on is not None and term.ends_on < term.starts_on:
        raise Mistyped({"ends_on": ["任职结束日期不能早于开始日期。"]})
    if term.acting and term.ends_on is None:
        raise Mistyped({"ends_on": ["代理须写明到哪一天为止。"]})
    if term.acting and not term.basis:
        raise Mistyped({"basis": ["代理须写明依据。"]})
    if term.acting and term.starts_on < timezone.localdate():
        raise Mistyped({"starts_on": ["代理自今天或以后起。"]})
    hold(term.officer)  # nor does he get two seats that go not together
    _refuse_clash(term.officer, term.post, term.starts_on, term.ends_on)
    term.save()
    record(by, "代理" if term.acting else "任职", term.officer, after=term, reason=term.basis)
    return term


def _refuse_clash(officer: Officer, post: Post, starts_on: date, ends_on: date | None) -> None:
    """三员、审计员不兼任他职; the same post is not held twice over."""
    held = officer.terms.overlapping(starts_on, ends_on).select_related("post__department")
    for term in held:
        if term.post_id == post.pk:
            raise NotAllowed(f"{officer.name}在此期间已任{post.title}。")
        if {term.post.role, post.role} & SEPARATE_ROLES:
            raise NotAllowed(
                f"{officer.name}在此期间任{term.post.title}，"
                "三员和审计员不得兼任其他岗位，请先免去原任职。"
            )


def _refuse_full(post: Post, starts_on: date, ends_on: date | None) -> None:
    if not post.single_seat:
        return
    holding = post.terms.overlapping(starts_on, ends_on).filter(acting=False)
    held = holding.select_related("officer").first()
    if held:
        raise NotAllowed(f"{post.title}只设一人，{held.officer.name}任职在先，请先免去。")


@transaction.atomic
def end_term(term: Term, *, by: Officer, ends_on: date, basis: str) -> None:
    """End it on a day not yet history, so that past decisions keep their holders (R009)."""
    require_reach(by, Role.SECADMIN, term.post.department)
    hold(term)
    if ends_on < term.starts_on:
        raise Mistyped({"ends_on": ["免职日期不能早于任职日期。"]})
    if ends_on < timezone.localdate() - timedelta(days=1):
        raise Mistyped({"ends_on": ["免职日期不能早于昨天，以免改变已办事项的经办记录。"]})
    if term.ends_on is not None and term.ends_on < timezone.localdate():
        raise NotAllowed("该任职已经结束。")
    before = str(term)
    term.ends_on = ends_on
    try:
        with transaction.atomic():
            term.save(update_fields=["ends_on"])
    except IntegrityError as refused:
        term.refresh_from_db(fields=["ends_on"])
        raise _acted_since(refused) from refused
    record(by, "免职", term.officer, before=before, after=term, reason=basis)


def _acted_since(refused: IntegrityError) -> Exception:
    """PostgreSQL knows what he did last (workflow.procedure.promises); here it is said in words."""
    found = getattr(refused.__cause__, "diag", None)
    if found is None or found.constraint_name != "term_covers_its_acts":
        return refused
    last = date.fromisoformat(found.message_detail)
    day = f"{last.year}年{last.month}月{last.day}日"
    return Mistyped({"ends_on": [f"其最后一次办理是{day}，免职日期不能早于这一天。"]})
