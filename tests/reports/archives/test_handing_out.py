"""Who takes a package whole: it shows what is sealed, and counts as any look at it."""

from __future__ import annotations

import pytest

from confidentiality import allowance
from confidentiality.models import AccessRecord
from departments.roles import Role
from tests import factories as f
from tests.api.programs import program
from workflow.models import CaseFile

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def taken(role: str, code: str, file: CaseFile) -> str:
    answer = program(role, code).get(f"archives/{file.pk}/package/")
    assert answer.status_code == 200
    b"".join(answer.streaming_content)
    return "节本" if "%E8%8A%82%E6%9C%AC" in answer.headers["Content-Disposition"] else "全本"


def test_a_whole_file_counts_as_seen_in_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance, "A_DAY", 1)
    one, two = (f.archived().case_file for _ in range(2))
    assert taken(Role.CLERK, "SW", one) == "全本"
    assert taken(Role.CLERK, "SW", two) == "节本", "his day's number is reached"
    assert taken(Role.CLERK, "SW", one) == "全本", "that one he saw already"
    assert taken(Role.AUDITOR, "ZB", one) == "节本"
    assert taken(Role.ARCHIVIST, "ZB", two) == "全本"
    looks = AccessRecord.objects.filter(action="download").order_by("pk")
    assert [each.fields for each in looks] == [["full"], ["masked"], ["full"], ["masked"], ["full"]]
    assert looks[0].purpose == "下载信息包（接口）第1份"
