"""What was registered before numbers had one form comes up, is found, and loses nothing."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from confidentiality.blind_index import blind_index
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


def the_migration() -> Any:  # Any: a module whose name begins with its place
    [found] = Path(str(migrations.__path__[0])).glob("*_numbers_one_form.py")
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


def test_a_unit_registered_before_is_found_by_its_sounds() -> None:
    dispute = factories.registered()
    run(the_migration().IGNORE)
    Dispute.objects.filter(pk=dispute.pk).update(search_text="三个月没有申报")
    with connection.schema_editor() as editor:
        the_migration().units_by_sound(apps, editor)
    everything = Dispute.objects.all()
    assert list(found_by(everything, "jiagongchang")) == [dispute]
    assert list(found_by(everything, "没有申报")) == [dispute]
