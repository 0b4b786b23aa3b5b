"""A disclosure on its page, its line in lists, and those that wait for an officer's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from departments.models import Officer
from departments.models.officer import Standing
from departments.roles import HEADS, LEADERS, STAFF, Role
from disputes import words
from disputes.models import Dispute
from web.components import Act, File, first_of
from web.statements import compiled
from workflow.disclosure.asking import is_personal
from workflow.disclosure.bundling import files_of
from workflow.disclosure.copies import why_not
from workflow.models import Disclosure, DisclosureCopy, DisclosureEntry, DisclosureItem
from workflow.models.disclosure import AT_A_DESK, DisclosureState, ItemKind, Masking
from workflow.procedure.offers import open_to_disclosure
from workflow.procedure.rows.disclosure import sits_at_its_desk

MOST = 100
#: State → the button of a line.
_NEXT = {
    DisclosureState.HEAD: "审签",
    DisclosureState.OFFICE: "审核",
    DisclosureState.LEADER: "审批",
    DisclosureState.RETURNED: "修改",
}
_SIDE_VERBS = frozenset({"send_back", "drop", "revoke", "recall"})


@dataclass(frozen=True)
class DisclosureLine:
    """One line, in the register, on the case and among what waits."""

    number: str
    url: str
    case: str
    unit: str
    recipient: str
    kind: str
    purpose: str
    masking: str
    state: str
    asked_on: str
    until: date
    is_over: bool
    copies: int
    out: int
    verb: str

    @property
    def counted(self) -> str:
        """3 份，1 份未收回."""
        if not self.copies:
            return "没有制作"
        return f"{self.copies} 份" + (f"，{self.out} 份未收回" if self.out else "，均已收回")


@dataclass(frozen=True)
class CopyLine:
    name: str
    who: str
    when: str
    sha256: str
    ended: str


@dataclass(frozen=True)
class ItemLine:
    """One thing to be given, where its copy is made, and the copies so far."""

    label: str
    kind: str
    url: str
    copies: list[CopyLine]
    files: list[str]


@dataclass(frozen=True)
class SignatureLine:
    step: str
    who: str
    when: str
    said: str
    agrees: bool


@dataclass(frozen=True)
class EntryLine:
    when: str
    who: str
    text: str


@dataclass(frozen=True)
class DisclosurePage:
    """Everything on the page, in the order in which it is read."""

    disclosure: Disclosure
    line: DisclosureLine
    acts: list[Act]
    purpose: str
    text: str
    full_reason: str
    conclusion: str
    personal: str
    asker: str
    items: list[ItemLine]
    why_not: str
    signatures: list[SignatureLine]
    entries: list[EntryLine]
    papers: list[File]

    @property
    def first(self) -> Act | None:
        return first_of(self.acts)

    @property
    def copies(self) -> list[CopyLine]:
        return [copy for item in self.items for copy in item.copies]


def disclosure_or_404(officer: Officer, pk: int) -> Disclosure:
    """What he may not know of looks like what is not there."""
    found = Disclosure.objects.visible_to(officer).filter(pk=pk).first()
    if found is None:
        raise Http404
    if found.dispute_id is not None:
        found.dispute = Dispute.objects.with_people().get(pk=found.dispute_id)
    return found


def item_or_404(own: Disclosure, pk: int) -> DisclosureItem:
    rows = own.items.select_related("paper", "material")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def counts(rows: Sequence[Disclosure]) -> dict[int, tuple[int, int]]:
    """Copies made and still out, by disclosure, in one statement however many they are."""
    found: dict[int, tuple[int, int]] = {}
    copies = DisclosureCopy.objects.filter(item__disclosure__in=rows).order_by()
    for pk, recalled in copies.values_list("item__disclosure", "recall"):
        made, out = found.get(pk, (0, 0))
        found[pk] = (made + 1, out + (recalled is None))
    return found


def lines(rows: Sequence[Disclosure]) -> list[DisclosureLine]:
    """A list of several cases: of what an archived one was asked for, its file tells (R082)."""
    return [
        replace(line, purpose=words.listed(each.purpose, each.dispute))
        for each, line in zip(rows, _lines(rows), strict=True)
    ]


def _lines(rows: Sequence[Disclosure]) -> list[DisclosureLine]:
    prefetch_related_objects(rows, "dispute__parties")
    counted = counts(rows) if rows else {}
    return [disclosure_line(each, counted.get(each.pk, (0, 0))) for each in rows]


def disclosure_line(own: Disclosure, counted: tuple[int, int]) -> DisclosureLine:
    made, out = counted
    over = own.state == DisclosureState.APPROVED and own.until < timezone.localdate()
    return DisclosureLine(
        number=own.number or f"申请 {own.pk}",
        url=own.get_absolute_url(),
        case=(own.dispute.number or "") if own.dispute else "",
        unit=words.unit(own.department),
        recipient=words.shown(own.recipient, own.dispute),
        kind=str(own.get_recipient_kind_display()),
        purpose=words.shown(own.purpose, own.dispute),
        masking=str(Masking(own.masking).label),
        state="期限已满" if over else str(own.get_state_display()),
        asked_on=words.short_day(timezone.localdate(own.requested_at)),
        until=own.until,
        is_over=over,
        copies=made,
        out=out,
        verb=_NEXT.get(DisclosureState(own.state), "查看"),
    )


def disclosure_page(own: Disclosure, officer: Officer) -> DisclosurePage:
    items = list(own.items.filter(round=own.round).prefetch_related("copies__recall"))
    reason = why_not(own, officer)
    held = [copy for item in items for copy in item.copies.all()]
    out = sum(not hasattr(copy, "recall") for copy in held)
    return DisclosurePage(
        disclosure=own,
        line=disclosure_line(own, (len(held), out)),
        acts=_acts(own, officer),
        purpose=words.shown(own.purpose, own.dispute),
        text="\n".join(words.shown(each.text, own.dispute) for each in items if each.text),
        full_reason=words.shown(own.full_reason, own.dispute),
        conclusion=words.shown(own.conclusion, own.dispute),
        personal="含个人信息" if is_personal(items) else "不含个人信息",
        asker=f"{words.unit(own.department)} {own.requested_by.name}",
        items=[_item(own, each, may_take=not reason) for each in items],
        why_not=reason,
        signatures=_signatures(own),
        entries=[_entry(own, each) for each in own.entries.all()][::-1],
        papers=[
            File(f"{each.label} {each.number}", "", reverse("paper_pdf", args=[each.pk]),
                 "file-text")
            for each in own.papers.defer("content")
        ],
    )  # fmt: skip


def _item(own: Disclosure, item: DisclosureItem, *, may_take: bool) -> ItemLine:
    page = "archive_bundle" if item.kind == ItemKind.BUNDLE else "disclosure_copy"
    url = reverse(page, args=[own.pk, item.pk]) if may_take else ""
    copies = [_copy(own, item, each) for each in item.copies.all()]
    files = [f"{file.title}　{file.number}" for file in files_of(item)]
    label = words.shown(item.label, own.dispute)
    return ItemLine(label, str(item.get_kind_display()), url, copies, files)


def _copy(own: Disclosure, item: DisclosureItem, copy: DisclosureCopy) -> CopyLine:
    name = f"{words.shown(item.label, own.dispute)} 第{copy.serial}份"
    ended = ""
    if hasattr(copy, "recall"):
        ended = f"{copy.recall.get_outcome_display()}：{words.shown(copy.recall.note, own.dispute)}"
    return CopyLine(name, copy.taker_label, _moment(copy.taken_at), copy.sha256, ended)


def _signatures(own: Disclosure) -> list[SignatureLine]:
    return [
        SignatureLine(
            str(each.get_step_display()).removeprefix("待"),
            each.signer_label,
            f"第{each.round}次送审，{_moment(each.at)}",
            words.shown(each.comment, own.dispute) or ("同意。" if each.agrees else ""),
            each.agrees,
        )
        for each in own.signatures.all()
    ]


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{words.short_day(local.date())} {local:%H:%M}"


def _entry(own: Disclosure, entry: DisclosureEntry) -> EntryLine:
    return EntryLine(_moment(entry.at), entry.actor_label, words.shown(entry.text, own.dispute))


def _acts(own: Disclosure, officer: Officer) -> list[Act]:
    return [
        Act(
            each.label,
            reverse("disclosure_verb", args=[own.pk, each.verb]),
            each.clause,
            each.allowed,
            each.hint or each.warning,
            each.why_not,
            is_forward=each.verb not in _SIDE_VERBS,
        )
        for each in open_to_disclosure(officer, own)
    ]


def of_case(dispute: Dispute) -> list[DisclosureLine]:
    """What was asked and what left of one case, for whoever sees it."""
    rows = list(dispute.disclosures.select_related("department"))
    return _lines(rows)


def waiting_for(officer: Officer) -> list[DisclosureLine]:
    """What waits for his name today, or came back to him, the oldest first."""
    return lines(rows_waiting_for(officer))


def rows_waiting_for(officer: Officer) -> list[Disclosure]:
    """The same as rows."""
    rows = _at_his_desks(standing=officer.standing)
    return [each for each in rows if _is_his(each, officer)]


@compiled()
def _at_his_desks(standing: Standing) -> QuerySet[Disclosure]:
    officer = standing.officer
    desks = Q(state=DisclosureState.RETURNED, requested_by=officer)
    if officer.roles & (HEADS | STAFF):
        desks |= Q(state=DisclosureState.HEAD, dispute__stand_ins__officer=officer)
        desks |= Q(state=DisclosureState.HEAD, department__in=officer.department_ids)
    if Role.OFFICE in officer.roles:
        desks |= Q(state=DisclosureState.OFFICE)
    if officer.roles & LEADERS:
        desks |= Q(state=DisclosureState.LEADER)
    rows = Disclosure.objects.visible_to(officer).filter(desks).order_by("pk").distinct()
    return rows[:MOST]


def _is_his(own: Disclosure, officer: Officer) -> bool:
    if own.state not in AT_A_DESK:
        return True
    return own.requested_by_id != officer.pk and sits_at_its_desk(officer, own)
