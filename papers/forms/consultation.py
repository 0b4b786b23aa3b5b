"""会商记录: what units said to one another outside a formal meeting, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from papers.choices import PaperKind
from papers.freezing import PaperContent, Prose
from papers.layout.passages import Appendix, Passage, appendices, passage


@dataclass(frozen=True, kw_only=True)
class ConsultationPaper(PaperContent):
    """方案五(三)3 一般事项会商, 领域 3.3 ⑨: the record; minutes (⑩) are those of a meeting."""

    kind = PaperKind.CONSULTATION

    subject: str  # 关于……的争议, never a name (领域 3.3 ⑧)
    form: str
    held_on: date
    departments: tuple[str, ...]
    present: Prose = ""
    said: Prose
    agreed: Prose
    dissent: Prose = ""
    recorded_by: str

    def lay_out(self) -> Sheet:
        units = passage("会商单位", "、".join(self.departments), 20)
        present = passage("参加人员", self.present or "（未记）", 20)
        said = passage("各单位意见", self.said, 50)
        agreed = passage("会商结果", self.agreed, 40)
        dissent = passage("分歧意见", self.dissent or "无", 20)
        every = appendices(units, present, said, agreed, dissent)
        return Sheet(units, present, said, agreed, dissent, every)


class Sheet(NamedTuple):
    units: Passage
    present: Passage
    said: Passage
    agreed: Passage
    dissent: Passage
    appendices: list[Appendix]
