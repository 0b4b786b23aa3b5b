"""Found by what people say and paste: numbers in any spelling, sounds, words of a category."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from departments.roles import Role
from disputes.choices import Mode, State
from disputes.finding import called, found_by
from disputes.models import Dispute, NumberSeries
from disputes.registration import save_registration
from tests import factories
from tests.api.programs import program
from tests.disputes.people import a_visit, browser
from web.paging import page_of

pytestmark = pytest.mark.django_db

ORDER = "WC20261129000123"
SPELLINGS = [
    "wc20261129000123",
    "ＷＣ20261129000123",
    "WC2026\u200b1129000123",
    "№ WC20261129000123",
    "WC-20261129-000123",
    f"{ORDER}号",
    ORDER,
]


def found(words: str) -> list[int]:
    seen = Dispute.objects.visible_to(factories.an_officer(Role.CLERK, "SW"))
    return list(found_by(seen, words).order_by("pk").values_list("pk", flat=True))


@pytest.mark.parametrize("typed", SPELLINGS)
def test_an_order_number_is_found_in_any_spelling(typed: str) -> None:
    dispute = factories.registered(channel="h12345", source_number=ORDER)
    factories.registered(channel="h12345", source_number="WC20261129000999")
    assert found(typed) == [dispute.pk]


@pytest.mark.parametrize("typed", SPELLINGS)
def test_an_order_number_in_another_spelling_is_refused_as_the_same(typed: str) -> None:
    factories.registered(channel="h12345", source_number=ORDER)
    clerk = browser(factories.an_officer(Role.CLERK, "YB"))
    visit = a_visit(channel="h12345", source_number=typed)
    answer = clerk.post("/disputes/register/", visit)
    assert "这个工单号已经登记过" in answer.content.decode()
    assert Dispute.objects.filter(state=State.REGISTERED).count() == 1


def test_postgresql_refuses_the_second_spelling_as_well() -> None:
    factories.registered(channel="h12345", source_number=ORDER)
    other = factories.registered(channel="h12345", source_number="WC1")
    update = "UPDATE disputes_dispute SET source_number = %s, source_key = 'x' WHERE id = %s"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(update, [f"№{ORDER.lower()}", other.pk])
    other.refresh_from_db()
    assert (other.source_number, other.source_key) == ("WC1", "WC1")


def test_another_platform_may_give_the_same_number() -> None:
    factories.registered(channel="h12345", source_number=ORDER)
    factories.registered(channel="h12366", source_number=ORDER)
    assert len(found(ORDER)) == 2


def test_what_people_say_of_a_number_finds_it() -> None:
    first, second = factories.registered(), factories.registered()
    serial = int(str(second.number)[-6:])
    for said in (f"{serial:06d}", str(serial), f"SW-{serial}", f"sw{serial}", f"ＳＷ－{serial}"):
        assert second.pk in found(said), said
        assert first.pk not in found(said), said
    assert found(f"YB-{serial}") == []
    assert second.pk in found(f"{second.year}-SW-{serial}")
    assert found(str(second.number).replace("-", "－").lower()) == [second.pk]
    assert found(str(second.number).replace("-", " ")) == [second.pk]
    assert found(str(second.number).replace("-", "")) == [second.pk]


@pytest.mark.parametrize(
    "said", ["第{}号", "{}号", "№{}", "SW{}号", "{year}年第{}号", "{year}-SW-{}"]
)
def test_a_number_is_found_as_it_is_said_aloud(said: str) -> None:
    _, second = factories.registered(), factories.registered()
    spoken = said.format(int(str(second.number)[-6:]), year=second.year)
    assert found(spoken) == [second.pk]


def test_the_case_of_that_number_stands_first_and_each_is_met_once() -> None:
    factories.registered()
    NumberSeries.objects.filter(series="dispute.SW").update(last=14)
    serial, said = factories.registered(), "15"
    words = "欠缴 1500 元，15 人"
    later = [factories.registered(facts=words).pk for _ in range(5)]
    wanted = [serial.pk, *reversed(later)]
    clerk = factories.an_officer(Role.CLERK, "SW")
    rows = found_by(Dispute.objects.visible_to(clerk), said)
    first = called(rows, said)
    assert first == [serial.pk]
    page = page_of(rows, "", 2, first=first)
    onward = [row.pk for row in page.rows]
    while page.next:
        page = page_of(rows, page.next, 2, first=first)
        onward += [row.pk for row in page.rows]
    back = [row.pk for row in page.rows]
    while page.previous:
        page = page_of(rows, page.previous, 2, first=first)
        back = [*(row.pk for row in page.rows), *back]
    assert onward == back == wanted
    text = browser(clerk).post("/disputes/", {"q": said}, follow=True).content.decode()
    places = [text.index(str(Dispute.objects.get(pk=pk).number)) for pk in wanted]
    assert places == sorted(places)


@pytest.mark.parametrize("typed", ["hengyuan", "HengYuan", "hymy", "恒源", "heng yuan"])
def test_a_unit_is_found_by_its_sounds(typed: str) -> None:
    draft = save_registration(
        factories.an_officer(Role.CLERK, "SW"),
        {"counterparty": {"kind": "employer", "name": "乌翠区恒源木业有限公司"}},
    )
    assert draft.pk in found(typed)


def test_words_of_a_category_find_its_disputes() -> None:
    dispute = factories.registered(category="TAX-3", facts="少缴", claim="补缴")
    other = factories.registered(category="TAX-1", facts="少缴", claim="补缴")
    assert dispute.pk in found("缴费不足")
    assert other.pk not in found("缴费不足")
    for said in ("tax-3", "TAX3", "ｔａｘ－3", "tax 3"):
        assert found(said) == [dispute.pk], said


def test_the_name_of_a_channel_and_of_the_weight_find_their_disputes() -> None:
    ours = factories.registered(channel="h12345", source_number="WC1")
    factories.registered(channel="h12333", source_number="WC2")
    major = factories.handled("special")
    for said in ("12345", "１２３４５热线"):
        assert found(said) == [ours.pk], said
    for said in ("重大", "重大疑难"):
        assert found(said) == [major.pk], said
    clerk = program()
    answer = clerk.get("disputes/?q=12345").json()
    assert [each["id"] for each in answer["results"]] == [ours.pk]


@pytest.mark.parametrize(
    "typed", ["买买提。阿卜杜拉", "买买提—阿卜杜拉", "买买提 阿卜杜拉", "买买提⸱阿卜杜拉"]
)
def test_one_person_is_found_by_any_way_to_write_his_name(typed: str) -> None:
    clerk = factories.an_officer(Role.CLERK, "SW")
    draft = save_registration(clerk, {"payer": {"kind": "employee", "name": typed}})
    assert found("买买提·阿卜杜拉") == [draft.pk]
    assert found(typed) == [draft.pk]


@pytest.mark.parametrize("kind", ["", "other", "none"])
def test_a_company_stays_a_company_whatever_was_chosen(kind: str) -> None:
    name = "伊春市乌翠区翠峦兴林木制品加工有限责任公司乌马河镇第一分公司"
    clerk = factories.an_officer(Role.CLERK, "SW")
    draft = save_registration(clerk, {"counterparty": {"kind": kind, "name": name}})
    other = Dispute.objects.get(pk=draft.pk).counterparty
    assert other is not None
    assert (other.unit_name, other.display_name, other.is_unit) == (name, name, True)
    assert other.kind == (kind or "employer")
    assert found("兴林木制品") == [draft.pk]


def test_a_credit_code_says_what_a_party_is() -> None:
    clerk = factories.an_officer(Role.CLERK, "SW")
    said = {
        "payer": {"name": "赵测试", "credit_code": "92230799MA1TE5T42N"},
        "counterparty": {"name": "示例木业", "credit_code": "91230799ma1te5t189"},
    }
    draft = Dispute.objects.get(pk=save_registration(clerk, said).pk)
    assert draft.payer is not None
    assert draft.counterparty is not None
    assert (draft.payer.kind, draft.counterparty.kind) == ("self_employed", "employer")
    assert draft.counterparty.unit_name == "示例木业"


def test_a_name_has_up_to_120_characters() -> None:
    clerk = factories.an_officer(Role.CLERK, "SW")
    name = "MARIA DEL CARMEN RODRIGUEZ GONZALEZ"
    draft = save_registration(clerk, {"payer": {"kind": "employee", "name": name}})
    assert found(name.lower()) == [draft.pk]
    unit = f"{'木' * 116}有限公司"
    save_registration(clerk, {"counterparty": {"name": unit}}, draft)
    assert Dispute.objects.get(pk=draft.pk).counterparty.unit_name == unit  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "kept", "typed"),
    [
        ("phone", "0458-3900018", "3900018"),
        ("phone", "0458-3900018", "390 0018"),
        ("phone", "0458-3900018", "390-0018"),
        ("phone", "0458-3900018", "0458 - 390 0018"),
        ("phone", "0458-3900018", "+86 458 3900018"),
        ("phone", "0458-3900018-12", "3900018-12"),
        ("phone", "0458-3900018-12", "3900018转12"),
        ("phone", "0451-84900018", "84900018"),
        ("id_number", "H12345678(01)", "h12345678 01"),
        ("id_number", "E12345678", "Ｅ1234 5678"),
        ("id_number", "230799197804120011", "230799-1978-0412-0011"),
        ("credit_code", "91230799MA1TE5T189", "91230799 ma1t-e5t189"),
        ("phone", "0458-3900018", "（0458）3900018"),
        ("phone", "15400000026", "0154 0000 0026"),
        ("phone", "15400000026", "154.0000.0026"),
    ],
)
def test_numbers_of_people_and_units_are_found_in_any_spelling(
    name: str, kept: str, typed: str
) -> None:
    clerk = factories.an_officer(Role.CLERK, "SW")
    draft = save_registration(clerk, {"payer": {"name": "赵测试", "kind": "other", name: kept}})
    factories.registered()
    assert found(typed) == [draft.pk]


def test_a_payer_with_a_passport_gets_his_papers() -> None:
    draft = factories.a_draft()
    payer = draft.payer
    assert payer is not None
    payer.id_number = "E12345678"
    payer.save()
    factories.do(draft, "register", draft.first_contact_officer)
    factories.do(draft, "approve_intake", factories.an_officer(Role.REVIEWER, "SW"))
    assert draft.papers.filter(kind="registration").exists()


def test_the_numbers_of_a_merged_case_find_the_one_that_took_it_in() -> None:
    """What the second payer holds in his hand was printed before the two became one (R043)."""
    into = factories.handled(Mode.SINGLE)
    gone = factories.triaged("RS", channel="h12345", source_number=ORDER)
    factories.do(gone, "merge", factories.an_officer(Role.CLERK, "RS"), into=into)
    number = str(gone.number)
    for said in (*SPELLINGS, number, number.replace("-", ""), f"RS-{int(number[-6:])}"):
        assert found(said) == [into.pk], said
    clerk = browser(factories.an_officer(Role.CLERK, "SW"))
    assert clerk.post("/disputes/", {"q": number})["Location"] == into.get_absolute_url()
    stranger = Dispute.objects.visible_to(factories.an_officer(Role.CLERK, "CZ"))
    assert not found_by(stranger, ORDER)
    Dispute.objects.filter(pk=gone.pk).update(confidential_report=True)
    assert found(ORDER) == found(number) == []


def test_a_member_unit_on_the_other_side_is_found_by_what_everybody_calls_it() -> None:
    dispute = factories.triaged()
    given = {"counterparty.kind": "agency", "counterparty.name": factories.a_department("SB").name}
    factories.do(dispute, "correct", factories.an_officer(), given=given, reason="记错")
    short = factories.a_department("SB").short_name
    assert short not in factories.a_department("SB").name
    found = found_by(Dispute.objects.visible_to(factories.an_officer()), short)
    assert list(found) == [dispute]
