"""The one door to plain text for people: it records first, then opens (六(三), R092, R096)."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from confidentiality.fields import SealedModel
from confidentiality.masking import mask_text
from confidentiality.models import AccessRecord
from confidentiality.sealing import Sealed, open_sealed


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


def reveal(
    officer: models.Model,
    obj: SealedModel,
    fields: Sequence[str],
    *,
    purpose: str,
    dispute_number: str = "",
    address: str = "",
) -> dict[str, str]:
    """The plain text of these sealed fields, after an AccessRecord of it is committed (R092).

    Refused, and the refusal recorded, unless `obj.may_be_revealed_to(officer)`. The record is
    durable: called inside another transaction this fails, since what is shown could not be
    taken back when that transaction is.
    """
    values = {name: _sealed(obj, name) for name in fields}
    allowed = obj.may_be_revealed_to(officer)
    with transaction.atomic(durable=True):
        record_access(
            officer,
            obj,
            fields,
            action=AccessRecord.Action.REVEAL,
            purpose=purpose,
            dispute_number=dispute_number,
            address=address,
            result=AccessRecord.Result.DONE if allowed else AccessRecord.Result.REFUSED,
        )
    if not allowed:
        raise PermissionDenied("只有本件的承办人、审核人和负责人可以查看明文，本次请求已记录。")
    return {name: open_sealed(value) for name, value in values.items()}


def _sealed(obj: SealedModel, name: str) -> Sealed:
    value = getattr(obj, name)
    if not isinstance(value, Sealed):
        raise TypeError(f"{obj._meta.label}.{name} is not a sealed field")
    return value
