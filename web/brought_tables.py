"""Tables that people bring: how their bytes are read, and how a bad line is told (R101, A22)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be read, and why."""

    number: int
    sentence: str

    def __str__(self) -> str:
        return f"第 {self.number} 行：{self.sentence}"


def decode(content: bytes) -> str:
    """UTF-8 with or without mark, or GB18030 as Excel on Chinese Windows saves it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")
