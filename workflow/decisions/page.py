"""送达、意见: a card for each party, with its record or its form (五(四))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django import forms
from django.utils import timezone
from django.utils.safestring import SafeString

from departments.models import Officer
from disputes.models import Dispute
from disputes.models.party import Side
from papers.printing import drawing
from web.refusals import NotAllowed
from workflow.issuing.drafts import Draft, foreseen
from workflow.issuing.telling import papers
from workflow.procedure import facts
from workflow.procedure.sides import case_sides
from workflow.summary.feedback import SideShown, feedback
from workflow.summary.read import read_case
from workflow.verbs.forms import VerbForm, offer_only
from workflow.verbs.page import VerbPage

NOT_NUMBERED: Final = "（签发时编号）"


@dataclass(frozen=True)
class ServiceCard:
    """One party: what was recorded, or the form that records it."""

    title: str
    form: forms.Form | None
    side: SideShown | None = None


def has_cards(page: VerbPage) -> bool:
    """送达 always; the others as soon as a merged case has brought somebody more."""
    if page.verb == "serve":
        return True
    by_party = page.book.verbs[page.verb].parties is not None
    return by_party and any(side.of for side in case_sides.everybody(page.dispute))


@dataclass(frozen=True)
class Sheet:
    """A paper as it will print, masked, before it is signed; or why it cannot be."""

    title: str
    html: SafeString
    why_not: str = ""


@dataclass(frozen=True)
class _Ahead:
    """Signing that has not happened."""

    dispute: Dispute
    by: Officer
    at: datetime


def sheets(page: VerbPage) -> list[Sheet]:
    """The 告知书 that signing would issue, so that whoever signs reads what goes out (五(四))."""
    draft = facts.current_draft(page.dispute)
    if draft is None:
        return []
    ahead = _Ahead(page.dispute, page.officer, timezone.now())
    return [_sheet(each) for each in papers.decisions(ahead, draft)]


def _sheet(draft: Draft) -> Sheet:
    side = Side(draft.to.party, draft.to.of)
    assert draft.act.dispute is not None  # a decision is about a case
    title = f"处理意见告知书（{case_sides.side_words(draft.act.dispute, side)}）"
    try:
        whole = drawing.page(foreseen(draft, NOT_NUMBERED), masked=True)
    except NotAllowed as refusal:
        return Sheet(title, SafeString(), refusal.sentence)
    # our own template has drawn it, and escaped what was typed
    body = whole.partition("<body>")[2].rpartition("</body>")[0]
    return Sheet(title, SafeString(body))


def service_cards(page: VerbPage) -> list[ServiceCard]:
    """双方分别登记: each party its own form, so that one mistake leaves the other alone."""
    dispute = page.dispute
    read = read_case(page.officer, dispute.pk)
    told = feedback(read, page.officer) if read else None
    known = {each.side: each for each in (told.sides if told else [])}
    may = page.book.verbs[page.verb].parties
    left = set(may(dispute)) if may else set()
    return [
        ServiceCard(
            known[side].title if side in known else case_sides.side_words(dispute, side),
            _form_of(page, dispute, side) if side in left else None,
            known.get(side),
        )
        for side in case_sides.everybody(dispute)
    ]


def _form_of(page: VerbPage, dispute: Dispute, side: Side) -> forms.Form:
    """The posted one keeps what was typed."""
    typed = page.form.data
    sent = (str(typed.get("party", "")), str(typed.get("of") or "")) if typed else None
    if page.form.is_bound and sent == (side.party, str(side.of or "")):
        page.form.fields["party"].widget = forms.HiddenInput()
        return page.form
    verb = page.book.verbs[page.verb]
    start = {**verb.beginning(dispute), "party": side.party, "of": side.of}
    name = f"{side.party}{side.of or ''}"
    fresh: VerbForm = verb.form(
        subject=dispute, officer=page.officer, initial=start, auto_id=f"id_{name}_%s"
    )
    verb.narrow(fresh, dispute, page.officer)
    if page.verb == "serve":
        true = case_sides.true_exemptions(dispute, side)
        offer_only(fresh, "exempt", [("", "否"), *((why.value, why.label) for why in true)])
    fresh.fields["party"].widget = forms.HiddenInput()
    return fresh
