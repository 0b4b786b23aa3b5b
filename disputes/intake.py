"""What registration demands and keeps: the five elements, the searched text, drafts and copies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from confidentiality.audit.appending import Happening, remember
from confidentiality.audit.models import Kind
from confidentiality.classification import SEALED
from confidentiality.identifiers import normalise_work_order
from confidentiality.masking import replaced
from confidentiality.sealing import open_sealed
from departments.called import member_called
from departments.models import Department, Officer
from departments.sortkey import sort_key
from disputes import words
from disputes.choices import (
    GROUP_FROM,
    NUMBERED_CHANNELS,
    REPRESENTATIVES,
    SPOKEN_CHANNELS,
    Channel,
    PartyRole,
    Severity,
    kind_of_member,
)
from disputes.models import Dispute, Material, Party
from disputes.participation import grant
from disputes.search import normalise_text

#: Whoever is known can be told, and is (R031, R069).
NAMED = "已填姓名的不能登记为匿名：愿意留名的请去掉“匿名”，不愿留名的请删去姓名。"

#: Fields that a reopened dispute takes from the one it continues (R074).
CARRIED = [
    "channel",
    "place",
    "town",
    "urgency",
    "category",
    "insurance_types",
    "period_start",
    "period_end",
    "amount",
    "people_count",
    "facts",
    "claim",
    "anonymous",
    "confidential_report",
    "signals",
]


def missing_elements(dispute: Dispute) -> dict[str, list[str]]:
    """A sentence per element that is missing (五(一), R030; anonymous: R031)."""
    missing: dict[str, list[str]] = {}

    def want(field: str, present: object, sentence: str) -> None:
        if not present:
            missing.setdefault(field, []).append(sentence)

    want("channel", dispute.channel, "请选择受理渠道。")
    want("visited_at", dispute.visited_at, "请填写来访（来电、来信）时间。")
    want("town", dispute.town, "请选择事项所在辖区。")
    want("category", dispute.category, "请选择争议类别。")
    want("facts", dispute.facts.strip(), "请填写反映的主要事项。")
    want("claim", dispute.claim.strip(), "请填写争议诉求（要求解决什么）。")
    _want_source(dispute, want)
    _want_payer(dispute, want)
    _want_representatives(dispute, want)
    _want_two_sides(dispute, want)
    if dispute.visited_at and dispute.visited_at > timezone.now():
        missing["visited_at"] = ["来访时间不能晚于现在，请核对。"]
    return missing


_NO_PLATFORM: Final = (
    "“{word}”是当事人的姓名、号码或者住址，不能写在这里。来源平台写平台或来件方式，例如“匿名信”。"
)


def _want_source(dispute: Dispute, want) -> None:  # type: ignore[no-untyped-def]  # the closure above
    """What another platform handed on carries its work order (R029); what goes on here does not."""
    if dispute.channel in NUMBERED_CHANNELS and dispute.continues_id is None:
        want("source_number", dispute.source_number, "热线、信访转来的事项请填写来源工单号。")
    # It is looked for by itself, and so lies open: so would a name in it (六(三)).
    typed = "" if dispute.source_platform in Channel.labels else dispute.source_platform
    if typed and (word := words.named_in(typed, dispute.parties.all())):
        want("source_platform", "", _NO_PLATFORM.format(word=word))


def name_source(dispute: Dispute) -> None:
    """来源平台 of a numbered channel that nobody typed is the channel itself (R029)."""
    if dispute.channel in NUMBERED_CHANNELS and not dispute.source_platform:
        dispute.source_platform = Channel(dispute.channel).label


def recognise_member(dispute: Dispute) -> None:
    """Another side is a member unit when it is called exactly as one (A06)."""
    others = (p for p in dispute.parties.all() if p.role == PartyRole.COUNTERPARTY)
    for other in others:
        if other.department_id is None and (name := other.unit_name or open_sealed(other.name)):
            _recognise(dispute, other, name)


def _recognise(dispute: Dispute, other: Party, name: str) -> None:
    found = member_called(name)
    if found is not None:
        other.department, other.kind = found, kind_of_member(found.code)
        other.unit_name, other.name = name, ""
        other.save()
        dispute.search_text = search_text(dispute, dispute.parties.all())


def taken_number(dispute: Dispute) -> dict[str, list[str]]:
    """The same work order of the same platform is registered once, in whatever spelling (R029).

    The answer is the same whoever sees the other case, and each is recorded.
    """
    if not dispute.source_number:
        return {}
    same = Dispute.objects.registered().filter(
        jurisdiction=dispute.jurisdiction,
        channel=dispute.channel,
        source_key=normalise_work_order(dispute.source_number),
    )
    if not same.exclude(pk=dispute.pk).exists():
        return {}
    remember(Happening(Kind.MATCH, verb="work_order", object_kind="work_orders", status=409))
    return {"source_number": ["这个工单号已经登记过，不能重复登记；请在“争议事项”中按单号查找。"]}


def _want_payer(dispute: Dispute, want) -> None:  # type: ignore[no-untyped-def]  # the closure above
    """缴费人基本情况 and 联系方式, unless anonymous with its source written down."""
    payer = dispute.party(PartyRole.PAYER)
    named = payer is not None and payer.is_somebody
    if dispute.anonymous:
        want("anonymous", not named, NAMED)
        spoken = dispute.channel in SPOKEN_CHANNELS
        source = spoken or dispute.source_platform or dispute.source_number or dispute.place
        want("source_platform", source, "匿名件请写明来源（例如：匿名信、网站留言）。")
        return
    want("payer.name", named, "请填写缴费人姓名或单位名称；不愿留名的请勾选“匿名”。")
    want("payer.kind", payer is not None and payer.kind, "请选择缴费人类型。")
    want(
        "payer.phone",
        payer is not None and not payer.phone.is_blank,
        "请填写联系电话；不愿留电话的请勾选“匿名”。",
    )


def _want_representatives(dispute: Dispute, want) -> None:  # type: ignore[no-untyped-def]  # the closure above
    """信访工作条例20条: five and more speak through one to five representatives (R042)."""
    own = [party for party in dispute.parties.all() if party.of_id is None]
    count = sum(party.role == PartyRole.REPRESENTATIVE for party in own)
    want("representatives", count <= REPRESENTATIVES, "代表人不得超过5人。")
    if dispute.people_count >= GROUP_FROM and not dispute.anonymous:
        want("representatives", count, "5人以上共同反映的，请填写1至5名代表人。")


def _want_two_sides(dispute: Dispute, want) -> None:  # type: ignore[no-untyped-def]  # the closure above
    """Nobody disputes with himself; what goes on here was registered before this was asked."""
    payer, other = dispute.party(PartyRole.PAYER), dispute.party(PartyRole.COUNTERPARTY)
    if payer is None or other is None or dispute.continues_id is not None:
        return
    same = other.is_somebody and payer.is_one_with(other)
    want("counterparty.name", not same, "争议对方与缴费人是同一单位或同一人，请核对双方。")


def search_text(dispute: Dispute, parties: Iterable[Party]) -> str:
    """Facts, claim, place, names of units, short ones too, with their sounds: searched in clear.

    Of who reported in confidence nothing, so that no search for him finds it (R075): he is looked
    for in what is kept, where a name that a line end has broken is whole again.
    """
    known = list(parties)
    secret = [party for party in known if party.is_kept_secret]
    open_ = [party for party in known if not party.is_kept_secret]
    units = [each.unit_name for each in open_ if each.unit_name]
    units += [each.department.short_name for each in open_ if each.department]  # as it is called
    told = normalise_text("\n".join([dispute.facts, dispute.claim, dispute.place]))
    said = replaced(told, words.plain_values(secret)) if secret else told
    return normalise_text("\n".join([said, *units, *map(sounds_of, units)]))


def sounds_of(unit: str) -> str:
    """恒源木业 as `hengyuanmuye|hymy`: as people type who do not type the characters."""
    syllables = [sound.rstrip("12345") for sound in sort_key(unit).split()]
    return f"|{''.join(syllables)}|{''.join(each[:1] for each in syllables)}|"


def new_draft(officer: Officer, department: Department, **fields: object) -> Dispute:
    """暂存: a draft nobody but its author sees; his department is first contact (R037, R039)."""
    return save_draft(unwritten(officer, department, **fields))


def unwritten(officer: Officer, department: Department, **fields: object) -> Dispute:
    """A draft that `save_draft` has still to write."""
    return Dispute(
        year=timezone.localdate().year,
        first_contact_department=department,
        first_contact_officer=officer,
        receiving_department=department,
        lead_department=department,
        responsible_officer=officer,
        **fields,
    )


@transaction.atomic(savepoint=False)
def save_draft(draft: Dispute) -> Dispute:
    """Write it; a new one is private to its author from its first moment."""
    is_new = not draft.pk
    draft.save()
    if is_new:
        group = draft.first_contact_department.group_id
        grant([(draft.pk, group, draft.first_contact_officer_id)])
    return draft


@transaction.atomic
def copy_for_reopening(
    dispute: Dispute,
    *,
    by: Officer,
    now: datetime,
    why: str,
    channel: str = "",
    source_number: str = "",
) -> Dispute:
    """A draft with the same people and words that says what it continues (R074).

    `channel`: by which the payer came this time, and under which work order of another platform;
    none where an office acts and nobody came.
    """
    carried = {name: getattr(dispute, name) for name in CARRIED}
    carried |= {
        "facts": f"{dispute.facts}\n（续办 {dispute.number}：{why}）",
        "claim": dispute.claim or why,
        "source_platform": dispute.source_platform or f"续办 {dispute.number}",
        "severity": Severity.GENERAL,
        "anonymous": dispute.anonymous and not _names_payer(dispute),
    }
    if channel and channel != dispute.channel:
        carried |= {"channel": channel, "source_platform": ""}
    fresh = new_draft(
        by,
        dispute.receiving_department.at_work,
        continues=dispute,
        visited_at=now,
        source_number=source_number,
        **carried,
    )
    Party.objects.bulk_create(
        copy_party(party, fresh, of=party.of, left_at=party.left_at)
        for party in dispute.parties.all()
    )
    _refer_to_materials(dispute, fresh)
    return fresh


def _names_payer(dispute: Dispute) -> bool:
    """Some were registered as anonymous with a name, before that was refused."""
    payer = dispute.payer
    return payer is not None and payer.is_somebody


def _refer_to_materials(dispute: Dispute, fresh: Dispute) -> None:
    """The same stored files stand in the new file too; nothing is stored twice."""
    materials = list(dispute.materials.all())
    for each in materials:
        each.pk, each.dispute, each.seal_id = None, fresh, uuid4()
        each._state.adding = True  # noqa: SLF001 - Django's own way to copy a row
    Material.objects.bulk_create(materials)


def copy_party(
    party: Party, into: Dispute, *, of: Dispute | None = None, left_at: datetime | None = None
) -> Party:
    """The same person in another dispute, sealed anew; not written yet."""
    sealed = {
        name: open_sealed(getattr(party, name))
        for name, secrecy in Party.SECRECY.items()
        if secrecy is SEALED and name != "former"
    }
    return Party(
        dispute=into,
        of=of,
        left_at=left_at,
        role=party.role,
        kind=party.kind,
        unit_name=party.unit_name,
        department_id=party.department_id,
        former=party.former,
        **sealed,
    )
