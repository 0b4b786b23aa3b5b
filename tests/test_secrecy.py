"""Nothing secret gets out: every field is classified, and a dump of the database tells no names."""

from __future__ import annotations

import logging
import re
import subprocess
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
import redis
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, connections, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from confidentiality.classification import findings, stays_open, words_of
from confidentiality.fields import SealedJSONField, SealedTextField
from confidentiality.sealed_files import MARK
from config.binaries import postgres_binaries
from tests.copying import copied
from tests.overheard import (
    access_line,
    overheard,
    secrets_of_the_demonstration,
    sentences_of_the_demonstration,
)

ROOMS = {"confidentiality", "web", "departments", "deadlines", "disputes", "workflow"}

# Other people's tables, each looked at: none of them is ever given a payer's data.
REVIEWED = {
    "auth.Group": "names of departments",
    "auth.Group_permissions": "keys only",
    "auth.Permission": "names of permissions",
    "axes.AccessAttempt": "officers' names, addresses and browsers at sign-in; passwords starred",
    "axes.AccessFailureLog": "the same",
    "axes.AccessLog": "the same",
    "axes.AccessAttemptExpiration": "a time",
    "contenttypes.ContentType": "names of models",
    "guardian.GroupObjectPermission": "the generic table, kept empty",
    "guardian.UserObjectPermission": "the generic table, kept empty",
    "sessions.Session": "kept empty: sittings have a table of ours (departments.Sitting)",
}

CANARIES = {
    "name": "欧阳金丝雀",
    "id_number": "230799197804120011",
    "credit_code": "92230799MA1TE5T42N",
    "phone": "15400000018",
    "address": "翠峦镇金丝雀巷十八号",
    "contact": "司徒金丝雀",
}


def ours() -> list[type[models.Model]]:
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.app_label in ROOMS]


def test_every_field_of_ours_is_sealed_masked_or_open() -> None:
    automatic = {m._meta.label for m in ours() if m._meta.auto_created}
    told = [line for m in ours() if not m._meta.auto_created for line in findings(m)]
    assert told == []
    for label in automatic:
        fields = apps.get_model(label)._meta.concrete_fields
        assert all(field.is_relation or field.primary_key for field in fields), label


def test_every_column_of_words_is_sealed_or_stays_open_for_a_reason() -> None:
    told = stays_open()
    found = {m._meta.label: words for m in ours() if (words := words_of(m))}
    assert found == told


def test_every_table_of_others_was_looked_at() -> None:
    others = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in ROOMS
    }
    assert others - set(REVIEWED) == set()


def test_personal_fields_of_a_party_are_sealed() -> None:
    party = apps.get_model("disputes", "Party")
    for name in CANARIES:
        assert isinstance(party._meta.get_field(name), SealedTextField)


def test_what_papers_and_drafts_hold_is_sealed() -> None:
    for label, name in (("workflow.Paper", "content"), ("disputes.Dispute", "typed")):
        assert isinstance(apps.get_model(label)._meta.get_field(name), SealedJSONField)


@pytest.fixture
def own_database(transactional_db: None) -> Iterator[str]:
    """A copy for this test alone: everything is really committed there, so that pg_dump sees it."""
    shared = connections["default"]
    name = f"{shared.settings_dict['NAME']}_dump_{uuid4().hex[:8]}"
    with copied(name):
        own = connections.create_connection("default")
        own.settings_dict = {**shared.settings_dict, "NAME": name}
        connections["default"] = own
        try:
            yield name
        finally:
            own.close()
            connections["default"] = shared


def dumped(database: str) -> str:
    """What a thief of the backup would read: schema and all rows as text."""
    settings = connection.settings_dict
    program = postgres_binaries() / "pg_dump"
    command = [program, "--host", settings["HOST"], "--username", settings["USER"], database]
    if settings["PORT"]:
        command[1:1] = ["--port", str(settings["PORT"])]
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        check=True,
        env={"PGPASSWORD": settings["PASSWORD"] or "", "LC_ALL": "C.UTF-8"},
        cwd=Path("/"),
    )
    return done.stdout.decode()


def register_canaries() -> None:
    """Every place that is given a person's data: parties, draft, access record, kept answer."""
    from confidentiality.models import AccessRecord
    from confidentiality.reveal import record_access
    from departments.models import Department, Officer
    from disputes import saved_views
    from disputes.choices import PartyRole
    from disputes.intake import new_draft
    from disputes.models import Party
    from web.models import IdempotencyKey

    officer = Officer.objects.create_user("canary_clerk", name="张经办")
    draft = new_draft(officer, Department.objects.get(code="SW"), typed=CANARIES)
    for role in (PartyRole.PAYER, PartyRole.COUNTERPARTY, PartyRole.AGENT):
        party = Party.objects.create(dispute=draft, role=role, **CANARIES)
    IdempotencyKey.objects.create(officer=officer, key="k", request_digest="0", body=CANARIES)
    purpose = f"回拨 {CANARIES['phone']}，核对 {CANARIES['id_number']}，{CANARIES['name']}本人来电"
    saved_views.keep(officer, CANARIES["name"], {})
    record_access(
        officer, party, list(CANARIES), action=AccessRecord.Action.REVEAL, purpose=purpose
    )


def test_a_dump_of_the_database_contains_none_of_them(own_database: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        register_canaries()
    statements = "".join(query["sql"] for query in asked.captured_queries)
    assert "INSERT INTO" in statements
    assert [name for name, canary in CANARIES.items() if canary in statements] == []
    text = dumped(own_database)
    assert "canary_clerk" in text
    assert text.count("sm4.") >= 3 * len(CANARIES)
    assert [name for name, canary in CANARIES.items() if canary in text] == []


@pytest.mark.parametrize("mode", ["single", "referral", "joint", "special"])
def test_the_whole_road_to_the_archive_leaves_none_in_the_dump(
    own_database: str, mode: str
) -> None:
    from confidentiality.sealing import open_sealed
    from tests import factories

    dispute = factories.archived(mode)
    payer = dispute.party("payer")
    assert payer is not None
    name, phone = open_sealed(payer.name), open_sealed(payer.phone)
    assert len(name) > 2
    told = told_of(dispute)
    assert len(told) > 10
    text = dumped(own_database)
    assert "workflow_paper" in text
    assert (name in text, phone in text) == (False, False)
    assert sorted(words for words in told if words in text) == []


def told_of(dispute: Any) -> set[str]:  # Any: a dispute; models exist only after the start
    """What its rows say of it: facts, opinions, decisions, what happened, and messages."""
    from workflow.models import Notice, Opinion

    told = [dispute.facts, dispute.claim]
    told += [each.decision for each in dispute.decisions.all()]
    told += [each.opinion for each in Opinion.objects.filter(assignment__dispute=dispute)]
    told += [text for each in dispute.approvals.all() for text in (each.reason, each.comment)]
    told += [each.text for each in dispute.timeline.all()]
    told += [each.text for each in Notice.objects.filter(dispute=dispute)]
    return {words for words in told if len(words) >= 6}


def test_the_dump_would_have_shown_an_unsealed_one(own_database: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE leak AS SELECT '未密封的姓名' AS name")
    assert "未密封的姓名" in dumped(own_database)


def test_a_dump_of_the_demonstration_names_nobody_and_tells_nothing(
    own_database: str, pytest_settings: Settings
) -> None:
    """Every name, number, phone and address of the sample disputes, told through the actions,
    and what they are about; with its files, their names and what lies in the cache.

    Then once more under another key, when nothing may be left under the one of before.
    """
    with overheard() as log:
        call_command("seed_demo", verbosity=0)
        looked_around()
    assert len(sentences_of_the_demonstration()) >= 10
    secrets = secrets_of_the_demonstration()
    text = dumped(own_database)
    assert len(re.findall(r"230718-20\d\d-", text)) > 40
    assert sorted(secret for secret in secrets if secret in text) == []
    keep_what_names_somebody(secrets)
    written, sent = log.getvalue(), "".join(each.message().as_string() for each in mail.outbox)
    assert "Internal Server Error: /disputes/" in written
    for place in (names_of_files(), kept_in_valkey(), stands_in_files(), written, sent):
        assert sorted(secret for secret in secrets if secret in place) == []
    old = settings.SEALING_KEY_CURRENT
    assert f"sm4.{old}." in text
    another_key(pytest_settings)
    call_command("rotate_keys", stdout=StringIO())
    text = dumped(own_database)
    assert re.findall(rf"sm4\.{old}\.\S{{0,40}}", text) == []
    assert sorted(secret for secret in secrets if secret in text) == []
    assert stands_in_files().count(f"sm4.{old}.") == 0
    call_command("verify_audit", stdout=StringIO())


def looked_around() -> None:
    """As an officer does: he mistypes a name for his own, searches, reads, and a page breaks."""
    from departments.models import Officer
    from disputes.models import Dispute

    name = sorted(each for each in secrets_of_the_demonstration() if len(each) == 3)[0]
    browser = Client(raise_request_exception=False)
    browser.post("/login/", {"username": name, "password": name})
    browser.force_login(Officer.objects.get(username="sw_clerk"))
    open_ones = Dispute.objects.open().filter(receiving_department__code="SW")
    case = open_ones.exclude(number=None).earliest("pk")
    for address in ("/disputes/", "/archives/", "/api/v1/disputes/"):
        browser.post(address, {"q": name})
        browser.get(address, {"q": name})
        log = logging.getLogger("gunicorn.access")
        log.info(access_line("GET", address, urlencode({"q": name})))
    browser.get(case.get_absolute_url())
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr("disputes.words.payer_words", lambda _: 1 // 0)
        assert browser.post(case.get_absolute_url(), {"q": name}).status_code in (405, 500)
        assert browser.get(case.get_absolute_url(), {"q": name}).status_code == 500


@pytest.fixture
def pytest_settings(settings: Settings) -> Settings:
    """The fixture, where Django's own settings have its name."""
    return settings


def another_key(pytest_settings: Settings) -> None:
    from confidentiality.key_check import wrong_keys

    assert wrong_keys() == []
    pytest_settings.SEALING_KEYS = settings.SEALING_KEYS | {"k9": b"\x09" * 32}
    pytest_settings.SEALING_KEY_CURRENT = "k9"
    pytest_settings.BLIND_INDEX_KEYS = {"k9": b"\x0c" * 32}


def keep_what_names_somebody(secrets: set[str]) -> None:
    """A material that says all of it in plain text, and a paper as it is drawn."""
    from departments.models import Officer
    from disputes.materials import keep_material
    from disputes.models import Dispute
    from workflow.issuing.tasks import render_paper

    dispute = Dispute.objects.exclude(state="archived").filter(papers__isnull=False).first()
    assert dispute is not None
    text = "\n".join(sorted(secrets)).encode()
    upload = SimpleUploadedFile("说明.txt", text)
    material = keep_material(dispute, upload, by=Officer.objects.earliest("pk"))
    render_paper(dispute.papers.earliest("pk").pk)
    with material.file.open() as kept:
        assert kept.read() == text


def stands_in_files() -> str:
    """Every byte of every file below MEDIA; the words of a PDF are packed, its head is not."""
    kept = [path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert len(kept) >= 3
    assert [each[:8] for each in kept if not each.startswith(MARK) or b"%PDF" in each] == []
    return b"\n".join(kept).decode(errors="replace")


def test_what_is_not_sealed_is_named() -> None:
    """The names of units are open (领域 4.3); of a file a name that says nothing."""
    assert {"unit_name"} <= stays_open()["disputes.Party"]
    assert {"file"} <= stays_open()["disputes.Material"]
    assert {"file"} <= stays_open()["workflow.RenderedPaper"]


def names_of_files() -> str:
    return "\n".join(str(path) for path in Path(settings.MEDIA_ROOT).rglob("*"))


def kept_in_valkey() -> str:
    """Keys and values of every kind, as far as they are text."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    found: list[bytes] = []
    for key in client.scan_iter(count=1000):
        found += [key, client.dump(key) or b""]
    return b"\n".join(found).decode(errors="replace")
