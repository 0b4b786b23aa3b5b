"""Wrong tries are slowed, of an account and of an address; nobody locks another out by them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from departments import waiting
from departments.models import ChangeRecord, Officer, SignInWait
from departments.roles import Role
from tests.departments.people import holding, signed_in, told
from tests.factories import an_officer

pytestmark = pytest.mark.django_db

PASSWORD, WRONG = "Portal-2026!", "wrong"
HERE, THERE = "10.1.2.3", "10.9.9.9"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def tried(  # type: ignore[no-untyped-def]
    username: str, password: str = WRONG, *, at: str = HERE, by: Client | None = None
):
    browser = by or Client()
    return browser.post("/login/", {"username": username, "password": password}, REMOTE_ADDR=at)


def test_each_further_try_waits_longer_and_says_how_long(clock: time_machine.Traveller) -> None:
    officer = an_officer()
    waits = []
    for _ in range(8):
        answer = tried(officer.username)
        assert "用户名或密码不对" in told(answer)
        refused = tried(officer.username)
        waits.append(int(refused.headers.get("Retry-After", "0")))
        if waits[-1]:
            assert refused.status_code == 429
            assert f"请等 {waits[-1]} 秒再试" in told(refused)
            clock.shift(timedelta(seconds=waits[-1]))
    grown = [each for each in waits if each]
    assert grown == sorted(grown)
    assert grown[0] < grown[-1] == waiting.LONGEST


def test_an_unknown_name_waits_as_a_known_one_does(clock: time_machine.Traveller) -> None:
    officer = an_officer()
    known, unknown = (
        [told(tried(name)) for _ in range(5)] for name in (officer.username, "nobody")
    )
    assert ["请等" in each for each in known] == ["请等" in each for each in unknown]


def test_letters_typed_otherwise_are_the_same_account(clock: time_machine.Traveller) -> None:
    an_officer()
    for typed in ("sw_clerk", "SW_CLERK", " Sw_Clerk"):
        tried(typed)
    assert tried("sw_clerk", PASSWORD).status_code == 429


def test_another_never_makes_the_owner_wait_longer_than_a_minute(
    clock: time_machine.Traveller,
) -> None:
    """Neither from the same office's address nor from many: tries meanwhile add nothing."""
    deputy = an_officer(Role.DEPUTY, "ZB")
    for number in range(60):
        tried(deputy.username, at=HERE if number % 2 else f"10.3.0.{number}")
    assert tried(deputy.username, PASSWORD).status_code == 429
    clock.shift(timedelta(seconds=60))
    assert tried(deputy.username, PASSWORD).status_code == 302


def test_the_owner_in_a_browser_of_his_own_does_not_wait_at_all(
    clock: time_machine.Traveller,
) -> None:
    officer, own = an_officer(), Client()
    assert tried(officer.username, PASSWORD, by=own).status_code == 302
    own.post("/logout/")
    for _ in range(20):
        tried(officer.username)
    assert tried(officer.username, PASSWORD).status_code == 429
    assert tried(officer.username, PASSWORD, by=own).status_code == 302


def test_his_own_browser_is_counted_as_well(clock: time_machine.Traveller) -> None:
    officer, own = an_officer(), Client()
    tried(officer.username, PASSWORD, by=own)
    own.post("/logout/")
    for _ in range(4):
        tried(officer.username, by=own)
    assert tried(officer.username, PASSWORD, by=own).status_code == 429


def test_many_accounts_from_one_address_are_slowed_and_other_addresses_are_not(
    clock: time_machine.Traveller,
) -> None:
    answers = [tried(f"officer{number}").status_code for number in range(26)]
    assert answers[:10] == [200] * 10
    assert 429 in answers
    officer = an_officer()
    assert tried(officer.username, PASSWORD, at=THERE).status_code == 302


def test_whoever_signs_in_with_an_account_of_his_own_does_not_free_his_address(
    clock: time_machine.Traveller,
) -> None:
    officer = an_officer()
    for number in range(9):
        tried(f"officer{number}")
    assert tried(officer.username, PASSWORD).status_code == 302
    for number in range(3):
        tried(f"other{number}")
    assert tried("another").status_code == 429


def test_success_forgets_the_tries_of_the_account() -> None:
    officer = an_officer()
    tried(officer.username)
    tried(officer.username)
    assert tried(officer.username, PASSWORD).status_code == 302
    assert not SignInWait.objects.exclude(kind="address").exists()


def test_an_ipv6_subscriber_is_one_address() -> None:
    assert waiting.network("2001:db8:1:2:aaaa::1") == waiting.network("2001:db8:1:2:bbbb::2")
    assert waiting.network("2001:db8:1:3::1") != waiting.network("2001:db8:1:2::1")
    assert waiting.network("no address") == "no address"


def test_the_security_administrator_lets_the_owner_in_at_once(
    clock: time_machine.Traveller,
) -> None:
    officer, keeper = an_officer(), signed_in(holding(Role.SECADMIN))
    for _ in range(5):
        tried(officer.username)
    page = keeper.get(officer.get_absolute_url())
    assert "解除登录等待" in told(page)
    address = reverse("officer_unlock", args=[officer.username])
    assert keeper.post(address, {"reason": "本人来电"}).status_code == 302
    assert tried(officer.username, PASSWORD, at=THERE).status_code == 302
    assert ChangeRecord.objects.filter(verb="解除登录等待", reason="本人来电").exists()


def test_a_forged_mark_of_a_known_browser_counts_for_nothing() -> None:
    officer, forger = an_officer(), Client()
    forger.cookies["known"] = f'["mark","{officer.username}"]'
    tried(officer.username, by=forger)
    assert set(SignInWait.objects.values_list("kind", flat=True)) == {"pair", "account", "address"}


def test_signing_in_is_written_down() -> None:
    officer = an_officer()
    tried(officer.username, PASSWORD)
    assert Officer.objects.get(pk=officer.pk).last_login is not None


def test_who_types_a_payer_s_name_for_his_own_leaves_it_nowhere() -> None:
    officer = an_officer()
    Client().post("/login/", {"username": "何某某", "password": "x"})
    assert SignInWait.objects.exists()
    held = SignInWait.objects.values_list("key", "username")
    assert not any("何某某" in each for row in held for each in row)
    tried = [waiting.as_tried(None, {"username": name}) for name in ("何某某", officer.username)]
    assert tried == [waiting.NOBODYS, officer.username]
