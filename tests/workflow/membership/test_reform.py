"""机构改革: a unit goes on in another, or gives a part away; all of it, or nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from departments.called import member_called
from departments.models import ChangeRecord, Department, Officer, Reform, Term, Town
from departments.roles import Role
from departments.routing import RoutingQuestion, suggest
from disputes.models import Dispute
from tests import factories as f
from tests.told import telling
from tests.workflow.disclosure.leaving import asked, does
from tests.workflow.membership.reforming import (
    carried_out,
    decided,
    fresh,
    merged,
    now,
    registered,
)
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.disclosure.verbs import DISCLOSURES
from workflow.errands.actions import give
from workflow.membership import actions as joining
from workflow.membership import reform as reforming
from workflow.models import Assignment, Deadline, Disclosure

pytestmark = pytest.mark.django_db

CLERK, HEAD = Role.CLERK, Role.HEAD


@pytest.fixture(autouse=True)
def _people() -> None:
    for code in ("SW", "YB", "RS"):
        for role in (CLERK, HEAD):
            f.an_officer(role, code)
    f.an_officer(Role.OFFICE, "ZB")
    f.a_leader()


def kept() -> None:
    """What PostgreSQL asks at commit is asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_everything_open_goes_on_in_the_other_unit() -> None:
    own, led, asked = f.handled(code="YB"), f.handled("referral"), f.handled("joint")
    theirs, done = f.handled(code="RS"), f.archived(code="YB")
    row = merged("YB", "RS", f.an_officer(CLERK, "YB"))
    kept()
    assert (row.state, row.cases) == ("done", 3)
    for each in (own, led, asked, theirs, done):
        each.refresh_from_db()
    assert own.receiving_department == own.lead_department == now("RS")
    assert (own.first_contact_department, str(own)[12:14]) == (now("YB"), "YB")
    assert led.lead_department == now("RS")
    assert led.assignments.get().department == now("RS")
    assert done.receiving_department == now("YB")
    assert not Deadline.objects.open().filter(owner=now("YB")).exists()
    said = own.timeline.latest("pk")
    assert (said.verb, said.state_before) == ("reorganise", said.state_after)
    assert "机构改革（乌编发〔2026〕3号）：区医保局并入区人社局" in said.text
    assert not theirs.timeline.filter(verb="reorganise").exists()


def test_an_errand_goes_along_and_keeps_a_unit_from_leaving() -> None:
    asked = give(by=f.an_officer(Role.OFFICE, "ZB"), department=now("YB"), question="报送情况")
    assert joining.open_count(now("YB")) == 1
    merged()
    kept()
    asked.refresh_from_db()
    assert (asked.department, asked.state) == (now("RS"), "sent")
    assert "区医保局并入区人社局" in asked.entries.latest("pk").text


def test_two_questions_of_the_same_kind_become_one() -> None:
    joint = f.handled("joint")
    merged()
    states = dict(joint.assignments.values_list("department__code", "state"))
    assert states == {"YB": "recalled", "RS": "sent"}
    assert "两单位的联办合并" in joint.timeline.latest("pk").text
    joint.refresh_from_db()
    f.answer_all(joint)
    f.do(joint, "draft_decision", f.an_officer(CLERK, "SW"),
         facts="属实", basis="社会保险法第63条", decision="补缴")  # fmt: skip


def test_whoever_comes_along_goes_on_with_his_cases_and_others_pass_to_the_head() -> None:
    clerk, heir = f.an_officer(CLERK, "YB"), f.an_officer(HEAD, "RS")
    mine = f.handled(code="YB")
    merged("YB", "RS", clerk)
    mine.refresh_from_db()
    assert mine.responsible_officer == clerk
    assert [post.department.code for post in fresh(clerk).posts_today] == ["RS"]
    left = f.an_officer(HEAD, "YB")
    assert fresh(left).posts_today == []
    assert telling(left.notices, "岗位另行安排").exists()
    assert telling(heir.notices, "转办在办事项 1 件").exists()


def test_without_a_place_his_cases_pass_to_the_head_of_the_heir() -> None:
    mine = f.handled(code="YB")
    merged()
    mine.refresh_from_db()
    assert mine.responsible_officer == f.an_officer(HEAD, "RS")


def test_the_heir_reads_the_archived_files_of_both() -> None:
    done, reader = f.archived(code="YB"), f.an_officer(CLERK, "RS")
    assert done not in Dispute.objects.visible_to(fresh(reader))
    merged()
    assert done in Dispute.objects.visible_to(fresh(reader))
    assert done not in Dispute.objects.visible_to(fresh(f.an_officer(CLERK, "YB")))
    f.do(done, "report_up", reader)
    assert done in Dispute.objects.visible_to(fresh(reader))


def test_a_chain_of_mergers_ends_at_the_unit_at_work() -> None:
    done = f.archived(code="YB")
    f.an_officer(HEAD, "SW")
    merged("YB", "RS")
    merged("RS", "SW", f.an_officer(CLERK, "RS"))
    kept()
    assert now("YB").succeeded_by == now("RS").succeeded_by == now("SW")
    assert done in Dispute.objects.visible_to(fresh(f.an_officer(CLERK, "SW")))


def test_routing_names_the_heir_wherever_the_plan_names_the_other() -> None:
    asked = RoutingQuestion("MED-1", ("medical",), town="230718100", receiving_department="SW")
    assert "YB" in suggest(asked).lead
    merged()
    answer = suggest(asked)
    assert "YB" not in answer.lead + answer.supporting
    assert "RS" in answer.lead


def test_towns_drafts_and_the_name_go_along() -> None:
    draft = f.a_draft("CL")
    author = f.an_officer(CLERK, "CL")
    f.an_officer(Role.TOWN_LEAD, "WM")
    merged("CL", "WM", author)
    assert Town.objects.get(code="230718100").department == now("WM")
    draft.refresh_from_db()
    f.do(draft, "register", author)
    assert "-WM-" in str(draft)
    assert member_called("翠峦镇人民政府") == now("WM")


def test_meetings_supervisions_and_questions_go_over() -> None:
    from tests.workflow import many as m

    meeting = m.held(2)
    merged()
    kept()
    seats = set(meeting.attendances.values_list("department__code", flat=True))
    assert "YB" not in seats
    meeting.refresh_from_db()
    assert meeting.convenor.code != "YB"


def test_an_open_supervision_is_answered_by_the_heir() -> None:
    case, office = f.handled("referral"), f.an_officer(Role.OFFICE, "ZB")
    f.do(case, "supervise", office, department=f.a_department("YB"), reason="超期", level="1")
    merged()
    kept()
    [own] = case.supervisions.all()
    assert own.department == now("RS")
    assert telling(f.an_officer(HEAD, "RS").notices, "督办转由你单位答复").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        case.supervisions.update(department=now("SW"))


@pytest.mark.parametrize("kind", ["merge", "part"])
def test_what_was_asked_to_leave_is_let_out_by_the_heir(kind: str) -> None:
    case = f.handled(code="YB")
    f.do(
        case, "disclose", f.an_officer(CLERK, "YB"), recipient_kind="department",
        recipient="区审计局", purpose="专项审计", until=f.today(), particulars=["number"],
    )  # fmt: skip
    scope = {} if kind == "merge" else {"scope": reforming.Scope(numbers=[str(case)])}
    carried_out(registered("YB", "RS", kind, **scope), f.an_officer(CLERK, "YB"))
    kept()
    own = case.disclosures.get()
    assert own.department == now("RS")
    assert "接着办理" in own.entries.latest("pk").text
    DISCLOSURES.verbs["sign"].does(own, by=fresh(f.an_officer(HEAD, "RS")), comment="同意")
    assert own.state == "office"


def test_what_both_had_let_out_keeps_its_numbers_in_the_books_of_both() -> None:
    for code in ("YB", "RS"):
        f.do(f.handled(code=code), "disclose", f.an_officer(CLERK, code), **asked())
        own = Disclosure.objects.latest("pk")
        for verb, by in (
            ("sign", f.an_officer(HEAD, code)),
            ("review", f.an_officer("office", "ZB")),
        ):
            does(own, verb, by, comment="同意")
    before = list(Disclosure.objects.order_by("pk").values_list("number", "numbered_by__code"))
    assert [code for _, code in before] == ["YB", "RS"]
    merged()
    kept()
    after = Disclosure.objects.order_by("pk")
    assert {own.department for own in after} == {now("RS")}
    assert list(after.values_list("number", "numbered_by__code")) == before


def test_a_part_takes_what_was_chosen_and_the_rest_stays() -> None:
    medical = f.handled(code="YB", insurance_types=["medical"])
    named, other = f.handled(code="YB"), f.handled(code="YB")
    moving = f.an_officer(CLERK, "YB")
    scope = reforming.Scope(insurance_types=["medical"], numbers=[str(named)])
    row = carried_out(registered("YB", "RS", "part", scope=scope), moving)
    kept()
    assert row.cases == 2
    holders = [Dispute.objects.get(pk=d.pk).receiving_department.code for d in (medical, named)]
    assert holders == ["RS", "RS"]
    other.refresh_from_db()
    assert other.receiving_department == now("YB")
    assert now("YB").is_active
    assert telling(f.an_officer(HEAD, "YB").notices, "部分职责划给").exists()
    moved = fresh(moving)
    assert {post.department.code for post in moved.posts_held} == {"YB", "RS"}
    assert moved.terms.get(post__department__code="YB").ends_on == f.today()


def test_before_its_day_and_by_whoever_registered_it_nothing_is_carried_out() -> None:
    later = registered(decided=decided(f.today() + timedelta(days=3)))
    with pytest.raises(NotAllowed, match="生效日期"):
        carried_out(later)
    with pytest.raises(NotYours):
        reforming.carry_out(later, by=fresh(f.an_officer(Role.SYSADMIN, "ZB")), places={})
    with pytest.raises(NotYours):
        reforming.carry_out(later, by=fresh(f.an_officer(HEAD, "SW")), places={})


def test_it_is_refused_where_it_could_not_go_on() -> None:
    with pytest.raises(Mistyped, match="可作主办"):
        registered("YB", "CZ")
    with pytest.raises(NotAllowed, match="专班办公室"):
        registered("YB", "ZB")
    registered("YB", "RS")
    with pytest.raises(NotAllowed, match="还没有落实"):
        registered("YB", "SW")


def test_all_or_nothing_where_nobody_is_there_to_go_on() -> None:
    case = f.handled(code="YB")
    Officer.objects.filter(username__startswith="rs_").update(is_active=False)
    row = registered()
    with pytest.raises(NotAllowed, match="没有在岗"):
        carried_out(row)
    case.refresh_from_db()
    assert case.receiving_department == now("YB")
    assert now("YB").is_active
    assert not Term.objects.filter(post__department__code="YB", ends_on__isnull=False).exists()


def test_it_is_cancelled_before_and_carried_out_once() -> None:
    row, asked = registered(), f.an_officer(Role.SECADMIN, "ZB").notices
    reforming.cancel(row, by=fresh(f.an_officer(Role.SYSADMIN, "ZB")), reason="方案有变")
    row.refresh_from_db()
    with pytest.raises(NotAllowed, match="已撤销"):
        carried_out(row)
    done = merged()
    assert not telling(asked.filter(read_at=None), "已登记，请落实").exists()
    with pytest.raises(NotAllowed, match="已落实"):
        carried_out(Reform.objects.get(pk=done.pk))
    verbs = set(ChangeRecord.objects.values_list("verb", flat=True))
    assert {"登记机构改革", "撤销机构改革登记", "落实机构改革", "免职"} <= verbs


@pytest.mark.by_owner
def test_postgresql_gives_nothing_to_a_unit_that_works_no_more() -> None:
    case, asked = f.handled(), f.handled("referral")
    with transaction.atomic():
        Department.objects.filter(code="YB").update(is_active=False)
        with pytest.raises(IntegrityError), transaction.atomic():
            kept()
        transaction.set_rollback(True)
    merged()
    for change in (
        lambda: Dispute.objects.filter(pk=case.pk).update(lead_department=now("YB")),
        lambda: Assignment.objects.filter(dispute=asked).update(department=now("YB")),
        lambda: Reform.objects.update(document="另一文号"),
        lambda: Reform.objects.all().delete(),
        lambda: Department.objects.filter(code="RS").update(name="区人力局"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_each_further_case_costs_one_statement() -> None:
    def cost(count: int) -> int:
        numbers = [str(f.handled(code="YB")) for _ in range(count)]
        row = registered("YB", "RS", "part", scope=reforming.Scope(numbers=numbers))
        with CaptureQueriesContext(connection) as asked:
            carried_out(row)
        assert Reform.objects.get(pk=row.pk).cases == count
        return len(asked)

    f.an_officer(Role.SECADMIN, "ZB")
    few, many = cost(2), cost(9)
    assert many - few == 7
    assert few <= 50
