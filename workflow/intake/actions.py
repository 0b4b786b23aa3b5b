"""五(一)、五(二): registration and review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from departments.roles import HEADS, STAFF, THE_OFFICE, Role
from disputes import intake
from disputes.choices import PartyRole, State
from disputes.models.numbering import next_in
from web.refusals import Mistyped
from workflow.intake import papers
from workflow.issuing.drafts import issue
from workflow.procedure import routing_records
from workflow.procedure.facts import registrars
from workflow.procedure.move import Move
from workflow.procedure.moving import moving
from workflow.procedure.timeline import signature_of_head

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute


def register(dispute: Dispute, *, by: Officer, version: int | None = None) -> None:
    """登记: the draft gets its number; the first contact is fixed for ever (R030, R037).

    Raises Mistyped with a sentence per element that is missing (五要素, R031).
    """
    with moving(dispute, "register", by=by, version=version) as move:
        hand_in(move)


def hand_in(move: Move) -> None:
    """It has its five elements, gets its number, and waits for the reviewer."""
    intake.name_source(move.dispute)
    missing = intake.missing_elements(move.dispute) | intake.taken_number(move.dispute)
    if missing:
        raise Mistyped(missing)
    intake.recognise_member(move.dispute)
    _number(move)
    move.to(State.REGISTERED)
    move.dispute.typed = ""
    before = move.dispute.continues
    again = f"（续办 {before.number}）" if before else ""
    channel = move.dispute.get_channel_display()
    move.say(f"{move.by.name} 登记{_who(move.dispute)}的{channel}反映{again}。")


def _number(move: Move) -> None:
    """受理编号: 230718-2026-SW-000015, kept when the dispute comes back from 退回补充."""
    dispute = move.dispute
    dispute.search_text = intake.search_text(dispute, dispute.parties.all())
    dispute.registered_at = dispute.registered_at or move.at
    if dispute.number:
        return
    department = dispute.first_contact_department
    dispute.year = timezone.localtime(move.at).year
    serial = next_in(f"dispute.{department.code}", dispute.year)
    dispute.number = f"{dispute.jurisdiction}-{dispute.year}-{department.code}-{serial:06d}"


def _who(dispute: Dispute) -> str:
    payer = dispute.party(PartyRole.PAYER)
    return payer.display_name if payer and not dispute.anonymous else "匿名人"


def _reviewer(move: Move) -> str:
    """Who reviewed, and that he does it for somebody who is away."""
    posts = {Role.REVIEWER, *HEADS}
    return signature_of_head(move.by, move.dispute, move.dispute.receiving_department_id, posts)


def approve_intake(
    dispute: Dispute,
    *,
    by: Officer,
    comment: str = "",
    branch: str = "",
    version: int | None = None,
) -> None:
    """审核通过: the registration form is issued, the first-contact officer classifies (R040).

    受理情形 is what the reviewer ticks, else what the duty matrix says of it.
    """
    with moving(dispute, "approve_intake", by=by, version=version) as move:
        move.same_person = by.pk in registrars(move.dispute)
        move.to(State.TRIAGE)
        branch = branch or routing_records.branch(move.dispute)
        issue(papers.registration(move, comment, branch=branch))
        _tell_office(move)
        together = "（同人办理）" if move.same_person else ""
        move.say(f"{_reviewer(move)} 审核通过登记{together}。{comment}")


def _tell_office(move: Move) -> None:
    """Whom the matter would go to may be the other side: then the office names another (A06)."""
    other = move.dispute.counterparty
    if other is None or other.department is None:
        return
    if other.department_id != move.dispute.receiving_department_id:  # that lies on its desk
        unit = other.department.short_name
        says = (
            f"本件举报保密，争议对方是{unit}，不能让其知悉；该由它办理的，请在本件上指定其他单位。"
            if move.dispute.confidential_report
            else f"争议对方是{unit}，该由它办理的，请在本件上指定办理单位。"
        )
        move.tell(None, THE_OFFICE, f"{move.dispute.number} {says}")


def return_intake(
    dispute: Dispute, *, by: Officer, comment: str, version: int | None = None
) -> None:
    """退回补充: back to who answers for it, with what is missing; its clock runs on."""
    with moving(dispute, "return_intake", by=by, version=version) as move:
        move.to(State.DRAFT)
        text = f"{move.dispute.number} 退回补充：{comment}"
        move.tell(move.dispute.receiving_department_id, STAFF, text)
        whom = move.dispute.responsible_officer.name
        move.say(f"{_reviewer(move)} 退回 {whom} 补充：{comment}")
