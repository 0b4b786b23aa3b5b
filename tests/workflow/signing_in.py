"""A browser of somebody signed in, for the tests of pages."""

from __future__ import annotations

from django.test import Client

from departments.models import Officer


def signed_in(officer: Officer) -> Client:
    """His session, without typing his password."""
    client = Client()
    fresh = Officer.objects.get(pk=officer.pk)
    client.force_login(fresh, backend="departments.backends.OfficerBackend")
    return client
