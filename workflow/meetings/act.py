"""One verb of a meeting: its form narrowed to what can be chosen, and what happened meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from departments.models import Officer
from web.refusals import NotAllowed, NotYours, Stale
from web.templatetags.ui_forms import Problem, mistakes
from workflow.meetings.minutes import Sheet, as_items, sheets
from workflow.meetings.verbs import MEETINGS
from workflow.models import Meeting
from workflow.procedure.table import Row
from workflow.verbs.forms import VerbForm
from workflow.verbs.page import perform


@dataclass
class MeetingAct:
    """The page of one verb, and what its answer will be."""

    row: Row[Any]  # Any: of a meeting
    meeting: Meeting
    officer: Officer
    form: VerbForm
    status: int = 200
    sheets: list[Sheet] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        """Every mistake of the page, whichever case it is about."""
        typed = [self.form, *(sheet.form for sheet in self.sheets)]
        return [problem for each in typed for problem in mistakes(each)]

    @property
    def kind(self) -> str:
        """How its button looks: what ends the meeting is never the inviting one."""
        return "danger" if self.row.verb in {"cancel", "refuse"} else "primary"

    @property
    def voids(self) -> str:
        """What saving would undo: countersignatures under the present text."""
        present = self.meeting.countersignatures.filter(text_version=self.meeting.text_version)
        count = present.count() if self.meeting.countersigned else 0
        return f"改动文本后，已有 {count} 家的会签失效，须重新会签。" if count else ""

    @property
    def status_words(self) -> str:
        """Which draft this will be."""
        return f"保存后为第 {self.meeting.text_version + 1} 稿；签发前可以反复修改"

    def carried_out(self) -> bool:
        """Do it; False leaves the page to be shown again with what was typed and why."""
        if self.sheets and not self._gathered():
            return False
        try:
            done = perform(
                self.form, MEETINGS.verbs[self.row.verb].does, self.meeting, self.officer
            )
        except Stale as refusal:
            if not self.form.asks:
                raise
            self._overtaken(refusal)
            return False
        if not done:
            self.status = 400
        return done

    def _gathered(self) -> bool:
        """The sheets become the one list the verb takes, when each of them holds."""
        if not all([sheet.form.is_valid() for sheet in self.sheets]):  # noqa: C419 -- all of them
            self.status = 400
            return False
        items = as_items(self.sheets)
        self._set("items", items)
        if items == "[]":
            self.sheets[0].form.add_error("decision", "请至少记录一件的议定事项。")
            self.status = 400
            return False
        return True

    def _set(self, name: str, value: str) -> None:
        """What is sent back differs from what came in one value."""
        kept = {each: self.form.data.get(each) for each in self.form.fields}
        self.form.data = kept | {name: value}

    def _overtaken(self, refusal: Stale) -> None:
        """Somebody was quicker; what was typed stays and may be sent again under the new count."""
        self.status = 409
        self.meeting.refresh_from_db()
        self.form.add_error(None, f"{refusal.sentence}你填的都在下面，核对后可以再次保存。")
        self._set("version", str(self.meeting.version))


def meeting_act(
    meeting: Meeting, verb: str, officer: Officer, typed: QueryDict | None
) -> MeetingAct:
    """The page of a verb that is his; NotYours or NotAllowed where it is not, or not now."""
    row, doing = MEETINGS.row(verb), MEETINGS.verbs[verb]
    if not row.who.allows(officer, meeting):
        raise NotYours(row.whose(meeting))
    if typed is None and (reason := row.refusal(officer, meeting)):
        raise NotAllowed(reason)
    form = doing.form(typed, subject=meeting, officer=officer)
    doing.narrow(form, meeting, officer)
    shown = sheets(meeting, officer, typed) if verb == "minute" else []
    return MeetingAct(row, meeting, officer, form, sheets=shown)
