"""Who was invited to a meeting, who came, and who has countersigned its text (五(三)3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from disputes import words

if TYPE_CHECKING:
    from workflow.models import Attendance, Countersignature, Meeting


@dataclass(frozen=True)
class Seat:
    """One invited department: did it come, has it countersigned the present text."""

    department: str
    came: str
    kind: str
    signed: str
    signed_kind: str


def seats_of(meeting: Meeting, attendances: list[Attendance]) -> list[Seat]:
    latest: dict[int, Countersignature] = {}
    for each in meeting.countersignatures.select_related("signed_by").order_by("text_version"):
        latest[each.department_id] = each
    return [_seat(meeting, each, latest.get(each.department_id)) for each in attendances]


def _seat(meeting: Meeting, attendance: Attendance, signed: Countersignature | None) -> Seat:
    came = {None: ("待召开", "none"), True: ("到会", "ok"), False: ("未到会", "warn")}
    words_, kind = came[attendance.attended]
    said, mark = _signed(meeting, attendance, signed)
    is_convenor = attendance.department_id == meeting.convenor_id
    name = words.unit(attendance.department) + ("（召集）" if is_convenor else "")
    return Seat(name, words_, kind, said, mark)


def _signed(
    meeting: Meeting, attendance: Attendance, signed: Countersignature | None
) -> tuple[str, str]:
    """已会签 of the present text; a signature under an earlier text stays readable but void."""
    if not meeting.countersigned or not attendance.attended:
        return "", ""
    if signed is None:
        return ("待会签", "none") if meeting.text_version else ("", "")
    day = words.short_day(timezone.localdate(signed.signed_at))
    if signed.text_version == meeting.text_version:
        return f"{signed.signed_by.name} {day} 会签第{signed.text_version}稿", "ok"
    return f"第{signed.text_version}稿的会签已失效，待重新会签", "warn"


def note_of(attendances: list[Attendance]) -> str:
    came = [each for each in attendances if each.attended]
    if not came:
        return f"{len(attendances)} 家受邀"
    return f"{len(attendances)} 家受邀，{len(came)} 家到会"
