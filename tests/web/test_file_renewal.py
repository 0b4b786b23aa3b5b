"""Files of an older release, or of an older key, are sealed under the key of today."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from pytest_django import Settings

from confidentiality.key_check import all_are_sealed
from confidentiality.sealed_files import MARK, FileBroken
from disputes.materials import keep_material
from disputes.models import Material
from tests import factories as f
from tests.confidentiality.test_sealed_files import forget_that_all_are_sealed
from web.file_renewal import renew_files
from web.file_storage import UNCLAIMED, storage
from workflow.issuing.tasks import render_paper
from workflow.models import Paper, RenderedPaper

pytestmark = pytest.mark.django_db


def kept(name: str) -> bytes:
    with storage().open(name) as file:
        content: bytes = file.read()
    return content


def lying(name: str) -> Path:
    return Path(storage().path(name))


def test_files_of_an_older_release_open_and_are_sealed_by_the_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    forget_that_all_are_sealed()
    dispute, clerk = f.triaged(), f.an_officer()
    render_paper(Paper.objects.get(dispute=dispute).pk)
    materials = [
        keep_material(dispute, SimpleUploadedFile("a.txt", word.encode()), by=clerk)
        for word in ("first words", "second words")
    ]
    names = [str(each.file.name) for each in materials]
    names += [str(each.file.name) for each in RenderedPaper.objects.all()]
    plain = {name: kept(name) for name in names}
    for name in names:
        lying(name).write_bytes(plain[name])  # as they lay before
    apart = storage().place("materials/2025/apart", UNCLAIMED)
    apart.parent.mkdir(parents=True)
    apart.write_bytes(b"without a row")
    assert {name: kept(name) for name in names} == plain
    call_command("seal_files")
    assert f"共 {len(names) + 1} 个，本次处理 {len(names) + 1} 个" in capsys.readouterr().out
    assert all_are_sealed()
    assert all(lying(name).read_bytes().startswith(MARK) for name in names)
    assert {name: kept(name) for name in names} == plain
    assert kept("materials/2025/apart") == b"without a row"
    assert renew_files(str).done == 0
    lying(names[0]).write_bytes(plain[names[0]])  # put there by somebody, from now on
    with pytest.raises(FileBroken):
        kept(names[0])
    assert renew_files(str).broken == [names[0]]  # nor is it made a sealed one by the command
    call_command("seal_files", "--restored", names[0])
    assert kept(names[0]) == plain[names[0]]


def test_a_damaged_or_missing_file_is_named_and_the_others_go_on(settings: Settings) -> None:
    dispute, clerk = f.handled(), f.an_officer()
    for word in (b"one", b"two", b"three"):
        keep_material(dispute, SimpleUploadedFile("a.txt", word), by=clerk)
    one, two, three = (str(name) for name in Material.objects.values_list("file", flat=True))
    damaged = lying(one).read_bytes()
    lying(one).write_bytes(damaged[:-1] + bytes([damaged[-1] ^ 1]))
    lying(two).unlink()
    settings.SEALING_KEYS = settings.SEALING_KEYS | {"k9": b"\x09" * 32}
    settings.SEALING_KEY_CURRENT = "k9"
    told = renew_files(str)
    assert (told.done, told.broken, told.missing) == (1, [one], [two])
    assert kept(three) == b"three"
    with pytest.raises(CommandError, match="从备份恢复"):
        call_command("seal_files")
