"""One meeting on one page: where it stands, its agenda, who came, who has signed (五(三)3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from confidentiality.audit.appending import shows
from deadlines.lamps import Lamp
from departments.models import Category, Officer
from disputes import words
from disputes.models import Dispute
from papers.choices import PaperKind
from web.components import Act, File
from workflow.clocks.lines import resolutions
from workflow.issuing.looking import unread_among
from workflow.meetings.seats import Seat, note_of, seats_of
from workflow.meetings.signing_in import may_print
from workflow.models import AgendaItem, Meeting, Paper
from workflow.models.choices import ApprovalState, MeetingKind, MeetingState
from workflow.models.meeting_kinds import NEED_CONSENT
from workflow.procedure.offers import Offer, open_to_meeting

M = MeetingState
#: The leader answers these on his own page, where the case and the reasons stand.
ANSWERS = frozenset({"approve", "refuse"})
PARTS = ("items__dispute__parties", "items__errand", "items__responsible")
ROAD = (M.PLANNED, M.CALLED, M.HELD, M.MINUTED, M.ISSUED)
STEPS = ("拟定", "发通知", "召开", "记录纪要", "签发")


@dataclass(frozen=True)
class MeetingStep:
    """One of the five steps, as the component `steps` takes it."""

    label: str
    note: str
    state: str


@dataclass(frozen=True)
class Item:
    """One case or topic of the agenda, with what was decided."""

    pk: int
    order: int
    dispute: Dispute | None
    about: str
    number: str
    url: str
    state: str
    decision: str
    dissent: str
    responsible: str
    due_on: date | None
    lamp: Lamp | None

    @property
    def named(self) -> dict[str, int]:
        """As the minutes name it (forms.Minute)."""
        return {"dispute": self.dispute.pk} if self.dispute else {"item": self.pk}


@dataclass(frozen=True)
class MeetingPage:
    """Everything on the page, in the order in which it is read."""

    meeting: Meeting
    title: str
    place: str
    convenor: str
    is_major: bool
    steps: list[MeetingStep]
    acts: list[Act]
    items: list[Item]
    hidden: int
    seats: list[Seat]
    seats_note: str
    chair: str
    present: str
    sign_in: str
    consent: str
    papers: list[File]
    cancelled: str

    @property
    def has_topics(self) -> bool:
        return any(each.dispute is None for each in self.items)


def meeting_page(meeting: Meeting, officer: Officer) -> MeetingPage:
    """The page as this officer may see it; cases he may not see are only counted."""
    items, hidden = agenda(meeting, officer)
    shows(each.dispute.pk for each in items if each.dispute)
    cases = meeting.cases
    seats = list(meeting.attendances.select_related("department"))
    return MeetingPage(
        meeting=meeting,
        title=words.shown(meeting.title, *cases),
        place=words.shown(meeting.place, *cases),
        convenor=words.unit(meeting.convenor),
        is_major=meeting.kind == MeetingKind.MAJOR,
        steps=_steps(meeting),
        acts=_acts(meeting, officer),
        items=items,
        hidden=hidden,
        seats=seats_of(meeting, seats),
        seats_note=note_of(seats),
        chair=words.shown(meeting.chair, *cases),
        present=words.shown(meeting.present, *cases),
        sign_in=_sign_in(meeting, officer),
        consent=_consent(meeting),
        papers=_papers(meeting, items, knows_all=len(items) == len(meeting.items.all())),
        cancelled=words.shown(meeting.cancel_reason, *cases),
    )


def agenda(meeting: Meeting, officer: Officer) -> tuple[list[Item], int]:
    """The cases and topics he may see today, and to who comes how many more cases there are."""
    prefetch_related_objects([meeting], *PARTS)
    rows, cases = list(meeting.items.all()), meeting.cases
    wanted = [row.dispute_id for row in rows if row.dispute_id]
    visible = Dispute.objects.visible_to(officer).filter(pk__in=wanted).order_by()
    seen: dict[int | None, Dispute] = {d.pk: d for d in visible.prefetch_related("parties")}
    names = dict(Category.objects.values_list("code", "name"))
    owed = resolutions([meeting], timezone.localdate())[meeting.pk]
    tells = len(seen) < len(rows) and tells_topics(meeting, officer)
    items, unread = [], unread_among(seen.values(), officer)
    for row in rows:
        about = seen.get(row.dispute_id)
        if about or (row.topic and tells):
            due_on, light = owed.get(row.pk, (None, None))
            is_about = _case(about, names) if about else _topic(row, cases, officer)
            item = _item(row, cases, due_on, light, is_about)
            items.append(_left_in_its_file(item) if row.dispute_id in unread else item)
    return items, len(wanted) - len(seen) if tells else 0


def _left_in_its_file(item: Item) -> Item:
    """What was decided about an archived case is read where one registers that he looks (R082)."""
    return replace(item, decision=words.IN_ITS_FILE, dissent="")


def tells_topics(meeting: Meeting, officer: Officer) -> bool:
    return Meeting.objects.telling_topics_to(officer).filter(pk=meeting.pk).exists()


About = dict[str, Any]  # what an item is about, by field of Item


def _case(dispute: Dispute, names: Mapping[str, str]) -> About:
    matter = names.get(dispute.category, dispute.category)
    return {
        "dispute": dispute,
        "about": f"{words.payer_words(dispute)}　{matter}",
        "number": dispute.number or "",
        "url": dispute.get_absolute_url(),
        "state": str(dispute.get_state_display()),
    }


def _topic(row: AgendaItem, cases: Sequence[Dispute], officer: Officer) -> About:
    """Once it is owed it leads to its 交办, whoever may see that."""
    owed = row.errand
    is_shown = owed and (officer.sees_all or owed.department_id in officer.department_ids)
    return {
        "dispute": None,
        "about": words.shown(row.topic, *cases),
        "number": f"专班交办 {owed.number}" if owed else "",
        "url": owed.get_absolute_url() if owed and is_shown else "",
        "state": str(owed.get_state_display()) if owed else "",
    }


def _item(
    row: AgendaItem, cases: Sequence[Dispute], due_on: date | None, light: Lamp | None, about: About
) -> Item:
    return Item(
        pk=row.pk,
        order=row.order,
        decision=words.shown(row.decision, *cases),
        dissent=words.shown(row.dissent, *cases),
        responsible=words.unit(row.responsible) if row.responsible else "",
        due_on=due_on,
        lamp=light,
        **about,
    )


def _steps(meeting: Meeting) -> list[MeetingStep]:
    """拟定 to 签发; cancelled it has none, waiting for consent it stands at the first."""
    if meeting.state == M.CANCELLED:
        return []
    waits = meeting.state == M.AWAITING_APPROVAL
    at = 0 if waits else ROAD.index(MeetingState(meeting.state)) + 1
    notes = ["待组长同意" if waits else "", "", "", "", meeting.number]
    return [
        MeetingStep(label, note, "done" if place < at else "now" if place == at else "")
        for place, (label, note) in enumerate(zip(STEPS, notes, strict=True))
    ]


def _acts(meeting: Meeting, officer: Officer) -> list[Act]:
    offers = open_to_meeting(officer, meeting)
    acts = [_act(each, meeting) for each in offers if each.verb not in ANSWERS]
    if any(each.verb in ANSWERS for each in offers):
        question = meeting.approvals.filter(state=ApprovalState.PENDING).first()
        if question is not None:
            acts.insert(0, Act("批示", question.get_absolute_url(), "五(三)3"))
    return acts


def _act(offer: Offer, meeting: Meeting) -> Act:
    url = reverse("meeting_verb", args=[meeting.pk, offer.verb])
    label = "修改纪要" if offer.verb == "minute" and meeting.state == M.MINUTED else offer.label
    reason = offer.hint or offer.warning
    return Act(label, url, offer.clause, offer.allowed, reason, offer.why_not)


def _sign_in(meeting: Meeting, officer: Officer) -> str:
    """Where the 签到表 is printed for the pen, by whoever calls it together."""
    return reverse("meeting_sheet", args=[meeting.pk]) if may_print(officer, meeting) else ""


def _consent(meeting: Meeting) -> str:
    """Whose word lets a major meeting be called (R064)."""
    if meeting.kind not in NEED_CONSENT:
        return ""
    given = meeting.consented_by
    if given is None:
        return "须经组长同意后才能发通知"
    on = timezone.localdate(given.decided_at) if given.decided_at else None
    return f"{given.decider_label} {words.short_day(on)} 同意召开"


def _papers(meeting: Meeting, items: list[Item], *, knows_all: bool) -> list[File]:
    """通知, 签到表 and 纪要 of every case and of the topics; each is listed once a case."""
    kinds = (PaperKind.MEETING_NOTICE, PaperKind.ATTENDANCE_SHEET, PaperKind.MINUTES)
    of = Q(dispute__in=[each.dispute for each in items if each.dispute], is_whole=False)
    if any(each.dispute is None for each in items):
        of |= Q(dispute__isnull=True, is_whole=False)
    if knows_all:
        of |= Q(is_whole=True)
    rows = Paper.objects.filter(of, meeting=meeting, kind__in=kinds)
    return [
        File(
            f"{each.label} {each.number}{'（全文）' if each.is_whole else ''}",
            each.dispute.number or "" if each.dispute else "",
            reverse("paper_pdf", args=[each.pk]),
            "file-text",
        )
        for each in rows.select_related("dispute").defer("content")
    ]
