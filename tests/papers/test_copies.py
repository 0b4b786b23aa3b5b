"""What a paper says is frozen, comes back the same, and hides what a copy must hide."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.template.loader import get_template

from papers.choices import PaperKind
from papers.copies import WITHHELD, check_confidential, masked, withheld
from papers.freezing import check_code, digest
from papers.kinds import CONTENTS, thaw
from papers.pieces import PartyPiece
from tests.papers import samples

KINDS = sorted(samples.TYPICAL)


def as_text(content: object) -> str:
    return json.dumps(content.to_json(), ensure_ascii=False)  # type: ignore[attr-defined]


def test_every_kind_of_paper_has_its_content_and_its_template() -> None:
    assert set(PaperKind.values) <= set(CONTENTS)
    assert set(samples.TYPICAL) == set(CONTENTS)
    for kind, content in CONTENTS.items():
        assert content.__module__ == f"papers.forms.{kind}"
        get_template(f"papers/{kind}.html")  # raises where there is none


@pytest.mark.parametrize("kind", KINDS)
def test_content_comes_back_from_json_the_same(kind: str) -> None:
    content = samples.TYPICAL[kind]
    stored = json.loads(json.dumps(content.to_json()))
    assert thaw(kind, stored) == content


def test_content_written_before_a_field_was_added_takes_its_default() -> None:
    stored = samples.referral().to_json()
    del stored["identity_withheld"]
    assert thaw("referral", stored) == samples.referral()


def test_check_code_is_twelve_digits_of_the_digest_and_follows_the_content() -> None:
    content = samples.referral()
    assert check_code(content) == digest(content)[:12]
    assert check_code(samples.referral()) == check_code(content)
    assert check_code(replace(content, reason="另一理由。")) != check_code(content)


def test_the_same_words_issued_twice_have_different_check_codes() -> None:
    plain = samples.referral().to_json()
    del plain["nonce"]
    assert digest(thaw("referral", plain)) != digest(thaw("referral", plain))


@pytest.mark.parametrize("kind", KINDS)
def test_a_masked_copy_shows_nobody(kind: str) -> None:
    text = as_text(masked(samples.TYPICAL[kind]))
    assert not [canary for canary in samples.CANARIES if canary in text]


def test_a_masked_copy_keeps_what_is_not_personal() -> None:
    shown = masked(samples.referral())
    assert shown.counterparty is not None
    assert shown.counterparty.name == "翠峦兴林木制品加工厂"
    assert shown.counterparty.credit_code == "91230799MA1TE5T189"
    assert shown.counterparty.contact == "梁*计"
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


def test_who_reported_in_confidence_is_withheld() -> None:
    facts = f"{samples.NAME}反映，其代理人欧阳大雪补充。"
    content = samples.referral(identity_withheld=True, matter=samples.a_matter(facts=facts))
    shown = withheld(content)
    assert shown.payer == PartyPiece(name=WITHHELD, kind="用人单位职工", is_unit=True)
    assert shown.agent is None
    assert shown.matter.facts == f"{WITHHELD}反映，其代理人{WITHHELD}补充。"
    assert shown.counterparty == content.counterparty


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
        "文书内容中有1处可识别举报人的信息，请删去后再签发"
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
