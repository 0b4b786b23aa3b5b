"""Where a paper gets its number and its row: gap-free by kind and year, said once and for ever."""

from __future__ import annotations

import pytest
from django.utils import timezone

from confidentiality.sealing import open_sealed_json
from papers.choices import PaperKind
from papers.freezing import digest
from papers.kinds import thaw
from tests import factories as f
from workflow.issuing.drafts import issue, next_numbers
from workflow.models import OutboxMessage

pytestmark = pytest.mark.django_db


def numbered(kind: PaperKind, *, year: int = 2026, prefix: str = "乌社征议") -> str:
    department = f.a_department("SW")
    department.paper_prefix = prefix
    [number] = next_numbers([(kind, department)], year)
    return number


def test_each_kind_and_year_counts_from_one() -> None:
    assert numbered(PaperKind.REFERRAL) == "乌社征议报〔2026〕1号"
    assert numbered(PaperKind.REFERRAL) == "乌社征议报〔2026〕2号"
    assert numbered(PaperKind.DECISION) == "乌社征议意〔2026〕1号"
    assert numbered(PaperKind.REFERRAL, year=2027) == "乌社征议报〔2027〕1号"


def test_a_kind_without_a_word_of_its_own_bears_the_units_alone() -> None:
    assert numbered(PaperKind.REGISTRATION) == "乌社征议〔2026〕1号"


def test_a_unit_without_a_prefix_numbers_by_the_year() -> None:
    assert numbered(PaperKind.DECISION, prefix="") == "〔2026〕1号"


def test_minutes_of_two_units_without_a_prefix_are_told_apart() -> None:
    """One head for all of them, a book for each; the office's are the task force's own."""
    units = [f.a_department(code) for code in ("SW", "RS", "ZB")]
    numbers = next_numbers([(PaperKind.MINUTES, each) for each in units], 2026)
    assert numbers == ["税务局纪〔2026〕1号", "人社局纪〔2026〕1号", "〔2026〕1号"]


def test_papers_issued_together_are_numbered_in_their_order() -> None:
    department = f.a_department("SW")
    kinds = [PaperKind.DECISION, PaperKind.REFERRAL, PaperKind.DECISION]
    first, other, second = next_numbers([(kind, department) for kind in kinds], 2026)
    assert [each.rpartition("〕")[2] for each in (first, other, second)] == ["1号", "1号", "2号"]


def test_nothing_to_issue_takes_no_number() -> None:
    assert issue() == []
    assert next_numbers([], 2026) == []


def test_an_issued_paper_keeps_what_it_said_and_waits_to_be_drawn() -> None:
    paper = f.triaged().papers.get()
    content = thaw(paper.kind, open_sealed_json(paper.content))
    assert (content.number, content.department) == (paper.number, paper.department.name)
    assert paper.issued_by is not None
    assert content.review.name == paper.issued_by.name  # type: ignore[attr-defined]
    assert content.issued_on == timezone.localdate(paper.issued_at)
    assert digest(content) == paper.check_code
    assert OutboxMessage.objects.filter(key=f"render-paper-{paper.pk}").exists()


def test_a_confidential_report_is_withheld_in_every_paper() -> None:
    paper = f.triaged(confidential_report=True).papers.get()
    assert open_sealed_json(paper.content)["identity_withheld"] is True
