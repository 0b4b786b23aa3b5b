"""Beside cases too: who was overtaken is told so, and finds what he had typed (R107)."""

from __future__ import annotations

import pytest

from departments.models import Officer
from departments.roles import Role
from tests import factories as f
from tests.workflow.disclosure.leaving import asked_for
from tests.workflow.signing_in import signed_in
from workflow.disclosure.actions import drop

pytestmark = pytest.mark.django_db


def test_a_head_who_signs_what_was_just_withdrawn_reads_so_and_keeps_his_words() -> None:
    own = asked_for()
    seen = own.version
    drop(own, by=Officer.objects.get(pk=f.an_officer().pk), reason="不用了")
    head = signed_in(f.an_officer(Role.HEAD, "SW"))
    typed = {"version": seen, "comment": "仅供审计核对"}
    late = head.post(f"{own.get_absolute_url()}sign/", typed)
    assert late.status_code == 409
    shown = late.content.decode()
    assert "你填的都在下面" in shown
    assert "仅供审计核对" in shown
    own.refresh_from_db()
    assert (own.state, own.signatures.count()) == ("dropped", 0)
