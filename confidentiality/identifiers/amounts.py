"""Amounts of money: Decimal(14,2), never float; forgiving about commas and width (领域 4.1)."""

import re
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError

from confidentiality.identifiers.text import normalise

LARGEST: Final = Decimal("999999999999.99")
_PLAIN: Final = re.compile(r"[0-9]+(?:\.[0-9]*)?")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")


def check_amount(text: str) -> Decimal:
    """An amount in yuan with two decimals, or a sentence."""
    written = normalise(text).replace("，", ",").replace("。", ".")
    number = re.sub(r"^[¥￥]|元$", "", written)
    if not number:
        raise ValidationError("请填写金额。")
    if number.startswith("-"):
        raise ValidationError("金额不能是负数。")
    if not _PLAIN.fullmatch(number) and not _GROUPED.fullmatch(number):
        raise ValidationError("金额应为数字，单位元，例如 12345.60 或 12,345.60。")
    amount = Decimal(number.replace(",", ""))
    if -int(amount.as_tuple().exponent) > 2:
        raise ValidationError("金额最多保留两位小数（到分）。")
    if amount > LARGEST:
        raise ValidationError("金额太大，整数部分最多 12 位。")
    return amount.quantize(Decimal("0.01"))
