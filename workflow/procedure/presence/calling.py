"""The office is called where whoever sits at a desk may not do what has just come there (三)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from django.db.models import prefetch_related_objects

from departments.roles import STAFF, THE_LEADER, THE_OFFICE, Role
from disputes.locking import forget_prefetched
from workflow.messages import notices
from workflow.messages.notices import Letter
from workflow.models.asks import ASKS_FOR_SOMEBODY
from workflow.procedure.presence.standing_in import barred_there, is_manned

if TYPE_CHECKING:
    from disputes.models import Dispute
    from workflow.procedure.move import Move
    from workflow.procedure.next_move import Desk

NOBODY_LEFT: Final = "专班组长、专班办公室、副组长均已回避或者出缺，没有人可以指定代办"
NOBODY_CAN: Final = notices.NOBODY_CAN
THE_DEPUTIES: Final = frozenset({Role.DEPUTY})
#: Desks where somebody puts his name to what another did; anybody of a unit does its clerks' work.
SIGNING: Final = frozenset({Role.HEAD, Role.REVIEWER})
#: Whose work it is, by where it lies.
_WRITTEN: Final = {
    Role.HEAD: ("decisions", "assignments__opinions", "approvals"),
    Role.REVIEWER: ("timeline", "assignments"),
}


def words_of_call(dispute: Dispute, desks: Sequence[Desk]) -> str:
    """What the office reads, whoever calls it."""
    words = "、".join(desk.post_words for desk in desks)
    return f"{dispute.number} {words}{NOBODY_CAN}，请指定代办。"


def who_names(dispute: Dispute) -> frozenset[Role]:
    """Who may name somebody for it: the office, above it the leader, then his deputies (三)."""
    for above in (THE_OFFICE, THE_LEADER, THE_DEPUTIES):
        if notices.holders(None, above, dispute).exists():
            return above
    return frozenset()


def call(move: Move, desks: Sequence[Desk]) -> str:
    """Whoever may name somebody is told to; the timeline says who that is.

    Where all of them are recused or gone somebody new is to be appointed, by whoever appoints;
    he sees no case, so he is told of none (三员).
    """
    names, words = who_names(move.dispute), "、".join(desk.post_words for desk in desks)
    if names:
        told = words_of_call(move.dispute, desks)
        move.tell(None, names, told, asks=ASKS_FOR_SOMEBODY)
        return f"{words}{NOBODY_CAN}，由{'、'.join(role.label for role in names)}指定代办"
    text = f"有一件争议事项的{NOBODY_LEFT}，请增补专班办公室人员。"
    notices.to_posts(frozenset({Role.SECADMIN}), text)
    return f"{words}{NOBODY_CAN}，{NOBODY_LEFT}，已请安全管理员增补专班办公室人员"


def call_office(moves: Sequence[tuple[Move, Desk]]) -> None:
    """Whoever names somebody is told to: of a desk that is sat at in vain, and of an empty one.

    What such a desk owes is not the office's to do, so it does not read that.
    """
    signing = [
        (move, desk) for move, desk in moves if desk.role in SIGNING and not _is_plain(move, desk)
    ]
    _read_ahead(signing)
    own = [(move, desk) for move, desk in signing if barred_there(move.dispute, desk)]
    if not own:
        return
    at = [Letter(move.dispute, desk.department_id, desk.posts, "") for move, desk in own]
    seats = notices.seats_of(at)
    for (move, desk), letter in zip(own, at, strict=True):
        if not is_manned(move.dispute, desk, seats):
            if not any(letter.reaches(seat) for seat in seats):
                _tell_its_unit_alone(move, desk)
            call(move, [desk])


def _tell_its_unit_alone(move: Move, desk: Desk) -> None:
    """Who works there knows what waits; the office reads that it is to name somebody."""
    own = (desk.department_id, desk.posts)
    move.letters[:] = [
        replace(each, roles=STAFF) if (each.department_id, each.roles) == own else each
        for each in move.letters
    ]


def _is_plain(move: Move, desk: Desk) -> bool:
    """Registered by a clerk who reviews nothing: he keeps no reviewer from that desk."""
    if desk.role != Role.REVIEWER or move.by.pk != move.dispute.first_contact_officer_id:
        return False
    own = [post for post in move.by.posts_today if desk.department_id in post.unit_ids]
    return not any(post.role in desk.posts for post in own)


def _read_ahead(moves: Sequence[tuple[Move, Desk]]) -> None:
    """The action has just written some of it; however many disputes, one statement each."""
    for role, names in _WRITTEN.items():
        lying = [move.dispute for move, desk in moves if desk.role == role]
        for dispute in lying:
            for name in names:
                forget_prefetched(dispute, name.partition("__")[0])
        prefetch_related_objects(lying, *names)
