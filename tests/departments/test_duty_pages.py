"""Promises of the pages of the duty matrix and the switch dates."""

from __future__ import annotations

import pytest
from django.urls import reverse

from departments.models import DutyRule, MatrixVersion, SignalRule, SwitchDate
from departments.roles import Role
from tests.departments.people import holding, signed_in, today, told

pytestmark = pytest.mark.django_db

SEC = Role.SECADMIN


class TestTheMatrix:
    def edition(self, **fields: object) -> dict[str, object]:
        return {"effective_from": today().isoformat(), "reason": "专班决定", **fields}

    def typed(self, rule: DutyRule, **changes: object) -> dict[str, object]:
        now = {"lead": "SW", "clause": rule.clause, "text": rule.text, "supporting": "RS"}
        return self.edition(**{**now, **changes})

    def a_rule(self, category: str) -> DutyRule:
        return DutyRule.objects.filter(category__code=category).order_by(
            "-version__number", "order"
        )[0]

    def test_is_revised_into_a_new_edition_that_shows_what_changed(self) -> None:
        client, rule = signed_in(holding(SEC)), self.a_rule("TAX-1")
        address = reverse("rule_revise", args=[rule.pk])
        assert "@bureaus" in told(client.get(address))
        answer = client.post(address, self.typed(rule, supporting="RS YB CZ"), follow=True)
        assert answer.redirect_chain == [(reverse("matrix_edition", args=[4]), 302)]
        page = told(answer)
        assert "这一版改了什么" in page
        assert "人社局、医保局、财政局" in page
        assert MatrixVersion.objects.get(number=3).rules.get(pk=rule.pk).supporting == ["@bureaus"]

    def test_names_only_units_that_exist(self) -> None:
        client, rule = signed_in(holding(SEC)), self.a_rule("TAX-1")
        answer = client.post(reverse("rule_revise", args=[rule.pk]), self.typed(rule, lead="ZZ"))
        assert "没有这些单位代码或词：ZZ" in told(answer)
        assert MatrixVersion.objects.count() == 3

    def test_takes_a_new_row_and_lets_one_go(self) -> None:
        client, rule = signed_in(holding(SEC)), self.a_rule("TAX-5")
        address = reverse("rule_add", args=[rule.pk])
        assert "须限定险种、期间或人数" in told(client.post(address, self.typed(rule)))
        added = self.typed(rule, people_from="3", supporting="CZ")
        assert client.post(address, added).status_code == 302
        rows = DutyRule.objects.filter(version__number=4, category__code="TAX-5").order_by("order")
        assert [row.condition for row in rows] == ["3 人以上", "其他情形"]
        drop = reverse("rule_drop", args=[rows[0].pk])
        assert "3 人以上" in told(client.get(drop))
        assert client.post(drop, self.edition()).status_code == 302
        assert DutyRule.objects.filter(version__number=5, category__code="TAX-5").count() == 1
        last = self.a_rule("TAX-5")
        refused = client.post(reverse("rule_drop", args=[last.pk]), self.edition())
        assert "最后一条不能删去" in told(refused)

    def test_an_old_edition_is_not_revised_any_more(self) -> None:
        client, rule = signed_in(holding(SEC)), self.a_rule("TAX-1")
        address = reverse("rule_revise", args=[rule.pk])
        assert client.post(address, self.typed(rule)).status_code == 302
        assert "已有新版" in told(client.post(address, self.typed(rule)))
        early = {"effective_from": "2020-01-01"}
        newest = self.a_rule("TAX-1")
        answer = client.post(
            reverse("rule_revise", args=[newest.pk]), {**self.typed(newest), **early}
        )
        assert "施行日期不能早于" in told(answer)

    def test_weighs_a_sign_otherwise_from_the_next_edition(self) -> None:
        client, sign = (
            signed_in(holding(SEC)),
            SignalRule.objects.get(topic="media", version__number=3),
        )
        typed = self.edition(at_least="1", score="2", text=sign.text)
        address = reverse("signal_revise", args=[sign.pk])
        assert "不在" not in told(client.get(address))
        assert client.post(address, typed).status_code == 302
        assert SignalRule.objects.get(version__number=4, topic="media").score == 2
        too_heavy = client.post(address, {**typed, "score": "4"})
        assert too_heavy.status_code == 400


def test_a_switch_date_is_set_with_its_basis() -> None:
    client = signed_in(holding(SEC))
    address = reverse("switch_date", args=["pension"])
    assert "依据" in told(client.post(address, {"switched_on": "2024-01-01"}))
    typed = {"switched_on": "2024-01-01", "basis": "黑税函〔2024〕66号"}
    assert client.post(address, typed).status_code == 302
    assert SwitchDate.objects.get(insurance="pension").switched_on is not None
    assert "2024-01-01" in told(client.get(reverse("switch_dates")))
