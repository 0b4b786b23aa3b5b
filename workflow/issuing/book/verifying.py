"""核验: whoever holds a paper may ask whether it is genuine; he learns nothing else (R088)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Final

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from confidentiality.identifiers.text import without_dashes
from workflow.models import Paper, PaperVoid

#: What nobody mistakes for another when he reads it aloud; 16 of 32 signs are 80 bits.
_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 16
#: What is typed for a sign that looks like it.
_READ_AS: Final = str.maketrans("OILU", "011V")


@dataclass(frozen=True)
class Found:
    """All that is told of a genuine paper."""

    issued_on: date
    is_void: bool


class Asked(forms.Form):
    code = forms.CharField(label="核验码", max_length=40)


def new_code() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(LENGTH))


def address_of(code: str) -> str:
    """What the QR code says; nothing as long as nobody has said where the portal is."""
    base = settings.PUBLIC_URL.rstrip("/")
    return f"{base}{reverse('verify_paper', args=[code])}" if base else ""


def read(typed: str) -> str:
    """The code as it stands on paper, however it was typed; empty for what is none."""
    code = without_dashes(typed).translate(_READ_AS)
    return code if len(code) == LENGTH and set(code) <= set(_SIGNS) else ""


def found(code: str) -> Found | None:
    row = Paper.objects.filter(verify_code=code).values_list("pk", "issued_at").first()
    if row is None:
        return None
    is_void = PaperVoid.objects.filter(paper=row[0]).exists()
    return Found(timezone.localdate(row[1]), is_void)
