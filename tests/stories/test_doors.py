"""Whoever has no part in a dispute knocks at every door: each looks as if nothing were there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from deadlines.calendar_days import current_calendar
from departments.models import Officer, Training
from departments.roles import Role
from disputes.models import Dispute
from tests import factories as f
from tests.api.programs import program_of
from tests.workflow.signing_in import signed_in
from workflow.disclosure.verbs import DISCLOSURES
from workflow.errands.actions import give
from workflow.errands.verbs import ERRANDS
from workflow.models import Approval, Disclosure, Errand, Supervision
from workflow.supervision.verbs import SUPERVISIONS

pytestmark = pytest.mark.django_db

#: Beyond every key there is.
NOBODYS = 99_999_999
STRANGERS = [(role, "CZ") for role in (Role.CLERK, Role.REVIEWER, Role.HEAD)] + [
    (role, "ZB") for role in (Role.SYSADMIN, Role.SECADMIN, Role.LOGADMIN, Role.AUDITOR)
]
OF_DISPUTES = ("give_task", "request_convening", "answer_convening", "extend", "tell_extension",
               "urge", "supervise", "disclose")  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """What must stay unknown."""

    dispute: Dispute
    approval: Approval
    supervision: Supervision
    training: Training
    errand: Errand
    disclosure: Disclosure


@pytest.fixture
def kept() -> Kept:
    """A joint dispute with a question to a head, a supervision, an urge, a request to convene."""
    f.an_officer(Role.HEAD, "SW")
    dispute, office = f.handled("joint"), f.an_officer(Role.OFFICE, "ZB")
    clock = dispute.deadlines.open().get(key="general.joint.total")
    until = current_calendar().add_workdays(clock.due_on, 3)
    f.do(dispute, "extend", f.an_officer(), until=until, reason="等待外地核查")
    f.do(dispute, "request_convening", f.an_officer(Role.CLERK, "RS"), reason="需要共同研究")
    f.do(dispute, "urge", f.an_officer(), message="请抓紧")
    f.do(dispute, "supervise", office, department=f.a_department("YB"), level="1", reason="慢")
    clerk = f.an_officer(Role.CLERK, "RS")
    training = Training.objects.create(
        kind="prevention", department=f.a_department("RS"), held_on=f.today(), subject="安全",
        place="礼堂", lecturer="讲师", hours=2, others=30, recorded_by=clerk,
    )  # fmt: skip
    errand = give(
        by=Officer.objects.get(pk=office.pk), department=f.a_department("YB"), question="请汇总"
    )
    f.do(
        dispute, "disclose", f.an_officer(), recipient_kind="department", recipient="区审计局",
        purpose="专项审计", until=f.today(), particulars=["number"],
    )  # fmt: skip
    asked, supervised = Approval.objects.get(), Supervision.objects.get()
    return Kept(dispute, asked, supervised, training, errand, Disclosure.objects.get())


def doors(
    dispute: int, approval: int, supervision: int, training: int, errand: int, disclosure: int
) -> list[str]:
    """Every address of today that names one of them."""
    pages = [
        f"/disputes/{dispute}/",
        f"/disputes/{dispute}/urge/now/",
        f"/disputes/{dispute}/counter-sheet/",
        *(f"/disputes/{dispute}/{verb}/" for verb in OF_DISPUTES),
        reverse("approval", args=[approval]),
        f"/supervisions/{supervision}/",
        *(f"/supervisions/{supervision}/{verb}/" for verb in SUPERVISIONS.verbs),
        f"/disclosures/{disclosure}/",
        f"/disclosures/{disclosure}/items/1/copy/",
        *(f"/disclosures/{disclosure}/{verb}/" for verb in DISCLOSURES.verbs),
        f"/errands/{errand}/",
        *(f"/errands/{errand}/{verb}/" for verb in ERRANDS.verbs),
        *(reverse(name, args=[training]) for name in
          ("training", "training_correct", "training_strike_out", "training_sheet")),
    ]  # fmt: skip
    programs = [
        f"disputes/{dispute}/",
        *(f"disputes/{dispute}/actions/{verb}/" for verb in OF_DISPUTES),
        f"approvals/{approval}/",
        *(f"approvals/{approval}/{verb}/" for verb in ("approve", "reject", "ask_more")),
        f"disclosures/{disclosure}/",
        f"disclosures/{disclosure}/actions/",
        f"disclosures/{disclosure}/items/1/copy/",
        *(f"disclosures/{disclosure}/actions/{verb}/" for verb in DISCLOSURES.verbs),
        f"errands/{errand}/",
        f"errands/{errand}/actions/",
        *(f"errands/{errand}/actions/{verb}/" for verb in ERRANDS.verbs),
        f"supervisions/{supervision}/",
        f"supervisions/{supervision}/actions/",
        *(f"supervisions/{supervision}/actions/{verb}/" for verb in SUPERVISIONS.verbs),
    ]
    return pages + [f"/api/v1/{path}" for path in programs]


def knocked(officer: Officer, browser: Client) -> Callable[[str], tuple[int, int, str]]:
    """How a door answers to looking and to acting, and everything it says."""
    program = program_of(officer)

    def knock(address: str) -> tuple[int, int, str]:
        if address.startswith("/api/v1/"):
            path = address.removeprefix("/api/v1/")
            looked, acted = program.get(path), program.post(path)
        else:
            looked, acted = browser.get(address), browser.post(address)
        said = looked.content.decode() + acted.content.decode()
        return looked.status_code, acted.status_code, said

    return knock


@pytest.mark.parametrize(("role", "code"), STRANGERS)
def test_a_door_with_something_behind_it_looks_like_one_with_nothing(
    kept: Kept, role: Role, code: str
) -> None:
    officer = f.an_officer(role, code)
    knock = knocked(officer, signed_in(officer))
    own = doors(
        kept.dispute.pk, kept.approval.pk, kept.supervision.pk, kept.training.pk, kept.errand.pk,
        kept.disclosure.pk,
    )  # fmt: skip
    for address, empty in zip(own, doors(*[NOBODYS] * 6), strict=True):
        *answers, said = knock(address)
        assert answers == [*knock(empty)[:2]], address
        assert not {200, 302, 400, 409} & set(answers), address
        assert str(kept.dispute.number) not in said, address
        assert kept.errand.number not in said, address


@pytest.mark.parametrize(("role", "code"), STRANGERS)
def test_no_list_no_card_and_no_message_names_it(kept: Kept, role: Role, code: str) -> None:
    officer = f.an_officer(role, code)
    browser, program = signed_in(officer), program_of(officer)
    lists = ["approvals", "supervisions", "disputes", "tasks", "notices", "workbench", "running"]
    said = [browser.get(reverse(name)).content.decode() for name in lists]
    said += [program.get(f"{name}/").content.decode() for name in (*lists[:3], "disclosures")]
    said.append(browser.get(reverse("disclosures")).content.decode())
    for figure in ("to_sign", "due", "late", "received"):
        address = reverse("scorecard_rows", args=[figure])
        said += [browser.get(address, {"unit": unit}).content.decode() for unit in ("SW", "CZ")]
    assert not [text for text in said if str(kept.dispute.number) in text]
    assert not officer.notices.exists()
