"""Whatever is asked of the portal by HTTP leaves one row: who, when, what, how it ended (R096)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from confidentiality.models import AuditArrival
from departments.models import Officer
from departments.roles import Role
from disputes.models import Dispute
from disputes.tries import MOST, SPENT, TOO_OFTEN
from reports.audit.looks import looks_at
from tests import factories as f
from tests.api.programs import program
from tests.disputes.people import PHONE, a_visit
from tests.workflow.signing_in import reading, signed_in
from workflow.errands.actions import give
from workflow.meetings.plan import plan

pytestmark = pytest.mark.django_db


def told(**wanted: Any) -> list[AuditArrival]:  # Any: of the fields
    return list(AuditArrival.objects.filter(source="", **wanted).order_by("id"))


def test_a_look_at_a_case_says_who_from_where_and_which():
    dispute, clerk = f.decided("single"), f.an_officer(Role.CLERK, "SW")
    page = signed_in(clerk)
    assert page.get(dispute.get_absolute_url()).status_code == 200
    (row,) = told(kind="look")
    assert (row.officer_id, row.dispute_id, row.status) == (clerk.pk, dispute.pk, 200)
    assert (row.object_kind, row.object_id) == ("disputes", str(dispute.pk))
    assert row.route == "disputes/<int:pk>/"
    assert (row.post, row.address) == ("SW", "127.0.0.1")


def test_a_page_costs_one_statement_for_it():
    dispute, page = f.decided("single"), signed_in(f.an_officer(Role.CLERK, "SW"))
    page.get(dispute.get_absolute_url())
    with CaptureQueriesContext(connection) as asked:
        page.get(dispute.get_absolute_url())
    about = [each["sql"] for each in asked if "audit" in each["sql"]]
    assert len(about) == 1


def test_an_object_is_counted_to_its_case():
    dispute, page = f.decided("joint"), signed_in(f.an_officer(Role.CLERK, "SW"))
    assignment, paper = dispute.assignments.first(), dispute.papers.first()
    assert assignment is not None
    assert paper is not None
    page.get(f"/assignments/{assignment.pk}/")
    page.get(f"/api/v1/disputes/{dispute.pk}/timeline/")
    page.get(f"/papers/{paper.pk}/pdf/")
    assert [(r.object_kind, r.dispute_id) for r in told(kind="look")] == [
        ("assignments", dispute.pk),
        ("disputes", dispute.pk),
        ("papers", dispute.pk),
    ]


def test_a_list_read_by_a_program_says_how_many_rows_it_gave():
    for _ in range(3):
        f.registered()
    assert program("clerk", "SW").get("disputes/").status_code == 200
    (row,) = told(kind="list")
    assert (row.amount, row.route) == (3, "api/v1/disputes/")


def test_a_search_is_recorded_without_what_was_searched():
    page = signed_in(f.an_officer(Role.CLERK, "SW"))
    page.get("/disputes/", {"q": "230799197804120011"})
    page.post("/disputes/", {"q": "230799197804120011"}, follow=True)
    program("clerk", "SW").post("disputes/search/", {"q": "230799197804120011"})
    rows = told(kind="search")
    assert [row.route for row in rows] == [*["disputes/"] * 3, "api/v1/disputes/search/"]
    assert "2307" not in str([row.__dict__.values() for row in rows])


@pytest.mark.parametrize(
    ("address", "status"),
    [("/disputes/{pk}/", 404), ("/disputes/999999/", 404), ("/nowhere/", 404),
     ("/disputes/99999999999999999999999/", 404), ("/manage/officers/", 403)],
)  # fmt: skip
def test_a_refusal_is_kept(address: str, status: int):
    stranger = f.an_officer(Role.CLERK, "CZ")
    address = address.format(pk=f.decided("single").pk)
    assert signed_in(stranger).get(address).status_code == status
    (row,) = told(kind="refused")
    assert (row.officer_id, row.status) == (stranger.pk, status)


def test_a_refusal_of_the_api_is_kept_also_of_nobody():
    assert Client().get("/api/v1/disputes/").status_code == 401
    (row,) = told(kind="refused")
    assert (row.officer_id, row.status) == (None, 401)


def test_a_verb_that_is_sent_back_with_a_sentence_is_a_refusal():
    dispute, head = f.handled(), f.an_officer(Role.HEAD, "SW")
    answer = signed_in(head).post(f"/disputes/{dispute.pk}/resume/", {"version": dispute.version})
    assert answer.status_code == 302  # to the case, where the sentence stands
    assert [(row.status, row.verb) for row in told(kind="refused")] == [(409, "resume")]


def test_an_act_is_recorded_with_its_verb():
    dispute = f.triaged()
    page = signed_in(f.an_officer(Role.CLERK, "SW"))
    page.post(f"/disputes/{dispute.pk}/accept_single/", {})
    (row,) = told(kind="act") or told(kind="refused")
    assert (row.verb, row.dispute_id) == ("accept_single", dispute.pk)


def test_a_meeting_or_an_errand_counts_to_the_cases_that_it_shows():
    """谁看过: by page and by program (R096)."""
    first, second = f.handled("joint"), f.handled("joint")
    clerk = f.an_officer(Role.CLERK, "SW")
    meeting = plan(
        by=clerk, kind="general", title="会商", disputes=[first, second], departments=[],
        starts_at=timezone.now(), place="三楼",
    )  # fmt: skip
    errand = give(
        by=Officer.objects.get(pk=f.an_officer(Role.OFFICE, "ZB").pk),
        department=f.a_department("YB"),
        question=f"请核实 {first.number} 的缴费记录",
    )  # fmt: skip
    other = program("clerk", "YB")
    page = signed_in(f.an_officer(Role.CLERK, "YB"))
    page.get(errand.get_absolute_url())
    page.get("/errands/")  # a list is none of one case
    other.get(f"errands/{errand.pk}/")
    signed_in(f.an_officer(Role.HEAD, "SW")).get(meeting.get_absolute_url())
    looks = [(row.route, row.dispute_id) for row in told(kind="look")]
    both = [("meetings/<int:pk>/", first.pk), ("meetings/<int:pk>/", second.pk)]
    assert sorted(looks[-2:]) == sorted(both)
    assert looks[:-2] == [
        ("errands/<int:pk>/", first.pk), ("api/v1/errands/<int:pk>/", first.pk)]  # fmt: skip
    assert sum(look.times for look in looks_at(first).lines) == 3


def test_who_looked_is_told_to_the_very_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """谁看过: the page pages on, whichever way, until all of it was shown."""
    monkeypatch.setattr("reports.audit.looks.A_PAGE", 2)
    dispute = f.decided("single")
    for role in (Role.HEAD, Role.CLERK, Role.REVIEWER):
        signed_in(f.an_officer(role, "SW")).get(dispute.get_absolute_url())
    page, address = signed_in(f.an_officer(Role.CLERK, "SW")), f"/disputes/{dispute.pk}/looks/"
    first = page.get(address).context["looks"]
    then = page.get(address + first.page.next_url).context["looks"]
    who = [look.who for each in (first, then) for look in each.lines]
    assert who == [f.an_officer(each, "SW").name for each in (Role.REVIEWER, Role.CLERK, Role.HEAD)]
    assert (bool(first.page.previous_url), then.page.next_url) == (False, "")
    newer = page.get(address + then.page.previous_url).context["looks"]
    assert newer.lines[-1].who == f.an_officer(Role.CLERK, "SW").name


def test_signing_in_and_out_and_failing_to():
    officer = f.an_officer(Role.CLERK, "SW")
    officer.set_password("Abc-12345678")
    officer.must_change_password = False
    officer.save()
    page = Client()
    page.post("/login/", {"username": officer.username, "password": "wrong"})
    page.post("/login/", {"username": "nobody-of-that-name", "password": "wrong"})
    page.post("/login/", {"username": officer.username, "password": "Abc-12345678"})
    page.post("/logout/")
    assert [(row.verb, row.officer_id) for row in told(kind="sign_in")] == [
        ("failed", officer.pk), ("failed", None), ("in", officer.pk), ("out", officer.pk),
    ]  # fmt: skip


def test_every_look_at_an_archived_case_leaves_a_trace():
    """Through its own address and the API, by auditor and leader (point 10)."""
    dispute = f.archived("single")
    for role in (Role.AUDITOR, Role.LEADER):
        officer = f.an_officer(role, "ZB")
        page = reading(officer, dispute)
        assert page.get(dispute.get_absolute_url()).status_code == 200
        assert page.get(f"/api/v1/disputes/{dispute.pk}/").status_code == 200
        looks = told(kind="look", officer_id=officer.pk, dispute_id=dispute.pk)
        assert [row.route for row in looks] == [
            "disputes/<int:pk>/", "api/v1/disputes/<int:pk>/"]  # fmt: skip


def test_a_page_whose_record_cannot_be_written_is_not_shown(settings: Settings):
    dispute, page = f.decided("single"), signed_in(f.an_officer(Role.CLERK, "SW"))
    page.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE confidentiality_auditarrival ADD CONSTRAINT no CHECK (kind <> 'look') "
            "NOT VALID"
        )
    answer = page.get(dispute.get_absolute_url())
    assert answer.status_code == 500
    assert str(dispute.number) not in answer.content.decode()


LOOK = "/disputes/register/look/"


def id_number(nth: int) -> str:
    """With its right check digit."""
    body = f"23079919780412{nth:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(d) * w for d, w in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def test_an_id_number_tried_while_registering_is_recorded_whether_it_hits_or_not():
    signed_in(f.an_officer(Role.CLERK, "YB")).post("/disputes/register/", a_visit())
    hidden = Dispute.objects.get()
    clerk = signed_in(f.an_officer(Role.CLERK, "SW"))
    assert str(hidden.number) in clerk.post(LOOK, a_visit()).content.decode()
    clerk.post(LOOK, a_visit(payer__id_number=id_number(7)))
    clerk.post(LOOK, a_visit(payer__id_number=id_number(7)))  # typed on: the same try
    mine = told(kind="match", verb="id_number", officer__username=_username("SW"))
    assert [row.amount for row in mine] == [1, 0]


def test_a_name_or_a_telephone_looked_up_while_registering_is_a_search(settings: Settings):
    """One record for each look, whether it hits or not; and as quick as other searches (11)."""
    own, clerk = f.an_officer(Role.CLERK, "SW"), signed_in(f.an_officer(Role.CLERK, "SW"))
    clerk.post("/disputes/register/", a_visit())
    number = str(Dispute.objects.get().number)
    names = ({"payer__name": "姜测试"}, {"payer__phone": PHONE}, {"payer__name": "无此人"})
    nobody = {"payer__id_number": "", "payer__name": "", "payer__phone": "", "facts": ""}
    for asked in names:
        said = clerk.post(LOOK, a_visit(**(nobody | asked))).content.decode()
        assert (number in said) == ("无此人" not in asked.values())
    clerk.post(LOOK, a_visit(**(nobody | names[2] | {"facts": "接着写事实"})))  # typed on
    searches = told(kind="search", officer_id=own.pk)
    assert [(row.verb, row.status) for row in searches[-3:]] == [("same_payer", 200)] * 3
    assert "姜测试" not in str([vars(row) for row in searches])
    clerk.post(LOOK, a_visit(**nobody))
    assert len(told(kind="search", officer_id=own.pk)) == len(searches)  # nobody was looked up
    settings.SEARCHES_A_MINUTE = 3
    phones = [{"payer__phone": f"1540000001{nth}"} for nth in range(9)]  # a minute may end between
    pages = [clerk.post(LOOK, a_visit(**(nobody | each))).content.decode() for each in phones]
    refused = [page for page in pages if TOO_OFTEN in page]
    assert refused
    assert not [page for page in refused if number in page]
    assert told(kind="search", officer_id=own.pk, status=429)


def test_a_search_whose_record_cannot_be_written_is_not_answered():
    own = f.an_officer(Role.CLERK, "SW")
    page, reader = signed_in(own), program()
    page.post("/disputes/register/", a_visit())
    number = str(Dispute.objects.get().number)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(
            "ALTER TABLE confidentiality_auditarrival ADD CONSTRAINT no "
            "CHECK (kind NOT IN ('search', 'match')) NOT VALID"
        )
    found = {"payer__id_number": "", "payer__phone": ""}
    for client in (page, reader.client):
        client.raise_request_exception = False
    answers = [
        page.post(LOOK, a_visit(**found)),
        page.post(LOOK, a_visit(payer__name="", payer__phone="")),
        page.post("/disputes/", {"q": "姜测试"}),
        reader.post("disputes/search/", {"q": "姜测试"}),
    ]
    assert [each.status_code for each in answers] == [500] * 4
    assert not [each for each in answers if number in each.content.decode()]


def _username(code: str) -> str:
    return f.an_officer(Role.CLERK, code).username


def test_many_tries_are_slowed():
    signed_in(f.an_officer(Role.CLERK, "YB")).post("/disputes/register/", a_visit())
    hidden = Dispute.objects.get()
    clerk = signed_in(f.an_officer(Role.CLERK, "SW"))
    for nth in range(MOST):
        said = clerk.post(LOOK, a_visit(payer__id_number=id_number(nth + 100))).content.decode()
        assert SPENT not in said
    said = clerk.post(LOOK, a_visit()).content.decode()
    assert SPENT in said
    assert str(hidden.number) not in said
    last = told(kind="match")[-1]
    assert (last.status, last.amount) == (429, 0)


def test_a_taken_work_order_is_answered_alike_and_recorded():
    """Whether he sees the case that has it or not (point 11)."""
    number = {"channel": "h12345", "source_number": "WO-1"}
    own = signed_in(f.an_officer(Role.CLERK, "SW"))
    own.post("/disputes/register/", a_visit(**number))
    other = signed_in(f.an_officer(Role.CLERK, "YB"))
    said = []
    for page in (own, other):
        body = page.post("/disputes/register/", a_visit(**number)).content.decode()
        said.append("这个工单号已经登记过" in body)
    assert said == [True, True]
    rows = told(kind="match", verb="work_order")
    assert {row.officer_id for row in rows} == {
        f.an_officer(Role.CLERK, code).pk for code in ("SW", "YB")
    }
    assert Officer.objects.filter(pk__in=[row.officer_id for row in rows]).count() == 2
