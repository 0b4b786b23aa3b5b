"""What an officer has just done himself: a second press, or the way back, is not his mistake."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from django.core.cache import cache
from django.http import QueryDict
from django.utils import timezone

from departments.models import Officer
from disputes.models import Dispute
from web.refusals import AlreadyDone
from workflow.models import (
    Assignment,
    Disclosure,
    Errand,
    Finding,
    Meeting,
    Supervision,
)
from workflow.procedure.rows.table import Row

if TYPE_CHECKING:
    from workflow.verbs.page import VerbPage

#: Seconds for which a second tab is still the same sitting.
A_SITTING: Final = 12 * 3600

Subject = Dispute | Assignment | Supervision | Meeting | Errand | Disclosure | Finding


def dispute_of(subject: Subject) -> Dispute:
    """Of everything but a meeting, which is about many, and what is about none."""
    assert not isinstance(subject, Meeting | Errand)
    found = subject if isinstance(subject, Dispute) else subject.dispute
    assert found is not None
    return found


def done_already(
    row: Row[Any],
    officer: Officer,
    subject: Subject,
    reason: str,  # Any: a row of one of the tables
) -> AlreadyDone | None:
    """Whoever comes back to a page whose verb he was the last to do is told that it is done.

    It led on to another state, or it was the last that happened and cannot be done once more.
    """
    if isinstance(subject, Meeting | Errand | Disclosure | Finding):
        return _done_beside(row, officer, subject, reason)
    is_left, entries = subject.state not in row.sources, dispute_of(subject).timeline
    last = (entries.filter(verb=row.verb) if is_left else entries).last()
    since = timezone.now() - timedelta(seconds=A_SITTING)
    if last is None or last.at < since or (last.verb, last.actor_id) != (row.verb, officer.pk):
        return None
    now = f"现在的状态是“{subject.get_state_display()}”。" if is_left else reason
    return AlreadyDone(f"“{row.label}”已办好。{now}")


def _done_beside(
    row: Row[Any],
    officer: Officer,
    subject: Meeting | Errand | Disclosure | Finding,
    reason: str,  # Any: as above
) -> AlreadyDone | None:
    """What stands beside the cases has no timeline of verbs; what was noted last speaks for it."""
    if cache.get(_last(subject)) != _act(row.verb, officer, subject):
        return None
    is_left = subject.state not in row.sources
    now = f"现在的状态是“{subject.get_state_display()}”。" if is_left else reason
    return AlreadyDone(f"“{row.label}”已办好。{now}")


def note(page: VerbPage) -> None:
    """He did it, with these words, and so the subject stands since."""
    cache.set(_button(page), _as_done(page), A_SITTING)
    cache.set(_last(page.subject), _act(page.verb, page.officer, page.subject), A_SITTING)


def _last(subject: Subject) -> str:
    """The act that was the last to be done to it on a page."""
    return f"done:{type(subject).__name__}:{subject.pk}"


def _act(verb: str, officer: Officer, subject: Subject) -> str:
    """Which verb, by whom, and the version it led to."""
    return f"{verb}:{officer.pk}:{subject.version}"


def is_second(page: VerbPage) -> bool:
    """The same words at the same version, and nobody, nor he himself, has touched it since.

    It may come before the first is noted; then what stands in the timeline speaks.
    """
    noted = cache.get(_button(page))
    return _did_it_himself(page) if noted is None else noted == _as_done(page)


def _button(page: VerbPage) -> str:
    """What was pressed on, by whom, and at which of its versions."""
    what = f"{type(page.subject).__name__}:{page.subject.pk}:{page.verb}"
    return f"pressed:{page.officer.pk}:{what}:{page.form.cleaned_data['version']}"


def _as_done(page: VerbPage) -> str:
    """A digest of what was typed, of which nothing can be read, and the version it led to."""
    data = page.form.data
    typed = data.lists() if isinstance(data, QueryDict) else data.items()
    said = sorted((k, v) for k, v in typed if k not in {"csrfmiddlewaretoken", "version"})
    return f"{sha256(repr(said).encode()).hexdigest()}:{page.subject.version}"


def _did_it_himself(page: VerbPage) -> bool:
    """What he has just done, and what cannot be done twice anyway."""
    if not isinstance(page.subject, Dispute | Assignment) or page.subject.state in page.row.sources:
        return False
    last = page.dispute.timeline.filter(verb=page.verb).last()
    just = page.subject.version == page.form.cleaned_data["version"] + 1
    return just and last is not None and last.actor_id == page.officer.pk
