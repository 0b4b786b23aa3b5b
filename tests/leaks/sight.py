"""Who sees what, worked out a second time from the rows themselves (procedure.md, Who sees what).

Nothing of the portal's own answer is asked here: plain rows, plain sets.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from departments.models import Officer

Row = dict[str, Any]  # Any: a row of some table

TASK_FORCE = {"leader", "deputy", "office"}
STAFF = {"clerk", "reviewer", "head", "town_lead"}
#: 档案员 keeps what is over, 审计员 reads what is shut.
OVER = {"concluded", "declined", "notified", "withdrawn", "merged"}
FILES = {"archivist": {*OVER, "archived"}, "auditor": {"archived"}}
#: The other side that is a member unit hears of it with the decision.
HEARD = {"feedback", "objected", "concluded", "archived"}
SITTING = {"called", "held", "minuted"}
CALLED = {*SITTING, "issued"}
#: What hangs on a case, by its noun.
OTHERS = {
    "assignment": "workflow_assignment", "disclosure": "workflow_disclosure",
    "supervision": "workflow_supervision", "approval": "workflow_approval",
    "paper": "workflow_paper", "material": "disputes_material", "file": "workflow_casefile",
    "finding": "workflow_finding", "notice": "workflow_notice", "view": "disputes_savedview",
    "topic": "workflow_keytopic", "report": "workflow_periodreport",
    "training": "departments_training",
}  # fmt: skip


def rows(statement: str) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, each, strict=True)) for each in cursor.fetchall()]


@dataclass
class Facts:
    """What lies in the tables, once."""

    disputes: dict[int, Row] = field(default_factory=dict)
    parts: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    recused: set[tuple[int, int]] = field(default_factory=set)
    meetings: dict[int, Row] = field(default_factory=dict)
    invited: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    agenda: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    posts: dict[int, set[tuple[str, int]]] = field(default_factory=lambda: defaultdict(set))
    errands: dict[int, Row] = field(default_factory=dict)
    others: dict[str, dict[int, Row]] = field(default_factory=dict)


def facts() -> Facts:
    told = Facts()
    told.disputes = {each["id"]: each for each in rows("SELECT * FROM disputes_dispute")}
    told.meetings = {each["id"]: each for each in rows("SELECT * FROM workflow_meeting")}
    told.errands = {each["id"]: each for each in rows("SELECT * FROM workflow_errand")}
    for noun, table in OTHERS.items():
        told.others[noun] = {each["id"]: each for each in rows(f"SELECT * FROM {table}")}  # noqa: S608
    for each in rows("SELECT dispute_id, officer_id FROM disputes_recusal"):
        told.recused.add((each["dispute_id"], each["officer_id"]))
    for each in rows("SELECT meeting_id, department_id FROM workflow_attendance"):
        told.invited[each["meeting_id"]].add(each["department_id"])
    items = "SELECT meeting_id, dispute_id FROM workflow_agendaitem WHERE dispute_id IS NOT NULL"
    for each in rows(items):
        told.agenda[each["meeting_id"]].add(each["dispute_id"])
    held = """SELECT t.officer_id, p.role, p.department_id FROM departments_term t
        JOIN departments_post p ON p.id = t.post_id
        WHERE t.starts_on <= current_date AND (t.ends_on IS NULL OR t.ends_on >= current_date)"""
    for each in rows(held):
        told.posts[each["officer_id"]].add((each["role"], each["department_id"]))
    _take_part(told)
    return told


def _take_part(told: Facts) -> None:
    """首问, 受理, 主办, 交办 that stand, 参会 until the minutes are issued, 并入.

    争议对方 once told, never where the report is kept secret from it.
    """
    for pk, dispute in told.disputes.items():
        own = ("first_contact", "receiving", "lead")
        told.parts[pk] |= {dispute[f"{each}_department_id"] for each in own}
        if dispute["merged_into_id"]:
            told.parts[dispute["merged_into_id"]].add(dispute["receiving_department_id"])
    asked = """SELECT dispute_id, department_id FROM workflow_assignment
        WHERE state NOT IN ('returned', 'recalled')"""
    for each in rows(asked):
        told.parts[each["dispute_id"]].add(each["department_id"])
    sitting = [each for each in told.agenda if told.meetings[each]["state"] in SITTING]
    for meeting, case in ((each, about) for each in sitting for about in told.agenda[each]):
        told.parts[case] |= told.invited[meeting]
    others = """SELECT dispute_id, department_id FROM disputes_party
        WHERE role = 'counterparty' AND department_id IS NOT NULL"""
    for each in rows(others):
        dispute = told.disputes[each["dispute_id"]]
        hears = dispute["state"] in HEARD and not dispute["confidential_report"]
        told.parts[dispute["id"]] |= {each["department_id"]} if hears else set()
        at_work = {dispute["receiving_department_id"], dispute["lead_department_id"]}
        if dispute["confidential_report"]:
            told.parts[dispute["id"]] -= {each["department_id"]} - at_work


@dataclass
class Sight:
    """One officer, and what he may know to be there."""

    officer: Officer
    told: Facts

    @property
    def roles(self) -> set[str]:
        return {role for role, _ in self.told.posts[self.officer.pk]}

    @property
    def units(self) -> set[int]:
        return {unit for role, unit in self.told.posts[self.officer.pk] if role in STAFF}

    def dispute(self, pk: int) -> bool:
        dispute = self.told.disputes.get(pk)
        if dispute is None or (pk, self.officer.pk) in self.told.recused:
            return False
        if dispute["state"] == "draft" and not dispute["number"]:
            return bool(dispute["first_contact_officer_id"] == self.officer.pk)
        if self.roles & TASK_FORCE:
            return True
        files = set().union(*(FILES.get(role, set()) for role in self.roles))
        return dispute["state"] in files or bool(self.told.parts[pk] & self.units)

    def meeting(self, pk: int) -> bool:
        """The task force, who calls it, from the call on who comes, and who sees a case of it.

        Nobody who is recused from every case of it.
        """
        meeting, cases = self.told.meetings[pk], self.told.agenda[pk]
        if cases and all((case, self.officer.pk) in self.told.recused for case in cases):
            return False
        if self.roles & TASK_FORCE or meeting["convenor_id"] in self.units:
            return True
        comes = bool(self.told.invited[pk] & self.units)
        sees = any(self.dispute(case) for case in cases)
        return meeting["state"] in CALLED and (comes or sees)

    def topics(self, pk: int) -> bool:
        """What no case is about: whoever calls it and the task force, once called who comes."""
        meeting = self.told.meetings[pk]
        calls = bool(self.roles & TASK_FORCE) or meeting["convenor_id"] in self.units
        comes = meeting["state"] in CALLED and bool(self.told.invited[pk] & self.units)
        return self.meeting(pk) and (calls or comes)

    def whole_agenda(self, pk: int) -> bool:
        """One text of several cases is read by whoever sees them all (0012)."""
        return all(self.dispute(case) for case in self.told.agenda[pk])

    @property
    def disputes(self) -> set[int]:
        return {pk for pk in self.told.disputes if self.dispute(pk)}

    @property
    def meetings(self) -> set[int]:
        return {pk for pk in self.told.meetings if self.meeting(pk)}

    def errand(self, pk: int) -> bool:
        errand = self.told.errands[pk]
        own = {errand["department_id"], errand["sender_id"]}
        return bool(self.roles & TASK_FORCE) or bool(own & self.units)

    def disclosure(self, pk: int) -> bool:
        """Of a case whoever sees that; of none the task force, the auditor, the unit that asked."""
        row = self.told.others["disclosure"][pk]
        if row["dispute_id"]:
            return self.dispute(row["dispute_id"])
        return bool(self.roles & (TASK_FORCE | {"auditor"})) or row["department_id"] in self.units

    def supervision(self, pk: int) -> bool:
        """A unit answers for what it gave back; not by somebody who is recused (R052)."""
        row = self.told.others["supervision"][pk]
        left = (row["dispute_id"], self.officer.pk) in self.told.recused
        return self.dispute(row["dispute_id"]) or (row["department_id"] in self.units and not left)

    def approval(self, pk: int) -> bool:
        """The task force's, a head's own desk, who asked; of no case that he may not see."""
        row = self.told.others["approval"][pk]
        seen = row["dispute_id"] is None or self.dispute(row["dispute_id"])
        at_desk = ("head", row["desk_id"]) in self.told.posts[self.officer.pk]
        asked = row["requested_department_id"] in self.units
        return seen and (bool(self.roles & TASK_FORCE) or at_desk or asked)

    def paper(self, pk: int) -> bool:
        row = self.told.others["paper"][pk]
        if row["dispute_id"] and self.dispute(row["dispute_id"]):
            return True
        if row["supervision_id"]:
            return self.supervision(row["supervision_id"])
        if row["errand_id"]:
            return self.errand(row["errand_id"])
        if row["meeting_id"] and not row["dispute_id"]:
            knows = not row["is_whole"] or self.whole_agenda(row["meeting_id"])
            return knows and self.topics(row["meeting_id"])
        return bool(row["disclosure_id"]) and self.disclosure(row["disclosure_id"])

    def finding(self, pk: int) -> bool:
        """The auditor's, the task force's, the unit's that puts it right; the recused know none."""
        row = self.told.others["finding"][pk]
        if (row["dispute_id"], self.officer.pk) in self.told.recused:
            return False
        reads = bool(self.roles & (TASK_FORCE | {"auditor"}))
        return reads or row["department_id"] in self.units

    def notice(self, pk: int) -> bool:
        return self.told.others["notice"][pk]["recipient_id"] == self.officer.pk

    def view(self, pk: int) -> bool:
        return self.told.others["view"][pk]["officer_id"] == self.officer.pk

    def topic(self, _pk: int) -> bool:
        return bool(self.roles & TASK_FORCE)

    def report(self, pk: int) -> bool:
        """The office's until it has approved it; then the leader's and the deputies' as well."""
        approved = self.told.others["report"][pk]["approved_at"] is not None
        return "office" in self.roles or (approved and bool(self.roles & TASK_FORCE))

    def training(self, pk: int) -> bool:
        own = self.told.others["training"][pk]["department_id"] in self.units
        return own or bool(self.roles & TASK_FORCE)

    def draft(self, pk: int) -> bool:
        """Of a case that he sees the page of its typing leads to the case."""
        return self.dispute(pk)

    def material(self, pk: int) -> bool:
        return self.dispute(self.told.others["material"][pk]["dispute_id"])

    def assignment(self, pk: int) -> bool:
        return self.dispute(self.told.others["assignment"][pk]["dispute_id"])

    def file(self, pk: int) -> bool:
        return self.dispute(self.told.others["file"][pk]["dispute_id"])

    @property
    def known_besides(self) -> set[int]:
        """Not his, and told of all the same: part of one that is his now (R043), or asked about

        in a supervision that his unit answers (R052), or spoken of where he sat.
        """
        merged = {pk for pk, each in self.told.disputes.items()
                  if each["merged_into_id"] and self.dispute(each["merged_into_id"])}  # fmt: skip
        asked = {each["dispute_id"] for pk, each in self.told.others["supervision"].items()
                 if self.supervision(pk)}  # fmt: skip
        heard = {case for pk in self.meetings for case in self.told.agenda[pk]
                 if self.told.invited[pk] & self.units}  # fmt: skip
        found = {each["dispute_id"] for pk, each in self.told.others["finding"].items()
                 if self.finding(pk)}  # fmt: skip
        return merged | asked | heard | found

    @property
    def errands(self) -> set[int]:
        return {pk for pk in self.told.errands if self.errand(pk)}
