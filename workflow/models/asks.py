"""What a message asks for, as a word that PostgreSQL compares with how the case stands.

Whoever does the thing settles the message for everybody who was asked: each action writes the
timeline last, and that entry reads whatever is no longer asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pgtrigger

if TYPE_CHECKING:
    from disputes.models import Dispute

#: 签收, 审签, 批示: followed by the department, or by the kind of the question.
ASKS_TO_SIGN: Final = "sign:"
ASKS_TO_APPROVE: Final = "approve:"
ASKS_TO_DECIDE: Final = "decide:"
ASKS_TO_CONVENE: Final = "convene"
#: 参加, and 会签 or 签发纪要: followed by the meeting.
ASKS_TO_COME: Final = "come:"
ASKS_FOR_MINUTES: Final = "minutes:"
ASKS_OF_DESK: Final = "desk:"
#: 指定代办: nothing settles it, and it tells a call from what else the office hears.
ASKS_FOR_SOMEBODY: Final = "somebody"

_SETTLES = """
UPDATE workflow_notice SET read_at = GREATEST(created_at, NEW.at) WHERE id IN (
    SELECT n.id FROM workflow_notice n JOIN disputes_dispute d ON d.id = n.dispute_id
    WHERE n.dispute_id = NEW.dispute_id AND n.read_at IS NULL AND CASE
        WHEN n.asks LIKE 'desk:%' THEN n.asks <> 'desk:' || d.state || '.' || d.owing_role
            || '.' || COALESCE(d.owing_department_id::text, '')
        WHEN n.asks LIKE 'sign:%' THEN NOT EXISTS (
            SELECT FROM workflow_assignment a WHERE a.dispute_id = d.id AND a.state = 'sent'
                AND n.asks = 'sign:' || a.department_id)
        WHEN n.asks LIKE 'approve:%' THEN NOT EXISTS (
            SELECT FROM workflow_assignment a WHERE a.dispute_id = d.id AND a.state = 'drafted'
                AND n.asks = 'approve:' || a.department_id)
        WHEN n.asks LIKE 'decide:%' THEN NOT EXISTS (
            SELECT FROM workflow_approval q WHERE q.dispute_id = d.id AND q.state = 'pending'
                AND n.asks = 'decide:' || q.kind)
        WHEN n.asks LIKE 'come:%' THEN NOT EXISTS (
            SELECT FROM workflow_meeting m WHERE m.state = 'called' AND n.asks = 'come:' || m.id)
        WHEN n.asks LIKE 'minutes:%' THEN NOT EXISTS (SELECT FROM workflow_meeting m
            WHERE m.state = 'minuted' AND n.asks = 'minutes:' || m.id)
        WHEN n.asks = 'convene' THEN NOT EXISTS (
            SELECT FROM workflow_convening q WHERE q.dispute_id = d.id AND q.answered_at IS NULL)
        WHEN n.stage_id IS NOT NULL THEN EXISTS (
            SELECT FROM workflow_deadlinestage s JOIN workflow_deadline c ON c.id = s.deadline_id
            WHERE s.id = n.stage_id AND (c.ended_on IS NOT NULL OR c.is_void))
        ELSE FALSE END
    FOR UPDATE OF n SKIP LOCKED
);
RETURN NULL;
"""


def asks_of_desk(dispute: Dispute) -> str:
    """The next move, at this desk in this state."""
    return asks_at(dispute.state, dispute.owing_role, dispute.owing_department_id)


def asks_at(state: str, role: str, department_id: int | None) -> str:
    """The same of a desk that will owe the next move when the action at hand is over."""
    return f"{ASKS_OF_DESK}{state}.{role}.{department_id or ''}"


def settles_messages() -> pgtrigger.Trigger:
    """What somebody did reads the messages that asked for it; a reminder settles nothing."""
    return pgtrigger.Trigger(
        name="timelineentry_settles_messages",
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        condition=pgtrigger.Q(new__actor__isnull=False),
        func=_SETTLES,
    )
