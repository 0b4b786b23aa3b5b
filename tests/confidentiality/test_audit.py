"""Audit that cannot be bent: what arrives is sealed in order, and every manipulation is found."""

# ruff: noqa: S608 -- hand-written SQL is what is tried here

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import hypothesis
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from confidentiality.audit.anchoring import (
    Anchor,
    AnchorUnread,
    NothingSealed,
    _write,
    drop_anchor,
    heads,
    kept_anchors,
    newest_anchor,
    read_anchor,
)
from confidentiality.audit.appending import Happening, append
from confidentiality.audit.sealing import seal
from confidentiality.audit.verifying import Broken, verify, verify_since
from confidentiality.models import AuditArrival, AuditRecord
from departments.models import ChangeRecord
from reports.audit.anchors import anchor_of_the_day
from tests import factories as f
from tests.confidentiality import audit_tampering as tampering
from tests.config.the_portal import refusal, the_portal
from workflow.models import TimelineEntry

pytestmark = pytest.mark.django_db

TRIES = 1200
#: The same ones with every change, others every night.
SEED = None if hypothesis.settings.get_current_profile_name() == "nightly" else 20261130
ANOTHER = (
    "INSERT INTO workflow_timelineentry SELECT (jsonb_populate_record(t, "
    "jsonb_build_object('id', 900000, 'seal_id', gen_random_uuid()))).* "
    "FROM workflow_timelineentry t WHERE id = {id}"
)


@pytest.fixture(autouse=True)
def _anchors(settings: Settings, tmp_path: Path) -> None:
    settings.AUDIT_ANCHORS = tmp_path / "anchors"


def arrives(**said: Any) -> None:  # Any: of the fields
    AuditArrival.objects.create(
        **({"at": "2020-01-01T00:00Z", "role": "nobody", "kind": "look"} | said)
    )


def a_history() -> int:
    """Cases with their verbs and papers, looks at them and at other things; how long it is."""
    first, second = f.archived("referral"), f.decided("single")
    seal()
    for nth in range(30):
        arrives(dispute_id=(first, second)[nth % 2].pk, object_kind="disputes", status=200)
        arrives(kind="list", route="disputes/", amount=nth)
        if nth % 10 == 9:
            seal()
    return int(AuditRecord.objects.latest("seq").seq)


def test_the_server_says_when_and_under_which_account():
    arrives(officer_id=7, source="workflow_timelineentry", source_id=1)
    assert seal() >= 1
    record = AuditRecord.objects.latest("seq")
    assert record.at.year > 2020
    assert record.role != "nobody"
    assert (record.source, record.source_id) == ("", None)  # a table's own trigger alone names one
    assert not AuditArrival.objects.exists()


def test_what_the_portal_does_is_in_the_chain():
    dispute = f.decided("single")
    seal()
    verbs = AuditRecord.objects.filter(dispute_id=dispute.pk, kind="verb").order_by("seq")
    timeline = TimelineEntry.objects.filter(dispute=dispute).order_by("id")
    assert list(verbs.values_list("verb", "officer_id")) == list(
        timeline.values_list("verb", "actor_id")
    )
    assert AuditRecord.objects.filter(dispute_id=dispute.pk, kind="paper").exists()
    of_case = AuditRecord.objects.filter(dispute_id=dispute.pk).order_by("seq")
    assert [each.dispute_seq for each in of_case] == list(range(1, len(of_case) + 1))


def test_a_sound_chain_is_found_sound_as_often_as_it_is_asked():
    last = a_history()
    anchor = drop_anchor()
    arrives()
    found = verify(kept_anchors())
    assert (found.rows, found.anchors) == (last + 1, 1)
    assert verify(kept_anchors()) == found
    assert verify_since(anchor).rows == 1


def test_an_anchor_of_nothing_is_not_dropped_and_one_dropped_before_harms_nothing(
    tmp_path: Path,
):
    """As a server wrote them whose first day began before its first record."""
    with tampering.undone():
        tampering.run("DELETE FROM confidentiality_auditarrival")
        tampering.run("DELETE FROM confidentiality_auditrecord")
        with pytest.raises(NothingSealed):
            drop_anchor()
        assert anchor_of_the_day() == 0
        nothing = Anchor("2026-12-01T00:05:00+0800", 0, "", *heads(0))
    _write(nothing)
    file = next((tmp_path / "anchors").glob("*.json"))
    last = a_history()
    assert verify(kept_anchors()).rows == last
    assert verify([read_anchor(file)]).rows == last  # named with --anchor
    assert newest_anchor() is None  # so the day gets one that holds something
    drop_anchor()
    assert verify([read_anchor(file), *kept_anchors()]).anchors == 1
    tampering.run(f"DELETE FROM confidentiality_auditrecord WHERE seq > {last - 1}")
    for anchors in (kept_anchors(), [read_anchor(file), *kept_anchors()]):
        with pytest.raises(Broken):
            verify(anchors)


@pytest.mark.parametrize("what", tampering.MANIPULATIONS, ids=lambda each: str(each.__name__))
def test_every_manipulation_is_found_and_the_first_bad_row_is_named(what: Any):
    last = a_history()
    drop_anchor()
    random = Random(SEED)  # noqa: S311 no secret
    for _ in range(TRIES // len(tampering.MANIPULATIONS) + 1):
        with tampering.undone():
            wanted = what(random, last)
            with pytest.raises(Broken) as found:
                verify(kept_anchors())
            assert not wanted or found.value.seq == wanted, found.value.sentence
    assert verify(kept_anchors()).rows == last


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE workflow_timelineentry SET verb = 'urge' WHERE id = {id}", "被改写"),
        ("DELETE FROM workflow_timelineentry WHERE id = {id}", "被删除"),
        (
            ANOTHER,
            "不在链上",
        ),
        ("UPDATE departments_changerecord SET reason = '另一个理由'", "管理变更记录"),
        ("UPDATE workflow_paper SET number = number || '1'", "文书"),
    ],
)
def test_what_is_done_to_a_table_of_history_is_found(statement: str, sentence: str):
    f.decided("single")
    ChangeRecord.objects.create(verb="任命", subject="区税务局 经办员", reason="任免文件")
    verify()
    entry = TimelineEntry.objects.earliest("id")
    with tampering.undone():
        tampering.run(statement.format(id=entry.pk))
        with pytest.raises(Broken, match=sentence):
            verify()


def test_the_command_ends_with_a_sentence(capsys: pytest.CaptureFixture[str]):
    a_history()
    call_command("verify_audit")
    assert "审计留痕完好" in capsys.readouterr().out
    tampering.run("UPDATE confidentiality_auditrecord SET status = 999 WHERE seq = 5")
    with pytest.raises(CommandError, match="第 5 条与入链时不同"):
        call_command("verify_audit")


def test_an_anchor_kept_elsewhere_shows_a_tail_that_was_cut_off(tmp_path: Path):
    last = a_history()
    drop_anchor()
    file = next((tmp_path / "anchors").glob("*.json")).rename(tmp_path / "copy.json")
    tampering.run(f"DELETE FROM confidentiality_auditrecord WHERE seq > {last - 3}")
    with pytest.raises(CommandError, match="末尾被截去"):
        call_command("verify_audit", "--anchor", str(file))


def test_an_anchor_that_was_changed_is_no_anchor(tmp_path: Path):
    a_history()
    drop_anchor()
    file = next((tmp_path / "anchors").glob("*.json"))
    file.write_text(file.read_text().replace('"disputes": ', '"disputes": 1'))
    with pytest.raises(AnchorUnread, match="签名不对"):
        read_anchor(file)
    file.write_text("{}")
    with pytest.raises(CommandError, match="格式不对"):
        call_command("verify_audit")


def test_the_portals_own_role_adds_and_can_do_nothing_else():
    a_history()
    with the_portal():
        arrives(kind="list")
        for table in ("confidentiality_auditrecord", "confidentiality_auditarrival"):
            for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET status = 1"):
                assert refusal(statement, ignoring=False)
                assert refusal(statement, ignoring=True)
        assert refusal(
            "INSERT INTO confidentiality_auditrecord (seq, arrival_id, at, sealed_at, role, kind, "
            "digest) VALUES (99999, 1, now(), now(), 'x', 'look', 'x')",
            ignoring=False,
        )
        assert seal() == 1
    verify()


def test_nobody_waits_for_the_sealer():
    """Its lock lets others read and append: only a second sealer waits."""
    with transaction.atomic(), connection.cursor() as cursor:
        seal()
        cursor.execute(
            "SELECT mode FROM pg_locks WHERE pid = pg_backend_pid() "
            "AND relation = 'confidentiality_auditarrival'::regclass AND granted"
        )
        modes = {mode for (mode,) in cursor.fetchall()}
    assert not modes & {"ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"}


def test_arrivals_never_change():
    arrives()
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditArrival.objects.update(status=1)


@pytest.mark.django_db(transaction=True)
def test_a_look_alone_does_not_wait_for_the_disk_and_a_reveal_does():
    for kind in ("look", "reveal"):
        with CaptureQueriesContext(connection) as asked:
            append(Happening(kind))
        assert ("synchronous_commit" in asked[0]["sql"]) is (kind == "look")
    assert AuditArrival.objects.filter(source="").count() == 2
