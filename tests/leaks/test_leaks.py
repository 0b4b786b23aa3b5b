"""Nobody learns what is not his: who sees what, at every door, and in what every list adds up."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from zlib import crc32

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from departments.models import Officer
from disputes.choices import LED
from disputes.models import Dispute
from reports.statistics.counting import Asked, rate, telling
from reports.statistics.statistics import came_in, figures
from reports.statistics.tallies import by_lead, sums, tallies
from reports.statistics.tallies import keys_of as ends_of
from tests.leaks import matrix, recount, sight, world
from tests.leaks.addresses import HOUSE, NOUN, OF_CASES, OF_PEOPLE, OF_ROLES, filled, routes
from tests.leaks.asking import Answer, ask
from tests.leaks.printed import cases_in_papers
from tests.leaks.sight import Facts, Sight
from tests.leaks.without import without_what_he_may_not_know
from tests.leaks.world import CAST
from tests.workflow.signing_in import signed_in
from workflow.models import Meeting

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.xdist_group("leaks")]

#: A landing asks at some addresses for each, all of them for somebody; by night all for all.
WHOLE = bool(os.environ.get("PORTAL_LEAKS"))
WRITES = os.environ.get("PORTAL_LEAKS") == "write"
NOBODYS = 99_999_999


@pytest.fixture(scope="module", autouse=True)
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Facts]:
    """The world, built once and undone behind the last test of this file."""
    with django_db_blocker.unblock(), world.counting_on_from_before(), transaction.atomic():
        cache.clear()
        world.made()
        yield sight.facts()
        transaction.set_rollback(True)


def is_asked(address: str, nth: int, one_in: int) -> bool:
    """By each of so many in turn, so that no address and nobody is left out."""
    return WHOLE or (crc32(address.encode()) + nth) % one_in == 0


def place_of(who: str) -> int:
    return list(CAST).index(who)


def seen_by(who: str, told: Facts) -> Sight:
    return Sight(Officer.objects.get(pk=world.officer(who).pk), told)


def test_every_address_stands_in_the_table() -> None:
    assert set(routes()) == set(NOUN)


def test_the_world_holds_three_hundred_disputes_of_every_kind(told: Facts) -> None:
    assert len(told.disputes) >= 300
    assert len({(each["state"], each["mode"]) for each in told.disputes.values()}) > 20
    assert {each["state"] for each in told.meetings.values()} >= {"planned", "cancelled", "issued"}


@pytest.mark.parametrize("who", CAST)
def test_what_is_visible_is_what_the_procedure_says(told: Facts, who: str) -> None:
    his = seen_by(who, told)
    found = set(Dispute.objects.visible_to(his.officer).values_list("pk", flat=True))
    assert found == his.disputes
    met = set(Meeting.objects.visible_to(his.officer).values_list("pk", flat=True))
    assert met == his.meetings, {told.meetings[pk]["state"] for pk in met ^ his.meetings}


def keys_of(told: Facts, noun: str) -> list[int]:
    named = {
        "dispute": told.disputes,
        "draft": told.disputes,
        "meeting": told.meetings,
        "errand": told.errands,
    }
    return sorted(named[noun] if noun in named else told.others[noun])


@pytest.mark.parametrize("who", CAST)
def test_what_is_hidden_looks_like_what_is_not_there(told: Facts, who: str) -> None:
    his = seen_by(who, told)
    browser = signed_in(his.officer)
    told_more = []
    for route, pk in doors(his, who):
        for typed in (None, {"reason": "想看看"}):
            there, nothing = (knock(browser, route, key, typed) for key in (pk, NOBODYS))
            if there != nothing:
                told_more.append((route, pk, there.status, nothing.status))
    assert told_more == []


def doors(his: Sight, who: str) -> Iterator[tuple[str, int]]:
    """An address each with something behind it that he must not know of."""
    for noun in (*OF_CASES, *OF_PEOPLE, *OF_ROLES):
        hidden = [pk for pk in keys_of(his.told, noun) if not getattr(his, noun)(pk)]
        for route in (each for each in NOUN if NOUN[each] == noun):
            if hidden and is_asked(route, place_of(who), 4):
                yield route, hidden[crc32(route.encode()) % len(hidden)]


@pytest.mark.parametrize("who", CAST)
def test_what_is_refused_of_the_house_looks_like_what_is_not_there(who: str) -> None:
    """Whoever may not open it does not learn which accounts, posts, rules and tokens there are."""
    browser = signed_in(world.officer(who))
    keys = {place: sight.rows(f"SELECT min(id) AS pk FROM {HOUSE[place]}")[0] for place in HOUSE}  # noqa: S608
    told_more = []
    for route in (each for each in NOUN if NOUN[each] == "house"):
        if not is_asked(route, place_of(who), 12):
            continue
        pk = next((keys[place]["pk"] for place in HOUSE if route.startswith(place)), NOBODYS)
        names = (filled(route, pk or NOBODYS), filled(route, NOBODYS, absent=True))
        for typed in (None, {"reason": "想看看"}):
            there = ask(browser, names[0], typed)
            if there.status not in {403, 404}:
                continue
            nothing = ask(browser, names[1], typed)
            said = [
                each.said.replace(name, "·")
                for each, name in zip((there, nothing), names, strict=True)
            ]
            if there.status != nothing.status or said[0] != said[1]:
                told_more.append((route, there.status, nothing.status))
    assert told_more == []


@pytest.fixture(scope="module")
def named(told: Facts, django_db_blocker: DjangoDbBlocker) -> dict[int, set[int]]:
    with django_db_blocker.unblock():
        return cases_in_papers(told)


@pytest.mark.parametrize("who", CAST)
def test_no_paper_of_his_tells_of_a_case_that_he_may_not_know(
    told: Facts, named: dict[int, set[int]], who: str
) -> None:
    """Read before they are drawn: the text of each PDF, of whatever copy."""
    his = seen_by(who, told)
    known = his.disputes | his.known_besides
    assert sum(map(bool, named.values())) > 300
    told_more = {}
    for pk, cases in named.items():
        own = {told.others["paper"][pk]["dispute_id"]}
        if his.paper(pk) and (more := cases - known - own):
            told_more[pk] = more
    assert told_more == {}


def knock(browser: Client, route: str, pk: int, typed: dict[str, str] | None) -> Answer:
    answer = ask(browser, filled(route, pk), typed)
    return Answer(answer.status, re.sub(rf"(?<=/){pk}(?=/)", "·", answer.said))


@pytest.mark.parametrize("who", CAST)
def test_what_is_his_opens(told: Facts, who: str) -> None:
    his = seen_by(who, told)
    browser = signed_in(his.officer)
    asked = []
    for noun in OF_CASES:
        own = [pk for pk in keys_of(told, noun) if getattr(his, noun)(pk)]
        inside = "api" if noun == "approval" else ""  # on pages a head's own alone
        page = next(each for each in NOUN if NOUN[each] == noun and ("api" in each) == bool(inside))
        asked += [filled(page, pk) for pk in own[:: max(1, len(own) // (40 if WHOLE else 2))]]
    assert [each for each in asked if ask(browser, each).status == 404] == []


def test_every_answer_is_that_of_the_reviewed_matrix(told: Facts) -> None:
    """`PORTAL_LEAKS=write` writes the page anew; then it is to be read again."""
    wanted = {} if WRITES else matrix.read()
    with transaction.atomic():
        knocking = matrix.Knocking(matrix.things())
        asked = [each for nth, each in enumerate(matrix.cells()) if WHOLE or nth % 11 == 0]
        found = {each: knocking.answer(each) for each in asked}
        transaction.set_rollback(True)
    if WRITES:
        matrix.PAGE.write_text(matrix.written(found), "utf-8")
        return
    assert set(matrix.cells()) == wanted.keys(), "写一遍，读一遍：PORTAL_LEAKS=write"
    assert found == {each: wanted[each] for each in found}


#: 全区 figures are for everybody and tell of no case (R097; tests/reports sees to small cells), and
#: what the task force is recused from is counted in them; the record of use shows the asking.
DISTRICT = {
    "statistics/", "statistics/scorecard/", "statistics/scorecard/export/",
    "statistics/scorecard/<str:figure>/", "manage/audit/", "manage/audit/export/",
    "manage/audit/unusual/", "manage/audit/chain/",
}  # fmt: skip
#: Asked besides, by whoever may: search by name, words, telephone, number; another part of a list.
SEARCHED = ["欧阳测试", "三个月没有申报", "15400000018", "SW-"]
#: What a form asks while it is filled in: was it reported before, what may be on an agenda.
TYPED = {
    "/disputes/register/look/": {
        "payer.kind": "employee", "payer.name": "欧阳测试", "payer.phone": "15400000018",
        "category": "TAX-1", "facts": "单位办了参保登记，三个月没有申报缴费。",
    },
    "/meetings/new/": {"find": "1", "q": "SW-"},
    "/disputes/export/": {"query": ""},
}  # fmt: skip
MORE = [
    "tasks/?tab=waiting", "tasks/?tab=overdue", "supervisions/?tab=closed",
    "approvals/?tab=decided", "errands/?tab=done", "disclosures/?tab=ended",
    "archives/?q=补缴", "archives/?q=SW",
    "api/v1/disputes/?q=欧阳测试", "api/v1/archives/?q=补缴", "messages/?show=unread",
    "statistics/scorecard/received/?unit=SW", "?tab=waiting",
]  # fmt: skip


@pytest.mark.parametrize("who", CAST)
def test_without_what_is_hidden_every_answer_is_the_same(told: Facts, who: str) -> None:
    his = seen_by(who, told)
    browser = signed_in(his.officer)
    lists = [each for each in (*(r for r in NOUN if NOUN[r] == ""), *MORE) if each not in DISTRICT]
    asked: list[tuple[str, dict[str, str] | None]] = [
        (filled(each, 0) if each in NOUN else f"/{each}", None)
        for each in lists
        if is_asked(each, place_of(who), 6)
    ]
    own = sorted(his.disputes)[:: max(1, len(his.disputes) // 3)][: 40 if WHOLE else 2]
    asked += [(f"/disputes/{pk}/{verb}", None) for pk in own for verb in ("", "merge/")]
    asked += [("/disputes/", {"q": words}) for words in SEARCHED]
    asked += TYPED.items()
    before = [ask(browser, *each) for each in asked]
    with without_what_he_may_not_know(his):
        browser.cookies.pop("messages", None)
        after = [ask(browser, *each) for each in asked]
    changed = [each for each, one, two in zip(asked, before, after, strict=True) if one != two]
    assert changed == []


COUNTED = ("clerk", "recused", "head", "returned", "rs_clerk", "cz_clerk", "town", "leader",
           "office", "auditor")  # fmt: skip


def test_the_figures_of_everybody_are_what_his_rows_add_up_to() -> None:
    """Partial months on both sides, late, renamed, objected to, struck out, over two years."""
    today = timezone.localdate()
    asked = Asked(today - timedelta(days=330), today - timedelta(days=1))
    with transaction.atomic():
        recount.scatter()
        told, beside = sight.facts(), recount.Beside.read()
        for who in COUNTED:
            his = seen_by(who, told)
            _adds_up(his, asked, beside)
        transaction.set_rollback(True)


def _adds_up(his: Sight, asked: Asked, beside: recount.Beside) -> None:
    own, today = recount.his_rows(his, asked), timezone.localdate()
    rows = came_in(Dispute.objects.visible_to(his.officer), asked)
    counted = tallies(rows, asked, ends_of(came_in(Dispute.objects.all(), asked)))
    whole = recount.added_up(own, beside, today)
    assert sums(counted.progress) == whole
    listed = [kept.count() for kept in (rows.judged(today), rows.in_time(today), rows.late(today))]
    assert listed == [whole.judged, whole.in_time, whole.judged - whole.in_time]
    leads = {each["lead_department_id"] for each in own if each["mode"] in LED}
    assert by_lead(counted.progress, {}) == {
        lead: recount.added_up(
            [r for r in own if r["lead_department_id"] == lead and r["mode"] in LED], beside, today
        )
        for lead in leads
    }
    for name, found in counted.arrivals.items():
        assert found == Counter(each[name] for each in own)
    page, tell = figures(his.officer, asked), telling(his.officer)
    assert [month.received.count for month in page.months] == [
        recount.by_month(own, "registered_at")[first] for first in asked.firsts
    ]
    assert [month.concluded.count for month in page.months] == [
        recount.by_month(own, "concluded_at")[first] for first in asked.firsts
    ]
    before = len(recount.his_rows(his, asked, years_ago=1))
    assert page.totals.before.startswith(f"上年同期 {tell(before, '').words} 件")
    assert page.totals.on_time == rate(whole.in_time, whole.judged, tell)
    assert page.totals.objected == rate(whole.objected, whole.said, tell)
