"""Words are found by their keyed windows, and what stands on a page was asked again."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from departments.roles import Role
from disputes.finding import found_by
from disputes.models import Dispute
from disputes.search import normalise_text
from tests import factories
from tests.disputes.people import browser
from web.paging import newest_keys, page_of

pytestmark = pytest.mark.django_db

#: Both windows of the word stand in the second text, the word in the first alone.
TOLD, DECEIVES = "反映工伤赔付被拖欠", "先问工伤，其后伤赔各半"


def seen(words: str) -> list[int]:
    rows = found_by(Dispute.objects.all(), words, newest=True)
    return newest_keys(rows, 100)


def many(*facts: str) -> list[int]:
    return [factories.registered(facts=each, claim="补缴").pk for each in facts]


def test_a_text_with_the_windows_but_without_the_word_is_not_shown() -> None:
    told, deceives = many(TOLD, DECEIVES)
    rows = found_by(Dispute.objects.all(), "工伤赔")
    assert set(rows.values_list("pk", flat=True)) == {told, deceives}, "the windows only guess"
    assert seen("工伤赔") == [told]
    assert seen("工伤") == [deceives, told]
    assert rows.counted(1000) == 1


def test_a_page_is_full_although_many_between_do_not_hold() -> None:
    told = many(TOLD, *[DECEIVES] * 5, TOLD, *[DECEIVES] * 4, TOLD)
    wanted = [told[-1], told[6], told[0]]
    rows = found_by(Dispute.objects.all(), "工伤赔")
    page = page_of(rows, "", 2)
    assert [row.pk for row in page.rows] == wanted[:2]
    assert page.next
    page = page_of(rows, page.next, 2)
    assert ([row.pk for row in page.rows], page.next) == (wanted[2:], "")
    assert [row.pk for row in page_of(rows, page.previous, 2).rows] == wanted[:2]


@pytest.mark.parametrize("walked", [False, True])
def test_a_frequent_word_is_walked_and_a_rare_one_looked_up_with_the_same_end(
    walked: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("disputes.finding._MANY", -1 if walked else 10**9)
    told, _ = many(TOLD, DECEIVES)
    with CaptureQueriesContext(connection) as asked:
        assert seen("工伤赔") == [told]
    statement = next(q["sql"] for q in asked if "words_told" in q["sql"])
    assert ("|| '{}'::int[]" in statement) == walked
    assert not any("工伤" in query["sql"] for query in asked), "no statement says what is sought"


@pytest.mark.parametrize("word", ["伤赔付", "工伤"])
def test_the_newest_first_then_the_index_then_the_next_page_find_what_all_at_once_would(
    word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a word's windows promise, no page opens more than it may; the pages together show
    each case that has the word once, forwards and backwards, for whoever may see it."""
    told = many(*[TOLD, *[DECEIVES] * 3] * 3, TOLD)
    others = factories.registered("RS", facts=TOLD).pk
    monkeypatch.setattr("disputes.finding._MANY", -1)
    monkeypatch.setattr("disputes.seeking.NEWEST", 5)
    right = [pk for pk in reversed(told) if word in Dispute.objects.get(pk=pk).facts]
    for officer, wanted in (
        (factories.an_officer(Role.CLERK, "SW"), right),
        (factories.an_officer(Role.OFFICE, "ZB"), [others, *right]),
        (factories.an_officer(Role.CLERK, "CZ"), []),
    ):
        rows = found_by(Dispute.objects.visible_to(officer), word, newest=True)
        page = page_of(rows, "", 3, most=4)
        onward = [row.pk for row in page.rows]
        while page.next:
            assert page.looked_at <= 4
            page = page_of(rows, page.next, 3, most=4)
            onward += [row.pk for row in page.rows]
        back = [row.pk for row in page.rows]
        while page.previous:
            page = page_of(rows, page.previous, 3, most=4)
            back = [*(row.pk for row in page.rows), *back]
        assert onward == back == newest_keys(rows, 100) == wanted, officer


def test_a_page_that_stopped_looking_says_so_and_leads_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("disputes.views.listing.LOOKED_AT", 3)
    told, *_ = many(TOLD, *[DECEIVES] * 4)
    clerk = browser(factories.an_officer(Role.CLERK, "SW"))
    page = clerk.post("/disputes/", {"q": "工伤赔"}, follow=True).content.decode()
    assert "本页核对了 3 件字样相近的，含有的 0 件，其余的还没有核对" in page
    assert "接着核对" in page
    [onward] = re.findall(r'href="([^"]+)" rel="next"', page)
    page = clerk.get("/disputes/" + unescape(onward)).content.decode()
    assert str(Dispute.objects.get(pk=told).number) in page
    assert 'rel="prev"' in page


@pytest.mark.parametrize("words", ["工伤", "工伤赔付", "2311工伤", "15400000018"])
def test_each_thing_that_may_be_meant_has_its_index(words: str) -> None:
    """One without would have all disputes read for a word that is nowhere (R033, P7)."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = found_by(Dispute.objects.all(), words).order_by().explain()
    assert "Bitmap Index Scan on dispute_keyed_bigrams" in plan
    assert "Seq Scan on disputes_dispute" not in plan


def test_the_list_the_export_and_the_interface_show_what_holds() -> None:
    told, deceives = (Dispute.objects.get(pk=pk) for pk in many(TOLD, DECEIVES))
    clerk = factories.an_officer(Role.CLERK, "SW")
    page = browser(clerk).post("/disputes/", {"q": "工伤赔"}, follow=True).content.decode()
    assert (str(told.number) in page, str(deceives.number) in page) == (True, False)
    assert "1 件" in page


def test_a_page_of_the_list_opens_no_text() -> None:
    many(TOLD, DECEIVES)
    clerk = factories.an_officer(Role.CLERK, "SW")
    with CaptureQueriesContext(connection) as asked:
        browser(clerk).get("/disputes/")
    listed = [q["sql"] for q in asked if 'FROM "disputes_dispute"' in q["sql"]]
    assert listed
    for column in ("facts", "claim", "search_text"):
        assert not any(f'"disputes_dispute"."{column}"' in sql for sql in listed), column


def test_a_number_finds_its_case_whatever_its_words_are() -> None:
    [pk] = many(TOLD)
    number = str(Dispute.objects.get(pk=pk).number)
    assert seen(number) == [pk]


TAIL = "4444"
WORDS = [
    "欧阳测试",
    "没有缴纳养老",
    "翠峦镇向阳社区3号楼2单元501",
    "13904581234",
    "139-0458-1234",
    "110101199003074514",
    "11010119900307451X",
    TAIL,
    "E12345678",
    "6222021234567890123",
    "zhang xiaoming",
    "13904581",
    "230718199003",
    "3612345",
]


def test_a_word_reaches_the_database_keyed_alone() -> None:
    """PostgreSQL may log each statement with its parameters: the word stands in none."""
    dispute = factories.registered(channel="h12345", source_number="1390458123499")
    told: list[str] = []

    def listens(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # Django's
        told.append(f"{sql} {params!r}")
        return execute(sql, params, many, context)

    clerk, archivist = (
        browser(factories.an_officer(*each))
        for each in ((Role.CLERK, "SW"), (Role.ARCHIVIST, "ZB"))
    )
    for word in WORDS:
        told.clear()
        with connection.execute_wrapper(listens):
            answers = [
                clerk.post("/disputes/", {"q": word}, follow=True),
                clerk.post("/api/v1/disputes/search/", {"q": word}, "application/json"),
                clerk.post("/meetings/new/", {"find": "1", "q": word}),
            ]
            if word != TAIL:  # where nobody is looked for by it, the end of a 档号
                answers.append(archivist.post("/archives/", {"q": word}, follow=True))
        assert [each.status_code for each in answers] == [200] * len(answers)
        said = "".join("".join(told).lower().split())
        for each in {word, normalise_text(word), word.replace("-", "")}:
            place = said.find(each.lower())
            assert place < 0, (word, said[max(0, place - 300) : place + 60])
        assert "search_grams" in said
    with connection.execute_wrapper(listens):
        assert seen("13904581234") == [dispute.pk], "an order that could be a telephone"
        assert seen("1390458123499号") == [dispute.pk]
