"""How the pieces that papers share are written."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from papers.layout.days import FOR_THE_PEN
from papers.pieces import (
    AgentPiece,
    MaterialPiece,
    OfficePiece,
    PartyPiece,
    SignaturePiece,
    materials_line,
)
from tests.papers import samples


def test_a_person_is_known_by_his_id_number_and_a_unit_by_its_credit_code() -> None:
    assert samples.a_payer().document_number == samples.ID_NUMBER
    assert samples.an_employer().document_number == "91230799MA1TE5T189"
    assert PartyPiece().document_number == ""


def test_home_and_work_stand_in_one_cell() -> None:
    assert samples.a_payer().home == f"{samples.ADDRESS}；翠峦兴林木制品加工厂"
    assert samples.a_payer(employer="").home == samples.ADDRESS


def test_who_speaks_for_a_payer_is_named_with_what_lets_him() -> None:
    agent = AgentPiece(name="欧阳大雪", phone="15400000026", authority="授权委托书1份")
    assert agent.line == "欧阳大雪 15400000026 授权委托书1份"
    assert AgentPiece(name="欧阳大雪").line == "欧阳大雪"


def test_materials_are_counted_with_their_pages() -> None:
    assert materials_line(samples.MATERIALS) == "1.劳动合同复印件 2页；2.工资发放流水 1页（共3页）"
    assert materials_line([MaterialPiece(title="照片")]) == "1.照片"
    assert materials_line([]) == "无"


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        (date(2024, 1, 1), date(2025, 6, 1), "2024.01-2025.06"),
        (date(2024, 1, 1), date(2024, 1, 31), "2024.01"),
        (date(2024, 1, 1), None, "2024.01起"),
        (None, date(2025, 6, 1), "至2025.06"),
        (None, None, ""),
    ],
)
def test_a_period_with_one_end_says_which(
    start: date | None, end: date | None, written: str
) -> None:
    assert samples.a_matter(period_start=start, period_end=end).period == written


def test_the_matter_says_where_it_is_and_which_insurances_it_concerns() -> None:
    matter = samples.a_matter()
    assert matter.where == "翠峦镇翠峦林场"
    assert matter.insurance_words == "养老、医疗、失业"
    assert [box.label for box in matter.insurance_boxes if not box.ticked] == [
        "工伤", "生育", "城乡居民养老", "城乡居民医疗",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("severity", "is_major", "words"),
    [("major", True, ["重大疑难"]), ("general", False, ["一般"]), ("", False, [])],
)
def test_before_triage_a_matter_is_neither_major_nor_general(
    severity: str, is_major: bool, words: list[str]
) -> None:
    matter = samples.a_matter(severity=severity)
    assert matter.is_major == is_major
    assert [box.label for box in matter.severity_boxes if box.ticked] == words


def test_an_office_says_whom_to_ask_and_where() -> None:
    assert (
        samples.OFFICE.line
        == "联系人：经办员甲，电话：0458-3100000，地址：乌翠区新兴路66号一楼大厅"
    )
    assert OfficePiece(name="区税务局").line == ""


def test_a_signature_given_in_the_system_says_so_and_one_that_is_missing_leaves_a_line() -> None:
    at = datetime(2026, 3, 4, 1, 20, tzinfo=UTC)
    assert SignaturePiece(name="专班组长", at=at).when == "2026年3月4日 9:20（系统签批）"
    assert SignaturePiece(name="专班组长").when == FOR_THE_PEN
    assert SignaturePiece(at=at, comment="同意。").when == FOR_THE_PEN


def test_a_remedy_is_called_by_its_word() -> None:
    words = [road.channel_word for road in samples.decision().remedies]
    assert words == ["调解", "仲裁", "行政复议", "行政诉讼"]
