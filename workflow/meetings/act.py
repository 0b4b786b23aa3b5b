"""One verb of a meeting on its page; the minutes have a sheet for each case of the agenda."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from django.http import QueryDict

from departments.models import Officer
from disputes import words
from disputes.models import Dispute
from web.components import Opinion as Said
from web.refusals import Stale
from web.templatetags.ui_forms import Problem, mistakes
from workflow.meetings.forms import MinuteItem
from workflow.meetings.page import Item, agenda
from workflow.meetings.verbs import MEETINGS
from workflow.models import AgendaItem, Assignment, Meeting, Opinion
from workflow.models.choices import DUTY_KINDS, GONE_ASSIGNMENT
from workflow.verbs.forms import limit_to, members
from workflow.verbs.page import VerbPage, verb_page


@dataclass(frozen=True)
class Sheet:
    """One case: its facts, its form, the opinions beside it; a topic has its form alone."""

    item: Item
    facts: str
    form: MinuteItem
    opinions: list[Said]

    def show_what_stands(self) -> None:
        """Beside what he typed, what a quicker colleague saved: nobody wipes it unknowingly."""
        for name in ("decision", "dissent"):
            stands = str(self.form.initial.get(name) or "")
            if stands and stands != self.form.cleaned_data.get(name):
                told = (
                    f"现在存着的是：“{stands}”。再按一次，就以你这一页的为准；要保留的请先并进来。"
                )
                self.form.add_error(name, told)


@dataclass
class MeetingAct(VerbPage):
    """As of every verb, but what a quicker colleague did is told above the form."""

    subject: Meeting
    sheets: list[Sheet] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        """Every mistake of the page, whichever case it is about."""
        typed = [self.form, *(sheet.form for sheet in self.sheets)]
        return [problem for each in typed for problem in mistakes(each)]

    @property
    def kind(self) -> str:
        """How its button looks: what ends the meeting is never the inviting one."""
        return "danger" if self.verb in {"cancel", "refuse"} else "primary"

    @property
    def voids(self) -> str:
        """What saving would undo: countersignatures under the present text."""
        meeting = self.subject
        present = meeting.countersignatures.filter(text_version=meeting.text_version)
        count = present.count() if meeting.countersigned else 0
        return f"改动文本后，已有 {count} 家的会签失效，须重新会签。" if count else ""

    @property
    def status_words(self) -> str:
        """Which draft this will be."""
        return f"保存后为第 {self.subject.text_version + 1} 稿；签发前可以反复修改"

    def carried_out(self) -> bool:
        return (not self.sheets or self._gathered()) and super().carried_out()

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

    def _overtaken(self, refusal: Stale) -> bool:
        """Somebody was quicker; what was typed stays and may be sent again under the new count."""
        if not self.form.asks:
            raise refusal
        self.status = 409
        self.form.add_error(None, f"{refusal.sentence}你填的都在下面，核对后可以再次保存。")
        for sheet in self.sheets:
            sheet.show_what_stands()
        self._set("version", str(self.subject.version))
        return False


def meeting_act(
    meeting: Meeting, verb: str, officer: Officer, typed: QueryDict | None
) -> MeetingAct:
    """The page of a verb that is his; only what can be chosen is accepted."""
    page = verb_page(MEETINGS, verb, meeting, officer, typed)
    MEETINGS.verbs[verb].narrow(page.form, meeting, officer)
    shown = sheets(meeting, officer, typed) if verb == "minute" else []
    return MeetingAct(**vars(page), sheets=shown)


def sheets(meeting: Meeting, officer: Officer, typed: QueryDict | None) -> list[Sheet]:
    """A form for each case and topic he may see, filled with what was recorded before."""
    items, _ = agenda(meeting, officer)
    stored = {row.pk: row for row in meeting.items.all()}
    said = _opinions([item.dispute for item in items if item.dispute])
    found = []
    for item in items:
        form = MinuteItem(typed, prefix=f"item{item.pk}", initial=_start(stored[item.pk]))
        if item.dispute is None:
            limit_to(form, "responsible", members())
            found.append(Sheet(item, "", form, []))
            continue
        facts = words.shown(item.dispute.facts, item.dispute)
        found.append(Sheet(item, facts, form, said.get(item.dispute.pk, [])))
    return found


def _start(row: AgendaItem) -> dict[str, object]:
    return {
        "decision": row.decision,
        "dissent": row.dissent,
        "responsible": row.responsible.code if row.responsible else None,
        "due_on": row.due_on,
    }


def as_items(filled: list[Sheet]) -> str:
    """The JSON that the verb's form takes; a case left blank is decided another day."""
    rows = [
        {**sheet.item.named, **sheet.form.decided} for sheet in filled if not sheet.form.is_blank
    ]
    return json.dumps(rows, ensure_ascii=False)


def _opinions(disputes: list[Dispute]) -> dict[int, list[Said]]:
    """Every asked department, by case, in three statements however long the agenda."""
    asked = Assignment.objects.filter(dispute__in=disputes, kind__in=DUTY_KINDS)
    rows = list(asked.exclude(state__in=GONE_ASSIGNMENT).select_related("department"))
    approved = Opinion.objects.filter(assignment__in=rows, approved_at__isnull=False)
    latest = {each.assignment_id: each for each in approved.order_by("id")}
    found: dict[int, list[Said]] = {}
    cases = {each.pk: each for each in disputes}
    for each in rows:
        said = _said(each, latest.get(each.pk), cases[each.dispute_id])
        found.setdefault(each.dispute_id, []).append(said)
    return found


def _said(assignment: Assignment, given: Opinion | None, dispute: Dispute) -> Said:
    state = str(assignment.get_state_display())
    name = words.unit(assignment.department)
    if given is None:
        return Said(name, "", state)
    return Said(
        name,
        given.approver_label,
        state,
        words.shown(given.facts, dispute),
        words.shown(given.basis, dispute),
        words.shown(given.opinion, dispute),
    )
