"""签到表: who was asked to come, who came, each signing for himself (五(三)3, 领域 3.5 ⑥)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from papers.choices import PaperKind
from papers.freezing import Frozen, PaperContent, Prose

CAME, DID_NOT_COME = "到会", "未到会"
#: Lines for the pen: of a unit that was asked to come, of whoever else sits there.
LINES_A_UNIT = 2
LINES_BESIDE = 2


@dataclass(frozen=True, kw_only=True)
class SeatPiece(Frozen):
    """One unit, or one of the task force by name; `came` is what was put down, empty before."""

    unit: str = ""
    name: str = ""
    post: str = ""
    phone: str = ""
    came: str = ""

    @property
    def is_absent(self) -> bool:
        return self.came == DID_NOT_COME


@dataclass(frozen=True, kw_only=True)
class AttendanceSheet(PaperContent):
    """方案五(三)3: for the pen until the minutes are issued, then as it was held.

    It says nothing of the agenda, so that it is the same in the file of every dispute (0012).
    """

    kind = PaperKind.ATTENDANCE_SHEET

    meeting: str  # the kind's word, as in the minutes
    title: Prose
    starts_at: datetime
    place: Prose
    task_force: tuple[SeatPiece, ...] = ()
    units: tuple[SeatPiece, ...]
    present: Prose = ""
    is_filed: bool = False  # with the minutes: nobody signs on it any more

    @property
    def pen_lines(self) -> range:
        """More lines of a unit than its first: several may come."""
        return range(1, 1 if self.is_filed else LINES_A_UNIT)

    @property
    def lines_beside(self) -> range:
        return range(0 if self.is_filed else LINES_BESIDE)

    @property
    def counted(self) -> str:
        """Afterwards, so many of so many."""
        came = sum(each.came == CAME for each in self.units)
        return f"应到{len(self.units)}家，实到{came}家"
