"""What cases are found by, taken anew from what they say today (R075, decision 0051).

The index of a case is written when the case is. One that rests since before a rule that keeps
somebody out of it, an archived one for good, is still found by his name; so its index alone is
written again, by the owner of the tables, past the triggers that keep the file as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from confidentiality.rotation.rows import as_owner
from disputes.intake import search_text
from disputes.models import Dispute
from disputes.search import normalise_text
from workflow.models import CaseFile

BATCH: Final = 100


@dataclass
class Indexed:
    """What was looked at, and how many of it were found by something else than today."""

    looked: int = 0
    cases: int = 0
    files: int = 0
    held: int = 0  # by somebody who works; a further run takes them


def index_again(*, every: bool = False) -> Indexed:
    """Those that somebody reported in confidence, or every one; a batch is a transaction."""
    told, last = Indexed(), 0
    wanted = Dispute.objects.exclude(search_text="").order_by("pk")
    wanted = wanted if every else wanted.filter(confidential_report=True)
    while keys := list(wanted.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        _batch(keys, told)
        last = keys[-1]
    return told


@transaction.atomic
def _batch(keys: list[int], told: Indexed) -> None:
    free = Dispute.objects.filter(pk__in=keys).select_for_update(skip_locked=True)
    found = list(free.prefetch_related("parties"))
    told.looked += len(found)
    told.held += len(keys) - len(found)
    texts = {each.pk: search_text(each, each.parties.all()) for each in found}
    stale = [each for each in found if each.search_text != texts[each.pk]]
    with connection.cursor() as cursor:
        as_owner(cursor, Dispute._meta.db_table)
        for each in stale:
            each.search_text = texts[each.pk]
            each.save(update_fields=["search_text"])
        told.cases += len(stale)
        as_owner(cursor, CaseFile._meta.db_table)
        for file in CaseFile.objects.filter(dispute__in=found).select_related("dispute"):
            number, says = file.dispute.number, texts[file.dispute_id]
            if file.search_text != (text := filed_text(number or "", file.title, says)):
                file.search_text = text
                file.save(update_fields=["search_text"])
                told.files += 1


def filed_text(number: str, title: str, said: str) -> str:
    """What a file is found by: its case's number, its title, and what its case is found by."""
    return normalise_text(f"{number} {title} {said}")
