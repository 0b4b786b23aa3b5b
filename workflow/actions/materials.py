"""Adding materials to a dispute that is under way; the timeline says that somebody did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from disputes.choices import State
from disputes.materials import keep_material
from disputes.models import Material
from workflow.models import TimelineEntry
from workflow.moving import lock, signature
from workflow.refusals import NotAllowed, NotYours
from workflow.who import works_for

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute


@transaction.atomic
def add_material(
    dispute: Dispute,
    *,
    by: Officer,
    upload: File[bytes],
    source: str = Material.Source.PAYER,
    title: str = "",
    purpose: str = "",
) -> Material:
    """添加材料: by whoever handles the case, until it is archived (五(一)、五(五)).

    It moves nobody's version: who is writing an opinion meanwhile is not thrown out of his form.
    """
    locked = lock(dispute)
    _check(locked, by)
    material = keep_material(locked, upload, by=by, source=source, title=title, purpose=purpose)
    if locked.state != State.DRAFT:
        _remember(locked, by, material)
    return material


def _check(dispute: Dispute, by: Officer) -> None:
    asked = {a.department_id for a in dispute.assignments.all() if a.is_open}
    own = {dispute.receiving_department_id, dispute.lead_department_id} | asked
    if not any(works_for(by, department_id) for department_id in own):
        raise NotYours("材料由承办该件的部门添加。")
    if dispute.state == State.ARCHIVED:
        raise NotAllowed("案卷已归档，不能再添加材料。")


def _remember(dispute: Dispute, by: Officer, material: Material) -> None:
    TimelineEntry.objects.create(
        dispute=dispute,
        version=dispute.version,
        at=timezone.now(),
        actor=by,
        actor_label=signature(by),
        department=by.department,
        verb="add_material",
        text=f"{signature(by)} 添加材料：{material.title}。",
        clause="五(一)",
        state_before=dispute.state,
        state_after=dispute.state,
    )
