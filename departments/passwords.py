"""What a password must be beyond Django's own checks: three kinds of characters (等保 8.1.4)."""

from __future__ import annotations

import re
from typing import Final

from django.core.exceptions import ValidationError

KINDS: Final = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")


class ThreeKindsValidator:
    """Of lower case, upper case, figures and signs at least three."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuse a password of fewer than three kinds of characters."""
        if sum(bool(re.search(kind, password)) for kind in KINDS) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        return "密码须包含大写字母、小写字母、数字、符号中的三类。"
