"""What belongs to an archived dispute takes no new row (procedure.md, Invariants 4)."""

# ruff: noqa: S608 -- hand-written SQL is what is tried here

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, models

from disputes.models import Dispute
from tests import factories as f
from tests.config.the_portal import refusal

pytestmark = pytest.mark.django_db

SAID = "archived and takes nothing new"
#: By what a table is reached from its case, where it does not name it.
THROUGH = {
    "workflow_opinion": "assignment_id IN "
    "(SELECT a.id FROM workflow_assignment a WHERE a.dispute_id = {key})",
    "workflow_papervoid": "paper_id IN "
    "(SELECT p.id FROM workflow_paper p WHERE p.dispute_id = {key})",
}


def leading_to_a_dispute() -> list[type[models.Model]]:
    """Every model from which a foreign key leads to a dispute, at whatever remove."""
    reached: dict[type[models.Model], None] = {Dispute: None}
    grown = 0
    while grown != len(reached):
        grown = len(reached)
        for model in apps.get_models():
            if any(field.related_model in reached for field in model._meta.concrete_fields):
                reached[model] = None
    return list(reached)


def guarded(model: type[models.Model]) -> bool:
    triggers: list[object] = getattr(model._meta, "triggers", [])
    return any(str(t.name).endswith("_joins_no_archived_file") for t in triggers)  # type: ignore[attr-defined]


def test_every_model_of_a_case_says_what_an_archived_one_takes():
    untold = [
        model._meta.label
        for model in leading_to_a_dispute()
        if not guarded(model) and not getattr(model, "AFTER_ARCHIVING", "")
    ]
    assert untold == [], "joins_no_archived_file(…) in its triggers, or AFTER_ARCHIVING and why"
    both = [m for m in leading_to_a_dispute() if guarded(m) and hasattr(m, "AFTER_ARCHIVING")]
    assert both == []


def _copies(dispute: Dispute) -> Iterator[tuple[str, str]]:
    """One row more of each guarded table that has any of this case, under a new key."""
    for model in filter(guarded, leading_to_a_dispute()):
        table = model._meta.db_table
        names = [c.column for c in model._meta.concrete_fields if not c.primary_key]
        where = THROUGH.get(table, "dispute_id = {key}").format(key=dispute.pk)
        if "dispute_id" not in names and table not in THROUGH:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {where}")
            if not cursor.fetchone()[0]:
                continue
        columns = ", ".join(f'"{name}"' for name in names)
        yield (
            table,
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE {where} LIMIT 1",
        )


@pytest.mark.parametrize("mode", ["single", "joint", "referral", "special"])
def test_an_archived_case_takes_no_row(mode: str):
    dispute = f.archived(mode)
    tried = dict(_copies(dispute))
    assert {"disputes_party", "workflow_service", "workflow_paper", "workflow_deadline"} <= set(
        tried
    )
    assert [table for table, copy in tried.items() if SAID not in refusal(copy)] == []


def test_a_paper_of_an_archived_case_is_voided_by_nobody():
    dispute = f.archived("single")
    paper = dispute.papers.first()
    void = (
        "INSERT INTO workflow_papervoid (paper_id, reason, voided_by_id, voided_at) "
        f"VALUES ({paper.pk}, '作废', {f.an_officer().pk}, now())"
    )
    assert SAID in refusal(void)


def test_what_is_reported_up_stands_outside_the_file():
    dispute = f.archived("single")
    f.do(dispute, "report_up", f.an_officer())
    assert dispute.papers.filter(kind="report_up").exists()


def test_a_paper_is_drawn_again_on_record_alone():
    dispute = f.archived("single")
    paper = dispute.papers.first()
    copy = (
        "INSERT INTO workflow_renderedpaper (paper_id, copy, file, sha256, size, rendered_at, "
        f"edition) VALUES ({paper.pk}, 'full', 'x', 'x', 1, now(), 2)"
    )
    assert "on record alone" in refusal(copy)
