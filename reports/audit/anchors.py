"""锚定和核验 as the portal does them by itself: what they found stands in the record as well."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from confidentiality.audit.anchoring import (
    Anchor,
    AnchorUnread,
    NothingSealed,
    drop_anchor,
    newest_anchor,
)
from confidentiality.audit.appending import Happening, append
from confidentiality.audit.models import AuditRecord, Kind
from confidentiality.audit.sealing import seal
from confidentiality.audit.verifying import Broken, Verified, verify_since
from departments.roles import Role
from web.refusals import NotAllowed
from workflow.messages.notices import to_posts

TOLD: Final = frozenset({Role.LOGADMIN})


def anchor_of_the_day() -> int:
    """The number of the link it holds; 0 when there is one of today, or none can be dropped."""
    newest = _newest()
    if newest is not None and newest.day == f"{timezone.localdate():%Y-%m-%d}":
        return 0
    seal()
    if not AuditRecord.objects.exists():
        return 0  # the first day of a server: there is nothing yet to be kept from rewriting
    try:
        return anchor_now().seq
    except NotAllowed as refused:
        to_posts(TOLD, f"审计留痕核验未通过，今天没有锚定：{refused.sentence}"[:300])
        return 0


def anchor_now(officer_id: int | None = None) -> Anchor:
    """Verified from the last anchor on, then anchored; NotAllowed names the first bad row."""
    verified = verify_now(officer_id)
    try:
        anchor = drop_anchor()
    except NothingSealed:
        raise NotAllowed("还没有审计留痕，没有什么可以锚定。") from None
    append(
        Happening(
            Kind.ANCHOR,
            officer_id,
            object_kind="chain",
            object_id=str(anchor.seq),
            amount=verified.rows,
            status=200,
        )
    )
    return anchor


def verify_now(officer_id: int | None = None) -> Verified:
    """What came since the last anchor; the whole chain is for the command line."""
    try:
        found = verify_since(newest_anchor())
    except (Broken, AnchorUnread) as broken:
        _verified(officer_id, "broken", 500, None)
        raise NotAllowed(str(broken)) from broken
    _verified(officer_id, "since", 200, found.rows)
    return found


def _verified(officer_id: int | None, verb: str, status: int, rows: int | None) -> None:
    append(
        Happening(
            Kind.VERIFY, officer_id, verb=verb, object_kind="chain", status=status, amount=rows
        )
    )


def _newest() -> Anchor | None:
    try:
        return newest_anchor()
    except AnchorUnread:
        return None  # which verifying tells
