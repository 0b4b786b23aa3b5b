"""What follows issuing a paper: both copies are drawn once and kept (R089)."""

from __future__ import annotations

import hashlib

from celery import shared_task
from django.core.files.base import ContentFile
from django.db import transaction

from confidentiality.sealing import open_sealed_json
from papers.kinds import thaw
from workflow.models import Paper
from workflow.models.rendered import Copy, RenderedPaper


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


def _keep(paper: Paper, copy: Copy, drawn: bytes) -> None:
    row = RenderedPaper(
        paper=paper, copy=copy, sha256=hashlib.sha256(drawn).hexdigest(), size=len(drawn)
    )
    with transaction.atomic(savepoint=False):  # the file comes to its place with its row
        row.file.save("paper.pdf", ContentFile(drawn), save=False)
        row.save()
