"""What the masked copy and the copy to the other side must not tell."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from papers.copies import WITHHELD, check_confidential, masked, withheld
from papers.freezing import KnownPerson
from papers.pieces import AgentPiece, PartyPiece
from papers.printing.drawing import page
from tests.papers import samples

KINDS = sorted(samples.TYPICAL)
NAMING_THE_PAYER = [
    kind
    for kind in KINDS
    if samples.TYPICAL[kind].withholds and "payer" in vars(samples.TYPICAL[kind])
]


def as_text(content: object) -> str:
    return json.dumps(content.to_json(), ensure_ascii=False)  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", KINDS)
def test_a_masked_copy_shows_nobody(kind: str) -> None:
    text = as_text(masked(samples.TYPICAL[kind]))
    assert not [canary for canary in samples.CANARIES if canary in text]


def test_a_masked_copy_keeps_what_is_not_personal() -> None:
    shown = masked(samples.referral())
    assert shown.counterparty is not None
    assert shown.counterparty.name == "翠峦兴林木制品加工厂"
    assert shown.counterparty.credit_code == "91230799MA1TE5T189"
    assert shown.counterparty.contact == "*会计"
    assert (shown.payer.name, shown.payer.phone) == ("欧*满", "154****0018")
    assert shown.payer.birthday is None
    assert shown.matter.facts == samples.FACTS


def test_names_and_numbers_typed_into_running_text_are_masked_too() -> None:
    facts = f"{samples.NAME}（{samples.ID_NUMBER}，电话{samples.PHONE}）反映，另一电话15400000034。"
    shown = masked(samples.referral(matter=samples.a_matter(facts=facts)))
    assert samples.NAME not in shown.matter.facts
    assert samples.ID_NUMBER not in shown.matter.facts
    assert "15400000034" not in shown.matter.facts
    assert "欧*满" in shown.matter.facts


@pytest.mark.parametrize(
    "written",
    [
        "欧阳 小满",
        "欧阳　小满",
        "欧\n阳     小满",
        "欧】【阳】（小满",
        "154 0000-0018",
        "154，0000\r\n0018",
        "一五四〇〇〇〇〇〇一八",
        "１５４００００００１８",
        "230799 1978 0412 0011",
        "2307 9919 7804 12 0011",
    ],
)
def test_what_the_case_knows_is_masked_however_it_is_written(written: str) -> None:
    shown = masked(samples.referral(matter=samples.a_matter(facts=f"据{written}反映。")))
    assert written not in shown.matter.facts
    assert "*" in shown.matter.facts
    hidden = withheld(
        samples.referral(
            identity_withheld=True, matter=samples.a_matter(facts=f"据{written}反映。")
        )
    )
    assert hidden.matter.facts == f"据{WITHHELD}反映。"


def test_a_town_is_nobodys_home() -> None:
    """Who told no more than his town is not looked for by it."""
    content = samples.referral(
        identity_withheld=True, payer=samples.a_payer(address="伊春市乌翠区翠峦镇"),
        matter=samples.a_matter(facts="翠峦镇，伊春市乌翠区翠峦镇的单位"),
    )  # fmt: skip
    assert withheld(content).matter.facts == "翠峦镇，伊春市乌翠区翠峦镇的单位"


@pytest.mark.parametrize("written", ["买买提 阿卜杜拉", "买买提—阿卜杜拉", "买买提阿卜杜拉"])
def test_a_name_with_a_dot_is_found_without_it(written: str) -> None:
    payer = samples.a_payer(name="买买提·阿卜杜拉")
    matter = samples.a_matter(facts=f"据{written}反映。")
    assert masked(samples.referral(payer=payer, matter=matter)).matter.facts == "据买*拉反映。"
    content = samples.decision(party="counterparty", payer=None, facts=f"经{written}反映。")
    assert check_confidential(content, ["买买提·阿卜杜拉"])


def test_who_reported_in_confidence_is_withheld() -> None:
    facts = f"{samples.NAME}反映，其代理人欧阳大雪补充。"
    content = samples.referral(identity_withheld=True, matter=samples.a_matter(facts=facts))
    shown = withheld(content)
    assert shown.payer == PartyPiece(name=WITHHELD, kind="用人单位职工", is_unit=True)
    assert shown.agent is None
    assert shown.matter.facts == f"{WITHHELD}反映，其代理人{WITHHELD}补充。"
    assert shown.counterparty == content.counterparty


def test_wherever_it_was_typed_and_of_whoever_speaks_for_him() -> None:
    """Columns without a mask too; what cannot be put away by itself is not printed at all."""
    speaker = KnownPerson(name="代表测试", phone="0458-3900018", reports=True)
    notice = samples.meeting_notice(
        identity_withheld=True, people=(speaker,), place="代表\n测试家", title="代表测试的会商",
        materials="电话３９０００１⑧，请带工资条",
    )  # fmt: skip
    assert check_confidential(notice) == ["“材料”里有可识别举报人的信息，请删去后再办。"]
    shown = withheld(notice)
    assert (shown.place, shown.title) == (f"{WITHHELD}家", f"{WITHHELD}的会商")
    assert shown.materials == WITHHELD


@pytest.mark.parametrize("content", [samples.registration(), samples.notification()])
def test_the_payers_own_papers_keep_his_name(content: object) -> None:
    own = replace(content, identity_withheld=True)  # type: ignore[type-var]
    assert withheld(own).payer.name == samples.NAME  # type: ignore[attr-defined, type-var]


def test_without_confidence_nothing_is_withheld() -> None:
    assert withheld(samples.referral()) == samples.referral()


@pytest.mark.parametrize(
    "leak", [samples.NAME, "欧阳 小满", "１５４ 0000 0018", "230799197804120011".lower()]
)
def test_a_paper_to_the_other_side_that_tells_who_reported_is_found(leak: str) -> None:
    content = samples.decision(
        party="counterparty",
        addressee=samples.an_employer(),
        payer=None,
        facts=f"经{leak}反映，情况属实。",
    )
    secrets = (samples.NAME, samples.PHONE, samples.ID_NUMBER)
    assert check_confidential(content, secrets) == [
        "“主要事实”里有可识别举报人的信息，请删去后再办。"
    ]


def test_a_paper_that_tells_nobody_may_go() -> None:
    content = samples.decision(
        party="counterparty",
        addressee=samples.an_employer(),
        payer=samples.a_payer(),
        identity_withheld=True,
    )
    secrets = (samples.NAME, samples.PHONE, samples.ID_NUMBER, "")
    assert check_confidential(content, secrets) == []


@pytest.mark.parametrize("kind", NAMING_THE_PAYER)
def test_no_paper_that_others_hold_tells_who_reported_in_confidence(kind: str) -> None:
    content = samples.TYPICAL[kind]
    if kind == "decision":
        content = samples.decision(party="counterparty", addressee=samples.an_employer())
    told = as_text(withheld(replace(content, identity_withheld=True)))
    assert not [canary for canary in samples.CANARIES if canary in told]


def test_a_unit_that_reported_in_confidence_is_withheld_as_well() -> None:
    unit = samples.an_employer()
    facts = f"{unit.name}反映，联系人{unit.contact}。"
    shown = withheld(
        samples.referral(
            identity_withheld=True,
            payer=unit,
            counterparty=None,
            matter=samples.a_matter(facts=facts),
        )
    )
    assert shown.matter.facts == f"{WITHHELD}反映，联系人{WITHHELD}。"
    assert unit.credit_code not in as_text(shown)


def test_the_longer_name_is_masked_before_the_shorter_it_begins_with() -> None:
    payer = samples.a_payer(name="王小明")
    agent = AgentPiece(name="王小")
    facts = "王小明委托王小办理。"
    shown = masked(samples.referral(payer=payer, agent=agent, matter=samples.a_matter(facts=facts)))
    assert shown.matter.facts == "王*明委托王*办理。"


def test_offices_stay_open_in_a_masked_copy() -> None:
    assert masked(samples.notification()).competent == samples.OFFICE


@pytest.mark.parametrize("mask", [True, False])
def test_a_letter_to_nobody_named_begins_in_words(mask: bool) -> None:
    payer = PartyPiece(name="匿名")
    shown = page(samples.notification(payer=payer), masked=mask)
    assert "匿名反映人：" in shown
    assert "匿*" not in shown
