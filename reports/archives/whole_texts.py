"""会商文书全文: of a meeting about several cases the one whole text, sealed with every file.

The file of a case holds an extract, whose readers need not know the other cases. So the whole lies
in the package beside it, with the persons of every case masked, and leaves with it only for those
who know them all (decision 0070).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from confidentiality.uploads import clean_name
from departments.models import Officer
from departments.roles import Role
from disputes.models import Dispute
from reports.archives.contents import Entry, Piece, Volume, drawn_copy
from workflow.issuing.taking import papers_seen_by
from workflow.models import AgendaItem, Paper, SealedPackage
from workflow.models.rendered import Copy

FOLDER: Final = "data/会商文书全文/"


def texts_beside(papers: Sequence[int]) -> list[Paper]:
    """通知 and 纪要 from which these papers of a file are the extracts."""
    meetings = Paper.objects.filter(pk__in=papers, meeting__isnull=False).values("meeting")
    rows = Paper.objects.filter(meeting__in=meetings, is_whole=True).prefetch_related("voids")
    return list(rows.order_by("pk"))


def whole_texts(volume: Volume) -> Iterator[Piece]:
    """The masked copy alone: the full one names persons of other cases."""
    for order, paper in enumerate(texts_beside(volume.papers), 1):
        path = f"{FOLDER}{order:03d}_{clean_name(f'{_called(paper)}_{paper.number}')}.pdf"
        row = drawn_copy(paper, Copy.MASKED)
        title = f"{_called(paper)}（全文，{Copy.MASKED.label}）"
        yield Piece(path, title, "application/pdf", row.file, recorded=row.sha256)


def told_of(volume: Volume) -> str:
    """备考: where the whole is of what is only an extract here."""
    texts = texts_beside(volume.papers)
    if not texts:
        return ""
    named = "、".join(f"{_called(each)}{each.number}" for each in texts)
    return f"{named}系几件事项共有，卷内为摘录；全文永久保存，脱敏后同封于信息包。"


def of_several(payload: Sequence[Entry]) -> list[str]:
    """What of a package stays behind for whoever does not know the other cases."""
    return [each.path for each in payload if each.path.startswith(FOLDER)]


def may_take(package: SealedPackage, officer: Officer) -> bool:
    """He reads them on their page; or he keeps the files and may know of every case in them."""
    texts = {each.pk: each for each in texts_beside(package.papers)}
    unseen = texts.keys() - set(
        papers_seen_by(officer).filter(pk__in=texts).values_list("pk", flat=True)
    )
    if not unseen or not officer.has_role(Role.ARCHIVIST):
        return not unseen
    known = Dispute.objects.visible_to(officer)
    items = AgendaItem.objects.filter(meeting__papers__in=unseen)
    return not items.exclude(dispute__in=known.order_by().values("pk")).exists()


def _called(paper: Paper) -> str:
    return f"{paper.label}{'（已作废）' if paper.is_void else ''}"
