"""送达: a card for each party, with what was recorded or the form that records it (五(四))."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms

from disputes.choices import PartySide
from disputes.models import Dispute
from workflow.procedure import facts
from workflow.summary.feedback import Side, feedback
from workflow.summary.read import read_case
from workflow.verbs.forms import VerbForm, offer_only
from workflow.verbs.page import VerbPage


@dataclass(frozen=True)
class ServiceCard:
    """One party: what was recorded, or the form that records it."""

    title: str
    form: forms.Form | None
    side: Side | None = None


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
    fresh: VerbForm = serve.form(
        subject=dispute, officer=page.officer, initial=start, auto_id=f"id_{side}_%s"
    )
    serve.narrow(fresh, dispute, page.officer)
    true = facts.true_exemptions(dispute, side)
    offer_only(fresh, "exempt", [("", "否"), *((why.value, why.label) for why in true)])
    fresh.fields["party"].widget = forms.HiddenInput()
    return fresh
