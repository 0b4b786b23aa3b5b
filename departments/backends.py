"""Signing in: an account must be enabled and not past its date, at every request."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from departments.models import Officer


class OfficerBackend(ModelBackend):
    """Django's own check of the password, with the account's last day (等保 8.1.4.2 c)."""

    def user_can_authenticate(self, user: Officer | AnonymousUser | None) -> bool:
        """Asked at sign-in and again at every request of a session."""
        return isinstance(user, Officer) and user.may_sign_in(timezone.localdate())
