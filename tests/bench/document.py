"""docs/performance.md: each benchmark owns a section and leaves the others as they are."""

from __future__ import annotations

import re
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
TITLE = "# 性能：测得多少\n\n每一节由一条 `make bench-…` 命令写成，不手改。\n"
ORDER = (
    "pages",
    "million",
    "deadlines",
    "backlog",
    "papers",
    "audit",
    "confidentiality",
    "migrations",
    "start",
    "rehearsal",
    "soak",
)


def put(name: str, text: str, document: Path = DOCUMENT) -> None:
    """This section anew, the others as they were."""
    old = document.read_text(encoding="utf-8") if document.exists() else ""
    sections = dict(re.findall(r"<!-- (\w+) -->\n(.*?)<!-- /\1 -->", old, re.DOTALL))
    sections[name] = text.rstrip("\n") + "\n"
    known = [each for each in ORDER if each in sections]
    known += sorted(sections.keys() - set(ORDER))
    parts = [f"<!-- {each} -->\n{sections[each]}<!-- /{each} -->\n" for each in known]
    document.write_text("\n".join([TITLE, *parts]), encoding="utf-8")
