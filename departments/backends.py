"""Signing in: an account enabled and not past its date, with a password that is good enough."""

from __future__ import annotations

import re
from typing import Final

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import timezone

from confidentiality.identifiers import normalise
from departments.actions.passwords import REMEMBERED, was_used
from departments.models import Officer


class OfficerBackend(ModelBackend):
    """Django's own check of the password, with the account's last day (等保 8.1.4.2 c)."""

    def user_can_authenticate(self, user: Officer | AnonymousUser | None) -> bool:
        """Asked at sign-in and again at every request of a session."""
        return isinstance(user, Officer) and user.may_sign_in(timezone.localdate())


def known_as(typed: str) -> str:
    """The account's own spelling of what was typed: RS_CLERK, ｒｓ_clerk and a space after it.

    Every spelling counts as one account, also towards the lock-out.
    """
    name = normalise(typed)
    same = Officer.objects.filter(username__iexact=name).values_list("username", flat=True)
    spellings = sorted(same, key=lambda each: (each != typed.strip(), each))
    return spellings[0] if spellings else name.lower()


#: What a password is made of (等保 8.1.4).
KINDS: Final = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")


class ThreeKindsValidator:
    """Of lower case, upper case, figures and signs at least three."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuse a password of fewer than three kinds of characters."""
        if sum(bool(re.search(kind, password)) for kind in KINDS) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        return "密码须包含大写字母、小写字母、数字、符号中的三类。"


class NotUsedBefore:
    """Neither the present one nor one of the last."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuse what he had; an account that is not yet there had none."""
        if isinstance(user, Officer) and user.pk and was_used(user, password):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        return f"不能用现在的密码，也不能用最近 {REMEMBERED} 次用过的。"
