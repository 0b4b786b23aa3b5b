"""核验: whoever holds a paper learns whether it is genuine, and nothing else of it."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from confidentiality.sealing import open_sealed_json
from departments.roles import Role
from disputes.choices import Mode
from papers.kinds import thaw
from tests import factories as f
from workflow.issuing.book.verifying import LENGTH, new_code, read
from workflow.models import Paper

pytestmark = pytest.mark.django_db


def test_a_code_is_long_differs_each_time_and_is_read_however_it_is_typed() -> None:
    codes = {new_code() for _ in range(100)}
    assert {len(each) for each in codes} == {LENGTH}
    assert len(codes) == 100
    assert read("o1il-abcd ｅｆgh－JKMN") == "0111ABCDEFGHJKMN"
    assert [read(each) for each in ("", "0111", "？" * LENGTH)] == ["", "", ""]


def test_anybody_learns_whether_a_paper_is_genuine_when_it_was_issued_and_no_more(
    settings: Settings,
) -> None:
    settings.PUBLIC_URL = "https://portal.example"
    dispute, head = f.handled(Mode.JOINT), f.an_officer(Role.HEAD)
    old = dispute.papers.filter(kind="joint_notice").latest("pk")
    f.do(dispute, "replace_paper", head, paper=old, reason="写错林场")
    code, stranger = old.verify_code or "", Client()
    frozen = thaw(
        "joint_notice", open_sealed_json(Paper.objects.get(pk=old.replaced_by.pk).content)
    )
    assert frozen.verify_at == f"https://portal.example/verify/{frozen.verify_code}/"
    typed = f"{code[:4]}-{code[4:8]} {code[8:]}".lower().replace("0", "o")
    void = stranger.get("/verify/", {"code": typed}, follow=True).content.decode()
    genuine = stranger.get(f"/verify/{frozen.verify_code}/").content.decode()
    assert "已作废" in void
    assert "属实，有效" in genuine
    for told in (void, genuine):
        assert f"{f.today().year}年{f.today().month}月{f.today().day}日" in told
        hidden = (old.number, dispute.number or "?", "会办通知", "写错林场", "税务局签发")
        assert not [each for each in hidden if each in told]
    unknown = stranger.get("/verify/0000000000000000/")
    assert unknown.status_code == 404
    assert "没有核验码" in unknown.content.decode()
    settings.VERIFIES_A_MINUTE = 1
    assert [stranger.get("/verify/none/").status_code for _ in range(2)][-1] == 429
