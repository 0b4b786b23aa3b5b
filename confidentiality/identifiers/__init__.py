"""Numbers that stand for people and units: one form, checks, words for faults (领域 4.1)."""

from confidentiality.identifiers.amounts import check_amount
from confidentiality.identifiers.credit_codes import (
    CreditCode,
    check_credit_code,
    normalise_credit_code,
)
from confidentiality.identifiers.id_numbers import (
    IdNumber,
    check_id_number,
    check_travel_document,
    normalise_id_number,
)
from confidentiality.identifiers.names import check_name, normalise_name
from confidentiality.identifiers.phones import Phone, check_phone, normalise_phone, spelled_out
from confidentiality.identifiers.text import normalise
from confidentiality.identifiers.work_orders import normalise_work_order

__all__ = [
    "CreditCode",
    "IdNumber",
    "Phone",
    "check_amount",
    "check_credit_code",
    "check_id_number",
    "check_name",
    "check_phone",
    "check_travel_document",
    "normalise",
    "normalise_credit_code",
    "normalise_id_number",
    "normalise_name",
    "normalise_phone",
    "normalise_work_order",
    "spelled_out",
]
