"""Keys are changed while everybody works: nothing is lost, all is found, and the chain holds."""

# ruff: noqa: S608 -- hand-written SQL is what is tried here

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from pytest_django import Settings

from confidentiality.audit.sealing import seal as seal_chain
from confidentiality.audit.verifying import Broken, verify
from confidentiality.blind_index import blind_index
from confidentiality.free_text import opened
from confidentiality.key_check import still_needed, wrong_keys
from confidentiality.rotation.rows import rotate_rows, stale_rows
from confidentiality.rotation.tables import SealedTable, sealed_tables
from confidentiality.sealing import SealBroken, open_sealed
from disputes import saved_views
from disputes.finding import found_by
from disputes.materials import keep_material
from disputes.models import Dispute, Party, SavedView
from tests import factories as f
from tests.confidentiality import audit_tampering as tampering
from tests.config.the_portal import the_portal
from web import sought
from workflow.models import TimelineEntry
from workflow.models.approval import LINES

pytestmark = pytest.mark.django_db

NEW, NEW_INDEX, ANCHOR = b"\x09" * 32, b"\x0c" * 32, b"\x0d" * 32


def both_keys(settings: Settings) -> None:
    """As the file says after step 2 of docs/operations/keys.md."""
    assert wrong_keys() == []
    settings.SEALING_KEYS = settings.SEALING_KEYS | {"k9": NEW}
    settings.SEALING_KEY_CURRENT = "k9"
    settings.BLIND_INDEX_KEYS = {"k9": NEW_INDEX}
    settings.AUDIT_ANCHOR_KEY = ANCHOR
    assert wrong_keys() == []


def the_new_key_alone(settings: Settings) -> None:
    settings.SEALING_KEYS = {"k9": NEW}
    settings.BLIND_INDEX_KEY = b""


def table(name: str) -> SealedTable:
    return next(each for each in sealed_tables() if each.table == name)


def a_world() -> Dispute:
    """One case of each that lies sealed: rows, JSON with sealed texts, files, searches."""
    dispute = f.archived("special")
    keep_material(f.handled(), SimpleUploadedFile("a.txt", b"three months"), by=f.an_officer())
    clerk = f.an_officer()
    find = sought.closed(clerk, "三个月")
    saved_views.keep(clerk, "常看", {"find": find})
    return dispute


def told(dispute: Dispute) -> list[object]:
    """What people read of it, however it lies."""
    dispute = Dispute.objects.get(pk=dispute.pk)
    parties = list(dispute.parties.order_by("pk"))
    approvals = dispute.approvals.order_by("pk")
    return [
        dispute.facts,
        *[open_sealed(each.name) for each in parties],
        *[open_sealed(each.phone) for each in parties],
        *[opened(LINES, line["comment"], a.seal_id) for a in approvals for line in a.lines],
        *[each.text for each in dispute.timeline.order_by("pk")],
        *[each.progress for each in dispute.approvals.order_by("pk")],
    ]


def stopping_after(batches: int) -> Callable[[str], None]:
    """As by Ctrl-C or a kill, between two transactions."""
    left = batches

    def say(_: str) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise KeyboardInterrupt

    return say


def test_rows_indexes_files_and_chain_come_under_the_new_key(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dispute = a_world()
    before, payer = told(dispute), Party.objects.filter(dispute=dispute).earliest("pk")
    name = open_sealed(payer.name)
    words = dispute.facts[:4]
    both_keys(settings)
    for q in (name, words):  # what lies under the old key is found under both
        assert dispute in list(found_by(Dispute.objects.all(), q))
    monkeypatch.setattr("confidentiality.rotation.rows.BATCH", 3)
    entries = table("workflow_timelineentry")
    for stop in (1, 2):  # twice stopped half-way, the second time with a few more done
        was = stale_rows(entries)
        with pytest.raises(KeyboardInterrupt):
            rotate_rows(entries, stopping_after(stop))
        assert stale_rows(entries) == was - 3 * stop
        assert told(dispute) == before
        verify()
    call_command("rotate_keys")
    out = capsys.readouterr().out
    assert "全部由当前密钥密封" in out
    assert [own.table for own in sealed_tables() if stale_rows(own)] == []
    assert verify().rows > 0
    call_command("rotate_keys")  # nothing is left to do
    the_new_key_alone(settings)
    assert wrong_keys() == []
    assert told(dispute) == before
    payer.refresh_from_db()
    assert payer.name_index == blind_index("name", name)
    for q in (name, words):
        assert dispute in list(found_by(Dispute.objects.all(), q))
    view = SavedView.objects.get()
    assert sought.opened(view.officer, view.filters["find"]) == "三个月"
    verify()


def test_an_old_key_is_asked_for_until_nothing_lies_under_it(settings: Settings) -> None:
    f.handled()
    old = dict(settings.SEALING_KEYS)
    both_keys(settings)
    the_new_key_alone(settings)
    assert len(wrong_keys()) == 2  # the key and its index key
    both = settings.SEALING_KEYS | old
    settings.SEALING_KEYS, settings.BLIND_INDEX_KEY = both, settings.BLIND_INDEX_KEY
    with pytest.raises(CommandError, match="密钥不对或缺少"):
        call_command("rotate_keys")


def test_a_key_that_is_gone_never_seals_again(settings: Settings) -> None:
    f.handled()
    first = settings.SEALING_KEY_CURRENT
    both_keys(settings)
    call_command("rotate_keys", verbosity=0)
    settings.SEALING_KEY_CURRENT = first
    assert f"sm4.{first}" in wrong_keys()


def test_a_lost_key_is_given_up_by_name(settings: Settings) -> None:
    dispute = f.handled()
    both_keys(settings)
    the_new_key_alone(settings)
    with pytest.raises(CommandError, match="没有名为"):
        call_command("rotate_keys", "--lost", "sm4.k9")
    for name in still_needed():
        call_command("rotate_keys", "--lost", name)
    assert wrong_keys() == []
    with pytest.raises(SealBroken):
        Dispute.objects.get(pk=dispute.pk).facts  # noqa: B018 -- read to be refused
    with pytest.raises(CommandError, match="打不开"):
        call_command("rotate_keys")


def test_a_lost_index_key_is_made_good_from_what_was_sealed(settings: Settings) -> None:
    dispute = f.handled()
    both_keys(settings)
    settings.BLIND_INDEX_KEY = b"\x0f" * 32  # whatever, in the place of the lost one
    assert wrong_keys() == ["index"]
    words = dispute.facts[:4]
    assert dispute not in list(found_by(Dispute.objects.all(), words))
    call_command("rotate_keys", "--lost", "index")
    call_command("rotate_keys")
    assert dispute in list(found_by(Dispute.objects.all(), words))
    the_new_key_alone(settings)
    for name in wrong_keys():
        call_command("rotate_keys", "--lost", name)
    assert dispute in list(found_by(Dispute.objects.all(), words))


def test_the_portals_own_role_may_not_rotate(settings: Settings) -> None:
    both_keys(settings)
    with the_portal(), pytest.raises(CommandError, match="表的所有者"):
        call_command("rotate_keys")


def test_a_row_that_was_changed_is_not_given_a_new_link(settings: Settings) -> None:
    dispute = f.decided("single")
    seal_chain()
    first, second = TimelineEntry.objects.filter(dispute=dispute).order_by("pk")[:2]
    tampering.run(f"UPDATE workflow_timelineentry SET verb = 'urge' WHERE id = {first.pk}")
    both_keys(settings)
    result = rotate_rows(table("workflow_timelineentry"), str)
    assert result.broken == [f"workflow_timelineentry {first.pk}（与审计链不符）"]
    assert result.done >= 1
    second.refresh_from_db()
    with pytest.raises(Broken, match="被改写"):
        verify()


def test_a_second_link_that_no_key_signed_is_found(settings: Settings) -> None:
    f.decided("single")
    both_keys(settings)
    own = table("workflow_timelineentry")
    rotate_rows(own, str)
    verify()
    entry = TimelineEntry.objects.earliest("pk")
    with tampering.undone():  # an administrator does all that the command does, without the key
        settings.AUDIT_ANCHOR_KEY = b"\x0e" * 32
        settings.SEALING_KEYS = settings.SEALING_KEYS | {"k8": b"\x08" * 32}
        settings.SEALING_KEY_CURRENT = "k8"
        rotate_rows(own, str)
        settings.AUDIT_ANCHOR_KEY = ANCHOR
        with pytest.raises(Broken, match="不是换密钥时由平台签名写的"):
            verify()
    assert entry.text


def test_a_clerk_who_works_meanwhile_is_never_in_the_way(settings: Settings) -> None:
    """What he writes after the change lies under the new key; what he held comes the next time."""
    dispute = f.handled()
    both_keys(settings)
    party = Party.objects.filter(dispute=dispute).earliest("pk")
    party.phone = "15400000018"
    party.save()
    assert party.phone.cipher_text.startswith("sm4.k9.")
    assert party.phone_index == blind_index("phone", "15400000018")
    call_command("rotate_keys")
    party.refresh_from_db()
    assert open_sealed(party.phone) == "15400000018"


def test_former_anchors_are_known_again(settings: Settings, tmp_path: Path) -> None:
    from confidentiality.audit.anchoring import drop_anchor, kept_anchors

    settings.AUDIT_ANCHORS = tmp_path / "anchors"
    f.decided("single")
    seal_chain()
    drop_anchor()
    settings.FORMER_ANCHOR_KEYS = (settings.AUDIT_ANCHOR_KEY,)
    settings.AUDIT_ANCHOR_KEY = ANCHOR
    assert len(kept_anchors()) == 1
