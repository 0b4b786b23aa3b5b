"""案卷包: archived files that another auditor is given, by the leader's word alone (R082, A18)."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from confidentiality.keys import key_ring
from confidentiality.models import AccessRecord
from confidentiality.sealing import open_sealed_json
from departments.roles import Role
from papers.forms.disclosure_form import DisclosureForm
from papers.kinds import thaw
from reports.archives import verify_package
from reports.archives.verify_package import check
from tests import factories as f
from tests.api.programs import program
from tests.reports.archives.forging import CONTAINERS
from tests.reports.archives.repacking import packed, retagged, unpacked
from tests.told import telling
from tests.workflow.disclosure.leaving import does
from tests.workflow.signing_in import signed_in
from workflow.archiving.sampling import draw
from workflow.models import CaseFile, Disclosure, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def typed(*files: CaseFile, **more: object) -> dict[str, object]:
    return {
        "recipient_kind": "department", "recipient": "市审计局", "purpose": "同级审计抽查",
        "until": f"{f.today() + timedelta(days=30)}",
        "numbers": "\n".join(each.number for each in files),
    } | more  # fmt: skip


def browser(role: str, code: str = "ZB") -> Client:
    return signed_in(f.an_officer(role, code))


def faults(content: bytes) -> list[str]:
    return check(io.BytesIO(content), key_ring().signers()[0].public_key).faults


def test_a_sample_leaves_as_one_sealed_bundle_and_no_forgery_of_it_passes(tmp_path: Path) -> None:
    one, two = (f.archived().case_file for _ in range(2))
    f.an_officer(Role.OFFICE, "ZB"), f.a_leader()
    auditor = f.an_officer(Role.AUDITOR, "ZB")
    sample = draw(by=auditor, year=one.year, size=2, seed="2026")
    page = browser(Role.AUDITOR)
    leads_on = f"{reverse('disclosure_new')}?sample={sample.pk}"
    assert leads_on in page.get(sample.get_absolute_url()).content.decode()
    form = page.get(reverse("disclosure_new"), {"sample": sample.pk}).content.decode()
    assert all(each.number in form for each in (one, two))

    page.post(reverse("disclosure_new"), typed(one, two))
    own = Disclosure.objects.get()
    assert own.route[-1] == "leader"
    item = own.items.get()
    makes = reverse("archive_bundle", args=[own.pk, item.pk])
    assert page.post(makes).status_code == 302, "nobody has agreed yet"
    does(own, "approve", f.a_leader())
    assert telling(Notice.objects.filter(recipient=auditor), "可以制作外发件").exists()
    form_of_it = own.papers.get(kind="disclosure_form")
    content = thaw(form_of_it.kind, open_sealed_json(form_of_it.content))
    assert isinstance(content, DisclosureForm)
    [said] = content.items
    assert all(each.number in said for each in (one, two)), "whoever signs reads which"
    assert browser(Role.CLERK, "SW").post(makes).status_code == 404
    whole = page.post(makes).getvalue()

    files = unpacked(whole)
    inner = [name for name in files if name.startswith("data/")]
    assert inner == [f"data/{each.dispute.number}.zip" for each in (one, two)]
    assert not any(name.startswith("data/文书全本/") for name in unpacked(files[inner[0]]))
    statement = json.loads(files["signature.json"])["statement"]
    assert (statement["bundle"], statement["recipient"]) == (own.number, "市审计局")
    (tmp_path / "bundle.zip").write_bytes(whole)
    alone = [sys.executable, "-I", "-S", verify_package.__file__, f"{tmp_path}/bundle.zip"]
    key = key_ring().signers()[0].public_key
    told = subprocess.run([*alone, "--key", key], capture_output=True)
    assert (told.returncode, "共 2 卷（节本）" in told.stdout.decode()) == (0, True)
    taken = AccessRecord.objects.filter(officer_id=auditor.pk, action="download")
    assert {each.dispute_number for each in taken} == {one.dispute.number, two.dispute.number}
    assert own.items.get().copies.get().size == len(whole)

    asks = program(Role.AUDITOR, "ZB")
    again = f"archives/bundles/{own.pk}/{item.pk}/"
    answers = [asks.post(again, {}, key="once").status_code for _ in range(2)]
    assert answers == [201, 409]
    assert own.items.get().copies.count() == 2, "a request that comes back makes nothing more"

    chance = random.Random(7)  # noqa: S311
    swapped = files | {inner[0]: files[inner[1]], inner[1]: files[inner[0]]}
    dropped = {name: content for name, content in files.items() if name != inner[1]}
    spoilt = files | {inner[0]: packed(unpacked(files[inner[0]]) | {"bagit.txt": b"x"})}
    renamed = files | {
        "signature.json": files["signature.json"].replace("市".encode(), "省".encode())
    }
    for forged in (swapped, dropped, spoilt, renamed):
        assert faults(packed(forged)), "as it is"
        assert faults(packed(retagged(forged))), "with its list made anew"
    assert all(faults(each(whole, chance)) for each in CONTAINERS)


def test_who_may_not_and_what_may_not_is_said_number_by_number() -> None:
    held = f.archived(confidential_report=True).case_file
    clerk, auditor = browser(Role.CLERK, "SW"), browser(Role.AUDITOR)
    new = reverse("disclosure_new")
    assert "案卷包由专班办公室" in clerk.post(new, typed(held)).content.decode()
    several = typed(
        held, numbers=f"{held.number}，230718-2026-D10-SW-99999", recipient_kind="party"
    )
    answer = auditor.post(new, several)
    said = answer.content.decode()
    assert answer.status_code == 400
    assert "举报保密的事项不随案卷包提供" in said
    assert "没有这一卷，或者您不能查阅" in said
    assert "审计人员只申请案卷包" in auditor.post(new, typed(text="三十件")).content.decode()
    told = program(Role.OFFICE, "ZB").post("disclosures/", typed(numbers="没有 0")).json()
    assert len(told["errors"]["numbers"]) == 2
    assert not Disclosure.objects.exists()


def test_postgresql_lets_no_files_leave_without_the_leader() -> None:
    held, unit = f.archived().case_file, f.an_officer(Role.HEAD)
    f.an_officer(Role.OFFICE, "ZB")
    clerk = browser(Role.CLERK, "SW")
    clerk.post(reverse("disclosure_new"), typed(numbers="", text="三十件"))
    own = Disclosure.objects.get()
    assert "leader" not in own.route, unit
    row = "disclosure_id, round, kind, label, fields, text, case_files, seal_id"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO workflow_disclosureitem ({row}) VALUES "  # noqa: S608
            "(%s, 1, 'bundle', '', '{}', '', %s, gen_random_uuid())", [own.pk, [held.pk]],
        )  # fmt: skip
