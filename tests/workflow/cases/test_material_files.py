"""One material in the browser: shown where it can be, recorded first, never run, never kept."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from confidentiality.models import AccessRecord
from departments.roles import Role
from disputes.materials import keep_material
from disputes.models import Dispute, Material
from tests import factories as f
from tests.confidentiality import brought_files as brought
from tests.workflow.signing_in import signed_in

pytestmark = pytest.mark.django_db


def brought_to(dispute: Dispute, name: str, content: bytes, title: str = "") -> Material:
    upload = SimpleUploadedFile(name, content)
    return keep_material(dispute, upload, by=f.an_officer(), title=title)


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def at(name: str, material: Material) -> str:
    return reverse(name, args=[material.pk])


@pytest.mark.parametrize(
    ("name", "content", "tag"),
    [
        ("照片.jpg", brought.photo(), "<img"),
        ("录音.mp3", brought.mp3(), "<audio"),
        ("录像.mp4", brought.film(), "<video"),
    ],
)
def test_pictures_and_recordings_are_shown_in_the_page_and_recorded_first(name, content, tag):
    material = brought_to(f.handled(), name, content)
    client = signed_in(f.an_officer())
    page = client.get(at("material_look", material))
    assert tag in page.content.decode()
    record = AccessRecord.objects.get()
    assert (record.action, record.purpose) == ("view", "查看材料")
    shown = client.get(at("material_shown", material))
    with material.file.open() as kept:  # a photograph without what its camera added
        assert body(shown) == kept.read()
    assert shown["Content-Type"] == material.media_type
    assert shown["Content-Disposition"].startswith("inline")
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in shown["Cache-Control"]
    assert "sandbox" in shown["Content-Security-Policy"]
    assert AccessRecord.objects.count() == 1  # the page and its picture are one look


def test_bytes_that_no_page_asked_for_are_recorded_too():
    material = brought_to(f.handled(), "照片.jpg", brought.photo())
    body(signed_in(f.an_officer()).get(at("material_shown", material)))
    assert AccessRecord.objects.get().action == "view"


def test_a_pdf_stands_in_our_page_with_a_way_back_and_every_opening_is_recorded():
    material = brought_to(f.handled(), "流水.pdf", brought.a_pdf())
    client = signed_in(f.an_officer())
    for times in (1, 2):
        page = client.get(at("material_look", material))
        told = page.content.decode()
        assert f'<iframe src="{at("material_shown", material)}"' in told
        for way in (material.dispute.get_absolute_url(), at("material", material)):
            assert f'href="{way}"' in told
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        answer = client.get(at("material_shown", material))
        assert body(answer).startswith(b"%PDF")
        assert answer["Content-Type"] == "application/pdf"
        assert "object-src 'none'" in answer["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert AccessRecord.objects.count() == times  # the page and what it shows are one look


def test_what_no_browser_shows_is_taken_as_before():
    material = brought_to(f.handled(), "回执.docx", brought.GOOD[".docx"]())
    client = signed_in(f.an_officer())
    assert client.get(at("material_shown", material)).status_code == 404
    answer = client.get(at("material_look", material), follow=True)
    assert answer["Content-Disposition"].startswith("attachment")
    body(answer)


def test_who_does_not_see_the_case_sees_nothing_of_it():
    material = brought_to(f.handled(), "照片.jpg", brought.photo())
    stranger = signed_in(f.an_officer(Role.CLERK, "YB"))
    for name in ("material", "material_look", "material_shown"):
        assert stranger.get(at(name, material)).status_code == 404
    assert not AccessRecord.objects.exists()


def test_a_player_winds_forward():
    content = brought.film()
    material = brought_to(f.handled(), "录像.mp4", content)
    client = signed_in(f.an_officer())
    part = client.get(at("material_shown", material), headers={"Range": "bytes=10-19"})
    assert (part.status_code, body(part)) == (206, content[10:20])
    assert part["Content-Range"] == f"bytes 10-19/{len(content)}"
    rest = client.get(at("material_shown", material), headers={"Range": "bytes=10-"})
    assert body(rest) == content[10:]
    beyond = client.get(at("material_shown", material), headers={"Range": "bytes=9999-"})
    assert beyond.status_code == 416


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("缴费记录", "缴费记录.pdf"),
        ("缴费记录.docx", "缴费记录.pdf"),
        ("赵\U0002ebf0的社保缴费记录", "赵\U0002ebf0的社保缴费记录.pdf"),
    ],
)
def test_a_title_downloads_with_the_right_suffix(title, name):
    material = brought_to(f.handled(), "a.pdf", brought.a_pdf(), title)
    answer = signed_in(f.an_officer()).get(at("material", material))
    body(answer)
    quoted = answer["Content-Disposition"].partition("filename*=utf-8''")[2]
    assert unquote(quoted) == name


@pytest.mark.parametrize("name", ["赵\U0002ebf0.txt", "孙\U000323b0.txt", "周\ue863.txt"])
def test_rare_characters_of_a_file_name_come_through_the_upload(name):
    dispute = f.handled()
    typed = {"file": SimpleUploadedFile(name, b"text")}
    signed_in(f.an_officer()).post(reverse("dispute_materials", args=[dispute.pk]), typed)
    assert dispute.materials.get().title == name


def test_the_list_offers_the_look_and_the_taking():
    dispute = f.handled()
    picture = brought_to(dispute, "照片.jpg", brought.photo())
    page = signed_in(f.an_officer()).get(dispute.get_absolute_url()).content.decode()
    assert at("material_look", picture) in page
    assert f'href="{at("material", picture)}"' in page


def test_a_turned_photograph_keeps_the_digest_of_what_was_brought():
    dispute = f.handled()
    typed = {"file": SimpleUploadedFile("照片.jpg", brought.photo(6))}
    url = reverse("dispute_materials", args=[dispute.pk])
    assert signed_in(f.an_officer()).post(url, typed).status_code == 302
    material = dispute.materials.get()
    assert material.original_sha256
    assert material.original_sha256 != material.sha256
    assert material.size == material.file.size
