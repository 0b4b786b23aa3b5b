"""The page of one dispute: who sees it, what it shows, what it costs."""

from __future__ import annotations

import pytest
from django.test import Client

from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from tests import factories as f

pytestmark = pytest.mark.django_db


def signed_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(
        Officer.objects.get(pk=officer.pk), backend="departments.backends.OfficerBackend"
    )
    return client


@pytest.mark.parametrize("mode", [Mode.SINGLE, Mode.REFERRAL, Mode.JOINT, Mode.SPECIAL])
@pytest.mark.parametrize("walk", [f.handled, f.decided, f.concluded, f.archived])
def test_every_state_has_its_page(walk, mode) -> None:
    dispute = walk(mode)
    answer = signed_in(f.an_officer(Role.CLERK, "SW")).get(dispute.get_absolute_url())
    assert answer.status_code == 200
    assert dispute.number in answer.content.decode()
