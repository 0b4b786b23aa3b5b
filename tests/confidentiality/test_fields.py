"""Sealed fields through the ORM: plain text in, cipher text stored, masked text out."""

import copy
import pickle
import uuid
from collections.abc import Callable

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from confidentiality.blind_index import blind_index
from confidentiality.fields import BlindIndexField, SealedTextField
from confidentiality.sealing import SealBroken, Sealed, open_sealed, open_sealed_json
from tests.confidentiality.witness import Witness

NAME, PHONE = "王小明", "154 0000 0018"


def stored(column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM confidentiality_witness ORDER BY id")  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def test_the_row_holds_cipher_text_and_reads_masked(witnesses: type[Witness]) -> None:
    witnesses.objects.create(name=NAME, phone=PHONE, statement={"saw": NAME})
    row = witnesses.objects.get()
    assert stored("name")[0].startswith("sm4.")
    assert not any(NAME in column for column in stored("concat(name, phone, statement)"))
    assert (str(row.name), str(row.phone), str(row.statement)) == ("王*明", "154****0018", "***")
    assert open_sealed(row.name) == NAME
    assert open_sealed_json(row.statement) == {"saw": NAME}


def test_the_object_forgets_the_plain_text_at_once(witnesses: type[Witness]) -> None:
    row = witnesses(name=NAME)
    assert NAME not in repr(vars(row))
    assert str(row.name) == "王*明"


def test_found_by_blind_index_after_normalising(witnesses: type[Witness]) -> None:
    witnesses.objects.create(name="阿卜杜拉·买买提", phone=PHONE)
    found = witnesses.objects.filter
    assert found(name_index=blind_index("name", " 阿卜杜拉•买买提 ")).exists()
    assert found(phone_tail_index=blind_index("phone_tail", "0018")).exists()
    assert not found(phone_tail_index=blind_index("phone_tail", "0019")).exists()
    assert not found(name_index=blind_index("name", "")).exists()


def test_a_blank_value_has_a_blank_index(witnesses: type[Witness]) -> None:
    row = witnesses.objects.create(name=NAME)
    assert row.phone_tail_index == ""
    assert witnesses.objects.filter(phone="").count() == 1
    assert witnesses.objects.exclude(name="").count() == 1


def test_update_fields_takes_the_index_along(witnesses: type[Witness]) -> None:
    row = witnesses.objects.create(name=NAME, town="翠峦镇")
    row.name, row.town = "李四", "区外"
    row.save(update_fields=["name"])
    again = witnesses.objects.get(name_index=blind_index("name", "李四"))
    assert (open_sealed(again.name), again.town) == ("李四", "翠峦镇")


def test_bulk_create_and_bulk_update(witnesses: type[Witness]) -> None:
    rows = witnesses.objects.bulk_create([witnesses(name=f"张{n}号") for n in "甲乙丙"])
    rows[0].name = "钱某某"
    witnesses.objects.bulk_update(rows, ["name", "name_index"])
    assert (
        open_sealed(witnesses.objects.get(name_index=blind_index("name", "钱某某")).name)
        == "钱某某"
    )
    assert witnesses.objects.filter(name_index=blind_index("name", "张乙号")).count() == 1


def test_saving_again_does_not_change_what_was_not_touched(witnesses: type[Witness]) -> None:
    row = witnesses.objects.create(name=NAME)
    before = stored("name")
    witnesses.objects.get(pk=row.pk).save()
    assert stored("name") == before


def test_values_never_give_plain_text(witnesses: type[Witness]) -> None:
    witnesses.objects.create(name=NAME)
    assert repr(list(witnesses.objects.values("name"))) == "[{'name': <Sealed ***>}]"
    assert [str(name) for name in witnesses.objects.values_list("name", flat=True)] == ["***"]


def test_only_with_seal_id_costs_no_further_query(
    witnesses: type[Witness], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    witnesses.objects.bulk_create([witnesses(name=NAME) for _ in range(5)])
    with django_assert_num_queries(1):
        shown = {str(row.name) for row in witnesses.objects.only("seal_id", "name")}
    assert shown == {"王*明"}


def test_only_without_seal_id_still_opens(witnesses: type[Witness]) -> None:
    witnesses.objects.create(name=NAME)
    assert str(witnesses.objects.only("name").get().name) == "王*明"
    assert str(witnesses.objects.defer("name").get().name) == "王*明"


@pytest.mark.parametrize(
    "lookup", ["contains", "icontains", "startswith", "gt", "in", "regex", "iexact", "length"]
)
def test_searching_in_cipher_text_is_refused(witnesses: type[Witness], lookup: str) -> None:
    with pytest.raises(FieldError):
        witnesses.objects.filter(**{f"name__{lookup}": NAME}).exists()


def test_plain_text_in_a_query_is_refused_in_words(witnesses: type[Witness]) -> None:
    witnesses.objects.create(name="李四")
    attempts: list[Callable[[], object]] = [
        lambda: witnesses.objects.filter(name=NAME).exists(),
        lambda: witnesses.objects.update(name=NAME),
    ]
    for attempt in attempts:
        with pytest.raises(TypeError, match="密封字段：不能用明文查询"), transaction.atomic():
            attempt()
    assert open_sealed(witnesses.objects.get().name) == "李四"


def test_a_cipher_text_moved_to_another_row_is_refused(witnesses: type[Witness]) -> None:
    mine, other = witnesses.objects.create(name=NAME), witnesses.objects.create(name="李四")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE confidentiality_witness SET name = "
            "(SELECT name FROM confidentiality_witness WHERE id = %s) WHERE id = %s",
            [other.pk, mine.pk],
        )
    with pytest.raises(SealBroken):
        open_sealed(witnesses.objects.get(pk=mine.pk).name)


def test_a_cipher_text_moved_to_another_column_is_refused(witnesses: type[Witness]) -> None:
    witnesses.objects.create(name=NAME, phone=PHONE)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE confidentiality_witness SET phone = name")
    with pytest.raises(SealBroken):
        open_sealed(witnesses.objects.get().phone)


def test_taken_over_from_another_object_it_is_sealed_anew(witnesses: type[Witness]) -> None:
    first = witnesses.objects.create(name=NAME)
    second = witnesses.objects.create(name=first.name)
    assert open_sealed(witnesses.objects.get(pk=second.pk).name) == NAME
    assert witnesses.objects.filter(name_index=blind_index("name", NAME)).count() == 2


def test_a_row_copied_under_a_new_seal_id_opens(witnesses: type[Witness]) -> None:
    row = witnesses.objects.create(name=NAME)
    row.pk, row.seal_id, row._state.adding = None, uuid.uuid4(), True
    row.save()
    assert [open_sealed(each.name) for each in witnesses.objects.all()] == [NAME, NAME]


def test_copies_and_pickles_of_an_object_hold_no_plain_text(witnesses: type[Witness]) -> None:
    row = witnesses.objects.create(name=NAME)
    assert NAME.encode() not in pickle.dumps(vars(row)["name"])
    assert open_sealed(copy.deepcopy(vars(row))["name"]) == NAME


def test_dumpdata_writes_cipher_text_and_loaddata_reads_it(witnesses: type[Witness]) -> None:
    row = witnesses.objects.create(name=NAME)
    dumped = serializers.serialize("json", [row])
    assert NAME not in dumped
    field = witnesses._meta.get_field("name")
    assert isinstance(field.to_python(row.name.cipher_text), Sealed)


def test_a_typed_text_that_looks_like_cipher_text_is_sealed_as_text(
    witnesses: type[Witness],
) -> None:
    odd = witnesses.objects.create(name=NAME).name.cipher_text
    assert open_sealed(witnesses(name=odd).name) == odd


def test_wrong_types_and_unknown_masks_are_refused(witnesses: type[Witness]) -> None:
    for wrong in ({"name": 1}, {"name": NAME, "statement": "text"}):
        with pytest.raises(TypeError):
            witnesses(**wrong)
    with pytest.raises(ValueError, match="脱敏规则"):
        SealedTextField(mask="nonsense")
    with pytest.raises(ValueError, match="盲索引"):
        BlindIndexField(of="name", kind="nonsense")


def test_none_becomes_blank(witnesses: type[Witness]) -> None:
    assert witnesses(name=None, statement=None).name.is_blank


def test_full_clean_leaves_the_seal_alone(witnesses: type[Witness]) -> None:
    row = witnesses(name=NAME)
    row.full_clean()
    assert open_sealed(row.name) == NAME
