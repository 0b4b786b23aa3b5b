"""Cases that stood on one agenda: what was said of the one may be repeated in the file of another.

The words of a meeting (its name, what it resolved) come into the file of each of its cases, and may
name the people of any (R092); who reported one of them in confidence is told in no other (R075).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from disputes.locking import MET
from disputes.models import Dispute
from disputes.words import known_beside, naming_nobody, plain_values
from workflow.models import AgendaItem

if TYPE_CHECKING:
    from workflow.models import Meeting
    from workflow.procedure.move import Act


def fellows_of(disputes: Collection[Dispute]) -> dict[int, list[Dispute]]:
    """By case the others of its agendas, with their people; cases at hand are not read again."""
    known = {each.pk: each for each in disputes}
    met = {own: pks - {own} for own, pks in _met(disputes).items() if pks - {own}}
    if absent := set().union(*met.values()) - known.keys():
        found = Dispute.objects.filter(pk__in=absent).order_by().prefetch_related("parties")
        known |= {each.pk: each for each in found}
    return {own: [known[pk] for pk in sorted(others)] for own, others in met.items()}


def _met(disputes: Collection[Dispute]) -> dict[int, set[int]]:
    """Locked ones have it with them; one statement for the others, if there are any."""
    locked = {each.pk: each.__dict__[MET] for each in disputes if MET in each.__dict__}
    met = {pk: {other for other in others if other} for pk, others in locked.items()}
    if fresh := {each.pk for each in disputes} - locked.keys():
        rows = AgendaItem.objects.filter(dispute__in=fresh, meeting__items__dispute__isnull=False)
        for own, other in rows.order_by().values_list("dispute", "meeting__items__dispute"):
            met.setdefault(own, set()).add(other)
    return met


def name_nobody_of_another(act: Act[Meeting]) -> None:
    """Its name, a comment, a reason are typed once and kept with every case of the agenda.

    A message stands with one case and reaches whoever was invited: it names nobody of any.
    """
    cases = [move.dispute for move in act.moves]
    for move in act.moves:
        move.text = in_its_file(move.text, move.dispute, cases)
    act.letters = [replace(each, text=to_anybody(each.text, cases)) for each in act.letters]


def in_its_file(text: str, own: Dispute, cases: Iterable[Dispute]) -> str:
    """As the file of that one keeps it: its own people stay, and are masked where it is read."""
    others = known_beside(own, [each for each in cases if each.pk != own.pk])
    return naming_nobody(text, others) if others else text


def to_anybody(text: str, cases: Iterable[Dispute]) -> str:
    known = plain_values(party for each in cases for party in each.parties.all())
    return naming_nobody(text, known) if known else text
