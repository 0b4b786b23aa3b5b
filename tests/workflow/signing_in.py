"""A browser of somebody signed in, for the tests of pages."""

from __future__ import annotations

from django.test import Client

from departments.models import Officer
from disputes.choices import State
from disputes.models import Dispute


def signed_in(officer: Officer) -> Client:
    """His session, without typing his password."""
    client = Client()
    fresh = Officer.objects.get(pk=officer.pk)
    client.force_login(fresh, backend="departments.backends.OfficerBackend")
    return client


def reading(officer: Officer, dispute: Dispute) -> Client:
    """Somebody who may read it: an archived case after he has said why."""
    client = signed_in(officer)
    if dispute.state == State.ARCHIVED:
        client.post(dispute.case_file.get_absolute_url(), {"purpose": "季度抽查"})
    return client
