"""Limits are kept by the security administrator: for later steps, within the law, on record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from deadlines.actions import Revision, narrow_limit, revise_limit
from deadlines.due import parse_limit
from deadlines.models import DeadlinePolicy
from deadlines.policies import PolicyBook, Scope
from departments.models import ChangeRecord, Officer
from departments.roles import Role
from tests import factories as f
from web.refusals import Mistyped, NotAllowed, NotYours

pytestmark = pytest.mark.django_db


def keeper() -> Officer:
    return f.an_officer(Role.SECADMIN, "ZB")


def limit_of(key: str = "general.single") -> DeadlinePolicy:
    return DeadlinePolicy.objects.get(key=key, mode="", department=None, category="")


def revision(limit: str = "12wd", later: int = 0) -> Revision:
    return Revision(parse_limit(limit), f.today() + timedelta(days=later), "按专班会议意见")


def in_force(scope: Scope | None = None) -> str:
    found = PolicyBook.on(f.today()).find("general.single", scope)
    return f"{found.limit}{found.unit}"


def test_a_new_version_is_in_force_from_its_day_on_and_the_old_one_stays() -> None:
    old = limit_of()
    new = revise_limit(old, by=keeper(), revision=revision("12wd", later=3))
    assert (new.version, new.changed_by) == (old.version + 1, keeper())
    assert in_force() == "15wd"
    later = PolicyBook.on(f.today() + timedelta(days=3)).find("general.single")
    assert later.pk == new.pk
    assert (new.clause, new.legal_limit, new.extension) == (
        old.clause,
        old.legal_limit,
        old.extension,
    )


def test_the_change_is_on_record_with_both_limits_and_the_reason() -> None:
    old = limit_of()
    new = revise_limit(old, by=keeper(), revision=revision())
    kept = ChangeRecord.objects.latest("pk")
    assert (kept.verb, kept.subject, kept.by) == ("修改办理时限", old.label, keeper())
    assert (kept.before, kept.after, kept.reason) == (str(old), str(new), "按专班会议意见")


@pytest.mark.parametrize(
    ("role", "code"), [(Role.SYSADMIN, "ZB"), (Role.OFFICE, "ZB"), (Role.HEAD, "SW")]
)
def test_nobody_else_changes_a_limit(role: Role, code: str) -> None:
    with pytest.raises(NotYours, match="由安全管理员办理"):
        revise_limit(limit_of(), by=f.an_officer(role, code), revision=revision())
    assert in_force() == "15wd"


def test_a_version_that_was_overtaken_is_not_changed_again() -> None:
    old = limit_of()
    revise_limit(old, by=keeper(), revision=revision())
    with pytest.raises(NotAllowed, match="已有新版"):
        revise_limit(old, by=keeper(), revision=revision("10wd"))
    assert in_force() == "12wd"


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        (("12wd", -1), "valid_from", "起用日期不能早于今天"),
        (("61d", 0), "limit", "60"),
        (("8wd", 0), "limit", "总时限"),
    ],
)
def test_what_is_past_unlawful_or_too_short_for_its_steps_is_refused_at_its_field(
    changed: tuple[str, int], field: str, sentence: str
) -> None:
    with pytest.raises(Mistyped) as refused:
        revise_limit(limit_of(), by=keeper(), revision=revision(*changed))
    assert sentence in "".join(refused.value.errors[field])
    assert in_force() == "15wd"
    assert not ChangeRecord.objects.filter(verb="修改办理时限").exists()


def test_a_department_gets_a_limit_of_its_own_and_the_others_keep_theirs() -> None:
    own, other = f.a_department("SW"), f.a_department("RS")
    narrow_limit(limit_of(), by=keeper(), revision=revision(), department=own, category="")
    assert in_force(Scope("single", own.pk)) == "12wd"
    assert in_force(Scope("single", other.pk)) == "15wd"
    assert ChangeRecord.objects.latest("pk").before == ""


def test_a_limit_of_its_own_is_for_somebody_or_something_and_set_once() -> None:
    everybody: dict[str, Any] = {"department": None, "category": ""}
    with pytest.raises(Mistyped, match="至少一项"):
        narrow_limit(limit_of(), by=keeper(), revision=revision(), **everybody)
    own: dict[str, Any] = {"department": f.a_department("SW"), "category": ""}
    narrow_limit(limit_of(), by=keeper(), revision=revision(), **own)
    with pytest.raises(Mistyped, match="已单独设过"):
        narrow_limit(limit_of(), by=keeper(), revision=revision("10wd"), **own)
    with pytest.raises(NotYours):
        narrow_limit(limit_of(), by=f.a_leader(), revision=revision(), **own)
