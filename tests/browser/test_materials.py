"""Materials in Chromium: a picture is seen in its page, and a service asks for its scan."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from departments.models import Officer
from departments.roles import Role
from disputes.materials import keep_material
from tests import factories as f
from tests.confidentiality import brought_files as brought

SEEN = "document.querySelector('.ui-look img').naturalWidth"


@pytest.mark.slow
def test_a_picture_is_seen_in_its_page_and_a_service_asks_for_its_scan(
    page: Page,
    live_server: LiveServer,
    sign_in: Callable[[Officer], None],
    clerk: Officer,
    stands: Callable[[str], None],
    faults: list[str],
) -> None:
    dispute, officer = f.decided(), f.an_officer(Role.CLERK, "SW")
    for name, content in (("照片.jpg", brought.photo()), ("通话.mp3", brought.mp3())):
        keep_material(dispute, SimpleUploadedFile(name, content), by=officer)
    sign_in(officer)
    page.goto(f"{live_server.url}{dispute.get_absolute_url()}")
    page.get_by_role("link", name="照片.jpg", exact=True).click()
    page.wait_for_url("**/look/")  # and for its load, which is its picture's too
    assert page.evaluate(SEEN) == 40
    stands("material-picture")
    page.goto(f"{live_server.url}{dispute.get_absolute_url()}serve/")
    receipt = page.get_by_label("签收件").first
    assert ".jfif" in (receipt.get_attribute("accept") or "")
    stands("serve-with-receipt")
    assert faults == []
