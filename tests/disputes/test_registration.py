"""A draft may lack anything; what is there must make sense and names are sealed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from confidentiality.sealing import open_sealed
from disputes.choices import State
from disputes.models import Dispute
from disputes.registration import NotADraft, keep_typed, save_registration
from tests import factories

pytestmark = pytest.mark.django_db


def clerk() -> Any:  # Any: an officer
    return factories.an_officer("clerk", "XF")


def errors_of(**data: Any) -> dict[str, list[str]]:  # Any: JSON
    with pytest.raises(ValidationError) as refused:
        save_registration(clerk(), data)
    return refused.value.message_dict


def test_an_empty_draft_is_kept_by_his_department() -> None:
    draft = save_registration(clerk(), {})
    assert draft.state == State.DRAFT
    assert draft.receiving_department.code == "XF"
    assert Dispute.objects.visible_to(clerk()).get() == draft


def test_everything_typed_is_kept_in_one_form() -> None:
    draft = save_registration(
        clerk(),
        {
            "channel": "visit",
            "visited_at": "2025-12-22T09:20:00+08:00",
            "town": "230718100",
            "category": "TAX-1",
            "insurance_types": ["pension", "medical", "pension"],
            "period_start": "2024.01",
            "period_end": "２０２５-06-30",
            "amount": "12,000.50",
            "people_count": "２人",
            "signals": {"people": 23, "petition_risk": True},
            "payer": {
                "kind": "employee",
                "name": "欧阳测试",
                "id_number": "23079919780412001１",
                "phone": "154 0000 0018",
            },
            "counterparty": {"kind": "employer", "name": "示例木制品加工厂"},
            "agent": {"name": "王代理", "phone": "0458-3900018"},
        },
    )
    draft = Dispute.objects.get(pk=draft.pk)
    assert draft.insurance_types == ["pension", "medical"]
    assert (draft.period_start, draft.period_end) == (date(2024, 1, 1), date(2025, 6, 30))
    assert draft.amount == Decimal("12000.50")
    assert draft.people_count == 2
    assert draft.signals == {"people": 23, "petition_risk": True}
    payer, employer = draft.payer, draft.counterparty
    assert payer is not None
    assert employer is not None
    assert open_sealed(payer.id_number) == "230799197804120011"
    assert open_sealed(payer.phone) == "15400000018"
    assert str(payer.name) == "欧*试"
    assert employer.unit_name == "示例木制品加工厂"
    assert employer.name.is_blank
    assert "示例木制品加工厂" in draft.search_text
    assert draft.agent is not None


@pytest.mark.parametrize(
    ("field", "data"),
    [
        ("payer.id_number", {"payer": {"id_number": "230799197804120012"}}),
        ("payer.id_number", {"payer": {"id_number": "2307991978"}}),
        ("counterparty.credit_code", {"counterparty": {"credit_code": "91230799MA1TE5T180"}}),
        ("payer.phone", {"payer": {"phone": "154000"}}),
        ("payer.name", {"payer": {"name": "15400000018"}}),
        ("payer.kind", {"payer": {"kind": "king"}}),
        ("payer", {"payer": "张三"}),
        ("category", {"category": "TAX-99"}),
        ("town", {"town": "110000"}),
        ("channel", {"channel": "pigeon"}),
        ("insurance_types", {"insurance_types": ["pension", "housing"]}),
        ("insurance_types", {"insurance_types": "pension"}),
        ("insurance_types", {"insurance_types": [["pension"]]}),
        ("period_end", {"period_start": "2025-06-01", "period_end": "2024-06-01"}),
        ("period_start", {"period_start": "0001-01-01"}),
        ("visited_at", {"visited_at": "0001-01-01T00:00:00+14:00"}),
        ("visited_at", {"visited_at": "昨天"}),
        ("amount", {"amount": "-5"}),
        ("amount", {"amount": "12,00"}),
        ("amount", {"amount": True}),
        ("people_count", {"people_count": 0}),
        ("people_count", {"people_count": 10**30}),
        ("anonymous", {"anonymous": "也许"}),
        ("facts", {"facts": {"a": 1}}),
        ("facts", {"facts": "坏\ud800字"}),
        ("facts", {"facts": "坏\0字"}),
        ("signals", {"signals": {"hack": True}}),
        ("signals", {"signals": {"people": "很多"}}),
        ("signals", {"signals": [1]}),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(field: str, data: dict[str, Any]) -> None:
    errors = errors_of(**data)
    assert list(errors) == [field]
    assert all(sentence.endswith(("。", "？", "}。")) for sentence in errors[field])
    assert not Dispute.objects.exists()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2025/11/27 10:00:00", "2025-11-27T10:00:00"),
        ("2025年11月27日 10:00", "2025-11-27T10:00:00"),
        ("2025.11.27 10:00", "2025-11-27T10:00:00"),
        ("2025-11-27 10时5分", "2025-11-27T10:05:00"),
        ("２０２５－１１－２７　１０：００", "2025-11-27T10:00:00"),
        ("2025-11-27T02:00:00Z", "2025-11-27T10:00:00"),
        ("20251127 1000", "2025-11-27T10:00:00"),
        ("昨天上午", ""),
    ],
)
def test_moments_as_exports_write_them(written: str, kept: str) -> None:
    if not kept:
        assert list(errors_of(visited_at=written)) == ["visited_at"]
        return
    visited = save_registration(clerk(), {"visited_at": written}).visited_at
    assert visited is not None
    assert f"{timezone.localtime(visited):%Y-%m-%dT%H:%M:%S}" == kept


@pytest.mark.parametrize(
    "written", ["202401", "2024年1月", "2024.01", "2024-1", "2024/01/01", "20240101"]
)
def test_months_as_exports_write_them(written: str) -> None:
    assert save_registration(clerk(), {"period_start": written}).period_start == date(2024, 1, 1)


@pytest.mark.parametrize(
    ("name", "written", "kept"),
    [
        ("phone", "015400000018", "15400000018"),
        ("id_number", "0012345678(B)", "0012345678B"),
        ("id_number", "H12345678（01）", "H1234567801"),
    ],
)
def test_numbers_as_exports_write_them(name: str, written: str, kept: str) -> None:
    draft = save_registration(clerk(), {"payer": {name: written}})
    assert open_sealed(getattr(draft.payer, name)) == kept


def test_line_breaks_count_as_the_browser_counts_them() -> None:
    lines = "\r\n".join(["社" * 49] * 100)
    assert len(lines) == 5098
    draft = save_registration(clerk(), {"claim": lines})
    assert draft.claim == lines.replace("\r\n", "\n")
    assert list(errors_of(claim="社" * 5001)) == ["claim"]


def test_a_partial_change_leaves_the_rest_alone() -> None:
    draft = save_registration(clerk(), {"facts": "厂里不缴费", "payer": {"name": "测试甲"}})
    save_registration(clerk(), {"claim": "请催缴", "payer": {"kind": "employer"}}, draft)
    draft = Dispute.objects.get(pk=draft.pk)
    assert (draft.facts, draft.claim, draft.version) == ("厂里不缴费", "请催缴", 1)
    assert draft.payer is not None
    assert draft.payer.unit_name == "测试甲"  # the same name, now of a unit
    assert draft.payer.name.is_blank


def test_a_period_is_compared_with_the_end_kept_before() -> None:
    draft = save_registration(clerk(), {"period_start": "2025-06-01"})
    with pytest.raises(ValidationError):
        save_registration(clerk(), {"period_end": "2025-01-01"}, draft)


def test_a_page_that_does_not_send_a_tick_means_no() -> None:
    draft = save_registration(clerk(), {"anonymous": True})
    page = QueryDict("facts=abc&insurance_types=pension&insurance_types=injury&payer.name=测试甲")
    save_registration(clerk(), page, draft, whole=True)
    draft = Dispute.objects.get(pk=draft.pk)
    assert draft.anonymous is False
    assert draft.insurance_types == ["pension", "injury"]
    assert (draft.people_count, draft.urgency) == (1, "normal")


def test_what_the_procedure_sets_is_passed_over() -> None:
    draft = save_registration(
        clerk(),
        {"number": "230718-2026-XF-000001", "state": "archived", "lead_department": "SW", "id": 9},
    )
    assert (draft.number, draft.state, draft.lead_department.code) == (None, "draft", "XF")


def test_registered_or_stale_is_refused() -> None:
    draft = save_registration(clerk(), {"facts": "第一稿"})
    with pytest.raises(NotADraft):
        save_registration(clerk(), {"facts": "别处"}, draft, version=7)
    with pytest.raises(NotADraft):
        save_registration(clerk(), {"facts": "晚了"}, factories.registered())


def test_raw_typing_is_kept_sealed() -> None:
    draft, _ = keep_typed(clerk(), {"payer.phone": "154"}, None)
    assert "154" in open_sealed(Dispute.objects.get(pk=draft.pk).typed)


def test_travel_documents_and_aliases_are_taken() -> None:
    draft = save_registration(
        clerk(), {"payer": {"id_number": "E12345678", "name": "张某（化名）"}}
    )
    assert draft.payer is not None
    assert open_sealed(draft.payer.name) == "张某（化名）"
