"""召集、召开、记录、会签、签发、取消: the verbs of a meeting (procedure.md, The meeting)."""

from __future__ import annotations

from departments.models import Department, Officer
from papers.choices import PaperKind
from workflow.meetings import actions, forms
from workflow.models import Meeting
from workflow.procedure.rows.meeting import MEETING_TABLE
from workflow.verbs.book import Book, Verb
from workflow.verbs.forms import Comment, CommentNeeded, Nothing, Reason, VerbForm, limit_to


def _invited_only(form: VerbForm, meeting: Meeting, officer: Officer) -> None:
    invited = meeting.attendances.values("department")
    limit_to(form, "attended", Department.objects.filter(pk__in=invited))


MEETINGS = Book(
    MEETING_TABLE,
    {
        "approve": Verb(Comment, actions.approve),
        "refuse": Verb(CommentNeeded, actions.refuse),
        "call": Verb(
            Nothing, actions.call, papers=(PaperKind.MEETING_NOTICE, PaperKind.ATTENDANCE_SHEET)
        ),
        "hold": Verb(forms.Hold, actions.hold, narrows=_invited_only),
        "minute": Verb(forms.Minute, actions.minute),
        "countersign": Verb(Nothing, actions.countersign),
        "issue": Verb(Nothing, actions.issue, papers=(PaperKind.MINUTES, PaperKind.TASK_SHEET)),
        "cancel": Verb(Reason, actions.cancel),
    },
)
