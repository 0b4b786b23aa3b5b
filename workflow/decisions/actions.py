"""五(三): the decision is drafted, sent back or signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from departments.roles import STAFF, Role
from disputes.choices import State
from disputes.models.dispute import deciding_department
from workflow.issuing.drafts import issue
from workflow.issuing.exemptions import exempt_nobody
from workflow.issuing.telling import papers
from workflow.issuing.telling.anew import ask_to_sign
from workflow.models import Decision
from workflow.models.asks import asks_at
from workflow.procedure import facts as procedure_facts
from workflow.procedure.moving import conclude_when_complete, moving
from workflow.procedure.timeline import signature, signature_of_head

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute


def draft_decision(
    dispute: Dispute,
    *,
    by: Officer,
    facts: str,
    basis: str,
    decision: str,
    version: int | None = None,
) -> None:
    """拟定处理意见: all opinions are in, or excused in writing; the legal basis is given (R004)."""
    with moving(dispute, "draft_decision", by=by, version=version) as move:
        Decision.objects.create(
            dispute=move.dispute,
            department=deciding_department(move.dispute),
            facts=facts,
            basis=basis,
            decision=decision,
            drafted_by=by,
            drafted_at=move.at,
        )
        move.to(State.AWAITING_SIGNOFF)
        move.say(f"{signature(by)} 拟定处理意见，送负责人签发。")


def return_decision(
    dispute: Dispute, *, by: Officer, comment: str, version: int | None = None
) -> None:
    """退回修改: the draft stays for the record, a new one is written."""
    with moving(dispute, "return_decision", by=by, version=version) as move:
        draft = procedure_facts.current_draft(move.dispute)
        assert draft is not None
        draft.state, draft.comment = Decision.State.RETURNED, comment
        draft.save()
        unit = move.dispute.deciding_department_id  # who drafted may have gone into another
        text = f"{move.dispute.number} 处理意见退回修改：{comment}"
        move.tell(unit, STAFF, text, asks=asks_at(State.HANDLING, Role.CLERK, unit))
        move.to(State.HANDLING)
        signed = signature_of_head(by, move.dispute, unit)
        move.say(f"{signed} 退回处理意见修改：{comment}")


def sign_decision(
    dispute: Dispute, *, by: Officer, comment: str = "", version: int | None = None
) -> None:
    """签发: one 处理意见告知书 for each party, with its remedy channels (R057, R069, R073)."""
    with moving(dispute, "sign_decision", by=by, version=version) as move:
        draft = procedure_facts.current_draft(move.dispute)
        assert draft is not None
        deciding = deciding_department(move.dispute)
        draft.state, draft.comment = Decision.State.SIGNED, comment
        draft.signed_by, draft.signed_at = by, move.at
        draft.signer_label = signature_of_head(by, move.dispute, deciding.pk)
        draft.save()
        move.same_person = draft.drafted_by_id == by.pk
        move.to(State.FEEDBACK)
        issue(*papers.decisions(move, draft))
        ask_to_sign(move)
        together = "（同人办理）" if move.same_person else ""
        untold = exempt_nobody(move)
        move.say(f"{draft.signer_label} 签发处理意见{together}。{comment}{untold}")
        if untold:
            conclude_when_complete(move)
