"""归档: what the file must hold, what it holds, and what is missing (方案五(五), domain 3.8)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from disputes.models import Dispute
from workflow.archiving import case_file


@dataclass(frozen=True)
class Held:
    """One required paper: how many there should be, how many there are."""

    label: str
    required: int
    held: int
    reason: str = ""

    @property
    def is_missing(self) -> bool:
        return self.held < self.required


def checked(dispute: Dispute, reasons: dict[str, str]) -> list[Held]:
    """Every paper the mode requires, with the reason typed for a missing one."""
    missing = set(case_file.missing_papers(dispute))
    found = Counter(str(paper.label) for paper in dispute.papers.filter(voids=None))
    return [
        Held(
            label,
            count,
            min(found[label], count - 1) if label in missing else max(found[label], count),
            reasons.get(label, ""),
        )
        for label, count in case_file.required_papers(dispute).items()
    ]
