"""Every list of the API says in Chinese which filter it cannot make sense of, and shows nothing."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from disputes.choices import State
from disputes.models import NumberSeries
from tests import factories
from tests.api.programs import program

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "field", "typed", "sentence"),
    [
        ("disputes", "state", "handling,nonsense", "没有“nonsense”这个状态。"),
        ("disputes", "severity", "x", "没有“x”这个事项性质。"),
        ("disputes", "mode", "x", "没有“x”这个办理方式。"),
        ("disputes", "lead", "SW,QQ", "没有“QQ”这个单位。"),
        ("disputes", "receiving", "QQ", "没有“QQ”这个单位。"),
        ("disputes", "category", "TAX-99", "没有“TAX-99”这个争议类别。"),
        ("disputes", "town", "1", "没有“1”这个辖区。"),
        ("disputes", "lamp", "blue", "没有“blue”这个灯色。"),
        ("disputes", "due_before", "明天", "日期写作 2026-03-05。"),
        ("disputes", "cursor", "!!", "位置标记无效，请从第一页重新取。"),
        ("assignments", "state", "x", "没有“x”这个状态。"),
        ("assignments", "department", "QQ", "没有“QQ”这个单位。"),
        ("assignments", "cursor", "!!", "位置标记无效，请从第一页重新取。"),
        ("supervisions", "state", "x", "没有“x”这个状态。"),
        ("supervisions", "level", "9", "没有“9”这个级别。"),
        ("supervisions", "department", "QQ", "没有“QQ”这个单位。"),
        ("disclosures", "state", "x", "没有“x”这个状态。"),
        ("disclosures", "department", "QQ", "没有“QQ”这个单位。"),
        ("findings", "state", "x", "没有“x”这个状态。"),
        ("errands", "state", "x", "没有“x”这个状态。"),
        ("errands", "department", "QQ", "没有“QQ”这个单位。"),
        ("trainings", "kind", "x", "没有“x”这个类别。"),
        ("trainings", "department", "QQ", "没有“QQ”这个单位。"),
        ("trainings", "year", "1999", "不能小于 2000。"),
        ("archives", "year", "1999", "不能小于 2000。"),
        ("approvals", "state", "x", "没有“x”这个状态。"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_named(
    path: str, field: str, typed: str, sentence: str
) -> None:
    answer = program("leader", "ZB").get(f"{path}/", **{field: typed})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert answer.json()["errors"] == {field: [sentence]}


def test_the_case_of_that_number_stands_first_whatever_the_page_holds() -> None:
    factories.registered()
    NumberSeries.objects.filter(series="dispute.SW").update(last=14)
    wanted = [factories.registered().pk]
    wanted += reversed([factories.registered(facts="欠缴 15 个月").pk for _ in range(2)])
    api = program("clerk", "SW")
    assert [row["id"] for row in api.get("disputes/", q="15").json()["results"]] == wanted
    one = api.get("disputes/", q="15", page_size=1).json()
    met = [row["id"] for row in one["results"]]
    while one["next"]:
        cursor = parse_qs(urlsplit(one["next"]).query)["cursor"][0]
        one = api.get("disputes/", q="15", page_size=1, cursor=cursor).json()
        met += [row["id"] for row in one["results"]]
    assert met == wanted


def test_everything_wrong_is_said_at_once() -> None:
    answer = program("leader", "ZB").get("disputes/", state="x", page_size="0", lead="QQ")
    assert set(answer.json()["errors"]) == {"state", "page_size", "lead"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"severity": "general"}, "handled"),
        ({"mode": "single,joint"}, "handled"),
        ({"lead": "SW,YB"}, "both"),
        ({"receiving": "YB"}, "none"),
        ({"category": "TAX-3"}, "triaged"),
        ({"town": "230718101"}, "triaged"),
        ({"lamp": "red,amber,green"}, "both"),
        ({"lamp": "red"}, "none"),
        ({"category": "TAX-3", "lead": "YB"}, "none"),
        ({"category": ","}, "both"),
        ({"q": "没有申报缴费", "category": "TAX-3"}, "triaged"),
    ],
)
def test_every_filter_narrows(asked: dict[str, str], found: str) -> None:
    handled = factories.handled()
    triaged = factories.triaged(category="TAX-3", town="230718101")
    expected = {
        "both": [triaged.pk, handled.pk],
        "handled": [handled.pk],
        "triaged": [triaged.pk],
        "none": [],
    }
    rows = program("leader", "ZB").get("disputes/", **asked).json()["results"]
    assert [row["id"] for row in rows] == expected[found]


def test_an_archive_is_found_by_its_year_and_by_words() -> None:
    found = factories.a_dispute(State.ARCHIVED)
    year = timezone.localdate().year
    archives = program("archivist", "ZB").get
    for asked in ({}, {"year": year}, {"q": found.number}, {"q": found.number, "year": year}):
        assert [row["dispute"] for row in archives("archives/", **asked).json()] == [found.pk]
    assert archives("archives/", year=year - 1).json() == []
    assert archives("archives/", q="没有这件").json() == []
    in_body = program("archivist", "ZB").post
    for said, rows in ((found.number, [found.pk]), ("没有这件", [])):
        answer = in_body("archives/search/", {"q": said, "year": year}).json()
        assert [row["dispute"] for row in answer] == rows


def test_a_search_in_a_body_is_paged_by_an_address_that_says_nothing_of_it() -> None:
    made = [factories.registered().pk for _ in range(2)]
    clerk = program()
    one = clerk.post("disputes/search/", {"q": "没有申报缴费", "page_size": 1}).json()
    assert one["next"].partition("?")[2].startswith("cursor=")
    cursor = one["next"].partition("cursor=")[2]
    two = clerk.post(
        "disputes/search/", {"q": "没有申报缴费", "page_size": 1, "cursor": cursor}
    ).json()
    assert [one["results"][0]["id"], two["results"][0]["id"]] == made[::-1]
    assert clerk.post("disputes/search/", {"lamp": "紫"}).status_code == 400
    assert clerk.post("disputes/search/", {"q": ["张"]}).status_code == 400
