"""更正登记: what was recorded wrongly stays to be read, and counts for nothing (五(四))."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

import pgtrigger
from django.conf import settings
from django.db import models

from confidentiality.classification import OPEN, SEALED, Secrecy
from confidentiality.fields import SealedModel
from confidentiality.free_text import SealedFreeTextField
from disputes.promises import before_change

if TYPE_CHECKING:
    from datetime import datetime

    from departments.models import Officer

_ENDED_ON_IT: Final = """
IF EXISTS (SELECT 1 FROM disputes_dispute d WHERE d.id = OLD.dispute_id
        AND d.state IN ('concluded', 'withdrawn', 'merged')) THEN
    RAISE EXCEPTION 'what a case was ended on is struck no more' USING ERRCODE = 'check_violation';
END IF;
"""
_ONLY_STRUCK: Final = """
IF TG_OP = 'DELETE' OR OLD.struck_at IS NOT NULL OR NEW.struck_at IS NULL
        OR to_jsonb(NEW) - ARRAY['struck_at', 'struck_by_id', 'struck_reason']
        <> to_jsonb(OLD) - ARRAY['struck_at', 'struck_by_id', 'struck_reason'] THEN
    RAISE EXCEPTION 'what was recorded of a party is struck and never changed'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
#: What was taken up stays as it was written: it gets its result, or is struck, once (R074).
ENDED_OR_STRUCK: Final = """
IF TG_OP = 'DELETE' OR OLD.struck_at IS NOT NULL
        OR (to_jsonb(NEW) - ARRAY['struck_at', 'struck_by_id', 'struck_reason']
                <> to_jsonb(OLD) - ARRAY['struck_at', 'struck_by_id', 'struck_reason']
            AND (OLD.closed_at IS NOT NULL OR NEW.struck_at IS NOT NULL
                OR to_jsonb(NEW) - ARRAY['result', 'closed_at']
                    <> to_jsonb(OLD) - ARRAY['result', 'closed_at'])) THEN
    RAISE EXCEPTION 'a remedy is ended or struck, and never changed'
        USING ERRCODE = 'check_violation';
END IF;
IF NEW.struck_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM disputes_dispute d
        WHERE d.id = OLD.dispute_id AND d.state = 'objected') THEN
    RAISE EXCEPTION 'what a case was ended on is struck no more' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


def only_struck(table: str, *, ends_a_case: bool = True) -> pgtrigger.Trigger:
    """A wrong record stays readable; it is struck once, with a reason, and a right one follows."""
    func = f"{_ENDED_ON_IT.rstrip()}{_ONLY_STRUCK}" if ends_a_case else _ONLY_STRUCK
    return before_change(f"{table}_is_only_struck", func)


class Struck(SealedModel):
    """更正登记: a record that was mistyped stays, and counts for nothing."""

    struck_at = models.DateTimeField("更正时间", null=True, blank=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    struck_reason = SealedFreeTextField("更正理由", blank=True)

    SECRECY: ClassVar[dict[str, Secrecy]] = OPEN.of("struck_at") | SEALED.of("struck_reason")

    class Meta:
        abstract = True

    @property
    def is_in_force(self) -> bool:
        return self.struck_at is None

    def strike(self, by: Officer, at: datetime, reason: str) -> None:
        self.struck_by, self.struck_at, self.struck_reason = by, at, reason
        self.save(update_fields=["struck_by", "struck_at", "struck_reason"])


def struck_with_reason(table: str) -> models.CheckConstraint:
    """By somebody, with a reason, or not at all."""
    stands = models.Q(struck_at=None, struck_by=None, struck_reason="")
    struck = models.Q(struck_at__isnull=False, struck_by__isnull=False) & ~models.Q(
        struck_reason=""
    )
    return models.CheckConstraint(name=f"{table}_struck_with_reason", condition=stands | struck)
