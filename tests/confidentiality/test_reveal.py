"""Nobody sees plain text before the record of it is written; refusals are recorded as well."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, connection, transaction

from confidentiality.models import AccessRecord
from confidentiality.reveal import record_access, record_export, reveal
from departments.models import Officer
from tests.confidentiality.witness import Witness

NAME, PHONE = "王小明", "15400000018"


@pytest.fixture
def witness(witnesses: type[Witness]) -> Witness:
    return witnesses.objects.create(name=NAME, phone=PHONE)


def test_the_handler_sees_it_and_the_record_says_so(handler: Officer, witness: Witness) -> None:
    shown = reveal(
        handler, witness, ["name", "phone"], purpose="核对身份", dispute_number="N1", address="::1"
    )
    record = AccessRecord.objects.get()
    assert shown == {"name": NAME, "phone": PHONE}
    assert (record.officer, record.action, record.result) == (handler, "reveal", "done")
    assert record.fields == ["name", "phone"]
    assert record.object_type == "confidentiality.witness"
    assert record.object_id == str(witness.pk)
    assert (record.dispute_number, record.purpose, record.ip_address) == ("N1", "核对身份", "::1")


def test_the_record_holds_no_personal_data(handler: Officer, witness: Witness) -> None:
    reveal(handler, witness, ["name"], purpose=f"回拨 {PHONE}")
    assert AccessRecord.objects.get().purpose == "回拨 154****0018"


def test_a_stranger_is_refused_and_the_attempt_recorded(
    stranger: Officer, witness: Witness
) -> None:
    with pytest.raises(PermissionDenied, match="本次请求已记录"):
        reveal(stranger, witness, ["name"], purpose="看看")
    assert AccessRecord.objects.get().result == "refused"


def test_a_model_that_does_not_say_who_may_see_it_shows_nobody(
    handler: Officer, witnesses: type[Witness], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(witnesses, "may_be_revealed_to")
    with pytest.raises(PermissionDenied):
        reveal(handler, witnesses.objects.create(name=NAME), ["name"], purpose="核对")


def test_without_a_purpose_nothing_is_shown(handler: Officer, witness: Witness) -> None:
    with pytest.raises(PermissionDenied, match="请填写查看用途"):
        reveal(handler, witness, ["name"], purpose="  ")
    assert not AccessRecord.objects.exists()


def test_when_the_record_cannot_be_written_nothing_is_shown(
    handler: Officer, witness: Witness
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE confidentiality_accessrecord ADD CHECK (false)")
    with pytest.raises(IntegrityError):
        reveal(handler, witness, ["name"], purpose="核对")


def test_inside_another_transaction_it_refuses_since_the_record_could_be_lost(
    handler: Officer,
) -> None:
    witness = Witness(name=NAME)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        reveal(handler, witness, ["name"], purpose="核对")


def test_an_open_field_is_not_revealed(handler: Officer, witness: Witness) -> None:
    with pytest.raises(TypeError):
        reveal(handler, witness, ["town"], purpose="核对")


def test_a_download_is_recorded_in_the_callers_transaction(
    handler: Officer, witness: Witness
) -> None:
    record = record_access(handler, witness, action=AccessRecord.Action.DOWNLOAD, purpose="送达")
    assert str(record) == f"下载 confidentiality.witness {witness.pk}"


def test_a_list_that_is_carried_away_is_recorded_of_whoever_takes_it(handler: Officer) -> None:
    record_export(handler, ["受理编号", "状态"], purpose="导出列表 2 件", address="::1")
    record = AccessRecord.objects.get()
    assert (record.officer, record.action, record.result) == (handler, "export", "done")
    assert (record.object_type, record.object_id) == ("departments.officer", str(handler.pk))
    assert record.fields == ["受理编号", "状态"]
    assert (record.purpose, record.ip_address) == ("导出列表 2 件", "::1")


@pytest.mark.parametrize("change", ["UPDATE {} SET purpose = '另说'", "DELETE FROM {}"])
def test_records_are_append_only_in_the_database(
    handler: Officer, witness: Witness, change: str
) -> None:
    record_access(handler, witness, purpose="核对")
    table = "confidentiality_accessrecord"
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        connection.cursor().execute(change.format(table))
