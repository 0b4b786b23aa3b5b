"""送达: a card for each party, with what was recorded or the form that records it (五(四))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django import forms
from django.utils import timezone
from django.utils.safestring import SafeString

from departments.models import Officer
from disputes.choices import PartySide
from disputes.models import Dispute
from papers.printing import drawing
from web.refusals import NotAllowed
from workflow.decisions import papers
from workflow.issuing.drafts import Draft, foreseen
from workflow.procedure import facts
from workflow.summary.feedback import Side, feedback
from workflow.summary.read import read_case
from workflow.verbs.page import VerbPage

NOT_NUMBERED: Final = "（签发时编号）"


@dataclass(frozen=True)
class ServiceCard:
    """One party: what was recorded, or the form that records it."""

    title: str
    form: forms.Form | None
    side: Side | None = None


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
    title = f"处理意见告知书（{PartySide(draft.to.party).label}）"
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
    told = feedback(read) if read else None
    sides = {side.title.partition("　")[0]: side for side in (told.sides if told else [])}
    left = facts.unserved(dispute)
    wanted = [PartySide.PAYER, *([PartySide.COUNTERPARTY] if len(sides) > 1 else [])]
    return [
        ServiceCard(
            sides[side.label].title if side.label in sides else str(side.label),
            _form_of(page, dispute, side) if side in left else None,
            sides.get(str(side.label)),
        )
        for side in wanted
    ]


def _form_of(page: VerbPage, dispute: Dispute, side: PartySide) -> forms.Form:
    """The posted one keeps what was typed."""
    if page.form.is_bound and page.form.data.get("party") == side:
        page.form.fields["party"].widget = forms.HiddenInput()
        return page.form
    serve = page.book.verbs["serve"]
    start = {**serve.beginning(dispute), "party": side.value}
    fresh = serve.form(
        subject=dispute, officer=page.officer, initial=start, auto_id=f"id_{side}_%s"
    )
    serve.narrow(fresh, dispute, page.officer)
    fresh.fields["party"].widget = forms.HiddenInput()
    return fresh
