"""The search box: numbers, words, units, or a person by exact name, ID number or phone (R033).

What may name somebody never stands in a statement, which PostgreSQL may log: only its keyed
digests do, and what can be nothing but the number of a case or of a work order. The few hits of a
blind index become ids first, so that the index of the windows or the newest-first walk can serve
the rest whatever the size of the table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, Final

from django.db.models import Q, QuerySet, TextChoices

from confidentiality.bigrams import holding
from confidentiality.blind_index import blind_indexes
from confidentiality.identifiers import (
    normalise_id_number,
    normalise_phone,
    normalise_work_order,
    spelled_out,
)
from confidentiality.identifiers.text import is_digits, with_plain_dashes, without_dashes
from confidentiality.masking import mask_text
from departments.models import Category
from disputes.choices import Channel, Severity
from disputes.joining import kept_of
from disputes.models import Dispute, NumberSeries, Party
from disputes.models.party import FINDABLE
from disputes.querysets import DisputeQuerySet
from disputes.search import normalise_text
from disputes.seeking import NOTHING, WINDOW

SHORTEST: Final = 2
_NUMBER: Final = re.compile(r"[0-9]{6}-(?:[0-9]{0,4}|20[0-9]{2}-(?:[A-Z][0-9A-Z-]*)?)")
_TAIL: Final = 4
_SPOKEN: Final = re.compile(
    r"(?:[0-9]{6}-)?(?:(?P<year>20[0-9]{2})-)?(?:(?P<code>[A-Z]{2,8})-?)?(?P<serial>[0-9]{1,6})"
)
#: The whole of it typed with blanks, or in one run.
_RUN_TOGETHER: Final = re.compile(
    r"(?:[0-9]{6}-?)?(?P<year>20[0-9]{2})-?(?P<code>[A-Z]{2,8})-?(?P<serial>[0-9]{1,6})"
)
#: Of a number: the code of the district.
_BEGINNING: Final = re.compile(r"[0-9]{5,6}")
#: What is no person's number and none of his words begins so: letters of a platform, then digits.
_OF_AN_ORDER: Final = re.compile(r"(?=.*[0-9])[0-9A-Z]{4,}")
#: How a mobile begins, an ID number as far as its birthday, a number of the town: as much of one is
#: nobody's business either. Orders of these years begin with their day, 20261129.
_BEGINS_A_NUMBER: Final = re.compile(
    r"1[3-9][0-9]{5,8}|[1-8][0-9]{5}(?:19|20)[0-9]{0,9}|(?!20)[2-8][0-9]{6,7}"
)
_WORDS_AROUND: Final = re.compile(r"[第号件#]|NO\.?")
#: Of a word with more hits the newest are found sooner by looking at disputes one by one.
_MANY: Final = 8_000
#: Of a long word so many windows say how frequent it may be.
_TOLD_BY: Final = 6


def of_person(words: str) -> list[int]:
    """Disputes of whoever has this name, ID number, credit code or phone, or its last four."""
    number, phone = normalise_id_number(words), normalise_phone(words)
    exact = Q(name_index__in=blind_indexes("name", words))
    if any(map(str.isdigit, number)) and 5 <= len(number) <= 18:
        exact |= Q(id_number_index__in=blind_indexes("id_number", words))
    if len(number) == 18:
        exact |= Q(credit_code_index__in=blind_indexes("credit_code", words))
    if len(phone) == _TAIL and is_digits(phone):
        exact |= Q(phone_tail_index__in=blind_indexes("phone_tail", phone))
    elif kept := [each for each in spelled_out(words) if is_digits(each.replace("-", ""))]:
        indexes = [index for each in kept for index in blind_indexes("phone", each)]
        exact |= Q(phone_index__in=indexes)
    found = Party.objects.filter(exact).filter(FINDABLE)
    return list(found.values_list("dispute_id", flat=True).distinct())


def found_by(
    disputes: DisputeQuerySet,
    q: str,
    *,
    newest: bool = False,
    of_person: Callable[[str], list[int]] = of_person,
) -> DisputeQuerySet:
    """Those of `disputes` that `q` finds; start from `visible_to(officer)`, always.

    `newest` says that only a page of them will be read, in the order of their ids; `of_person`
    lets a page that asks twice look for the person once.
    """
    words = q.strip()
    if not words:
        return disputes
    number = with_plain_dashes(words)
    ordered = _of_order(normalise_work_order(words))
    kept = kept_of(Q(number__in=numbered(words)) | ordered)  # the payer may hold its papers
    merged = Q(pk__in=kept) if kept else Q()
    if _NUMBER.fullmatch(number):
        return disputes.filter(Q(number__startswith=number) | merged)
    spoken = Q(number__in=spoken_for(number)) | merged
    needle = normalise_text(words)
    if len(needle) < SHORTEST:
        return disputes.filter(spoken)
    known = Q(pk__in=of_person(words)) | spoken
    if _BEGINNING.fullmatch(number):
        known |= Q(number__startswith=number)
    known |= ordered
    if categories := _categories_called(words):
        known |= Q(category__in=categories)
    known |= Q(channel__in=_called_just(number, Channel, "热线"))
    known |= Q(severity__in=_called_just(number, Severity, "疑难"))
    walk = newest and is_common(Dispute.objects.all(), needle)
    return disputes.seeking(needle, known, walk=walk)


def names_nobody(words: str) -> bool:
    """Letters and digits that can be no number of a person, nor the beginning of one."""
    if not _OF_AN_ORDER.fullmatch(words) or begins_a_number(words):
        return False
    return mask_text(words, by_check_digit=False) == words


def begins_a_number(words: str) -> bool:
    """As much of a person's number as tells it from most."""
    return bool(_BEGINS_A_NUMBER.fullmatch(without_dashes(words)))


def _of_order(order: str) -> Q:
    """Whose work order begins so; one that may be somebody's number is compared here.

    Four digits alone are the end of a telephone.
    """
    if len(order) < (_TAIL + is_digits(order)) or not any(map(is_digits, order)):
        return NOTHING
    ordered = Dispute.objects.exclude(source_key="")  # as its index has it
    if names_nobody(order):
        return Q(source_key__startswith=order) & ~Q(source_key="")
    near = ordered.filter(source_key__startswith=order[: _TAIL if order.isascii() else 1])
    keys = near.order_by().values_list("pk", "source_key")
    return Q(pk__in=[pk for pk, key in keys.iterator() if key.startswith(order)])


def called(disputes: DisputeQuerySet, q: str) -> list[int]:
    """Those of `disputes` whose number is just what was said: they stand before all others."""
    numbers = spoken_for(with_plain_dashes(q.strip())) if q.strip() else []
    just = Q(number__in=numbers) | Q(pk__in=kept_of(Q(number__in=numbers)))
    return list(disputes.filter(just).values_list("pk", flat=True)) if numbers else []


def numbered(typed: str) -> list[str]:
    """Whole numbers that may be meant by one that was typed: with blanks, without dashes, SW-15."""
    number = with_plain_dashes(typed.strip())
    whole = [number] if _NUMBER.fullmatch(number) else []
    return list(dict.fromkeys([*whole, *spoken_for(number)]))


def spoken_for(number: str) -> list[str]:
    """000015, 15, 第15号, SW-15, 2026年15号: whole numbers by what people say of them."""
    bare = _WORDS_AROUND.sub("", number.replace("年", "-"))
    said = _SPOKEN.fullmatch(bare) or _RUN_TOGETHER.fullmatch(bare)
    if said is None:
        return []
    serial, year, code = int(said["serial"]), said["year"], said["code"]
    counters = NumberSeries.objects.filter(series__startswith="dispute.")
    rows = counters.values_list("jurisdiction", "year", "series", "last")
    given = [(w, y, of.removeprefix("dispute."), last) for w, y, of, last in rows]
    return [
        f"{where}-{y}-{of}-{serial:06d}"
        for where, y, of, last in given
        if last >= serial and year in {None, str(y)} and code in {None, of}
    ]


def _categories_called(words: str) -> list[str]:
    """Codes of the categories that have the words in their names (欠费, 参保登记)."""
    wanted, code_wanted = normalise_text(words), without_dashes(words)
    known = Category.objects.values_list("code", "name")
    return [
        code
        for code, name in known
        if without_dashes(code) == code_wanted or wanted in normalise_text(name)
    ]


def _called_just(said: str, words: type[TextChoices], end: str) -> list[str]:
    """The code that is called just that, with or without the end of its name (12345, 重大)."""
    return [each.value for each in words if said in (each.label, each.label.removesuffix(end))]


def is_common(texts: QuerySet[Any], needle: str) -> bool:  # Any: rows with a searched text
    """As far as PostgreSQL's statistics of its windows know, by the rarest; nothing is read.

    Of all windows at once it expects far too few: those of one word stand together.
    """
    windows = [needle[at : at + WINDOW] for at in range(len(needle) - 1)][:_TOLD_BY]
    each = [texts.filter(holding("search_grams", one)).order_by().values("pk") for one in windows]
    rows = each[0].union(*each[1:], all=True) if each[1:] else each[0]
    plan = json.loads(rows.explain(format="json"))[0]["Plan"]
    hits: list[int] = [one["Plan Rows"] for one in (plan["Plans"] if each[1:] else [plan])]
    return min(hits) > _MANY
