"""What the tests of the pages share: somebody signed in, and a visit as a browser posts it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.utils import timezone

from departments.models import Officer

#: Synthetic: the division code 230799 exists nowhere.
ID_NUMBER = "230799197804120011"
PHONE = "15400000018"


def browser(officer: Officer) -> Client:
    """The officer's browser, signed in."""
    client = Client()
    fresh = Officer.objects.get(pk=officer.pk)
    client.force_login(fresh, backend=settings.AUTHENTICATION_BACKENDS[1])
    return client


def a_visit(**changed: Any) -> dict[str, Any]:  # Any: what a form posts
    """A whole registration page; dots of field names are written as two underscores."""
    posted = {
        "key": str(uuid4()),
        "channel": "visit",
        "visited_at": f"{timezone.localtime():%Y-%m-%d %H:%M}",
        "town": "230718101",
        "payer.name": "姜测试",
        "payer.kind": "resident",
        "payer.id_number": ID_NUMBER,
        "payer.phone": PHONE,
        "people_count": "1",
        "insurance_types": ["medical_resident"],
        "category": "MED-3 参保登记争议",
        "period_start": "2026-01",
        "period_end": "2026-06",
        "amount": "1,200.00",
        "facts": "去年底在村里交了居民医保，网格员收的钱，今年住院一刷说没有参保。",
        "claim": "核实缴费并补办参保。",
        "signal": ["vulnerable"],
        "go": "register",
    }
    return posted | {name.replace("__", "."): value for name, value in changed.items()}
