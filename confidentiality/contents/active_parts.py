"""What a document does, holds or fetches beside its own text: refused in words."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError

from confidentiality.contents.refusing import macro

#: A chart keeps its figures in a workbook of its own; whatever else is put inside is an object.
_OWN_FIGURES: Final = (".xlsx", ".docx", ".pptx")
_MACROS: Final = re.compile(
    r"(?:vbaproject\.bin|vbadata\.xml)$|^xl/(?:macrosheets|intlmacrosheets)/"
)
_DDE: Final = re.compile(r"[\s\"]*DDE(?:AUTO)?\b", re.IGNORECASE)
#: Fields that fetch what lies elsewhere [ISO 29500-1, 17.16.5].
_FETCHES: Final = re.compile(
    r"[\s\"]*(?:LINK|INCLUDETEXT|INCLUDE|IMPORT|INCLUDEPICTURE)\b", re.IGNORECASE
)
#: What a relation may lead to inside the document only as an object, a control or other text.
_HOLDS: Final = frozenset({"oleObject", "aFChunk", "control", "activeXControlBinary"})
_DDE_FORMULA: Final = re.compile(r"\s*[=+\-@]?\s*'?[\w.$ ]{1,60}'?\|")
_LONGEST: Final = 2_000


def objects() -> ValidationError:
    return ValidationError(
        "文件里嵌入了其他文件或控件（OLE 对象），已拒绝。请把嵌入的文件取出来单独上传，"
        "再删去嵌入的图标；或者点“文件→另存为”，保存类型选“PDF”，传 PDF。"
    )


def dde() -> ValidationError:
    return ValidationError(
        "文件里有 DDE 域，打开时会运行别的程序，已拒绝。请在该处按 Ctrl+Shift+F9 "
        "把域变成文字后保存，或者另存为 PDF 后传 PDF。"
    )


def outside() -> ValidationError:
    return ValidationError(
        "文件引用了外部内容。去掉的办法：点“文件→信息→编辑指向文件的链接”，选中全部链接，"
        "点“断开链接”，保存后再传；或者另存为 PDF 后传 PDF。"
    )


def refuse_relation(kind: str) -> None:
    """By what the document itself says that a part is, whatever the part is called."""
    if kind == "vbaProject":
        raise macro()
    if kind in _HOLDS:
        raise objects()


def refuse_parts(names: Collection[str]) -> None:
    """By the names of the parts of a document that is an archive."""
    lower = [name.lower() for name in names]
    if any(_MACROS.search(name) for name in lower):
        raise macro()
    for name in lower:
        embedded = "/embeddings/" in name and not name.endswith((*_OWN_FIGURES, "/"))
        if embedded or "/activex/" in name:
            raise objects()


@dataclass
class _Field:
    """One that has not ended: its instruction, and whether that goes on."""

    instruction: str = ""
    goes_on: bool = True


class Fields:
    """Fed with the elements and the text of a part, in their order."""

    def __init__(self) -> None:
        self.open: list[_Field] = []
        self.reads, self.formula = "", ""

    def begins(self, name: str, attributes: dict[str, str]) -> None:
        own = _local(name)
        if own == "fldSimple":
            _refuse_field(_attribute(attributes, "instr"))
        elif own == "fldChar":
            self._turn(_attribute(attributes, "fldCharType"))
        elif own == "ddeLink":
            raise dde()
        elif own in {"OLEObject", "altChunk"}:
            raise objects()
        elif own == "f":
            self.formula = ""
        self.reads = own if own in {"instrText", "f"} else ""

    def says(self, text: str) -> None:
        if self.reads == "instrText" and self.open:
            if len(self.open[-1].instruction) < _LONGEST:
                self.open[-1].instruction += text
        elif self.reads == "f" and len(self.formula) < _LONGEST:
            self.formula += text

    def ends(self, name: str) -> None:
        if _local(name) == "f" and _DDE_FORMULA.match(self.formula):
            raise dde()
        self.reads = ""

    def _turn(self, kind: str) -> None:
        if kind == "begin":
            if self.open and self.open[-1].goes_on and not self.open[-1].instruction.strip():
                raise dde()  # its first word is made by another field: nobody knows what it does
            self.open.append(_Field())
        elif kind in {"separate", "end"} and self.open:
            _refuse_field(self.open[-1].instruction)
            self.open[-1].goes_on = False
            if kind == "end":
                self.open.pop()


def _refuse_field(instruction: str) -> None:
    if _DDE.match(instruction):
        raise dde()
    if _FETCHES.match(instruction):
        raise outside()


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _attribute(attributes: dict[str, str], wanted: str) -> str:
    return next((value for name, value in attributes.items() if _local(name) == wanted), "")
