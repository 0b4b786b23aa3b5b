"""争议事项: filters, search, pages, saved views, spreadsheet, all inside what one may see."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from confidentiality.models import AccessRecord
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute, Follow, SavedView
from disputes.views import exporting, listing
from tests import factories
from tests.disputes.people import browser

pytestmark = pytest.mark.django_db

LIST, EXPORT, SAVE = "/disputes/", "/disputes/export/", "/disputes/views/save/"
FOLLOW = "/disputes/follow/"


@pytest.fixture
def clerk() -> Client:
    return browser(factories.an_officer(Role.CLERK, "SW"))


def numbers(page: str) -> list[str]:
    return re.findall(r'<a class="ui-case"[^>]*>([0-9A-Z-]+)</a>', page)


def shown(client: Client, asked: str = "") -> list[str]:
    answer = client.get(f"{LIST}{asked}")
    assert answer.status_code == 200
    return numbers(answer.content.decode())


def test_a_stranger_sees_no_row_and_no_count(clerk: Client) -> None:
    dispute = factories.registered("YB")
    page = clerk.get(LIST).content.decode()
    nothing = browser(factories.an_officer(Role.CLERK, "CZ")).get(LIST).content.decode()
    assert numbers(page) == []
    assert "0 件" in page
    assert "0 件" in nothing
    for asked in (f"?q={dispute.number}", "?q=欧阳测试", "?q=15400000018", "?q=没有申报缴费"):
        assert shown(clerk, asked) == []
    assert shown(browser(factories.an_officer(Role.CLERK, "YB"))) == [dispute.number]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("state=triage", "triaged"),
        ("state=open", "all"),
        ("state=ended", "none"),
        ("severity=general", "handled"),
        ("mode=single", "handled"),
        ("lead=SW", "all"),
        ("lead=YB", "none"),
        ("category=TAX-3", "triaged"),
        ("town=230718101", "triaged"),
        ("channel=phone", "triaged"),
        ("insurance=injury", "triaged"),
        ("insurance=none", "none"),
        ("lamp=red", "none"),
        ("lamp=amber&state=open", "both_amber"),
        ("order=due", "all"),
    ],
)
def test_a_filter_narrows(clerk: Client, asked: str, found: str) -> None:
    handled = factories.handled()
    triaged = factories.triaged(
        category="TAX-3", town="230718101", channel="phone", insurance_types=["injury"]
    )
    expected = {
        "all": {handled.number, triaged.number},
        "handled": {handled.number},
        "triaged": {triaged.number},
        "both_amber": {triaged.number},
        "none": set(),
    }
    assert set(shown(clerk, f"?{asked}")) == expected[found]


def test_dates_narrow_by_registration_and_due_day(clerk: Client) -> None:
    dispute = factories.triaged()
    today, tomorrow = timezone.localdate(), timezone.localdate() + timedelta(days=1)
    assert shown(clerk, f"?since={today}&until={today}") == [dispute.number]
    assert shown(clerk, f"?since={tomorrow}") == []
    assert shown(clerk, f"?due_before={tomorrow + timedelta(days=30)}") == [dispute.number]
    assert shown(clerk, f"?due_before={today}") == []


def test_an_unknown_word_is_said_and_shows_nothing(clerk: Client) -> None:
    factories.registered()
    answer = clerk.get(f"{LIST}?state=nonsense&since=gestern")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "没有“nonsense”这个状态" in page
    assert "登记自写作 2026-03-05。" in page
    assert numbers(page) == []


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("severity=x", "没有“x”这个性质，请从列表中选择。"),
        ("mode=x", "没有“x”这个办理方式，请从列表中选择。"),
        ("lead=QQ", "没有“QQ”这个主办，请从列表中选择。"),
        ("receiving=QQ", "没有“QQ”这个受理，请从列表中选择。"),
        ("category=x", "没有“x”这个类别，请从列表中选择。"),
        ("town=x", "没有“x”这个辖区，请从列表中选择。"),
        ("channel=x", "没有“x”这个渠道，请从列表中选择。"),
        ("insurance=x", "没有“x”这个险种，请从列表中选择。"),
        ("lamp=blue", "没有“blue”这个灯，请从列表中选择。"),
        ("order=x", "没有“x”这个次序，请从列表中选择。"),
        ("until=x", "登记至写作 2026-03-05。"),
        ("due_before=x", "此日前到期写作 2026-03-05。"),
    ],
)
def test_every_filter_has_its_sentence(clerk: Client, asked: str, sentence: str) -> None:
    answer = clerk.get(f"{LIST}?{asked}")
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_a_sentence_says_what_is_shown(clerk: Client) -> None:
    page = clerk.get(f"{LIST}?state=open&lamp=red&lead=SW&town=230718100").content.decode()
    said = re.search(r'<p class="ui-says">(.*?)</p>', page)
    assert said is not None
    assert said[1] == "未办结、已超期、主办是税务局、翠峦镇的事项，快到期的在前，0 件。"


def test_what_is_searched_for_stands_in_no_address(clerk: Client) -> None:
    dispute = factories.registered()
    answer = clerk.post(LIST, {"q": "欧阳测试"})
    address = answer["Location"]
    assert "find=" in address
    assert "欧阳" not in str(parse_qs(urlsplit(address).query))
    page = clerk.get(address).content.decode()
    assert numbers(page) == [dispute.number]
    assert 'value="欧阳测试"' in page
    stolen = browser(factories.an_officer(Role.CLERK, "SW", nth=2)).get(address)
    assert stolen.status_code == 400
    assert "检索的内容已失效" in stolen.content.decode()


def test_a_whole_number_leads_to_its_dispute(clerk: Client) -> None:
    dispute = factories.registered()
    answer = clerk.post(LIST, {"q": str(dispute.number).lower()})
    assert answer["Location"] == dispute.get_absolute_url()
    stranger = browser(factories.an_officer(Role.CLERK, "CZ"))
    assert stranger.post(LIST, {"q": dispute.number})["Location"].startswith(f"{LIST}?find=")


def test_what_people_say_of_a_number_leads_to_its_dispute(clerk: Client) -> None:
    dispute = factories.registered()
    serial = int(str(dispute.number)[-6:])
    for said in (
        f"SW-{serial}",
        f"sw-{serial}",
        f"{serial:06d}",
        f"2307１8－{dispute.year}-SW-{serial:06d}",
        str(dispute.number).replace("-", ""),
        str(dispute.number).replace("-", " "),
    ):
        assert clerk.post(LIST, {"q": said})["Location"] == dispute.get_absolute_url(), said
    assert clerk.post(LIST, {"q": str(serial)})["Location"].startswith(f"{LIST}?find=")


@pytest.mark.parametrize("order", ["new", "due"])
def test_pages_follow_one_another_without_a_gap(
    clerk: Client, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "SIZE", 2)
    wanted = [factories.registered().number for _ in range(5)]
    wanted = wanted[::-1] if order == "new" else wanted
    address, seen, pages = f"?order={order}", [], []
    while address:
        page = clerk.get(f"{LIST}{address}").content.decode()
        seen += numbers(page)
        pages.append(numbers(page))
        following = re.search(r'href="([^"]*)" rel="next"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert seen == wanted
    back = re.search(r'href="([^"]*)" rel="prev"', page)
    assert back is not None
    assert shown(clerk, back[1].replace("&amp;", "&")) == pages[-2]
    assert shown(clerk, f"?order={order}&cursor=nonsense") == pages[0]


def statements(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


def test_fifty_rows_cost_what_five_do(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "SIZE", 40)
    for _ in range(5):
        factories.registered()
    clerk.get(LIST)
    few = statements(lambda: clerk.get(f"{LIST}?order=due&cursor=n2020-01-01.0"))
    for _ in range(45):
        factories.registered()
    many = statements(lambda: clerk.get(f"{LIST}?order=due&cursor=n2020-01-01.0"))
    assert (few, many) <= (12, 12)
    assert few == many
    assert statements(lambda: clerk.get(LIST)) <= 12


def test_counting_stops(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "SIZE", 2)
    monkeypatch.setattr(listing, "COUNTED", 3)
    for _ in range(5):
        factories.registered()
    assert "3 件以上" in clerk.get(LIST).content.decode()


def test_a_view_is_kept_used_and_dropped_by_its_owner(clerk: Client) -> None:
    handled = factories.handled(Mode.SINGLE)
    factories.triaged()
    clerk.post(SAVE, {"query": "state=handling&order=due", "name": "正在办"})
    view = SavedView.objects.get()
    assert view.filters == {"state": "handling", "order": "due"}
    page = clerk.get(LIST).content.decode()
    assert "办理中的事项，快到期的在前" in page
    assert shown(clerk, "?state=handling&order=due") == [handled.number]
    other = browser(factories.an_officer(Role.CLERK, "SW", nth=2))
    assert "正在办" not in other.get(LIST).content.decode()
    other.post(f"/disputes/views/{view.pk}/drop/")
    assert SavedView.objects.exists()
    clerk.post(f"/disputes/views/{view.pk}/drop/")
    assert not SavedView.objects.exists()


def test_a_view_needs_a_name_and_the_same_name_is_changed(clerk: Client) -> None:
    answer = clerk.post(SAVE, {"query": "", "name": " "}, follow=True)
    assert "请给这组条件起个名字。" in answer.content.decode()
    clerk.post(SAVE, {"query": "state=open", "name": "甲"})
    clerk.post(SAVE, {"query": "state=ended", "name": "甲"})
    assert [view.filters for view in SavedView.objects.all()] == [{"state": "ended"}]


def test_a_dispute_is_followed_only_where_it_may_be_seen(clerk: Client) -> None:
    mine, others = factories.registered(), factories.registered("YB")
    clerk.post(FOLLOW, {"follow": mine.pk, "back": "https://evil.example/"})
    clerk.post(FOLLOW, {"follow": mine.pk})
    for unknown in (others.pk, "", "x", 2**70):
        assert clerk.post(FOLLOW, {"follow": unknown}).status_code == 404
    assert [row.dispute for row in Follow.objects.all()] == [mine]
    assert f"取消关注 {mine.number}" in clerk.get(LIST).content.decode()
    answer = clerk.post(FOLLOW, {"unfollow": mine.pk, "back": LIST})
    assert answer["Location"] == LIST
    assert not Follow.objects.exists()


def test_an_export_is_masked_recorded_and_inside_what_he_may_see(clerk: Client) -> None:
    order = {"channel": "h12345", "source_platform": "12345热线", "source_number": "WC20260007"}
    mine = factories.registered(facts="=HYPERLINK(1)", **order)
    others = factories.registered("YB")
    answer = clerk.post(EXPORT, {"query": "state=open"})
    assert answer["Content-Disposition"].endswith('.xlsx"')
    sheet = sheet_of(answer)
    assert str(mine.number) in sheet
    assert str(others.number) not in sheet
    assert "欧阳测试" not in sheet
    assert "WC20260007" in sheet  # so that its platform is told what became of it (A22)
    assert "欧*试" in sheet
    assert "已脱敏，内部使用，严禁外传" in sheet
    record = AccessRecord.objects.get(action="export")
    assert record.purpose == "导出争议事项列表 1 件（脱敏）"


def sheet_of(answer: Any) -> str:  # Any: a streamed answer
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_an_export_of_several_handfuls_is_one_list_newest_first_and_ends_where_it_says(
    clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 1)
    monkeypatch.setattr(exporting, "MOST", 2)
    numbers = [str(factories.registered().number) for _ in range(3)]
    sheet = sheet_of(clerk.post(EXPORT, {"query": ""}))
    assert re.findall(r"230718-[0-9]{4}-SW-[0-9]{6}", sheet) == numbers[:0:-1]
    assert "2 件，只含最新 2 件" in sheet


def test_an_export_is_only_posted(clerk: Client) -> None:
    assert clerk.get(EXPORT).status_code == 405
    assert not Dispute.objects.exists()
