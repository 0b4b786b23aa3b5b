"""All verbs by name: what the table's rows do when somebody may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.verbs.forms import VerbForm

if TYPE_CHECKING:
    from workflow.assignments.verbs import ASSIGNMENT_FORMS
    from workflow.cases.verbs import DISPUTE_FORMS
    from workflow.meetings.verbs import MEETING_FORMS
    from workflow.supervision.verbs import SUPERVISION_FORMS

__all__ = ["ASSIGNMENT_FORMS", "DISPUTE_FORMS", "MEETING_FORMS", "SUPERVISION_FORMS", "VerbForm"]
