"""What is told of the paper originals of a file: where they stand, or until when they go (A19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from deadlines.due import chinese_date
from disputes import words
from disputes.models import Dispute
from disputes.seeking import SoughtQuerySet
from workflow.models import CaseFile, OriginalsTransfer
from workflow.procedure import keeping as rules


@dataclass(frozen=True)
class Handed:
    """One handing over: the day, and who gave what to whom."""

    on: date
    says: str


@dataclass(frozen=True)
class Originals:
    """As the page of a file tells it."""

    due_on: date
    handed: list[Handed]

    @property
    def moved_on(self) -> date | None:
        return self.handed[-1].on if self.handed else None

    @property
    def is_late(self) -> bool:
        return not self.handed and self.due_on < timezone.localdate()


def originals_of(file: CaseFile, dispute: Dispute) -> Originals:
    """In one statement; what was typed with the persons of the case masked."""
    rows = file.transfers.all()
    handed = [Handed(each.moved_on, words.shown(_says(each), dispute)) for each in rows]
    return Originals(rules.originals_due_on(file), handed)


def _says(each: OriginalsTransfer) -> str:
    note = f"；{each.note}" if each.note else ""
    return f"{each.handed_by}交，{each.received_by}收：{each.place}，共{each.pages}页{note}"


def handed_over(file: CaseFile) -> str:
    """What the 备考表 of the next supplement says of it."""
    return "\n".join(
        f"纸质原件{chinese_date(each.moved_on)}移交档案室，{_says(each)}。"
        for each in file.transfers.all()
    )


def still_here(files: SoughtQuerySet, _today: date) -> SoughtQuerySet:
    """Files whose originals, or what was appended to them, are not in the records room."""
    return files.exclude(rules.originals_moved())


def waits(file: CaseFile, today: date) -> str:
    """What is said of one in the list."""
    due = rules.originals_due_on(file)
    late = "，已逾期" if due < today else ""
    return f"{file.get_retention_display()}，应在{chinese_date(due)}前移交{late}"
