"""`/api/v1/errands/`: given once, answered in turn, refused in the contract's words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.cast import CHEN, OFFICE, WU, ZHANG, Part, assemble
from workflow.models import Errand

pytestmark = pytest.mark.django_db

ASKED = "请汇总本季度医保参保登记争议情况。"


def asks(part: Part, path: str) -> Any:  # Any: JSON
    return part.browser().get(f"/api/v1/{path}").json()


def test_the_same_by_programs_replayed_once() -> None:
    assemble()
    typed = {"department": "YB", "question": ASKED}
    browser, key = OFFICE.browser(), {"Idempotency-Key": "one"}
    made = [
        browser.post("/api/v1/errands/", typed, content_type="application/json", headers=key)
        for _ in range(2)
    ]
    assert [answer.status_code for answer in made] == [201, 201]
    errand = Errand.objects.get()
    address = f"/api/v1/errands/{errand.pk}/actions/accept/"
    done = ZHANG.browser().post(address, {"version": 0}, content_type="application/json")
    assert (done.status_code, done.json()["state"]) == (200, "accepted")
    again = WU.browser().post(address, {"version": 0}, content_type="application/json")
    assert again.status_code == 409
    offered = {each["verb"] for each in asks(ZHANG, f"errands/{errand.pk}/actions/")}
    assert offered == {"draft_answer"}
    refused = CHEN.browser().post("/api/v1/errands/", typed, content_type="application/json")
    assert refused.status_code == 403
