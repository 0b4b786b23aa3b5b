"""查看明文: the part asked alone, recorded first, for a minute, so many cases a day (R092)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from confidentiality.models import AccessRecord
from confidentiality.sealing import open_sealed
from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from tests.workflow.signing_in import reading, signed_in

pytestmark = pytest.mark.django_db


def clerk(code: str = "SW") -> Officer:
    return f.an_officer(Role.CLERK, code)


def reveal_url(dispute: Dispute) -> str:
    return reverse("dispute_reveal", args=[dispute.pk])


def asking(dispute: Dispute, *fields: str, purpose: str = "联系当事人") -> dict[str, object]:
    """What the form sends; of the payer where nothing else is named."""
    payer = dispute.payer
    assert payer is not None
    return {"parts": [f"party.{payer.pk}.{name}" for name in fields], "purpose": purpose}


def test_plain_values_are_recorded_before_they_are_shown() -> None:
    dispute = f.handled()
    client = signed_in(clerk())
    page = client.get(reveal_url(dispute)).content.decode()
    assert "欧阳测试" not in page
    answer = client.post(reveal_url(dispute), asking(dispute, "name"))
    shown = answer.content.decode()
    assert "欧阳测试" in shown
    assert "no-store" in answer["Cache-Control"]
    payer = dispute.payer
    assert payer is not None
    assert open_sealed(payer.phone) not in shown
    record = AccessRecord.objects.get(object_type="disputes.party")
    assert (record.action, record.result, record.fields) == ("reveal", "done", ["name"])
    assert record.purpose == "联系当事人"
    looks = client.get(reverse("dispute_looks", args=[dispute.pk])).content.decode()
    assert "姓名" in looks or "查看明文" in looks


def test_what_was_reported_is_a_part_of_its_own() -> None:
    dispute = f.handled(facts="缴费人电话 15400000018，反映单位少缴养老保险")
    client = signed_in(clerk())
    sent = {"parts": [f"dispute.{dispute.pk}.facts"], "purpose": "核实缴费记录"}
    assert "15400000018" in client.post(reveal_url(dispute), sent).content.decode()
    record = AccessRecord.objects.get(action="reveal")
    assert (record.object_type, record.fields) == ("disputes.dispute", ["facts"])


def test_the_page_takes_it_away_after_a_minute_and_a_page_sent_again_shows_nothing() -> None:
    dispute = f.handled()
    client = signed_in(clerk())
    drawn = {"after": "0"} | asking(dispute, "name")
    shown = client.post(reveal_url(dispute), drawn).content.decode()
    assert 'data-hide-after="60"' in shown  # with scripts; without them the page leads away
    assert f'http-equiv="refresh" content="60;url={dispute.get_absolute_url()}"' in shown
    again = client.post(reveal_url(dispute), drawn, follow=True)
    assert again.status_code == 200
    assert "欧阳测试" not in again.content.decode()
    assert "明文已经收起" in again.content.decode()
    assert AccessRecord.objects.filter(action="reveal").count() == 1


def test_without_a_part_or_a_purpose_nothing_is_shown() -> None:
    dispute = f.handled()
    client = signed_in(clerk())
    whole = asking(dispute, "name")
    wrong: tuple[dict[str, object], ...] = (
        {},
        whole | {"purpose": ""},
        whole | {"purpose": "其他", "detail": ""},
        whole | {"parts": []},
        whole | {"parts": ["party.1.officer"]},
    )
    for typed in wrong:
        answer = client.post(reveal_url(dispute), typed)
        assert answer.status_code == 400
        assert "欧阳测试" not in answer.content.decode()
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize(("role", "code"), [(Role.LEADER, "ZB"), (Role.OFFICE, "ZB")])
def test_who_only_reads_is_refused_and_that_is_recorded(role: str, code: str) -> None:
    dispute = f.handled()
    client = signed_in(f.an_officer(role, code))
    answer = client.post(reveal_url(dispute), asking(dispute, "name", purpose="核对身份"))
    assert answer.status_code == 403
    assert "欧阳测试" not in answer.content.decode()
    assert AccessRecord.objects.get().result == "refused"


def test_an_auditor_reads_the_archived_file_masked() -> None:
    dispute = f.archived()
    auditor = reading(f.an_officer(Role.AUDITOR, "ZB"), dispute)
    assert auditor.get(dispute.get_absolute_url()).status_code == 200
    asked = asking(dispute, "name", purpose="核对身份")
    assert auditor.post(reveal_url(dispute), asked).status_code == 403


def test_an_answered_department_no_longer_sees_plain_values() -> None:
    dispute = f.handled(Mode.JOINT)
    party = dispute.payer
    assert party is not None
    assert party.may_be_revealed_to(clerk("YB"))
    f.answer_all(dispute)
    fresh = Dispute.objects.get(pk=dispute.pk).payer
    assert fresh is not None
    assert not fresh.may_be_revealed_to(clerk("YB"))


def test_who_withdrew_sees_no_plain_values() -> None:
    dispute = f.handled()
    f.an_officer(Role.CLERK, "SW", nth=2)
    f.do(dispute, "recuse", clerk(), officer=clerk(), reason="近亲属")
    party = Dispute.objects.get(pk=dispute.pk).payer
    assert party is not None
    assert not party.may_be_revealed_to(clerk())
