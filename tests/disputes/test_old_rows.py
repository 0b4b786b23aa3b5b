"""What was registered before numbers had one form comes up, is found, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from confidentiality.audit.sources import ACCESS
from confidentiality.audit.verifying import Broken, verify
from confidentiality.blind_index import blind_index
from confidentiality.models import AccessRecord
from confidentiality.old_rows import sealed_now
from confidentiality.reveal import record_access
from disputes import migrations
from disputes.finding import found_by
from disputes.models import Dispute, Party
from tests import factories

pytestmark = pytest.mark.django_db

ORDER = "WC20261129000123"
#: As it was before the migration made the trigger.
BEFORE_IT = (
    "SELECT set_config('pgtrigger.ignore', '{pgtrigger_dispute_source_key_follows_5c7ee}', true)"
)


def the_migration(name: str = "numbers_one_form") -> Any:
    """Any: a module whose name begins with its place."""
    [found] = Path(str(migrations.__path__[0])).glob(f"*_{name}.py")
    return import_module(f"disputes.migrations.{found.stem}")


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for each in statements:
            cursor.execute(each)


def test_an_order_registered_twice_before_stays_and_both_are_found() -> None:
    first = factories.registered(channel="h12345", source_number=ORDER)
    second = factories.registered(channel="h12345", source_number="WC1")
    run("DROP INDEX dispute_source_number_once", BEFORE_IT)
    spelled = f"№ {ORDER.lower()}"
    Dispute.objects.filter(pk=second.pk).update(source_number=spelled)
    run(
        the_migration().KEYS,
        "SET CONSTRAINTS ALL IMMEDIATE",
        "CREATE UNIQUE INDEX dispute_source_number_once ON disputes_dispute "
        "(jurisdiction, channel, source_key) WHERE source_key <> '' AND state <> 'draft'",
        the_migration().MIND,
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.source_key, second.source_key) == (ORDER, f"{ORDER}#{second.pk}")
    second.place = "翠林村"
    second.save()
    second.refresh_from_db()
    assert (second.source_number, second.source_key) == (spelled, f"{ORDER}#{second.pk}")
    assert set(found_by(Dispute.objects.all(), spelled)) == {first, second}


def test_an_order_kept_with_its_last_word_before_is_the_same_without_it() -> None:
    numbers = ("WC001", "WC001号", "WC002号")
    kept = [factories.registered(channel="h12345", source_number=f"OLD{n}") for n in range(3)]
    run(BEFORE_IT)
    for dispute, number in zip(kept, numbers, strict=True):
        Dispute.objects.filter(pk=dispute.pk).update(source_number=number, source_key=number)
    now = the_migration("found_by_channel_and_order")
    run(now.IGNORE, now.KEYS, now.MIND, "SET CONSTRAINTS ALL IMMEDIATE")
    keys = [Dispute.objects.get(pk=each.pk).source_key for each in kept]
    assert keys == ["WC001", f"WC001#{kept[1].pk}", "WC002"]
    assert set(found_by(Dispute.objects.all(), "wc001")) == set(kept[:2])


def test_keys_of_an_archived_file_follow_and_its_words_rest() -> None:
    dispute = factories.archived("single", "SW")
    payer = dispute.payer
    assert payer is not None
    before = payer.name.cipher_text
    run(the_migration().IGNORE)
    Party.objects.filter(pk=payer.pk).update(name_index="0" * 32)
    the_migration().people_one_form(apps, None)
    payer = Party.objects.get(pk=payer.pk)
    assert payer.name_index == blind_index("name", "欧阳测试")
    assert payer.name.cipher_text == before


#: What is told of a dispute, as `0011_sealed_facts` seals it.
TEXTS = ["claim", "facts", "place", "search_text", "severity_reason"]


def test_what_was_told_before_is_sealed_and_found_by_its_words() -> None:
    dispute = factories.archived("single", "SW")
    run(
        "SET CONSTRAINTS ALL IMMEDIATE",
        "ALTER TABLE disputes_dispute DISABLE TRIGGER USER",
        "UPDATE disputes_dispute SET facts = '三个月没有申报。', search_grams = '{}',"
        " search_text = '三个月没有申报。|jiagongchang|'",
        "ALTER TABLE disputes_dispute ENABLE TRIGGER USER",
    )
    sealing = sealed_now("disputes_dispute", TEXTS, grams=("search_grams", "search_text"))
    with connection.schema_editor() as editor:
        sealing.code(apps, editor)  # type: ignore[attr-defined]
    sealed = stored(dispute)
    assert all(text.startswith("sm4.") for text in sealed)
    assert Dispute.objects.get(pk=dispute.pk).facts == "三个月没有申报。"
    for words in ("jiagongchang", "没有申报"):
        assert list(found_by(Dispute.objects.all(), words)) == [dispute]
    with connection.schema_editor() as editor:
        sealing.code(apps, editor)  # type: ignore[attr-defined]
    assert stored(dispute) == sealed, "what is sealed already stays as it is"
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="archived"), transaction.atomic():
        run("UPDATE disputes_dispute SET facts = 'x'")


def test_a_row_of_the_chain_that_is_sealed_enters_it_anew_unless_it_was_bent() -> None:
    """As `0007_sealed_purposes` does: verify_audit finds neither fault nor excuse in it."""
    officer = factories.an_officer()
    purposes = ["欧阳测试本人来电核对", "季度抽查"]
    for each in purposes:
        record_access(officer, officer, purpose=each)
    sealing = sealed_now(ACCESS.table, ["purpose"], source=ACCESS)
    there, back = sealing.code, sealing.reverse_code  # type: ignore[attr-defined]
    for step, lies_open in ((back, True), (there, False), (back, True)):
        taken(step)
        assert verify().rows
        assert (purposes_at_rest() == purposes) is lies_open
    run(
        "ALTER TABLE confidentiality_accessrecord DISABLE TRIGGER USER",
        "UPDATE confidentiality_accessrecord SET purpose = '没有看' WHERE purpose LIKE '%来电%'",
        "ALTER TABLE confidentiality_accessrecord ENABLE TRIGGER USER",
    )
    taken(there)
    with pytest.raises(Broken, match=r"查阅记录.*改写"):
        verify()
    assert [each.purpose for each in AccessRecord.objects.order_by("pk")] == ["没有看", "季度抽查"]


def taken(step: Callable[..., None]) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.schema_editor() as editor:
        step(apps, editor)


def purposes_at_rest() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT purpose FROM confidentiality_accessrecord ORDER BY id")
        return [value for (value,) in cursor.fetchall()]


def stored(dispute: Dispute) -> list[str]:
    with connection.cursor() as cursor:
        query = "SELECT facts, search_text FROM disputes_dispute WHERE id = %s"
        cursor.execute(query, [dispute.pk])
        return list(cursor.fetchone())
