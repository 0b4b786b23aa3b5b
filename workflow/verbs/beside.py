"""The page of a verb on what stands beside cases: an errand, what is to leave, a finding (R107)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from departments.models import Officer
from web.refusals import Stale
from workflow.models import Disclosure, Errand, Finding
from workflow.verbs.book import Book
from workflow.verbs.page import VerbPage, verb_page


@dataclass
class BesidePage(VerbPage):
    """As of every verb; no timeline tells what a quicker colleague did, so a sentence does."""

    subject: Disclosure | Errand | Finding

    def _overtaken(self, refusal: Stale) -> bool:
        if not self.form.asks:
            raise refusal
        self.status = 409
        self.form.add_error(None, f"{refusal.sentence}你填的都在下面，核对后可以再次保存。")
        typed = self.form.data
        kept = typed.copy() if isinstance(typed, QueryDict) else dict(typed)
        kept["version"] = str(self.subject.version)
        self.form.data = kept
        return False


def beside_page(
    book: Book,
    verb: str,
    subject: Disclosure | Errand | Finding,
    officer: Officer,
    typed: QueryDict | None,
) -> BesidePage:
    """Raises as `verb_page` does."""
    return BesidePage(**vars(verb_page(book, verb, subject, officer, typed)))
