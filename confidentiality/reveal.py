"""The one door to plain text for people: it records first, then opens (六(三), R092, R096)."""

from collections.abc import Callable, Sequence

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from confidentiality.fields import SealedModel, SealedTextField
from confidentiality.masking import mask_text
from confidentiality.models import AccessRecord
from confidentiality.one_at_a_time import Turn, wait_for
from confidentiality.sealing import Sealed, open_sealed

RECORDED = "本次请求已记录。"


def record_access(
    officer: models.Model,
    obj: models.Model,
    fields: Sequence[str] = (),
    *,
    action: str = AccessRecord.Action.VIEW,
    purpose: str,
    dispute_number: str = "",
    address: str = "",
    result: str = AccessRecord.Result.DONE,
) -> AccessRecord:
    """Write down who printed, exported, downloaded or looked; when this fails, so must the act."""
    if not purpose.strip():
        raise PermissionDenied("请填写查看用途。")
    return AccessRecord.objects.create(
        officer_id=officer.pk,
        action=action,
        result=result,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        dispute_number=dispute_number,
        fields=list(fields),
        purpose=mask_text(purpose.strip(), by_check_digit=False),
        ip_address=address or None,
    )


def record_export(
    officer: models.Model, columns: Sequence[str], *, purpose: str, address: str
) -> AccessRecord:
    """Write down who carries a list or sheet of these columns away, before it is made (R096).

    It is of many rows, and so of none: the record names whoever took it.
    """
    return record_access(
        officer,
        officer,
        columns,
        action=AccessRecord.Action.EXPORT,
        purpose=purpose,
        address=address,
    )


def reveal(
    officer: models.Model,
    obj: SealedModel,
    fields: Sequence[str],
    *,
    purpose: str,
    dispute_number: str = "",
    address: str = "",
    why_not: Callable[[], str] = str,
) -> dict[str, str]:
    """The plain text of these sealed fields, after an AccessRecord of it is committed (R092).

    Refused, and the refusal recorded, unless `obj.may_be_revealed_to(officer)` and `why_not` says
    nothing against it. The record is durable: called inside another transaction this fails, since
    what is shown could not be taken back when that transaction is.
    """
    _insist_on_sealed(obj, fields)
    with transaction.atomic(durable=True):
        wait_for(Turn.REVEALS, officer.pk)  # of two looks the second is counted after the first
        may = obj.may_be_revealed_to(officer)
        refusal = why_not() if may else obj.why_withheld_from(officer) + RECORDED
        record_access(
            officer,
            obj,
            fields,
            action=AccessRecord.Action.REVEAL,
            purpose=purpose,
            dispute_number=dispute_number,
            address=address,
            result=AccessRecord.Result.REFUSED if refusal else AccessRecord.Result.DONE,
        )
    if refusal:
        raise PermissionDenied(refusal)
    return {name: _opened(getattr(obj, name)) for name in fields}


def _insist_on_sealed(obj: SealedModel, fields: Sequence[str]) -> None:
    for name in fields:
        if not isinstance(obj._meta.get_field(name), SealedTextField):
            raise TypeError(f"{obj._meta.label}.{name} is not a sealed field")


def _opened(value: object) -> str:
    return open_sealed(value) if isinstance(value, Sealed) else str(value)
