"""A member unit as 争议对方: nothing is asked of it against itself (A06), nor where the
reporter is kept secret from it (举报保密, R075)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from departments.models import Department
from web.refusals import Mistyped
from workflow.procedure.sides import case_sides

if TYPE_CHECKING:
    from disputes.models import Dispute

#: What is left where the unit that should handle it is the other side (A06).
OFFICE = "或者请专班办公室在本件上“指定办理”"


def refuse_other_side(
    dispute: Dispute,
    department: Department,
    field: str = "department",
    instead: str = "请选择其他单位",
) -> None:
    """It does not handle what is against itself, unless the office has named it."""
    if case_sides.against_itself(dispute, department.pk):
        raise Mistyped({field: [f"{department.name}是争议对方，{instead}，{OFFICE}。"]})
    refuse_kept_out(dispute, [department], field)


def kept_out(dispute: Dispute) -> set[int]:
    """The member units that a report in confidence is against, its own and of merged cases."""
    return case_sides.counterparty_units(dispute) if dispute.confidential_report else set()


def strangers_to(dispute: Dispute) -> set[int]:
    """Those of them that neither took it in nor decide it, and so need never hear of it."""
    own = {dispute.receiving_department_id, dispute.lead_department_id}
    return kept_out(dispute) - own


def not_to_lead(dispute: Dispute) -> set[int]:
    """Nor does the other side itself, where the office has not named it (A06)."""
    biased = set() if dispute.designated else case_sides.counterparty_units(dispute)
    return kept_out(dispute) | biased


def codes_kept_out(dispute: Dispute) -> set[str]:
    """The same as a form names them; nothing that a page fills in names one of them."""
    units = Department.objects.filter(pk__in=kept_out(dispute))
    return set(units.values_list("code", flat=True))


def without_kept_out(dispute: Dispute, departments: Sequence[Department]) -> list[Department]:
    """Those who may know of it."""
    unknowing = kept_out(dispute)
    return [each for each in departments if each.pk not in unknowing]


def refuse_kept_out(dispute: Dispute, departments: Sequence[Department], field: str) -> None:
    """Whoever asks a unit lets it read; the one that took the matter in knows it already."""
    strangers = kept_out(dispute) - {dispute.receiving_department_id}
    refuse_named(dispute, [d for d in departments if d.pk in strangers], field)


def refuse_named(dispute: Dispute, departments: Sequence[Department], field: str) -> None:
    """Says of whom it is kept, and what to do."""
    if departments:
        names = "、".join(each.name for each in departments)
        told = f"{dispute.number} 举报保密，{names}是争议对方，不能让其知悉：请去掉，另选其他单位。"
        raise Mistyped({field: [told]})
