"""信息包: sealed once, whole for ever, and no forgery by whoever lacks the key (五(五))."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confidentiality.audit.models import AuditRecord
from confidentiality.audit.sealing import seal
from confidentiality.ciphers import Signer
from confidentiality.keys import key_ring
from departments.roles import Role
from reports.archives import verify_package
from reports.archives.extracts import taken
from reports.archives.package import sealed
from reports.archives.verify_package import check, pages_of, signed, sm3
from tests import factories
from tests.papers.sheets import opened
from tests.reports.archives.forging import CONTAINERS, RETELLING, forgery
from tests.reports.archives.former import sealed_formerly
from tests.reports.archives.repacking import Files, packed, unpacked, words_of
from workflow.models import CaseFile, SealedPackage

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@dataclass
class Sealed:
    file: CaseFile
    package: SealedPackage

    def bytes(self, *, whole: bool = True) -> bytes:
        into = io.BytesIO()
        taken(self.package, into, whole=whole)
        return into.getvalue()


@pytest.fixture
def archive() -> Sealed:
    file = factories.archived().case_file
    (package,) = sealed(file)
    return Sealed(file, package)


def key() -> str:
    return key_ring().signers()[0].public_key


def faults(content: bytes) -> list[str]:
    return check(io.BytesIO(content), key()).faults


def test_it_holds_both_copies_the_records_and_what_describes_them(archive: Sealed) -> None:
    files = unpacked(archive.bytes())
    dispute = archive.file.dispute
    for folder in ("data/文书/", "data/文书全本/"):
        assert len([n for n in files if n.startswith(folder)]) == dispute.papers.count()
    records = json.loads(files["data/办理记录.json"])
    assert records["timeline"][0]["verb"] == "register"
    assert len(files["data/审计链.jsonl"].splitlines()) > 5
    assert {"bagit.txt", "manifest.json", "元数据.xml", "卷内目录.xml", "checksums.sm3"} <= set(
        files
    )
    assert {"data/卷宗封面.pdf", "data/卷内文件目录.pdf", "data/备考表.pdf"} <= set(files)
    statutory = archive.file.department.statutory_name
    assert statutory != archive.file.department.name
    assert f"<责任者>{statutory}</责任者>" in files["元数据.xml"].decode()
    assert statutory in words_of(files["data/卷宗封面.pdf"])
    assert "送达凭证应有2份，有0份" in words_of(files["data/备考表.pdf"])
    pages = {e["path"]: e["pages"] for e in json.loads(files["manifest.json"])["files"]}
    assert all(count for path, count in pages.items() if path.endswith(".pdf"))


def test_it_is_sealed_once_in_the_chain_and_the_same_each_time(archive: Sealed) -> None:
    assert sealed(archive.file) == [archive.package]
    assert archive.bytes() == archive.bytes()
    assert archive.bytes(whole=False) == archive.bytes(whole=False)
    statement = json.loads(archive.package.statement)
    assert check(io.BytesIO(archive.bytes()), key()) == ([], [], statement)
    seal()
    row = AuditRecord.objects.get(source="workflow_sealedpackage", source_id=archive.package.pk)
    assert row.dispute_id == archive.file.dispute_id


def test_an_extract_says_so_and_names_nobody(archive: Sealed) -> None:
    content = archive.bytes(whole=False)
    found = check(io.BytesIO(content), key())
    assert found.faults == []
    assert "节本" in found.notes[0]
    assert not any("欧阳测试".encode() in each for each in unpacked(content).values())
    files = unpacked(content)
    del files[next(name for name in files if name.startswith("data/文书/"))]
    assert any("不在包内" in each for each in faults(packed(files)))


def test_what_is_appended_goes_into_a_package_that_names_the_one_before(archive: Sealed) -> None:
    clerk, dispute = factories.an_officer(Role.CLERK, "SW"), archive.file.dispute
    moved = {"moved_on": factories.today(), "received_by": "何某", "place": "第3盒", "pages": 36}
    factories.do(dispute, "move_originals", clerk, **moved)
    factories.do(dispute, "report_up", clerk)
    first, second = sealed(archive.file)
    assert first == archive.package
    later = Sealed(archive.file, second)
    assert faults(later.bytes()) == []
    files = unpacked(later.bytes())
    assert any("上报表" in name for name in files)
    with opened(files["data/备考表.pdf"]) as read:
        assert "何某收：第3盒，共36页" in "".join(read.pages[0].extract_text().split())
    assert verify_package.follows(json.loads(second.statement), json.loads(first.statement))
    assert not verify_package.follows(json.loads(first.statement), json.loads(second.statement))
    assert len(sealed(archive.file)) == 2


#: One package is made, and looked at by those that need nothing but its bytes.
KEPT: Files = {}


@pytest.fixture
def whole(db: None) -> bytes:
    if "whole" not in KEPT:
        file = factories.archived().case_file
        KEPT["whole"] = Sealed(file, *sealed(file)).bytes()
    return KEPT["whole"]


@given(seed=st.integers(0, 2**32))
@settings(
    max_examples=max(60, settings().max_examples // 5),  # a thousand by night
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whoever_lacks_the_key_forges_nothing(whole: bytes, seed: int) -> None:
    """He holds all else: the verifier, the package, the database, a key of his own."""
    forged = forgery(whole, random.Random(seed))  # noqa: S311 -- drawn by Hypothesis
    assert forged != whole
    assert faults(forged)


def test_a_package_of_before_is_forged_no_more_than_one_of_today() -> None:
    """The seven that once passed, on one that was compressed; and no zip program's own writing."""
    file = factories.archived().case_file
    held = {each.pk: b"" for each in file.dispute.materials.all()}
    former = Sealed(file, sealed_formerly(file, held)).bytes()
    assert faults(former) == []
    for forge in (*RETELLING, *CONTAINERS):
        chance = random.Random(7)  # noqa: S311
        forged = forge(former, chance)
        assert faults(forged), forge.__name__


def test_the_verifier_runs_alone_and_says_what_is_wrong(whole: bytes, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    good.write_bytes(whole)
    files = unpacked(whole)
    files["元数据.xml"] += b" "
    bad.write_bytes(packed(files))

    def run(*arguments: str) -> tuple[int, str]:
        words = [sys.executable, "-I", "-S", verify_package.__file__, *arguments]
        done = subprocess.run(words, capture_output=True, text=True, check=False,
                              env={"PYTHONIOENCODING": "utf-8"}, cwd="/")  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    code, said = run(str(good), "--key", key())
    assert (code, "信息包完整" in said) == (0, True), said
    assert run(str(good))[0] == 2
    assert run(str(good), "--key", "ab" * 32)[0] == 1
    code, said = run(str(bad), "--key", key())
    assert (code, "内容与校验值不符：元数据.xml" in said) == (1, True), said
    assert run(str(tmp_path / "none.zip"))[0] == 1
    assert "用法" in run()[1]


def test_the_command_tells_whether_a_package_is_whole(
    whole: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = tmp_path / "p.zip"
    package.write_bytes(whole)
    call_command("verify_package", str(package))
    assert "完整" in capsys.readouterr().out
    with pytest.raises(CommandError, match="没有文件"):
        call_command("verify_package", str(tmp_path / "none.zip"))
    (tmp_path / "bad.zip").write_bytes(b"x")
    with pytest.raises(CommandError, match="不是完整的信息包"):
        call_command("verify_package", str(tmp_path / "bad.zip"))


def test_ed25519_and_sm3_by_hand_are_those_of_the_library() -> None:
    chance = random.Random(7)  # noqa: S311
    for _ in range(5):
        signer, words = Signer(chance.randbytes(32)), chance.randbytes(40)
        mark, public = bytes.fromhex(signer.sign(words)), bytes.fromhex(signer.public_key)
        assert signed(mark, words, public)
        assert not signed(mark, words + b"x", public)
        assert not signed(mark[:-1] + bytes([mark[-1] ^ 64]), words, public)
    abc = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert verify_package._sm3(b"abc") == sm3(b"abc") == abc


def test_pages_are_counted_without_a_library() -> None:
    assert pages_of(b"no pdf") == 0
    assert pages_of(b"<< /Type /Pages /Count 2 >> << /Type /Page >> << /Type/Page /A 1>>") == 2
