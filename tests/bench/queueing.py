"""Papers that wait to be drawn, and disputes whose clocks will fall due meanwhile.

`python -m tests.bench.queueing PAPERS CLOCKS` in the world that the environment names.
"""

from __future__ import annotations

import sys

import django
from django.db import transaction


def queue(papers: int) -> None:
    """The first paper of a dispute so many times, each under a number of its own."""
    from confidentiality.sealing import open_sealed_json
    from tests import factories as f
    from workflow.issuing.drafts import RENDER
    from workflow.messages import outbox
    from workflow.models import Paper

    issued = f.decided(code="YB").papers.earliest("pk")
    content = open_sealed_json(issued.content)
    for start in range(0, papers, 1_000):
        with transaction.atomic():
            copies = Paper.objects.bulk_create(
                _copy(issued, content, nth) for nth in range(start, min(start + 1_000, papers))
            )
            outbox.put(
                RENDER, [(f"render-paper-{copy.pk}", {"paper_id": copy.pk}) for copy in copies]
            )


def _copy(issued, content, nth: int):
    from workflow.models import Paper

    return Paper(
        year=issued.year, dispute=issued.dispute, kind=issued.kind, party=issued.party,
        number=f"{issued.number}之{nth}", department=issued.department, content=content,
        check_code=issued.check_code, issued_by=issued.issued_by, issued_at=issued.issued_at,
    )  # fmt: skip


if __name__ == "__main__":
    django.setup()
    from tests.faults.cases import make

    make(int(sys.argv[2]))
    queue(int(sys.argv[1]))
