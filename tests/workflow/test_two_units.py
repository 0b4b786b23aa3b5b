"""Every book of numbers is its unit's: two units begin the year side by side (R088).

A unit without 文书字号前缀 numbers 〔2026〕1号, and so does its neighbour.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from departments.models import Department, Officer
from departments.models.department import Kind
from departments.roles import Role
from tests import factories as f
from tests.workflow.disclosure.leaving import DESKS, asked
from workflow.archiving.case_file import Excuse
from workflow.disclosure.verbs import DISCLOSURES
from workflow.errands.actions import give
from workflow.models import AppraisalDecision, CaseFile, Disclosure, Errand, Paper

pytestmark = pytest.mark.django_db

UNITS = ("SW", "YB")
#: What says whose book a number stands in.
OWNERS = {"department", "sender", "numbered_by"}
#: The unit stands within the number itself, or there is one book for all.
WITHIN = {
    "disputes.Dispute": "230718-2026-SW-000001",
    "workflow.CaseFile": "counted by its 全宗, with which it begins",
    "workflow.AppraisalDecision": "counted by its 全宗, with which it begins",
    "departments.MatrixVersion": "editions of the one duty matrix",
    "workflow.FileTest": "one book of 四性检测 for the county's archive",
}


def numbered() -> Iterator[tuple[str, set[str]]]:
    """What is unique together with a number, model by model."""
    for model in apps.get_models():
        own = model._meta
        together = [
            set(each.fields)
            for each in own.constraints
            if isinstance(each, models.UniqueConstraint) and "number" in each.fields
        ]
        alone = [{each.name} for each in own.local_fields if each.unique and each.name == "number"]
        yield from ((own.label, fields) for fields in together + alone)


def test_no_number_is_unique_without_the_unit_that_gave_it() -> None:
    found = list(numbered())
    assert {label for label, fields in found if not fields & OWNERS} == WITHIN.keys()
    assert {"workflow.Disclosure", "workflow.Errand", "workflow.Paper"} <= {n for n, _ in found}


def _let_out(code: str) -> Disclosure:
    f.do(f.handled(code=code), "disclose", f.an_officer(Role.CLERK, code), **asked())
    own = Disclosure.objects.latest("pk")
    for step in own.route:
        verb, role, _ = DESKS[step]
        by = f.an_officer(role, code if step == "head" else "ZB")
        DISCLOSURES.verbs[verb].does(own, by=Officer.objects.get(pk=by.pk), comment="同意")
        own.refresh_from_db()
    return own


def _destroyed(code: str) -> CaseFile:
    archivist, gap = f.an_officer(Role.ARCHIVIST, "ZB"), Excuse("撤回申请", "电话撤回")
    dispute = f.triaged(code)
    f.do(dispute, "withdraw", f.an_officer(Role.CLERK, code), note="口头")
    f.do(dispute, "archive", f.an_officer(Role.CLERK, code), excused=[gap])
    dispute = f.term_ended(dispute)
    f.do(dispute, "appraise_file", archivist, proposal="destroy", reason="无查考价值")
    f.do(dispute, "decide_appraisal", f.an_officer(Role.OFFICE, "ZB"), agree=True)
    return dispute.case_file


def _asked_by(code: str) -> Errand:
    """The office of the task force is another unit since a reform."""
    Department.objects.filter(kind=Kind.OFFICE).update(kind=Kind.BUREAU)
    Department.objects.filter(code=code).update(kind=Kind.OFFICE)
    by = Officer.objects.get(pk=f.an_officer(Role.OFFICE, "ZB").pk)
    return give(by=by, department=f.a_department("YB"), question=f"请向{code}汇总情况")


def test_two_units_walk_side_by_side_through_every_book() -> None:
    f.an_officer(Role.HEAD, "SW"), f.an_officer(Role.HEAD, "YB")
    f.an_officer(Role.OFFICE, "ZB")
    out = [_let_out(code) for code in UNITS]
    assert [own.state for own in out] == ["approved"] * 2
    assert [own.numbered_by for own in out] == [own.department for own in out]
    assert out[0].number == out[1].number  # each the first of its book

    for code in UNITS:
        f.hold_meeting(f.handled("joint", code), code)
    minutes = Paper.objects.filter(kind="minutes")
    told = [number.partition("纪")[2] for number in minutes.values_list("number", flat=True)]
    assert told == [f"〔{f.today().year}〕1号"] * 2  # behind the unit's name


def test_units_that_keep_one_fonds_give_each_file_a_number_of_its_own() -> None:
    for code in UNITS:
        f.a_department(code)
    Department.objects.filter(code__in=UNITS).update(fonds_number="0112")
    kept = [_destroyed(code).number for code in (*UNITS, *UNITS)]
    assert [int(number[-4:]) for number in kept] == [1, 2, 3, 4]
    ended = AppraisalDecision.objects.order_by("pk").values_list("number", flat=True)
    assert [int(number[-4:]) for number in ended] == [1, 2, 3, 4]


def test_an_office_that_moved_begins_its_own_book_of_errands() -> None:
    first, second = _asked_by("ZB"), _asked_by("RS")
    assert first.number == second.number
    assert first.sender != second.sender
