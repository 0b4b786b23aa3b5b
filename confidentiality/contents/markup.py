"""The XML inside a document, read through once and kept nowhere: what no reader understands."""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate

from django.core.exceptions import ValidationError

from confidentiality.contents.active_parts import Fields
from confidentiality.contents.refusing import damaged

DEEPEST: Final = 1_000
#: What the reader keeps while one tag does not end.
LONGEST_TAG: Final = 8 * 1024 * 1024
#: Written by older Chinese programs; the reader knows no encoding of more than one byte but UTF.
_CHINESE: Final = re.compile(rb"\s*<\?xml[^>]{0,80}encoding=[\"'](?:gb|cp936)", re.IGNORECASE)


def check_xml(content: Iterator[bytes], kind: str) -> None:
    """Well formed to its end, without entities or DDE, not too deep nor in one endless piece."""
    reader = _Reader(kind)
    try:
        for piece in _decoded(content):
            reader.read(piece)
        reader.close()
    except (ExpatError, UnicodeDecodeError):
        raise damaged(kind) from None


def entities() -> ValidationError:
    return ValidationError("文件里的 XML 带有实体声明，已拒绝，请另存后再传。")


def _decoded(content: Iterator[bytes]) -> Iterable[bytes | str]:
    first = next(content, b"")
    whole = _with(first, content)
    return codecs.iterdecode(whole, "gb18030") if _CHINESE.match(first) else whole


def _with(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


class _Reader:
    def __init__(self, kind: str) -> None:
        self.kind, self.depth, self.given, self.fields = kind, 0, 0, Fields()
        self.parser = ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refuse_entities
        self.parser.StartElementHandler = self.deeper
        self.parser.EndElementHandler = self.higher
        self.parser.CharacterDataHandler = self.fields.says

    def read(self, piece: bytes | str) -> None:
        self.given += len(piece)
        self.parser.Parse(piece)
        if self.given - self.parser.CurrentByteIndex > LONGEST_TAG:
            raise damaged(self.kind)

    def close(self) -> None:
        self.parser.Parse(b"", True)  # noqa: FBT003 -- the parser takes no names

    def deeper(self, name: str, attributes: dict[str, str]) -> None:
        self.fields.begins(name, attributes)
        self.depth += 1
        if self.depth > DEEPEST:
            raise damaged(self.kind)

    def higher(self, name: str) -> None:
        self.fields.ends(name)
        self.depth -= 1

    def refuse_entities(self, *_: object) -> None:
        raise entities()
