"""By what a dispute is found: each index names the list, the search or the figure that reads it."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from disputes.choices import ENDED, Severity, State
from disputes.promises import sparse
from disputes.querysets import IS_OPEN, IS_REGISTERED

#: What figures are grouped and narrowed by.
_FIGURED = [
    *("id", "state", "severity", "mode", "channel", "category", "town", "lead_department"),
    *("first_contact_officer", "due_on", "amber_on", "concluded_at"),
]

INDEXES: Final = [
    # the list, narrowed by one of its filters, newest first
    models.Index(fields=["state", "-id"], name="dispute_by_state"),
    models.Index(fields=["lead_department", "state", "-id"], name="dispute_by_lead"),
    models.Index(fields=["receiving_department", "state", "-id"], name="dispute_by_recv"),
    models.Index(fields=["category", "-id"], name="dispute_by_category"),
    models.Index(fields=["town", "-id"], name="dispute_by_town"),
    models.Index(fields=["channel", "-id"], name="dispute_by_channel"),
    models.Index(fields=["-id"], name="dispute_major", condition=models.Q(severity=Severity.MAJOR)),
    # 我发起, which is counted from it alone; 暂存; 待归档
    models.Index(
        fields=["first_contact_officer", "-id"], name="dispute_begun", condition=IS_REGISTERED
    ),
    models.Index(
        fields=["first_contact_officer", "-id"],
        name="dispute_drafts",
        condition=models.Q(state=State.DRAFT),
    ),
    models.Index(
        fields=["receiving_department", "-id"],
        name="dispute_to_archive",
        condition=models.Q(state__in=sorted(ENDED)),
    ),
    # 待办 of a unit, of the leader and the office; 快到期, 已超期, 等待他人
    models.Index(
        fields=["owing_department", "due_on", "id"],
        name="dispute_owed",
        condition=IS_OPEN,
    ),
    models.Index(
        fields=["owing_role", "due_on", "id"],
        name="dispute_owed_role",
        condition=IS_OPEN,
    ),
    models.Index(
        fields=["due_on", "id"],
        name="dispute_open_due",
        condition=IS_OPEN,
    ),
    sparse("dispute", "merged_into"),  # 并案 on the page of the one that stays
    sparse("dispute", "continues"),  # 续办
    models.Index(  # a work order's number, or its beginning, typed into the search
        fields=["source_key"],
        name="dispute_by_source_key",
        opclasses=["varchar_pattern_ops"],
        condition=~models.Q(source_key=""),
    ),
    models.Index(  # 统计 reads this and nothing else of a dispute
        fields=["registered_at"], name="dispute_figures", include=_FIGURED
    ),
    GinIndex(fields=["search_grams"], name="dispute_keyed_bigrams", fastupdate=False),
    GinIndex(fields=["insurance_types"], name="dispute_by_insurance"),
]
