"""放行查看明文: by the head of that officer, never for oneself."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from confidentiality.models import RevealGrant
from departments.roles import Role
from tests import factories as f
from tests.workflow.cases.test_reveal import clerk
from tests.workflow.signing_in import signed_in

pytestmark = pytest.mark.django_db


def test_nobody_lets_himself_see_more_and_a_head_no_strangers() -> None:
    head, office = f.an_officer(Role.HEAD, "SW"), f.an_officer(Role.OFFICE, "ZB")
    more = {"more": 5, "reason": "回访"}
    page, stranger = signed_in(head), clerk("YB")
    for officer in (head, stranger):
        sent = more | {"officer": officer.pk}
        assert page.post(reverse("reveal_grant"), sent).status_code == 400
    assert not RevealGrant.objects.exists()
    sent = more | {"officer": head.pk}
    assert signed_in(office).post(reverse("reveal_grant"), sent).status_code == 302
    with pytest.raises(IntegrityError, match="by_another"), transaction.atomic():
        RevealGrant.objects.create(officer=head, by=head, more=1, reason="本人")
