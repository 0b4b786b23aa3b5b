"""移交原件 (A19): registered once with whom and where, listed until then, told in the 备考表."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from departments.models import Officer
from departments.roles import Role
from reports.archives.originals import handed_over, waits
from tests import factories as f
from tests.api.programs import program
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.models import OriginalsTransfer

pytestmark = pytest.mark.django_db


def browser(role: str, code: str) -> Client:
    client = Client()
    client.force_login(Officer.objects.get(pk=f.an_officer(role, code).pk))
    return client


def listed(client: Client) -> str:
    answer = client.get(reverse("originals"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_originals_wait_in_the_list_until_handed_over_and_again_after_a_supplement() -> None:
    dispute = f.archived()
    file, clerk = dispute.case_file, f.an_officer()
    own, keeper = browser(Role.CLERK, "SW"), browser(Role.ARCHIVIST, "ZB")
    other, admin = browser(Role.CLERK, "YB"), browser(Role.SYSADMIN, "ZB")
    assert admin.get(reverse("originals")).status_code == 403
    assert file.number in listed(own)
    assert "销毁清册" not in listed(own)  # the archivist's lists are not his
    assert "销毁清册" in listed(keeper)
    assert file.number in listed(keeper)
    assert file.number not in listed(other)

    today = f.today()
    said: dict[str, Any] = {"received_by": "何某", "place": "2026年第3盒", "pages": 36}
    for day in (today + timedelta(days=1), today - timedelta(days=1)):
        with pytest.raises(Mistyped, match="不能晚于今天"):
            f.do(dispute, "move_originals", clerk, moved_on=day, **said)
    for stranger in (f.an_officer(Role.CLERK, "YB"), f.an_officer(Role.ARCHIVIST, "ZB")):
        with pytest.raises(NotYours):
            f.do(dispute, "move_originals", stranger, moved_on=today, **said)
    api, address = program(), f"disputes/{dispute.pk}/actions/move_originals/"
    refused = api.post(address, {"moved_on": today.isoformat(), "pages": 0})
    assert set(refused.json()["errors"]) == {"received_by", "place", "pages"}
    assert api.post(address, {**said, "moved_on": today.isoformat()}).status_code == 200
    moved = OriginalsTransfer.objects.get()
    assert (moved.handed_by, moved.received_by, moved.pages) == (clerk.name, "何某", 36)
    assert file.number not in listed(own) + listed(keeper)
    with pytest.raises(NotAllowed, match="已经移交档案室"):
        f.do(dispute, "move_originals", clerk, moved_on=today, **said)

    own.post(file.get_absolute_url(), {"purpose": "复查"})
    page = own.get(file.get_absolute_url()).content.decode()
    assert f"{clerk.name}交，何某收：2026年第3盒，共36页" in page
    told = api.get(f"archives/{file.pk}/").json()
    assert told["originals_due_on"] == f"{file.year + 1}-06-30"
    assert told["originals_moved_on"] == today.isoformat()
    assert "何某收：2026年第3盒，共36页" in handed_over(file)

    letter = SimpleUploadedFile("补充.txt", "归档后收到".encode())
    f.do(dispute, "supplement", clerk, file=letter, reason="归档后收到")
    assert file.number in listed(own)
    f.do(dispute, "move_originals", clerk, moved_on=today, **said, handed_by="钱某")
    assert OriginalsTransfer.objects.last().handed_by == "钱某"  # type: ignore[union-attr]
    assert file.number not in listed(own)


def test_postgresql_keeps_it_and_the_list_says_when_it_is_late() -> None:
    file = f.archived().case_file
    row = {
        "case_file": file, "handed_by": "甲", "received_by": "乙", "place": "盒", "pages": 1,
        "recorded_by": f.an_officer(), "recorded_at": timezone.now(),
    }  # fmt: skip
    made = OriginalsTransfer.objects.create(**row, moved_on=f.today())
    for refused in (
        lambda: OriginalsTransfer.objects.create(**row, moved_on=f.today() + timedelta(days=1)),
        lambda: OriginalsTransfer.objects.create(**row, moved_on=f.today() - timedelta(days=1)),
        lambda: OriginalsTransfer.objects.create(**{**row, "pages": 0}, moved_on=f.today()),
        lambda: OriginalsTransfer.objects.update(pages=2),
        made.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            refused()
    due = f.today().replace(year=file.year + 1, month=6, day=30)
    assert "逾期" not in waits(file, due)
    assert waits(file, due + timedelta(days=1)).endswith("已逾期")
