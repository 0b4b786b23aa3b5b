"""What the frozen papers say of cases: a PDF shows nothing that is not in its content."""

from __future__ import annotations

import json
import re

from confidentiality.sealing import open_sealed_json
from tests.leaks.sight import Facts
from workflow.models import Paper

_NUMBER = re.compile(r"230718-20[0-9]{2}-[A-Z]+-[0-9]{6}")


def cases_in_papers(told: Facts) -> dict[int, set[int]]:
    """By the key of a paper the cases whose numbers stand in it, wherever."""
    known = {each["number"]: pk for pk, each in told.disputes.items() if each["number"]}
    found: dict[int, set[int]] = {}
    for paper in Paper.objects.order_by().only("content", "seal_id").iterator():
        text = json.dumps(open_sealed_json(paper.content), ensure_ascii=False)
        found[paper.pk] = {known[each] for each in _NUMBER.findall(text) if each in known}
    return found
