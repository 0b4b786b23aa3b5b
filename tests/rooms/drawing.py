"""Draws docs/architecture.md from the import contracts; --check refuses a stale drawing."""

from __future__ import annotations

import sys
from itertools import pairwise
from typing import Any

from tests.rooms.tree import HOUSE, project

PAGE = HOUSE / "docs" / "architecture.md"
BEGIN, END = "<!-- drawn by make diagram -->", "<!-- end of what is drawn -->"

Contract = dict[str, Any]  # Any: what TOML holds


def contracts() -> list[Contract]:
    """Those that put rooms in an order."""
    return [c for c in project()["importlinter"]["contracts"] if c["type"] == "layers"]


def floors(contract: Contract) -> list[list[str]]:
    """From the top down; rooms on one floor do not know each other."""
    return [layer.replace("(", "").replace(")", "").split(" | ") for layer in contract["layers"]]


def page() -> str:
    """The page as it is written, with what is drawn renewed."""
    head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, tail = rest.partition(END)
    pictures = "\n\n".join(map(_picture, contracts()))
    return f"{head}{BEGIN}\n\n{pictures}\n\n{END}{tail}"


def _picture(contract: Contract) -> str:
    between = pairwise(" & ".join(floor) for floor in floors(contract))
    arrows = (f"    {above} --> {below}" for above, below in between)
    return "\n".join([f"**{contract['name']}**", "", "```mermaid", "flowchart TD", *arrows, "```"])


if __name__ == "__main__":
    if "--check" not in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != page():
        sys.exit("docs/architecture.md 与 pyproject.toml 的导入约定不一致，请运行 make diagram。")
