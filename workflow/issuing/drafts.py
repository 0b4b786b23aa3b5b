"""Drafts of papers, and the one place where they get their numbers and rows (R088, R091)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

from django.db.models import prefetch_related_objects
from django.utils import timezone

from confidentiality.sealing import open_sealed
from departments.roles import HEADS, LEADERS, Role
from disputes.choices import PartyRole
from disputes.models.numbering import next_of_each
from papers.choices import PaperKind
from papers.copies import check_confidential
from papers.freezing import KnownPerson, PaperContent, digest
from papers.kinds import CONTENTS
from web.refusals import NotAllowed
from workflow.issuing.book.verifying import address_of, new_code
from workflow.issuing.rehearsing import hear
from workflow.messages import outbox
from workflow.models import Paper, PaperVoid
from workflow.procedure.sides.fellows import fellows_of
from workflow.procedure.timeline import signature, signature_of_head

if TYPE_CHECKING:
    from departments.models import Department, Officer
    from disputes.models import Dispute, Party
    from workflow.models import Assignment, Disclosure, Errand, Meeting, Supervision

#: Who signs what time itself has issued.
BY_TIME = "系统按时限签发"
RENDER = "workflow.render_paper"
#: Whose name gives away who reported in confidence (R075).
_SPEAKING: Final = frozenset({PartyRole.PAYER, PartyRole.AGENT, PartyRole.REPRESENTATIVE})
Common = dict[str, Any]  # what several papers say alike, by field; values are of many types


class Issuing(Protocol):
    """What issues a paper: a person's move, or time's own act, by nobody's hand."""

    @property
    def dispute(self) -> Dispute | None: ...
    @property
    def by(self) -> Officer | None: ...
    @property
    def at(self) -> datetime: ...


class Act(Issuing, Protocol):
    """The same about a case."""

    @property
    def dispute(self) -> Dispute: ...


@dataclass(frozen=True)
class WithoutCase:
    """By whom and when it is issued; about no dispute."""

    by: Officer
    at: datetime
    dispute: None = None


@dataclass(frozen=True)
class Addressed:
    """Whom a paper goes to, and what it belongs to."""

    party: str = ""
    of: int | None = None  # the merged case by which the party came
    recipient: Department | None = None
    assignment: Assignment | None = None
    meeting: Meeting | None = None
    supervision: Supervision | None = None
    errand: Errand | None = None
    disclosure: Disclosure | None = None
    due_on: date | None = None
    number: str = ""
    is_whole: bool = False
    replaces: Paper | None = None  # the void one


@dataclass(frozen=True)
class Draft:
    """A paper before it is issued: what it says once it has its number."""

    act: Issuing
    kind: PaperKind
    department: Department
    content: Callable[[Common], PaperContent]
    to: Addressed = Addressed()


def issue(*drafts: Draft) -> list[Paper]:
    """Number, freeze, store and queue for drawing, all in the action's transaction."""
    if not drafts:
        return []
    cases = {id(each.act.dispute): each.act.dispute for each in drafts if each.act.dispute}
    prefetch_related_objects(list(cases.values()), "parties")  # whom each is about
    beside = fellows_of(list(cases.values())) if cases else {}
    year = timezone.localdate(drafts[0].act.at).year
    unnumbered = [draft for draft in drafts if not draft.to.number]
    fresh = iter(next_numbers([(d.kind, d.department) for d in unnumbered], year))
    papers = [_paper(each, each.to.number or next(fresh), year, beside) for each in drafts]
    Paper.objects.bulk_create(papers)
    hear(papers)
    outbox.put(
        RENDER,
        [(_drawing_of(paper), {"paper_id": paper.pk}) for paper in papers],
    )
    return papers


def foreseen(draft: Draft, number: str) -> PaperContent:
    """What it would say if it were issued now; nothing is numbered or kept."""
    return _content(draft, _common(draft.act, draft.department, number))


def _content(draft: Draft, common: Common) -> PaperContent:
    """Looked through before it leaves: who reported in confidence is in no paper for others (R075).

    Most of it is put away when a copy is drawn; here somebody can still delete the rest. What time
    itself issues goes on: of a field that tells him its copies print nothing.
    """
    content = draft.content(common)
    told = check_confidential(content) if draft.act.by and content.identity_withheld else []
    if told:
        raise NotAllowed(f"举报保密的事项，{draft.kind.label}不能发出：{''.join(told)}")
    return content


def hurry(paper: Paper) -> None:
    """Somebody waits for it on his screen."""
    outbox.hurry(RENDER, _drawing_of(paper))


def _drawing_of(paper: Paper) -> str:
    return f"render-paper-{paper.pk}"


#: What a road sends out itself: to the payer, to whoever is asked on it.
OF_A_ROAD: Final = (
    PaperKind.NOTIFICATION, PaperKind.ACCEPTANCE_NOTICE, PaperKind.REFERRAL,
    PaperKind.TRANSFER_LETTER, PaperKind.JOINT_NOTICE,
)  # fmt: skip


def void(dispute: Dispute, since: datetime, *, by: Officer, reason: str) -> list[Paper]:
    """作废: what the road sent out since then; the numbers stay used (R088).

    What others have issued meanwhile is theirs: the leader's task, the office's supervision, what
    units or parties have agreed, what was corrected.
    """
    own = Paper.objects.filter(dispute=dispute, kind__in=OF_A_ROAD, voids=None)
    issued = list(own.filter(issued_at__gte=since))
    PaperVoid.objects.bulk_create(
        PaperVoid(paper=paper, reason=reason, voided_by=by) for paper in issued
    )
    return issued


def _paper(
    draft: Draft, number: str, year: int, beside: Mapping[int, Collection[Dispute]]
) -> Paper:
    act, to = draft.act, draft.to
    code = new_code()
    proof = {"verify_code": code, "verify_at": address_of(code)}
    proof |= {"replaces": to.replaces.numbers_it_ends} if to.replaces else {}
    common = _common(act, draft.department, number)
    if act.dispute:  # whatever it quotes of a meeting may name the people of any case there
        common["people"] = people([act.dispute], beside.get(act.dispute.pk, ()))
    frozen = _content(draft, common | proof)
    return Paper(
        year=year,
        dispute=act.dispute,
        kind=draft.kind,
        number=number,
        department=draft.department,
        party=to.party,
        of_id=to.of,
        recipient=to.recipient,
        assignment=to.assignment,
        meeting=to.meeting,
        supervision=to.supervision,
        errand=to.errand,
        disclosure=to.disclosure,
        is_whole=to.is_whole,
        replaces=to.replaces,
        verify_code=code,
        content=frozen.to_json(),
        check_code=digest(frozen),
        due_on=to.due_on,
        issued_by=act.by,
        issued_at=act.at,
    )


def next_numbers(papers: Sequence[tuple[PaperKind, Department]], year: int) -> list[str]:
    """{代字}〔{年}〕{序号}号: per unit, kind and year from 1, never reused (R088)."""
    if not papers:
        return []
    serials = next_of_each([f"paper.{kind}.{unit.code}" for kind, unit in papers], year)
    return [
        f"{_prefix(kind, department)}〔{year}〕{serial}号"
        for (kind, department), serial in zip(papers, serials, strict=True)
    ]


def _prefix(kind: PaperKind, department: Department) -> str:
    """Minutes have the task force at their head whoever called the meeting: the unit is told here.

    Any other paper without 代字 is told from those of other units by its own head.
    """
    prefix = department.paper_prefix
    if kind == PaperKind.MINUTES and not department.is_office:
        prefix = prefix or department.short_name
    return f"{prefix}{CONTENTS[kind].number_suffix}" if prefix else ""


def _common(act: Issuing, department: Department, number: str) -> Common:
    """What every paper carries."""
    about = act.dispute
    signed = signer(act.by, department, about) if act.by else BY_TIME
    return {
        "number": number,
        "dispute_number": (about.number or "") if about else "",
        "department": department.name,
        "organ": department.statutory_name,
        "signed_by": signed,
        "signed_at": timezone.localtime(act.at),
        "issued_on": timezone.localdate(act.at),
        "identity_withheld": about is not None and about.confidential_report,
        "people": people([about]) if about else (),
    }


def people(disputes: Iterable[Dispute], beside: Iterable[Dispute] = ()) -> tuple[KnownPerson, ...]:
    """Parties, agents and representatives of each, those of merged cases among them.

    `beside`: cases it is not about, though its words may name their people; who reported such a one
    in confidence is in none of its copies, unless its own case knows him as well.
    """
    parties = [party for each in disputes for party in each.parties.all()]
    own = [*map(_known, parties), *(each for party in parties for each in _formerly(party))]
    others = [_known_beside(party, each) for each in beside for party in each.parties.all()]
    found = {each.name: each for each in sorted(others, key=lambda each: each.secret)}
    named = {each.name for each in own}
    return (*own, *(each for name, each in found.items() if name not in named))


#: Kind of mask → where a paper looks for it.
_FIELD: Final = {"name": "name", "id_number": "id_number", "phone": "phone", "address": "address"}


def _formerly(party: Party) -> Iterator[KnownPerson]:
    """As he was called, and reached, before it was corrected."""
    for kind, plain in party.former:
        if field := _FIELD.get(kind):
            blank = dict.fromkeys([*_FIELD.values(), "contact"], "")
            yield replace(_known(party), is_unit=False, **blank | {field: plain})


def _known_beside(party: Party, of: Dispute) -> KnownPerson:
    known = _known(party)
    return replace(known, reports=False, secret=known.reports and of.confidential_report)


def _known(party: Party) -> KnownPerson:
    return KnownPerson(
        name=party.unit_name or open_sealed(party.name),
        id_number=open_sealed(party.id_number),
        phone=open_sealed(party.phone),
        address=open_sealed(party.address),
        contact=open_sealed(party.contact),
        is_unit=party.is_unit,
        reports=party.role in _SPEAKING,
    )


def heads(officer: Officer, department: Department) -> bool:
    """Whether he signs for the unit by his own post today; what a unit sends no leader signs.

    In the office's name the task force itself speaks: its leaders, or whoever runs the office.
    """
    if department.is_office:
        return any(officer.has_role(role) for role in (*LEADERS, Role.OFFICE))
    return any(officer.has_role(role, department) for role in HEADS)


def signer(officer: Officer, department: Department, dispute: Dispute | None) -> str:
    """签发人: the head of the unit as he is today, or nobody: then the line is for the pen (R009).

    A clerk who carries out the step is not the one who signs for his unit; one whom the office
    named for this case is, and was looked up when he was let through (方案三).
    """
    named = dispute if dispute and "stand_ins" in _read(dispute) else None
    as_head = signature_of_head(officer, named, department.pk).removeprefix(signature(officer))
    return f"{officer.name}{as_head}" if as_head or heads(officer, department) else ""


def _read(dispute: Dispute) -> Collection[str]:
    """What of it lies in memory already."""
    return getattr(dispute, "_prefetched_objects_cache", ())
