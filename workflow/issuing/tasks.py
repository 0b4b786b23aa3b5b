"""What follows issuing a paper: both copies are drawn once and kept (R089)."""

from __future__ import annotations

import hashlib

from celery import shared_task
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from confidentiality.one_at_a_time import Turn, wait_for
from confidentiality.sealing import open_sealed_json
from departments.actions.authority import record, require
from departments.models import Officer
from departments.roles import Role
from papers.kinds import thaw
from workflow.models import Paper
from workflow.models.rendered import DRAWN_AGAIN, Copy, RenderedPaper


@shared_task(name="workflow.render_paper")
def render_paper(paper_id: int) -> int:
    """Draw what is not there yet; run twice it draws nothing twice (R089)."""
    from papers.printing import pdf  # 30 MiB that a web process does without

    paper = Paper.objects.get(pk=paper_id)
    held = set(RenderedPaper.objects.filter(paper=paper).values_list("copy", flat=True))
    content = thaw(paper.kind, open_sealed_json(paper.content))
    missing = [copy for copy in Copy if copy not in held]
    for copy in missing:
        _keep(paper, copy, pdf.render(content, masked=copy == Copy.MASKED))
    return len(missing)


@transaction.atomic
def render_again(paper: Paper, *, by: Officer, reason: str) -> int:
    """Both copies anew beside the faulty ones, which stay kept; recorded (R089, R106).

    The content is frozen, so that only the look can differ. Returns the edition.
    """
    from papers.printing import pdf

    require(by, Role.SYSADMIN)
    held = RenderedPaper.objects.filter(paper=paper)
    edition = (held.aggregate(last=Max("edition"))["last"] or 0) + 1
    content = thaw(paper.kind, open_sealed_json(paper.content))
    record(by, DRAWN_AGAIN, f"{paper.label} {paper.number}", after=f"第{edition}版", reason=reason)
    for copy in Copy:
        _keep(paper, copy, pdf.render(content, masked=copy == Copy.MASKED), edition)
    return edition


def _keep(paper: Paper, copy: Copy, drawn: bytes, edition: int = 1) -> None:
    """Whoever sealed the file meanwhile may have drawn it for himself: the first one stands."""
    row = RenderedPaper(
        paper=paper,
        copy=copy,
        sha256=hashlib.sha256(drawn).hexdigest(),
        size=len(drawn),
        edition=edition,
    )
    with transaction.atomic(savepoint=False):  # the file comes to its place with its row
        wait_for(Turn.DRAWING, paper.pk)
        if RenderedPaper.objects.filter(paper=paper, copy=copy, edition=edition).exists():
            return
        row.file.save("paper.pdf", ContentFile(drawn), save=False)
        row.save()
