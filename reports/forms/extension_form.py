"""延期审批表: the old date, the new one, why, and who agreed (R103, 信访工作条例34条)."""

from __future__ import annotations

from typing import NamedTuple

from reports.forms.parties import named
from reports.forms.passages import Appendix, Passage, appendices, passage
from reports.forms.signing import Signed, signed
from reports.templatetags.papers import day
from workflow.papers.contents import ExtensionForm


class Sheet(NamedTuple):
    payer: str
    until: str
    reason: Passage
    progress: Passage
    requested: Signed
    decided: Signed
    appendices: list[Appendix]


def lay_out(paper: ExtensionForm) -> Sheet:
    reason = passage("延期理由", paper.reason, 48)
    progress = passage("已办进展", paper.progress, 48)
    return Sheet(
        payer=named(paper.payer, nobody=""),
        until=f"{day(paper.new_due_on)}（{paper.length}）",
        reason=reason,
        progress=progress,
        requested=signed(paper.requested),
        decided=signed(paper.decided),
        appendices=appendices(reason, progress),
    )
