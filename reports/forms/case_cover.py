"""卷宗封面 (领域 3.5): the title never names a person."""

from __future__ import annotations

from workflow.papers.contents import CaseCover


def lay_out(paper: CaseCover) -> None:
    """Everything on it is printed as it stands."""
