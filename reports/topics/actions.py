"""专题: begun by the office, cases and meetings gathered, concluded with a proposal (R098)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from departments.roles import Role
from disputes.models import Dispute
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.models import KeyTopic, Meeting

if TYPE_CHECKING:
    from departments.models import Officer


@transaction.atomic
def begin(*, by: Officer, title: str, question: str) -> KeyTopic:
    """建立专题."""
    _refuse_others(by)
    return KeyTopic.objects.create(
        title=title, question=question, opened_by=by, opened_at=timezone.now()
    )


@transaction.atomic
def gather(topic: KeyTopic, *, by: Officer, number: str) -> None:
    """归集: a case he sees, by its number; of one that he does not, nothing is said."""
    locked = _open(topic, by)
    seen = Dispute.objects.visible_to(by).registered()
    dispute = seen.filter(number=number).order_by().first()
    if dispute is None:
        raise Mistyped({"number": ["没有这个编号的争议事项，请核对受理编号。"]})
    _, is_new = locked.cases.get_or_create(dispute=dispute, defaults={"added_by": by})
    if not is_new:
        raise Mistyped({"number": ["这件事项已经归集在本专题。"]})


@transaction.atomic
def let_go(topic: KeyTopic, *, by: Officer, dispute: int) -> None:
    """移出: one that was gathered by mistake."""
    seen = Dispute.objects.visible_to(by).order_by().values("pk")
    gone, _ = _open(topic, by).cases.filter(dispute=dispute, dispute__in=seen).delete()
    if not gone:
        raise NotAllowed("这件事项不在本专题，可能刚刚被移出。")


@transaction.atomic
def cite(topic: KeyTopic, *, by: Officer, meeting: Meeting) -> None:
    """引用会商: where it was spoken of."""
    _, is_new = _open(topic, by).sessions.get_or_create(meeting=meeting, defaults={"added_by": by})
    if not is_new:
        raise Mistyped({"meeting": ["这次会商已经引用。"]})


@transaction.atomic
def conclude(topic: KeyTopic, *, by: Officer, conclusion: str, proposal: str) -> None:
    """办结: from then on it stands as it is."""
    locked = _open(topic, by)
    if not locked.cases.exists():
        raise NotAllowed("专题还没有归集事项，请先归集，再办结。")
    locked.conclusion, locked.proposal = conclusion, proposal
    locked.closed_by, locked.closed_at = by, timezone.now()
    locked.save(update_fields=["conclusion", "proposal", "closed_by", "closed_at"])


def _refuse_others(by: Officer) -> None:
    if not by.has_role(Role.OFFICE):
        raise NotYours("重点难点专题由专班办公室建立、归集和办结。")


def _open(topic: KeyTopic, by: Officer) -> KeyTopic:
    _refuse_others(by)
    locked = KeyTopic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
    if locked.closed_at is not None:
        raise NotAllowed("本专题已经办结，不能再改；有新的情况，请另建专题。")
    return locked
