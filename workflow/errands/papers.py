"""交办单 of an errand: it belongs to no file of a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from papers.choices import PaperKind
from papers.forms.task_sheet import TaskSheet
from workflow.issuing.drafts import Addressed, Common, Draft, WithoutCase, people

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute
    from workflow.models import Errand


def task_sheet(
    errand: Errand, *, by: Officer, at: datetime, cases: Sequence[Dispute] = ()
) -> Draft:
    """R022: what is asked, of whom, by when; its words may name the people of `cases`."""
    known = {"people": people([], cases)}

    def content(common: Common) -> TaskSheet:
        return TaskSheet(
            **common | known,
            assignment="task",
            recipient=errand.department.name,
            question=errand.question,
            basis=errand.basis,
            sent_at=timezone.localtime(at),
            due_on=errand.due_on,
        )

    to = Addressed(
        recipient=errand.department, errand=errand, due_on=errand.due_on, number=errand.number
    )
    return Draft(WithoutCase(by, at), PaperKind.TASK_SHEET, errand.sender, content, to)
