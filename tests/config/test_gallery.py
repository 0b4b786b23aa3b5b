"""The gallery draws every component, and only where there is nobody's data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client, override_settings

from tests.factories import an_officer

ROOT = Path(__file__).resolve().parents[2]
TAG = re.compile(r"@register\.simple_(?:block_)?tag(?:\(takes_context=True\))?\ndef (\w+)")
ELSEWHERE = {"hidden", "phone_bar", "icon"}  # they show nothing there, or stand on a phone
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer_client(client: Client) -> Client:
    client.force_login(an_officer(), backend="departments.backends.OfficerBackend")
    return client


def test_the_gallery_uses_every_component() -> None:
    written = (ROOT / "templates/ui/gallery.html").read_text("utf-8")
    frame = (ROOT / "templates/base.html").read_text("utf-8")
    for module in (ROOT / "confidentiality/templatetags").glob("ui*.py"):
        for name in set(TAG.findall(module.read_text("utf-8"))) - ELSEWHERE:
            assert f"{{% {name} " in written + frame or f"{{% {name} %}}" in written + frame, name


def test_the_gallery_shows_the_components(officer_client: Client) -> None:
    page = officer_client.get("/ui/").content.decode()
    assert 'class="ui-lamp is-red">超期 2 天' in page
    assert 'aria-current="step"' in page
    assert "不能办：须由本单位负责人操作" in page
    assert '<a href="#id_phone">联系电话：只有 10 位，应为 11 位</a>' in page


def test_nothing_on_the_page_needs_an_inline_script_or_style(officer_client: Client) -> None:
    page = officer_client.get("/ui/").content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\son\w+=|\sstyle=|javascript:|<style", page)


def test_the_gallery_is_not_in_production(officer_client: Client) -> None:
    with override_settings(DEMO=False):
        assert officer_client.get("/ui/").status_code == 404
