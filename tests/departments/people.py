"""The cast of these tests: officers in founding posts, and a browser signed in as one of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

from django.test import Client
from django.utils import timezone

from departments.models import Officer, Post, Term
from departments.roles import Role


class Answer(Protocol):
    @property
    def content(self) -> bytes: ...


def told(answer: Answer) -> str:
    """What the page says."""
    return answer.content.decode()


def today() -> date:
    return timezone.localdate()


def somebody(name: str = "甲") -> Officer:
    """An account without a post."""
    number = Officer.objects.count() + 1
    return Officer.objects.create_user(f"person{number}", "Portal-2026!", name=name)


def holding(role: str, code: str = "ZB", *, since: int = 30) -> Officer:
    """A new officer in a vacant post of that role, for the last `since` days."""
    officer = somebody(f"{code}{Role(role).label}")
    posts = Post.objects.filter(role=role, department__code=code)
    vacant = posts.exclude(single_seat=True, terms__isnull=False)
    Term.objects.create(officer=officer, post=vacant[0], starts_on=today() - timedelta(days=since))
    return again(officer)


def again(officer: Officer) -> Officer:
    """As the next request finds him: what he holds is asked anew."""
    return Officer.objects.get(pk=officer.pk)


def signed_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer, backend="departments.backends.OfficerBackend")
    return client


def wide(text: str) -> str:
    """As a Chinese keyboard writes it at full width."""
    return text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
