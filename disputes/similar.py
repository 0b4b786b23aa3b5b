"""Was this reported before? The same person anywhere, like words where one may look (R043)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from confidentiality.blind_index import blind_indexes
from confidentiality.models import AccessRecord
from confidentiality.reveal import record_access
from confidentiality.sealing import open_sealed
from confidentiality.today import today_began
from departments.models import Officer
from disputes.models import Dispute, Party
from disputes.models.party import FINDABLE
from disputes.search import normalise_text
from disputes.tries import may_look, may_search

MOST: Final = 5
#: So many newest disputes of the category are compared by their words, whatever the table holds.
COMPARED: Final = 200
SHORTEST: Final = 10
ALIKE_FROM: Final = 40
SAME_ID: Final = "证件号码相同"
PURPOSE: Final = f"登记查重：{SAME_ID}"


@dataclass(frozen=True, slots=True)
class Firm:
    """A unit as it is typed: the payer itself, or whoever stands on the other side."""

    name: str = ""
    credit_code: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """What identifies a payer while his visit is typed."""

    id_number: str = ""
    phone: str = ""
    name: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What he complains of, as far as two complaints can be the same one."""

    insurance: frozenset[str] = frozenset()
    start: date | None = None
    end: date | None = None

    def overlaps(self, other: Dispute) -> bool:
        """同一险种、期间重叠 (R043)."""
        if not self.insurance & set(other.insurance_types):
            return False
        starts = [day for day in (self.start, other.period_start) if day]
        ends = [day for day in (self.end, other.period_end) if day]
        return not starts or not ends or max(starts) <= min(ends)


@dataclass(frozen=True, slots=True)
class Match:
    """A dispute of the same payer; one he may not see shows number, department and state only."""

    number: str
    department: str
    state: str
    why: str
    seen: Dispute | None
    overlaps: bool

    @property
    def may_lend(self) -> bool:
        """The same person's, whose details need not be asked again (R007)."""
        return self.seen is not None and self.why == SAME_ID


@dataclass(frozen=True, slots=True)
class Found:
    """The duplicates; `spent` when other units' are not told since he has tried too many.

    `too_often`: nor those of the same name or telephone, for a minute.
    """

    matches: list[Match]
    spent: bool = False
    too_often: bool = False


@dataclass(frozen=True, slots=True)
class SameFirm:
    """An open dispute that he may see and that the same unit is a party to."""

    dispute: Dispute
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Alike:
    """A dispute that he may see, told in nearly the same words."""

    dispute: Dispute
    percent: int


def of_the_same_payer(
    officer: Officer, draft_id: int | None, person: Person, trouble: Trouble, address: str = ""
) -> Found:
    """Duplicates: by ID number anywhere, by phone or name where he may look.

    The look beyond `visible_to` is the one recorded exception of procedure.md.
    """
    visible = Dispute.objects.visible_to(officer).registered().exclude(pk=draft_id)
    by_id = _ids_with("id_number", person.id_number)
    by_phone, by_name = list[int](), list[int]()
    searched = may_search(officer, (person.phone, person.name, person.unit))
    if searched:
        by_phone, by_name = _ids_with("phone", person.phone), _named(person)
    near = set(by_phone) | set(by_name) | set(by_id)
    seen = list(visible.filter(pk__in=near).with_people().order_by("-pk")[:MOST]) if near else []
    matches = [_seen(each, by_id, by_phone, trouble) for each in seen]
    hidden = set(by_id) - {each.pk for each in seen} - {draft_id}
    if person.id_number and not may_look(officer, person.id_number, len(hidden), address):
        return Found(matches, spent=True, too_often=not searched)
    matches += list(_unseen(officer, hidden, address))[: MOST - len(matches)]
    return Found(matches, too_often=not searched)


def _ids_with(kind: str, value: str) -> list[int]:
    """Newest first, so that a number held by thousands costs no more than these."""
    if not value:
        return []
    holders = Party.objects.filter(FINDABLE, **{f"{kind}_index__in": blind_indexes(kind, value)})
    return list(holders.order_by("-dispute_id").values_list("dispute_id", flat=True)[:100])


def _named(person: Person) -> list[int]:
    if person.unit:
        units = Party.objects.filter(
            FINDABLE, dispute__in=_about(person.unit), unit_name=person.unit
        )
        return list(units.values_list("dispute_id", flat=True)[:100])
    return _ids_with("name", person.name)


def _about(unit: str) -> list[int]:
    if len(normalise_text(unit)) < 2:
        return []
    about = Dispute.objects.containing(unit).order_by()
    return list(about.values_list("pk", flat=True)[:100])


def _seen(dispute: Dispute, by_id: list[int], by_phone: list[int], trouble: Trouble) -> Match:
    why = "姓名相同"
    if dispute.pk in by_phone:
        why = "电话相同"
    if dispute.pk in by_id:
        why = SAME_ID
    return Match(
        dispute.number or "",
        dispute.receiving_department.name.removesuffix("人民政府"),
        dispute.get_state_display(),
        why,
        dispute,
        trouble.overlaps(dispute),
    )


def _unseen(officer: Officer, ids: set[int], address: str) -> Iterator[Match]:
    """Each look is written down before it is shown, once a day."""
    if not ids:
        return
    rows = Dispute.objects.filter(pk__in=ids).registered().not_kept_from(officer)
    rows = rows.exclude(recusals__officer=officer).select_related("receiving_department")
    for dispute in rows.order_by("-pk")[:MOST]:
        _record(officer, dispute, address)
        yield Match(
            dispute.number or "",
            dispute.receiving_department.name.removesuffix("人民政府"),
            dispute.get_state_display(),
            SAME_ID,
            None,
            overlaps=False,
        )


def _record(officer: Officer, dispute: Dispute, address: str) -> None:
    midnight = today_began()
    written = AccessRecord.objects.filter(
        officer_id=officer.pk, dispute_number=dispute.number, at__gte=midnight
    )
    if PURPOSE not in {each.purpose for each in written.only("purpose", "seal_id")}:
        record_access(
            officer,
            dispute,
            ("number", "receiving_department", "state"),
            purpose=PURPOSE,
            dispute_number=dispute.number or "",
            address=address,
        )


def with_the_same_firm(
    officer: Officer, firms: Sequence[Firm], without: Collection[int]
) -> list[SameFirm]:
    """Open disputes with that unit among their parties, where he may look, newest first.

    A credit code is sealed and has no index, so it is compared with those of the units found by
    name and of the newest he may see.
    """
    named = {plain for firm in firms if len(plain := normalise_text(firm.name)) >= 2}
    codes = {firm.credit_code for firm in firms if firm.credit_code}
    if not named and not codes:
        return []
    visible = Dispute.objects.visible_to(officer).open().exclude(pk__in=without)
    near = set(visible.order_by("-pk").values_list("pk", flat=True)[:COMPARED]) if codes else set()
    for name in named:
        near |= set(visible.containing(name).order_by("-pk").values_list("pk", flat=True)[:100])
    units = (
        Party.objects.filter(FINDABLE, dispute__in=near)
        .exclude(unit_name="")
        .order_by("-dispute_id")
    )
    found: dict[int, SameFirm] = {}
    for party in units.select_related("dispute__receiving_department"):
        why = _same_unit(party, named, codes)
        if why and party.dispute_id not in found:
            found[party.dispute_id] = SameFirm(party.dispute, party.unit_name, why)
    return list(found.values())[:MOST]


def _same_unit(party: Party, named: set[str], codes: set[str]) -> str:
    if codes and open_sealed(party.credit_code) in codes:
        return "信用代码相同"
    return "单位名称相同" if normalise_text(party.unit_name) in named else ""


def in_similar_words(officer: Officer, facts: str, category: str, without: set[int]) -> list[Alike]:
    """Two-character overlap with the newest he may see, of the same category when it is known."""
    grams = _grams(facts)
    if len(grams) < SHORTEST:
        return []
    rows = Dispute.objects.visible_to(officer).registered().exclude(pk__in=without)
    rows = rows.filter(Q(category=category)) if category else rows
    newest = rows.order_by("-pk").only("pk", "seal_id", "facts")[:COMPARED]
    scored = sorted(
        ((_likeness(grams, _grams(each.facts)), each.pk) for each in newest), reverse=True
    )
    best = {pk: percent for percent, pk in scored[:3] if percent >= ALIKE_FROM}
    found = Dispute.objects.filter(pk__in=best).with_people() if best else []
    return sorted((Alike(each, best[each.pk]) for each in found), key=lambda a: -a.percent)


def _grams(text: str) -> frozenset[str]:
    plain = normalise_text(text)
    return frozenset(plain[place : place + 2] for place in range(len(plain) - 1))


def _likeness(one: frozenset[str], other: frozenset[str]) -> int:
    """How much of the shorter text is in the longer one, per cent."""
    shorter = min(len(one), len(other))
    return round(100 * len(one & other) / shorter) if shorter >= SHORTEST else 0
