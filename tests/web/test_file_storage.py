"""Files are written aside and come to their place with their row; a full disk is a sentence."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from disputes.materials import keep_material
from disputes.models import Material
from tests import factories as f
from tests.api.programs import program
from tests.confidentiality import brought_files as brought
from tests.workflow.signing_in import signed_in
from web.file_storage import (
    NotKept,
    Room,
    file_columns,
    in_use,
    nothing_left_aside,
    room_left,
    storage,
)


def everything_kept() -> list[str]:
    base = Path(storage().location)
    return sorted(str(p.relative_to(base)) for p in base.rglob("*") if p.is_file())


def a_file(name: str = "工资条.txt", size: int = 20) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"x" * size)


@contextmanager
def little_room(most: int) -> Iterator[None]:
    """No file of this process may grow beyond so many bytes: writing fails as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.django_db(transaction=True)
def test_a_file_comes_to_its_place_when_its_row_is_committed():
    dispute, clerk = f.handled(), f.an_officer()
    with transaction.atomic():
        material = keep_material(dispute, a_file(), by=clerk)
        name = str(material.file.name)
        assert everything_kept() == [f"aside/{name}"]
        with material.file.open() as kept:
            assert kept.read() == b"x" * 20
    assert everything_kept() == [name]
    assert in_use([name, "materials/2026/none"]) == {name}


@pytest.mark.django_db(transaction=True)
def test_a_refused_request_leaves_nothing():
    dispute = f.decided()
    typed = {"party": "payer", "method": "direct", "served_on": f.today(), "recipient": "本人"}
    url = reverse("dispute_verb", args=[dispute.pk, "serve"])
    before = everything_kept()
    stale = typed | {"version": dispute.version - 1, "receipt": a_file()}
    assert signed_in(f.an_officer()).post(url, stale).status_code == 409
    assert everything_kept() == before
    assert not Material.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_was_written_and_taken_back_goes_with_its_request(rf):
    dispute, clerk = f.handled(), f.an_officer()

    def answer(request):
        with transaction.atomic():
            keep_material(dispute, a_file(), by=clerk)
            assert len(everything_kept()) == 1
            transaction.set_rollback(True)

    nothing_left_aside(answer)(rf.get("/"))
    assert everything_kept() == []


@pytest.mark.django_db
def test_a_full_disk_is_told_and_leaves_nothing():
    dispute = f.handled()
    url = reverse("dispute_materials", args=[dispute.pk])
    client = signed_in(f.an_officer())
    typed = {"file": a_file(size=2_000_000), "title": "三年工资条"}
    with little_room(1_000_000):
        page = client.post(url, typed)
    assert page.status_code == 507
    assert "磁盘已满" in page.content.decode()
    assert "三年工资条" in page.content.decode()
    with little_room(1_000_000):
        dropped = client.post(f"{url}?part=list", {"file": a_file(size=2_000_000)})
    assert (dropped.status_code, "磁盘已满" in dropped.json()["errors"]["file"][0]) == (507, True)
    assert not dispute.materials.exists()
    assert everything_kept() == []


@pytest.mark.django_db
def test_a_full_disk_is_told_where_the_request_itself_cannot_be_put_down():
    dispute = f.handled()
    large = brought.a_pdf() + b"\n" * 4_000_000  # goes to a file while it is read
    sent = SimpleUploadedFile("大.pdf", large)
    client = signed_in(f.an_officer())
    client.raise_request_exception = False
    with little_room(1_000_000):
        page = client.post(reverse("dispute_materials", args=[dispute.pk]), {"file": sent})
    assert page.status_code == 507
    assert "磁盘已满" in page.content.decode()
    assert everything_kept() == []


@pytest.mark.django_db
def test_a_full_disk_is_told_to_programs():
    dispute, clerk = f.handled(), program()
    path = f"/api/v1/disputes/{dispute.pk}/materials/"
    with little_room(1_000_000):
        answer = clerk.client.post(path, {"file": a_file(size=2_000_000)}, headers=clerk.headers)
    assert answer.status_code == 507
    assert "磁盘已满" in answer.json()["detail"]
    with little_room(1_000_000):
        sent = SimpleUploadedFile("大.pdf", brought.a_pdf() + b"\n" * 4_000_000)
        answer = clerk.client.post(path, {"file": sent}, headers=clerk.headers)
    assert answer.status_code == 507
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_a_folder_that_takes_nothing_is_told(settings, tmp_path):
    (tmp_path / "file").write_text("no folder")
    settings.MEDIA_ROOT = tmp_path / "file"
    with pytest.raises(NotKept, match="存不了文件"):
        storage().save("materials/x", ContentFile(b"x"))


def test_every_column_that_names_a_file_is_known():
    assert {f"{m._meta.label}.{column}" for m, column in file_columns()} == {
        "disputes.Material.file",
        "departments.Training.sheet",
        "workflow.RenderedPaper.file",
        "workflow.SealedPackage.file",
    }


@pytest.mark.parametrize(
    ("free", "state"), [(40 * 2**20, "full"), (900 * 2**20, "low"), (500 * 2**30, "ok")]
)
def test_how_much_is_left(free, state):
    assert Room(free, 1000 * 2**30).state == state


def test_the_room_of_a_folder_that_is_not_there_yet_is_known(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "not" / "yet"
    assert room_left().total > 0


@pytest.mark.django_db
def test_a_large_upload_lies_sealed_while_it_comes_in_and_afterwards(settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100  # all else goes to a file while it is read
    dispute, large = f.handled(), brought.a_pdf()
    url = reverse("dispute_materials", args=[dispute.pk])
    page = signed_in(f.an_officer()).post(url, {"file": SimpleUploadedFile("大.pdf", large)})
    assert page.status_code == 302
    material = Material.objects.get()
    assert everything_kept() == [f"aside/{material.file.name}"]
    assert b"%PDF" not in Path(material.file.path).read_bytes()
    with material.file.open() as kept:
        assert kept.read() == large
    assert material.size == material.file.size == len(large)
