"""Whatever stands in a query, a form or a body, no address of the portal answers 5xx.

What PostgreSQL cannot hold is refused with 400 and a sentence; the rest finds nothing or is told
at its field. The addresses come from the URLconf: a new one is walked as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from hypothesis import settings

from departments.models import Post
from departments.roles import Role
from tests import factories as f
from tests.api.programs import program
from tests.web.drawn_forms import forms_of
from tests.web.test_kept_everywhere import NO_PAGE, names, parts_of, world
from tests.workflow.signing_in import signed_in

pytestmark = pytest.mark.django_db

VALUES = (
    "\0", "坏\0字", "\u202e字倒\u2066", "9" * 40, "-1", "1e999", "' OR 1=1 --", "<script>",
    "２０２６", "../../etc/passwd", "[]", "{}", "NaN", "2026-02-30", "长" * 3000, "0x1F", " ",
)  # fmt: skip
#: Django answers a wrong password in its own way.
SIGNING_IN = ("/login/", "/password/")
#: Every name that a view of the portal reads from a query.
ASKED = """after back before category channel concluded_since concluded_until copy cursor
    department dispute disputes due_before family figure file find insurance key kind kept lamp
    lead log mode month next number objected officer order page_size part period q receiving
    responsible_officer retention severity show since state tab town unit until username who
    year""".split()  # noqa: SIM905


def hostile(fields: list[str], turn: int) -> dict[str, str]:
    """Each field another value; another turn, another value for each."""
    return {name: VALUES[(place + turn) % len(VALUES)] for place, name in enumerate(fields)}


def answered(client: Client, method: str, address: str, sent: dict[str, str]) -> int:
    client.raise_request_exception = False
    answer = getattr(client, method)(address, sent)
    assert answer.status_code < 500, (method, address, sent)
    if method == "post" and answer.status_code == 200 and not address.startswith(SIGNING_IN):
        assert b"data-errors=" not in answer.getvalue(), f"{address}: mistakes and 200"
    return int(answer.status_code)


def walk() -> Iterator[tuple[int, str, str]]:
    """Every page and what takes what is sent, with the name of each."""
    made = world()
    for nth, (name, wanted) in enumerate(names(get_resolver().url_patterns)):
        if name not in {"login", "logout", "kept"}:
            parts = parts_of(name, wanted, made)
            others = {part: uuid4() if part == "key" else 1 for part in wanted - parts.keys()}
            yield nth, name, reverse(name, kwargs=parts | others)


def test_what_cannot_be_kept_is_refused_with_a_sentence() -> None:
    page = signed_in(f.an_officer(Role.CLERK, "CL"))
    answer = page.get(reverse("trainings"), {"unit": "坏\0字"})
    assert answer.status_code == 400
    assert "无法识别的字符" in answer.content.decode()


#: NUL, half of a pair, bytes of no character, and NUL within a word.
UNKEEPABLE = ("%00", "%ED%A0%80", "%FF", "a%00b")
PART = re.compile(r"<(?:\w+:)?\w+>|\(\?P<\w+>[^)]*\)")


def routes(patterns: list[Any], before: str = "/") -> Iterator[str]:
    for each in patterns:
        own = before + str(each.pattern).lstrip("^").replace("\\Z", "").rstrip("$")
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, own)
        else:
            yield own


def test_what_stands_in_a_path_or_a_query_is_text_for_whoever_asks() -> None:
    """Each part of each address, and every name that is read from a query."""
    clients = [Client(), signed_in(f.an_officer(Role.CLERK, "SW"))]
    every = sorted(set(routes(get_resolver().url_patterns)))
    assert any("verify/<str:code>" in each for each in every)
    for nth, route in enumerate(every):
        bad = UNKEEPABLE[nth % len(UNKEEPABLE)]
        parts = list(PART.finditer(route))
        paths = [
            PART.sub("1", route[: m.start()]) + bad + PART.sub("1", route[m.end() :]) for m in parts
        ] or [route]
        asked = "" if parts else f"?{ASKED[nth % len(ASKED)]}={bad}"
        for path in paths:
            _refused(clients[nth % 2], path + asked)
    for client in clients:
        for nth, name in enumerate(ASKED):
            _refused(client, f"/disputes/?{name}={UNKEEPABLE[nth % len(UNKEEPABLE)]}")
        for bad in UNKEEPABLE:
            _refused(client, f"/verify/{bad}/")
            _refused(client, f"/nowhere/{bad}")
            _refused(client, f"/archives/?q={bad}")


def _refused(client: Client, address: str) -> None:
    client.raise_request_exception = False
    answer = client.get(address)
    assert answer.status_code == 400, address
    assert "无法识别的字符" in answer.content.decode(), address


def test_no_page_fails() -> None:
    posts = ((Role.CLERK, "SW"), (Role.SECADMIN, "ZB"))
    clients = [signed_in(f.an_officer(role, code)) for role, code in posts]
    for nth, _, address in walk():
        for place, client in enumerate(clients):
            answered(client, "get", address, hostile(ASKED, nth + place))


def turns() -> int:
    """Each field one value a run; by night every value in every field."""
    return len(VALUES) if settings.get_current_profile_name() == "nightly" else 1


@pytest.mark.hypothesis
@pytest.mark.slow
def test_no_page_and_no_form_fails_whatever_stands_where() -> None:
    every = list(walk())
    posts = [Post.objects.filter(role=role).order_by("pk").first() for role in Role]
    clients = [signed_in(f.an_officer(post.role, post.department.code)) for post in posts if post]
    for nth, name, address in every:
        client, page = _opened(clients, address) if name not in NO_PAGE else (clients[0], "")
        drawn = [each for each in forms_of(page) if "logout" not in each.action]
        forms = [(each.action, [*each.hidden, *each.typed, *each.chosen]) for each in drawn]
        for turn in range(nth, nth + turns()):
            answered(client, "get", address, hostile(ASKED, turn))
            for action, fields in forms or [("", ASKED)]:
                answered(client, "post", action or address, hostile(fields, turn))


def _opened(clients: list[Client], address: str) -> tuple[Client, str]:
    for client in clients:
        answer = client.get(address)
        if answer.status_code == 200:
            return client, answer.content.decode()
    return clients[0], ""


def addresses(patterns: list[Any], prefix: str = "/api/v1/") -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLPattern):
            yield prefix + str(each.pattern).replace("<int:", "<").replace("<slug:", "<")


def test_no_call_of_the_api_fails() -> None:
    (api,) = [
        each
        for each in get_resolver().url_patterns
        if isinstance(each, URLResolver) and str(each.pattern) == "api/v1/"
    ]
    dispute = f.handled()
    clerk = program()
    clerk.client.raise_request_exception = False
    odd = [*VALUES, "\ud800", 10**40, None, True, ["\0"], {"\0": "\ud800"}]
    for nth, address in enumerate(addresses(api.url_patterns)):
        path = address.replace("<pk>", str(dispute.pk)).replace("<verb>", "register")
        path = path.replace("<item>", "1")
        if "<" in path or "^" in path or "schema" in path:
            continue
        asked = hostile(ASKED, nth)
        assert clerk.client.get(path, asked, headers=clerk.headers).status_code < 500, path
        for turn in (nth, nth + 7):
            sent = {name: odd[(place + turn) % len(odd)] for place, name in enumerate(ASKED)}
            answer = clerk.post(path.removeprefix("/api/v1/"), sent)
            assert answer.status_code < 500, (path, sent)
