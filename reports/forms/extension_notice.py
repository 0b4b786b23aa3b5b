"""延期告知书: the payer is told the new day and the reason (信访工作条例34条)."""

from __future__ import annotations

from typing import NamedTuple

from reports.forms.sections import office_line
from workflow.papers.contents import ExtensionNotice


class Sheet(NamedTuple):
    contact: str


def lay_out(paper: ExtensionNotice) -> Sheet:
    return Sheet(contact=office_line(paper.contact))
