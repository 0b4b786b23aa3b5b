"""Sealed free text: a `str` to whoever reads it, cipher text to whoever reads the database."""

from __future__ import annotations

import copy
import json
import pickle
import uuid
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.template import Context, Template

from confidentiality.bigrams import bigram_index
from confidentiality.free_text import opened
from confidentiality.sealing import SealBroken

if TYPE_CHECKING:
    from tests.confidentiality.free_witness import Statement

TOLD = "单位拖欠三个月养老保险费，\n要求补缴。"


@pytest.fixture
def statements(db: None) -> type[Statement]:
    from tests.confidentiality.free_witness import Statement

    with connection.schema_editor() as editor:
        editor.create_model(Statement)
    return Statement


def stored(column: str = "told") -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM confidentiality_statement ORDER BY id")  # noqa: S608
        return str(cursor.fetchone()[0])


def test_it_reads_as_a_text_and_is_stored_as_cipher_text(statements: type[Statement]) -> None:
    statements.objects.create(told=TOLD)
    row = statements.objects.get()
    assert (row.told, row.note) == (TOLD, "")
    assert isinstance(row.told, str)
    assert stored().startswith("sm4.")
    assert stored("note") == ""
    assert row.told.splitlines() == TOLD.splitlines()
    assert json.dumps({"told": row.told}) == json.dumps({"told": TOLD})
    assert Template("{{ row.told }}").render(Context({"row": row})) == TOLD


def test_a_row_that_is_saved_unchanged_keeps_its_cipher_text(statements: type[Statement]) -> None:
    row = statements.objects.create(told=TOLD)
    first = stored()
    for again in (row, statements.objects.get(), statements.objects.defer("told").get()):
        again.save()
        assert stored() == first
    row = statements.objects.get()
    row.told = TOLD
    row.save()
    row.refresh_from_db()
    row.save()
    row.told = row.told[:]
    row.save(update_fields=["told"])
    assert stored() == first


def test_a_changed_text_is_sealed_anew_and_its_windows_follow(statements: type[Statement]) -> None:
    row = statements.objects.create(told=TOLD)
    first = stored()
    row.told = "另一件事"
    row.save(update_fields=["told"])
    assert stored() != first
    kept = statements.objects.get()
    assert (kept.told, kept.grams) == ("另一件事", bigram_index("另一件事"))
    kept.told = ""
    kept.save()
    assert (stored(), stored("grams")) == ("", "[]")


def test_a_text_moved_to_another_row_or_column_is_refused(statements: type[Statement]) -> None:
    row, other = (statements.objects.create(told=text) for text in (TOLD, "别的"))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE confidentiality_statement SET told = (SELECT told FROM"
            " confidentiality_statement WHERE id = %s) WHERE id = %s", [row.pk, other.pk],
        )  # fmt: skip
        cursor.execute("UPDATE confidentiality_statement SET note = told WHERE id = %s", [row.pk])
    with pytest.raises(SealBroken):
        _ = statements.objects.get(pk=other.pk).told
    with pytest.raises(SealBroken):
        _ = statements.objects.get(pk=row.pk).note


def test_a_text_given_to_another_row_is_closed_for_that(statements: type[Statement]) -> None:
    row = statements.objects.create(told=TOLD)
    other = statements.objects.create(told=row.told, note=row.told)
    again = statements.objects.get(pk=other.pk)
    assert (again.told, again.note) == (TOLD, TOLD)
    row.pk, row.seal_id = None, uuid.uuid4()
    row.save()
    assert statements.objects.get(pk=row.pk).told == TOLD
    [made] = statements.objects.bulk_create([statements(told=TOLD)])
    assert statements.objects.get(pk=made.pk).grams == bigram_index(TOLD)


def test_an_object_in_memory_holds_no_plain_text(statements: type[Statement]) -> None:
    row = statements(told=TOLD)
    assert TOLD not in repr(vars(row))
    assert TOLD.encode() not in pickle.dumps(copy.deepcopy(row.__dict__["told"]))
    assert type(pickle.loads(pickle.dumps(row.told))) is str  # noqa: S301


def test_questions_put_to_the_text_are_refused(statements: type[Statement]) -> None:
    statements.objects.create(told=TOLD)
    assert statements.objects.exclude(told="").count() == 1
    with pytest.raises(FieldError):
        statements.objects.filter(told__icontains="单位").exists()
    with pytest.raises(TypeError):
        statements.objects.filter(told=TOLD).exists()
    with pytest.raises(TypeError):
        statements.objects.update(told=TOLD)


def test_a_value_without_its_row_is_opened_by_name(statements: type[Statement]) -> None:
    statements.objects.create(told=TOLD)
    [(told, seal_id)] = statements.objects.values_list("told", "seal_id")
    assert opened((statements, "told"), told, seal_id) == TOLD
    with pytest.raises(SealBroken):
        opened((statements, "told"), told, None)


def test_a_word_finds_whoever_holds_its_windows(statements: type[Statement]) -> None:
    row = statements.objects.create(told=TOLD)
    found = statements.objects.filter
    assert found(grams__contains=bigram_index("养老保险")).get() == row
    assert not found(grams__contains=bigram_index("失业")).exists()
    assert "养老" not in stored("grams")
    assert bigram_index("字") == []
