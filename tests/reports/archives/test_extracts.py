"""节本: what nobody of its readers may see on the pages he finds in no package, old or new."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from confidentiality.keys import key_ring
from departments.roles import Role
from disputes.models import Dispute, Material
from reports.archives.extracts import taken
from reports.archives.handing_out import takes_whole
from reports.archives.package import sealed
from reports.archives.verify_package import Verdict, check
from tests import factories as f
from tests.api.programs import program
from tests.reports.archives.former import sealed_formerly
from tests.reports.archives.repacking import packed, retagged, words_of
from workflow.archiving.case_file import Excuse
from workflow.cases.materials import add_material
from workflow.models import SealedPackage

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NAME, PHONE = "夏侯惇之", "15400000051"
REASON = f"{NAME}（电话{PHONE}）口头撤回，未写申请"
BROUGHT = f"{NAME} 的身份证复印件".encode()
Files = dict[str, bytes]


def a_report_taken_back(*, in_confidence: bool = True) -> Dispute:
    """By telephone: the written request is missing, and why is told with his name."""
    clerk = f.an_officer(Role.CLERK, "SW")
    draft = f.a_draft(confidential_report=in_confidence)
    payer = draft.payer
    assert payer is not None
    payer.name, payer.phone = NAME, PHONE
    payer.save()
    f.do(draft, "register", clerk)
    brought = SimpleUploadedFile("a.txt", BROUGHT)
    add_material(draft, by=clerk, upload=brought, title=f"{NAME}身份证")
    f.do(draft, "approve_intake", f.an_officer(Role.REVIEWER, "SW"))
    f.do(draft, "withdraw", clerk, note="已电话撤回")
    f.do(draft, "archive", clerk, excused=[Excuse("撤回申请", REASON)])
    return draft


def files_of(package: SealedPackage, *, whole: bool = False) -> tuple[Files, Verdict]:
    into = io.BytesIO()
    taken(package, into, whole=whole)
    with zipfile.ZipFile(into) as held:
        return {name: held.read(name) for name in held.namelist()}, verdict(into.getvalue())


def verdict(content: bytes) -> Verdict:
    return check(io.BytesIO(content), key_ring().signers()[0].public_key)


def naming_him(files: Files) -> list[str]:
    return [name for name, each in files.items() if any(w in words_of(each) for w in (NAME, PHONE))]


def test_an_extract_of_before_leaves_out_what_cannot_be_masked() -> None:
    dispute = a_report_taken_back()
    (material,) = dispute.materials.all()
    former = sealed_formerly(dispute.case_file, {material.pk: BROUGHT})
    whole, said = files_of(former, whole=True)
    assert said.faults == []
    assert len(naming_him(whole)) == 4, "the material, the remarks, metadata and manifest"
    files, said = files_of(former)
    assert naming_him(files) == []
    assert said.faults == []
    assert [bool(re.search(each, "".join(said.notes))) for each in ("节本", "举报保密", "缺项理由")]
    assert files_of(former)[0] == files
    for name in ("data/文书/001_文书.pdf", "卷内目录.xml", "bagit.txt"):
        less = {each: content for each, content in files.items() if each != name}
        assert verdict(packed(retagged(less))).faults, name


def test_an_extract_of_today_is_masked_and_says_what_it_goes_without() -> None:
    dispute = a_report_taken_back()
    (material,) = dispute.materials.all()
    (package,) = sealed(dispute.case_file)
    whole, said = files_of(package, whole=True)
    assert said == ([], [], json.loads(package.statement))
    for name, told in (("元数据.xml", REASON), ("卷内目录.xml", f"{NAME}身份证"),
                       ("备考表.pdf", REASON), ("卷内文件目录.pdf", f"{NAME}身份证")):  # fmt: skip
        assert told in words_of(whole[f"data/文书全本/{name}"]), name
    files, said = files_of(package)
    assert naming_him(files) == []
    assert said.faults == []
    assert "举报人提供的材料" in said.notes[1]
    brought = next(name for name, each in whole.items() if each == BROUGHT)
    assert brought not in files
    with_it = {name: whole[name] for name in whole if name in files or name == brought}
    assert verdict(packed(retagged(with_it))).faults, "an extract has what it has by its manifest"
    assert "举报人（保密）身份证" in words_of(files["卷内目录.xml"])
    assert "口头撤回，未写申请" in words_of(files["data/备考表.pdf"])
    _nobody_takes_more_than_he_may_open(dispute, material)
    _a_supplement_says_why(dispute)


def _a_supplement_says_why(dispute: Dispute) -> None:
    """Masked in the 节本, as it was typed in the whole; the one before is as it was."""
    later = SimpleUploadedFile("b.txt", "复议维持".encode())
    title, reason = f"{NAME}复议决定书", f"{NAME}于归档后申请复议"
    clerk = f.an_officer(Role.CLERK, "SW")
    f.do(dispute, "supplement", clerk, title=title, reason=reason, file=later)
    _, second = sealed(dispute.case_file)
    files, said = files_of(second)
    assert said.faults == []
    assert naming_him(files) == []
    assert "举报人（保密）于归档后申请复议" in words_of(files["data/备考表.pdf"])
    assert "举报人（保密）于归档后申请复议" in words_of(files["卷内目录.xml"])
    whole, said = files_of(second, whole=True)
    assert said.faults == []
    for name in ("备考表.pdf", "卷内目录.xml"):
        assert reason in words_of(whole[f"data/文书全本/{name}"]), name


def _nobody_takes_more_than_he_may_open(dispute: Dispute, material: Material) -> None:
    for role, code in ((Role.AUDITOR, "ZB"), (Role.ARCHIVIST, "ZB"), (Role.CLERK, "SW"),
                       (Role.REVIEWER, "SW"), (Role.HEAD, "SW")):  # fmt: skip
        asking = program(role, code)
        answer = asking.get(f"archives/{dispute.case_file.pk}/package/")
        held = BROUGHT in _contents(b"".join(answer.streaming_content))
        assert held == takes_whole(dispute.case_file, asking.officer), role
        assert not held or material.may_be_opened_by(asking.officer, dispute), role


def _contents(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        return [held.read(name) for name in held.namelist()]
