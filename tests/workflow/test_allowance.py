"""So many cases in clear a day; beyond it the head is asked, and often with a second factor."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from confidentiality import allowance
from confidentiality.models import AccessRecord
from departments.models import Officer
from departments.roles import Role
from tests import factories as f
from tests.workflow.cases.test_reveal import asking, clerk, reveal_url
from tests.workflow.signing_in import signed_in
from workflow.issuing.taking import take
from workflow.models.rendered import Copy, RenderedPaper

pytestmark = pytest.mark.django_db


def test_beyond_the_days_number_the_head_is_asked_and_lets_him_go_on_that_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(allowance, "A_DAY", 1)
    one, two, three = f.handled(), f.handled(), f.decided()
    client, head = signed_in(clerk()), f.an_officer(Role.HEAD, "SW")
    for _ in range(2):  # the same case again is not another
        assert client.post(reveal_url(one), asking(one, "name")).status_code == 200
    refused = client.post(reveal_url(two), asking(two, "name"))
    page = refused.content.decode()
    assert (refused.status_code, "欧阳测试" in page) == (403, False)
    assert f"请本单位负责人{head.name}放行" in page
    assert AccessRecord.objects.latest("pk").result == "refused"
    paper = three.papers.last()
    assert paper is not None
    with pytest.raises(PermissionDenied, match="放行"):  # its full copy shows the same
        take(paper, RenderedPaper(copy=Copy.FULL), by=Officer.objects.get(pk=clerk().pk))
    assert client.post(reverse("reveal_ask"), {"reason": "今天集中回访"}).status_code == 302
    assert any("今天集中回访" in each.text for each in head.notices.all())
    assert client.get(reverse("reveal_grant")).status_code == 403
    granted = {"officer": clerk().pk, "more": 1, "reason": "集中回访"}
    assert signed_in(head).post(reverse("reveal_grant"), granted).status_code == 302
    assert "欧阳测试" in client.post(reveal_url(two), asking(two, "name")).content.decode()
    assert client.post(reveal_url(three), asking(three, "name")).status_code == 403
    monkeypatch.setattr(allowance, "today_began", timezone.now)  # the next day
    assert allowance.allowed_today(clerk()) == 1


def test_whoever_reveals_often_binds_a_telephone_first(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(allowance, "OFTEN", 1)
    one, two = f.handled(), f.handled()
    client: Client = signed_in(clerk())
    assert client.post(reveal_url(one), asking(one, "name")).status_code == 200
    settings.SECOND_FACTOR = "roles"
    answer = client.post(reveal_url(two), asking(two, "name"))
    assert answer.status_code == 403
    assert "须先绑定两步验证" in answer.content.decode()
    assert reverse("second_factor") in answer.content.decode()
