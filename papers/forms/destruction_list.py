"""档案销毁清册: what may be destroyed, for those who consent and those who watch it (R083)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from papers.choices import PaperKind
from papers.forms.appraisal_report import AppraisedPiece
from papers.freezing import PaperContent

#: Who signs on it before anything is destroyed, as 《机关档案管理规定》 has it.
CONSENTING: Final = (
    "档案部门经办人",
    "档案部门负责人",
    "承办部门负责人",
    "办公室负责人",
    "分管档案工作负责人",
)
#: Two at least watch.
WATCHING: Final = ("监 销 人（一）", "监 销 人（二）")


@dataclass(frozen=True, kw_only=True)
class DestructionList(PaperContent):
    """By itself it destroys nothing: the portal keeps all until it is signed (决定 0066)."""

    kind = PaperKind.DESTRUCTION_LIST

    files: tuple[AppraisedPiece, ...]
    report_number: str

    @property
    def consenting(self) -> tuple[str, ...]:
        return CONSENTING

    @property
    def watching(self) -> tuple[str, ...]:
        return WATCHING
