"""Every address × role × (参与, 无关, 回避, 退回) and how it answers, as a page to be read.

`matrix.txt` is written by `PORTAL_LEAKS=write`, read line by line, and compared from then on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from copy import copy
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test import Client

from deadlines.calendar_days import current_calendar
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute, Recusal
from tests import factories as f
from tests.leaks import world
from tests.leaks.addresses import NOUN, OF_CASES, filled
from tests.leaks.asking import read_whole
from tests.workflow.signing_in import signed_in
from workflow.meetings import actions as meetings
from workflow.models import Errand, KeyTopic, PeriodReport

PAGE = Path(__file__).with_name("matrix.txt")
PART, NONE, LEFT, BACK = "参与", "无关", "回避", "退回"
OUTSIDE = "未登录"
#: Who stands for a role in each relation to the case: (role, unit).
PEOPLE: dict[str, dict[str, tuple[Role, str]]] = {
    "经办员": {PART: (Role.CLERK, "SW"), NONE: (Role.CLERK, "CZ"), LEFT: (Role.CLERK, "SW"),
            BACK: (Role.CLERK, "YB")},
    "审核员": {PART: (Role.REVIEWER, "SW"), NONE: (Role.REVIEWER, "CZ"),
            LEFT: (Role.REVIEWER, "SW"), BACK: (Role.REVIEWER, "YB")},
    "负责人": {PART: (Role.HEAD, "SW"), NONE: (Role.HEAD, "CZ"), LEFT: (Role.HEAD, "SW"),
            BACK: (Role.HEAD, "YB")},
    "分管领导": {PART: (Role.TOWN_LEAD, "CL"), NONE: (Role.TOWN_LEAD, "WM"),
             LEFT: (Role.TOWN_LEAD, "CL")},
    **{str(role.label).removeprefix("专班"): {PART: (role, "ZB"), LEFT: (role, "ZB")}
       for role in (Role.OFFICE, Role.LEADER, Role.DEPUTY)},
    **{str(role.label): {NONE: (role, "ZB")} for role in
       (Role.ARCHIVIST, Role.AUDITOR, Role.SYSADMIN, Role.SECADMIN, Role.LOGADMIN)},
}  # fmt: skip

#: address, method, column → how it answers.
Cell = tuple[str, str, str]
Things = dict[str, dict[str, int]]


def columns_of(route: str) -> list[str]:
    """Where no case is about it, a relation to one makes no difference."""
    if NOUN[route] not in OF_CASES:
        return [OUTSIDE, *PEOPLE]
    return [OUTSIDE, *(f"{role}{how}" for role, each in PEOPLE.items() for how in each)]


def cells() -> Iterator[Cell]:
    for route in NOUN:
        for method in ("GET", "POST"):
            for column in columns_of(route):
                yield route, method, column


def things() -> Things:
    """For each relation a case with one of everything that can hang on it."""
    for each in PEOPLE.values():
        for role, code in each.values():
            f.an_officer(role, code)
    default_storage.save("x", ContentFile(b"%PDF-1.4"))
    once = {"report": PeriodReport.objects.get().pk, "topic": KeyTopic.objects.get().pk}
    known = _furnished(f.handled(Mode.JOINT)) | once
    left = _furnished(f.handled(Mode.JOINT))
    back = _furnished(f.handled(Mode.JOINT), gone="YB")
    cases = [left["dispute"], Dispute.objects.get(case_file=left["file"]).pk]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET session_replication_role = replica")
        clerk = f.an_officer()
        Recusal.objects.bulk_create(
            Recusal(dispute_id=pk, officer=f.an_officer(*each[LEFT]), reason="亲属",
                    recorded_by=clerk) for pk in cases for each in PEOPLE.values() if LEFT in each
        )  # fmt: skip
        cursor.execute("SET session_replication_role = DEFAULT; SET CONSTRAINTS ALL DEFERRED")
    return {PART: known, NONE: known, LEFT: left, BACK: back}


def _furnished(dispute: Dispute, gone: str = "") -> dict[str, int]:
    clerk, office = world.officer("clerk"), world.officer("office")
    f.do(dispute, "give_task", office, department=f.a_department("CL"), question="请核实")
    clock = dispute.deadlines.open().get(key="general.joint.total")
    until = current_calendar().add_workdays(clock.due_on, 3)
    f.do(dispute, "extend", clerk, until=until, reason="等待外地核查")
    world.told_of(dispute)
    meeting = world.a_plan(dispute)
    meetings.call(meeting, by=clerk)
    if gone:
        asked = dispute.assignments.get(department__code=gone)
        f.answer(asked, "return_back", f.an_officer(Role.CLERK, gone), reason="不属职责")
    shut = world.audited(f.archived(), "SW")
    return {
        "dispute": dispute.pk, "assignment": dispute.assignments.earliest("pk").pk,
        "disclosure": dispute.disclosures.get().pk, "errand": Errand.objects.earliest("pk").pk,
        "meeting": meeting.pk, "approval": dispute.approvals.get().pk,
        "supervision": dispute.supervisions.get().pk, "paper": dispute.papers.earliest("pk").pk,
        "material": dispute.materials.get().pk, "file": shut.case_file.pk,
        "finding": shut.findings.get().pk,
    }  # fmt: skip


class Knocking:
    """Everybody's browser, and what each is told."""

    def __init__(self, found: Things) -> None:
        self.found, self.browsers = found, {OUTSIDE: Client()}

    def browser(self, column: str) -> Client:
        if column not in self.browsers:
            role, how = self._split(column)
            self.browsers[column] = signed_in(f.an_officer(*PEOPLE[role][how]))
        return self.browsers[column]

    def _split(self, column: str) -> tuple[str, str]:
        role, how = (column[:-2], column[-2:]) if column[:-2] in PEOPLE else (column, "")
        return role, how or next(iter(PEOPLE[role]))

    def answer(self, cell: Cell) -> str:
        """The status; what was done is undone."""
        route, method, column = cell
        how = PART if column == OUTSIDE else self._split(column)[1]
        address = filled(route, self.found[how].get(NOUN[route], 99_999_999))
        browser = self.browser(column)
        cookies = copy(browser.cookies)
        with transaction.atomic():
            answer = getattr(browser, method.lower())(address)
            read_whole(answer)
            transaction.set_rollback(True)
        browser.cookies = cookies  # whoever has just signed out is still there
        at_login = answer.headers.get("Location", "").startswith("/login/")
        return "登录" if at_login else str(answer.status_code)


def written(told: dict[Cell, str]) -> str:
    """Addresses that answer alike stand together, each line a status and whom it is told."""
    alike: dict[str, list[str]] = defaultdict(list)
    for route in NOUN:
        lines = [line for method in ("GET", "POST") for line in _lines(told, route, method)]
        alike["\n".join(lines)].append(route or "/")
    return "\n\n".join("\n".join((*routes, rule)) for rule, routes in alike.items()) + "\n"


def _lines(told: dict[Cell, str], route: str, method: str) -> Iterator[str]:
    by_status: dict[str, list[str]] = defaultdict(list)
    for column in columns_of(route):
        by_status[told[route, method, column]].append(column)
    for status, columns in sorted(by_status.items()):
        yield f"    {method} {status}: {' '.join(columns)}"


def read() -> dict[Cell, str]:
    """The page, back into cells."""
    told: dict[Cell, str] = {}
    for block in PAGE.read_text("utf-8").split("\n\n"):
        lines = block.strip("\n").split("\n")
        addresses = [line for line in lines if not line.startswith("    ")]
        for line in lines[len(addresses) :]:
            found = re.fullmatch(r"    (GET|POST) (\S+): (.*)", line)
            assert found, line
            for address in addresses:
                for column in found[3].split():
                    told[address.lstrip("/"), found[1], column] = found[2]
    return told
