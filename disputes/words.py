"""Small wordings that several pages of a case share; free text is masked on its way out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone

from confidentiality.identifiers import IdNumber, check_id_number
from confidentiality.identifiers.known import forms
from confidentiality.masking import mask, mask_text, replaced
from confidentiality.sealing import open_sealed
from departments.insurance import Insurance
from departments.models import Department
from disputes.choices import PartyRole, State
from disputes.models import Dispute, Party
from disputes.models.party import REPORTER


def shown(text: str | None, *of: Dispute | None) -> str:
    """Free text as a screen shows it: numbers of persons, phones and cards masked (R092).

    Of cases also whatever they know of their people: names, numbers, addresses. One text may be
    about many cases (a meeting), and may be about none.
    """
    if not text:
        return ""
    known: dict[str, str] = {}
    for each in of:
        known |= _known(each) if each is not None else {}
    return naming_nobody(text, known)


#: How free text of a case is told: `shown`, or in a list `listed`.
Telling = Callable[..., str]
#: What a list says instead of the words of an archived case: its register comes first (R082).
IN_ITS_FILE: Final = "已归档，见案卷"


def listed(text: str | None, dispute: Dispute | None, *also: Dispute) -> str:
    """The same in a list or beside others: what an archived case says, its file alone tells."""
    if text and dispute is not None and dispute.state == State.ARCHIVED:
        return IN_ITS_FILE
    return shown(text, dispute, *also)


def naming_nobody(text: str, known: Mapping[str, str]) -> str:
    """The same of whom `people_of` knows."""
    return mask_text(replaced(text, known) if known else text)


def personal_word(text: str, disputes: Iterable[Dispute]) -> str:
    """The word in it that tells who somebody is: known of the cases, or by its shape a number.

    Of who reported in confidence nothing is said: to refuse his name would confirm it (R075).
    """
    parties = (each for case in disputes for each in case.parties.all())
    return named_in(text, (each for each in parties if not each.is_kept_secret))


def named_in(text: str, parties: Iterable[Party]) -> str:
    """The word in it by which one of them is known, or all of it for the shape of a number."""
    known = plain_values(parties)
    for plain in sorted(known, key=len, reverse=True):
        if replaced(text, {plain: known[plain]}) != text:
            return plain
    return text if mask_text(text) != text else ""


def _parties_of(disputes: Collection[int | None]) -> Iterable[Party]:
    rows = Party.objects.filter(dispute__in=disputes).select_related("dispute")
    return rows.order_by("pk") if disputes else ()


def people_of(disputes: Collection[int | None]) -> dict[int, dict[str, str]]:
    """What is known of the people of each, where nobody has read them with their case."""
    found: dict[int, dict[str, str]] = {}
    for party in _parties_of(disputes):
        found.setdefault(party.dispute_id, {}).update(plain_values([party]))
    return found


#: Where a case keeps what it knows, once it was asked.
_KNOWN = "_known_of_its_people"


def _known(dispute: Dispute) -> dict[str, str]:
    """The plain values of all its parties and agents, each with its mask."""
    known: dict[str, str] | None = dispute.__dict__.get(_KNOWN)
    if known is None:
        known = dispute.__dict__[_KNOWN] = plain_values(dispute.parties.all())
    return known


def plain_values(parties: Iterable[Party]) -> dict[str, str]:
    """What is known of them in clear, in every form it takes, each with what stands for it."""
    known: dict[str, str] = {}
    for party in parties:
        known |= _hidden(party) if party.is_kept_secret else _masked(party)
    return {plain: mask for plain, mask in known.items() if len(plain) > 1 and plain != mask}


def known_beside(own: Dispute, others: Iterable[Dispute]) -> dict[str, str]:
    """Of the people of other cases, less whom its own file names anyhow."""
    named = {p.unit_name or open_sealed(p.name) for p in own.parties.all()} | _known(own).keys()
    known = plain_values(party for each in others for party in each.parties.all())
    return {plain: put for plain, put in known.items() if plain not in named}


def know_also(dispute: Dispute, others: Iterable[Dispute]) -> None:
    """What is read in it may repeat what was said of these: their people are known as well."""
    dispute.__dict__[_KNOWN] = known_beside(dispute, others) | _known(dispute)


def _masked(party: Party) -> dict[str, str]:
    return {
        form: mask(kind, form)
        for kind, plain in (*party.in_clear(), *party.former)
        for form in forms(kind, plain)
    }


def _hidden(party: Party) -> dict[str, str]:
    """Of who reported in confidence also the masks that an older text has (R075)."""
    told = [party.unit_name] if party.unit_name else []
    for kind, plain in (*party.in_clear(), *party.former):
        told += [*forms(kind, plain, closely=True)]
        told += [masked for masked in [mask(kind, plain)] if masked.strip("*")]
    return dict.fromkeys(told, REPORTER)


#: A panel shows so many lines before the rest is folded away, of so many characters on paper.
LINES, WIDE = 12, 40


#: What was typed in lines, or ended its sentence itself, and what is said around it.
_JOINS: Final = (
    (re.compile(r"\s*\n\s*|[ \t\u3000]{2,}"), " "),
    (re.compile(r"(?<=[，。；：、！？“（]) "), ""),
    (re.compile(r"[，；、]+(?=[。！？])"), ""),
    (re.compile(r"([。！？])。+"), r"\1"),
    (re.compile(r"。(?=[，；])"), ""),
)


def one_sentence(text: str) -> str:
    """A reason told in a sentence of 经过 or of a message: one line, one stop, no doubled blank."""
    for found, instead in _JOINS:
        text = found.sub(instead, text)
    return text


def is_long(text: str) -> bool:
    """More than twelve lines on a screen."""
    return sum(1 + len(line) // WIDE for line in text.splitlines()) > LINES


def standing_payer(dispute: Dispute) -> Party | None:
    """Its own payer; where he has left, the first for whom it goes on (部分撤回)."""
    own = dispute.payer
    if own is None or own.left_at is None:
        return own
    payers = (p for p in dispute.parties.all() if p.role == PartyRole.PAYER)
    staying = [p for p in payers if p.left_at is None]
    return min(staying, key=lambda p: p.of_id or 0, default=own)


def payer_words(dispute: Dispute) -> str:
    """吴* or 赵*等 23 人; a draft may have no name yet."""
    payer = standing_payer(dispute)
    known = payer and (payer.unit_name or str(payer.name)) and payer.display_name
    name = "匿名" if dispute.anonymous else known or "未填姓名"
    return f"{name}等 {dispute.people_count} 人" if dispute.people_count > 1 else name


def unit(department: Department) -> str:
    """区税务局, 翠峦镇: as people say it."""
    return shortened(department.name)


def shortened(name: str) -> str:
    """The same of the name alone."""
    return name.removesuffix("人民政府")


def period(dispute: Dispute) -> str:
    """2022年5月至2026年4月."""
    ends = [f"{d.year}年{d.month}月" for d in (dispute.period_start, dispute.period_end) if d]
    return "至".join(dict.fromkeys(ends))


def insurance(dispute: Dispute) -> str:
    return "、".join(Insurance(code).label for code in dispute.insurance_types)


def stake(dispute: Dispute) -> str:
    """1 人，约 18,240.00 元."""
    people = f"{dispute.people_count} 人"
    return people if dispute.amount is None else f"{people}，约 {dispute.amount:,.2f} 元"


def place(dispute: Dispute, town: str) -> str:
    return f"{town} {shown(dispute.place, dispute)}".strip()


def bearing(party: Party) -> str:
    """用人单位职工，女，45 岁: kind, and what the ID number tells."""
    words, number = [party.get_kind_display()], identity(party)
    if number:
        words += [number.sex, f"{number.age} 岁"]
    return "，".join(word for word in words if word)


def short_day(on: date | None) -> str:
    """11月18日; with the year when it is another one."""
    if on is None:
        return ""
    words = f"{on.month}月{on.day}日"
    return words if on.year == timezone.localdate().year else f"{on.year}年{words}"


def size(count: int) -> str:
    """1.8 MB."""
    return f"{count / 1024 / 1024:.1f} MB" if count >= 100 * 1024 else f"{max(1, count // 1024)} KB"


def identity(found: Party) -> IdNumber | None:
    """Sex and birthday out of the ID number, when one was given; a passport tells neither."""
    text = open_sealed(found.id_number)
    try:
        return check_id_number(text) if text else None
    except ValidationError:
        return None
