"""移交原件: a department hands the paper originals over to its records room (A19)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from deadlines.due import chinese_date
from web.refusals import Mistyped
from workflow.models import OriginalsTransfer
from workflow.procedure.moving import moving
from workflow.procedure.timeline import signature

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Dispute


def move_originals(
    dispute: Dispute, *, by: Officer, moved_on: date, received_by: str, place: str, pages: int,
    handed_by: str = "", note: str = "", version: int | None = None,
) -> None:  # fmt: skip
    """What stands here goes into the 备考表 of the next supplement."""
    with moving(dispute, "move_originals", by=by, version=version) as move:
        file = move.dispute.case_file
        if not timezone.localdate(file.archived_at) <= moved_on <= move.today:
            told = chinese_date(timezone.localdate(file.archived_at))
            raise Mistyped({"moved_on": [f"移交日期应在归档（{told}）以后，不能晚于今天。"]})
        OriginalsTransfer.objects.create(
            case_file=file, moved_on=moved_on, handed_by=handed_by or by.name,
            received_by=received_by, place=place, pages=pages, note=note, recorded_by=by,
            recorder_label=signature(by), recorded_at=move.at,
        )  # fmt: skip
        move.say(
            f"{signature(by)} 登记移交纸质原件，共{pages}页，移交日期{chinese_date(moved_on)}。"
        )
