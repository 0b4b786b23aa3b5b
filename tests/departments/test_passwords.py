"""Promises about passwords and signing in (等保 8.1.4.1)."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from departments.backends import ThreeKindsValidator
from tests.departments.people import somebody


@pytest.mark.parametrize("good", ["abcDEF123", "abc123!!!", "ABC123...", "aB!aB!aB!"])
def test_three_kinds_of_characters_are_enough(good: str) -> None:
    ThreeKindsValidator().validate(good)


@pytest.mark.parametrize("plain", ["abcdefghijkl", "abcdef123456", "ABCDEF!!!!!!", ""])
def test_fewer_kinds_are_refused_in_words(plain: str) -> None:
    with pytest.raises(ValidationError, match="三类"):
        ThreeKindsValidator().validate(plain)


@pytest.mark.django_db
@pytest.mark.parametrize("weak", ["Aa1!", "Person1234", "Password123", "1234567890123"])
def test_short_known_or_own_number_is_refused(weak: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(weak, somebody())
