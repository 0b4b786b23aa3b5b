"""Promises of the routing suggestion: the narratives, the splits of 四(二), and never nobody."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from departments.insurance import Insurance
from departments.matrix import DutyMatrix, NoMatrix, load_matrix
from departments.models import Category, Department, MatrixVersion, SwitchDate
from departments.routing import (
    ROADS,
    RoutingQuestion,
    UnknownCategory,
    route,
    suggest,
)
from workflow.procedure.transitions import DISPUTE_TABLE

pytestmark = pytest.mark.django_db

#: Synthetic narratives with what the district expects. `receiving` is who took the matter in: the
#: department whose duty it is; where the narrative is passed on (转办), 区信访局 took it in.
NARRATIVES = [
    json.loads(line)
    for line in (Path(__file__).parent / "narratives.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


@pytest.fixture
def matrix() -> DutyMatrix:
    return load_matrix()


def a_question(category: str, *kinds: str, **more: Any) -> RoutingQuestion:
    return RoutingQuestion(category=category, insurance_types=kinds, **more)


@pytest.mark.parametrize("told", NARRATIVES, ids=lambda told: told["id"])
def test_a_narrative_goes_where_the_district_expects(told: dict[str, Any]) -> None:
    answer = suggest(
        RoutingQuestion(
            category=told["category"],
            insurance_types=tuple(told["insurance_types"]),
            town=told["town"],
            receiving_department=told["receiving"],
            signals=told["signals"],
        )
    )
    assert set(answer.lead) == set(told["lead"])
    assert set(answer.supporting) == set(told["supporting"])
    assert answer.severity.suggested == told["severity"]
    assert answer.mode == told["mode"]


@pytest.mark.parametrize(
    ("category", "kind", "lead"),
    [
        ("TAX-1", "pension", "SW"),
        ("TAX-2", "medical", "SW"),
        ("TAX-3", "injury", "SW"),
        ("TAX-4", "maternity", "SW"),
        ("MED-1", "medical", "YB"),
        ("MED-2", "maternity", "YB"),
        ("MED-3", "medical_resident", "YB"),
        ("MED-4", "medical", "YB"),
        ("MED-5", "medical", "YB"),
        ("MED-6", "maternity", "YB"),
        ("MED-7", "medical", "YB"),
        ("HR-1", "pension", "RS"),
        ("HR-2", "unemployment", "RS"),
        ("HR-3", "pension", "RS"),
        ("HR-4", "injury", "RS"),
        ("HR-5", "pension", "RS"),
        ("HR-6", "pension_resident", "RS"),
        ("HR-7", "unemployment", "RS"),
        ("HR-8", "pension", "RS"),
        ("HR-9", "injury", "RS"),
    ],
)
def test_each_duty_of_the_plan_has_its_bureau(category: str, kind: str, lead: str) -> None:
    assert suggest(a_question(category, kind)).lead[0] == lead


@pytest.mark.parametrize("category", ["MED-1", "MED-3", "MED-4", "MED-5", "MED-6"])
def test_a_name_both_bureaus_use_is_split_by_insurance(category: str) -> None:
    assert suggest(a_question(category, "pension")).lead[0] == "RS"
    assert suggest(a_question(category, "medical")).lead[0] == "YB"
    both = suggest(a_question(category, "medical", "pension"))
    assert {"RS", "YB"} <= set(both.lead)
    assert both.mode == "convene_joint"


@pytest.mark.parametrize("category", ["HR-1", "HR-2", "HR-6", "HR-7", "HR-8"])
def test_the_other_bureaus_names_are_split_as_well(category: str) -> None:
    assert suggest(a_question(category, "medical")).lead == ["YB"]
    assert {"RS", "YB"} <= set(suggest(a_question(category, "medical", "pension")).lead)


class TestTheSwitchToSelfDeclaration:
    @pytest.fixture(autouse=True)
    def _switched(self) -> None:
        SwitchDate.objects.update(switched_on=date(2024, 1, 1), basis="测试")

    def asked(self, start: date, end: date, *kinds: str, category: str = "TAX-4") -> Any:
        return suggest(a_question(category, *kinds, period_start=start, period_end=end))

    def test_before_it_the_bureau_that_assessed_leads(self) -> None:
        assert self.asked(date(2022, 1, 1), date(2023, 12, 31), "pension").lead == ["RS"]
        assert self.asked(date(2022, 1, 1), date(2023, 12, 31), "medical").lead == ["YB"]

    def test_from_that_day_on_the_tax_bureau_leads(self) -> None:
        answer = self.asked(date(2024, 1, 1), date(2024, 6, 30), "pension")
        assert answer.lead == ["SW"]
        assert answer.mode == "accept_single"
        for category in ("MED-7", "MED-8", "HR-3", "HR-5"):
            after = self.asked(date(2024, 2, 1), date(2024, 6, 30), "pension", category=category)
            assert after.lead == ["SW"]

    def test_a_period_across_it_is_handled_jointly(self) -> None:
        answer = self.asked(date(2023, 12, 1), date(2024, 1, 31), "pension")
        assert answer.branch == "joint"
        assert answer.mode == "convene_joint"
        assert any("拆分期间" in why.text for why in answer.reasons)

    def test_kinds_that_switched_at_different_times_are_handled_jointly(self) -> None:
        SwitchDate.objects.filter(insurance="medical").update(switched_on=date(2020, 1, 1))
        answer = self.asked(date(2022, 1, 1), date(2022, 12, 31), "pension", "medical")
        assert answer.mode == "convene_joint"
        assert any("职工医疗在切换日后" in why.text for why in answer.reasons)

    def test_a_one_sided_period_is_that_day(self) -> None:
        one_day = a_question("TAX-4", "pension", period_end=date(2023, 5, 1))
        assert suggest(one_day).lead == ["RS"]


class TestNoSwitchDate:
    def test_the_categorys_department_leads_and_the_date_is_to_be_confirmed(self) -> None:
        answer = suggest(a_question("TAX-4", "pension", period_start=date(2022, 1, 1)))
        assert answer.lead == ["SW"]
        assert any("切换日待确认" in why.text for why in answer.reasons)

    def test_an_officers_own_word_decides(self) -> None:
        before = suggest(a_question("TAX-4", "medical", signals={"period": "before"}))
        assert before.lead == ["YB"]
        across = suggest(a_question("TAX-4", "medical", signals={"period": "across"}))
        assert across.mode == "convene_joint"

    def test_a_missing_period_is_asked_for(self) -> None:
        SwitchDate.objects.update(switched_on=date(2024, 1, 1), basis="测试")
        answer = suggest(a_question("TAX-4", "pension"))
        assert any("补充期间" in why.text for why in answer.reasons)

    def test_missing_kinds_are_told(self) -> None:
        answer = suggest(a_question("TAX-4", period_start=date(2022, 1, 1)))
        assert any("未选择险种" in why.text for why in answer.reasons)


class TestWhoReceivedIt:
    def test_its_own_duty_is_handled_alone(self) -> None:
        answer = suggest(a_question("TAX-1", "pension", receiving_department="SW"))
        assert (answer.branch, answer.mode) == ("own", "accept_single")

    @pytest.mark.parametrize("code", ["XF", "CZ", "CL", "WM", "YB"])
    def test_anothers_duty_is_told_and_handed_on(self, code: str) -> None:
        answer = suggest(a_question("TAX-1", "pension", receiving_department=code))
        assert (answer.branch, answer.mode) == ("other", "refer")
        assert answer.lead == ["SW"]

    def test_among_several_the_receiving_one_comes_first(self) -> None:
        answer = suggest(a_question("CRS-1", "pension", "medical", receiving_department="SW"))
        assert answer.lead == ["SW", "RS", "YB"]

    def test_whoever_is_asked_answers_a_consultation(self) -> None:
        answer = suggest(a_question("GEN-1", "pension", receiving_department="CL"))
        assert (answer.lead, answer.mode) == (["CL"], "answer_now")

    def test_an_anonymous_clue_goes_to_who_may_look_into_it(self) -> None:
        assert suggest(a_question("GEN-2", "medical")).mode == "refer"
        own = suggest(a_question("GEN-2", "medical", receiving_department="YB"))
        assert (own.lead, own.mode) == (["YB"], "accept_single")


def test_outside_the_district_only_telling_and_handing_on_is_left() -> None:
    answer = suggest(
        a_question(
            "TAX-4", "pension", town="other", receiving_department="SW", signals={"people": 30}
        )
    )
    assert answer.mode == "refer"
    assert answer.supporting == []
    assert any("区外" in why.text for why in answer.reasons)


@pytest.mark.parametrize("code", ["OUT-2", "OUT-3", "OUT-4", "OUT-5"])
def test_what_is_no_contribution_dispute_is_only_told(code: str) -> None:
    answer = suggest(
        a_question(code, "pension", receiving_department="XF", signals={"media": True})
    )
    assert answer.mode == "notify_only"
    assert answer.lead


def test_no_question_is_ever_left_without_a_lead(matrix: DutyMatrix) -> None:
    kinds: list[tuple[str, ...]] = [(), *((kind,) for kind in Insurance), tuple(Insurance)]
    for category in matrix.categories:
        for some in kinds:
            for town in ("", "230718100", "230718", "other"):
                for receiving in ("", "SW", "XF", "WM", "nobody"):
                    answer = route(
                        a_question(category, *some, town=town, receiving_department=receiving),
                        matrix,
                    )
                    assert answer.lead
                    assert not set(answer.lead) & set(answer.supporting)
                    assert all(why.clause and why.text for why in answer.reasons)


def test_towns_petition_and_finance_never_lead_what_is_handled(matrix: DutyMatrix) -> None:
    for code, category in matrix.categories.items():
        if category.handling == "handle":
            for receiving in ("XF", "CZ", "CL", "WM"):
                answer = route(a_question(code, "pension", receiving_department=receiving), matrix)
                assert not set(answer.lead) & {"XF", "CZ", "CL", "WM"}


def test_when_no_named_department_may_lead_the_office_decides(matrix: DutyMatrix) -> None:
    seats = {code: replace(seat, may_lead=False) for code, seat in matrix.departments.items()}
    answer = route(a_question("TAX-1", "pension"), replace(matrix, departments=seats))
    assert answer.lead == ["ZB"]


def test_a_department_that_left_is_named_no_more() -> None:
    Department.objects.filter(code="SB").update(is_active=False)
    assert "SB" not in suggest(a_question("HR-2", "pension")).lead


def test_an_unknown_category_is_said_in_words() -> None:
    with pytest.raises(UnknownCategory, match="没有“TAX-99”这个争议类别"):
        suggest(a_question("TAX-99"))


def test_the_answer_names_the_edition_and_turns_into_plain_values() -> None:
    answer = suggest(a_question("TAX-1", "pension", signals={"people": 12}))
    told = json.loads(json.dumps(answer.to_json()))
    assert told["matrix_version"] == 3
    assert told["severity"]["suggested"] == "major"
    assert told["severity"]["hits"][0]["signal"] == "people"
    assert {"clause", "text"} == set(told["reasons"][0])


def test_a_suggestion_costs_four_reads_once_the_edition_is_known(
    django_assert_num_queries: Any,
) -> None:
    suggest(a_question("TAX-1"))
    with django_assert_num_queries(4):
        suggest(a_question("TAX-4", "pension"))


def test_without_any_edition_in_force_it_says_so() -> None:
    with pytest.raises(NoMatrix, match="没有已施行的职责表"):
        load_matrix(on=date(2025, 12, 18))


def test_an_edition_in_the_future_does_not_speak_yet() -> None:
    MatrixVersion.objects.create(number=4, effective_from=date(2099, 1, 1), note="将来")
    assert load_matrix().version == 3


def test_a_suggested_road_is_called_as_its_button_is() -> None:
    assert {verb: road.label for verb, road in ROADS.items()} == {
        verb: DISPUTE_TABLE[verb].label for verb in ROADS
    }


def test_every_road_that_may_be_suggested_has_a_name(matrix: DutyMatrix) -> None:
    """Whatever the category, whether it is one's own, another's or several units'."""
    codes = Category.objects.filter(is_active=True).values_list("code", flat=True)
    questions = [a_question(code) for code in codes]
    modes = {
        route(replace(each, receiving_department=unit), matrix).mode
        for each in questions
        for unit in ("SW", "RS", "YB", "")
    }
    assert modes == set(ROADS) - {"report_major"}
