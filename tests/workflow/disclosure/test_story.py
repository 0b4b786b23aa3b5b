"""What leaves the mechanism leaves by its approval alone, told over HTTP (六(三), R093, A18)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from departments.models import Officer
from departments.roles import Role
from disputes.models import Dispute
from tests import factories as f
from tests.workflow.signing_in import signed_in
from workflow.models import Disclosure, DisclosureCopy

pytestmark = pytest.mark.django_db


def until() -> str:
    return (f.today() + timedelta(days=30)).isoformat()


def asked(**more: Any) -> dict[str, Any]:  # Any: what a page sends
    return {
        "recipient_kind": "department", "recipient": "区审计局", "until": until(),
        "purpose": "专项审计核对", "particulars": ["number", "payer_name", "facts"],
    } | more  # fmt: skip


def browser(role: str, code: str = "SW") -> Client:
    return signed_in(f.an_officer(role, code))


def test_first() -> None:
    dispute = f.handled()
    head, office = browser(Role.HEAD), browser(Role.OFFICE, "ZB")
    page = browser(Role.CLERK)
    answer = page.post(f"/disputes/{dispute.pk}/disclose/", asked(version=dispute.version))
    assert answer.status_code == 302, answer.content.decode()
    own = Disclosure.objects.get()
    assert own.state == "head"
    print(head.get(f"/disclosures/{own.pk}/").content.decode()[:200])
    assert (
        head.post(f"/disclosures/{own.pk}/sign/", {"comment": "同意", "version": 0}).status_code
        == 302
    )
    assert (
        office.post(f"/disclosures/{own.pk}/review/", {"comment": "", "version": 1}).status_code
        == 302
    )
    own.refresh_from_db()
    assert own.state == "approved"
    assert [p.label for p in own.papers.all()] == ["信息提供（发布）审批表", "信息提供件"]
    item = own.items.get()
    copy = page.post(f"/disclosures/{own.pk}/items/{item.pk}/copy/")
    assert copy.status_code == 302
