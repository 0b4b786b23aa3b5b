"""One page for every verb: its object or 404, its form, and what happened meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, QueryDict
from django.utils.datastructures import MultiValueDict

from departments.models import Officer
from departments.views.gate import OfficerRequest
from disputes.models import Dispute
from web.file_storage import NotKept
from web.refusals import Mistyped, NotAllowed, NotYours, Stale
from workflow.models import (
    Assignment,
    Disclosure,
    Errand,
    Finding,
    Meeting,
    Supervision,
    TimelineEntry,
)
from workflow.procedure.moving import elsewhere
from workflow.procedure.rows.table import Row
from workflow.verbs.book import Action, Book, Verb
from workflow.verbs.forms import VerbForm

#: Seconds for which a second tab is still the same sitting.
A_SITTING: Final = 12 * 3600

Files = MultiValueDict[str, UploadedFile[bytes]]
Subject = Dispute | Assignment | Supervision | Meeting | Errand | Disclosure | Finding


def dispute_or_404(officer: Officer, pk: int) -> Dispute:
    """The dispute with its people; what he may not see looks like what is not there."""
    found: Dispute | None = (
        Dispute.objects.visible_to(officer).with_people().filter(pk=pk).order_by().first()
    )
    if found is None:
        raise Http404
    return found


def home_of(dispute: Dispute, officer: Officer) -> str:
    """The dispute's page, or the workbench when the act has ended his part in it."""
    seen = Dispute.objects.visible_to(officer).filter(pk=dispute.pk).exists()
    return dispute.get_absolute_url() if seen else "/"


@dataclass(frozen=True)
class Typed:
    """A label and what was typed there, to be copied out of a refused form."""

    label: str
    text: str


@dataclass
class VerbPage:
    """What the page of one verb shows, and what its answer will be."""

    book: Book
    row: Row[Any]  # Any: as above
    subject: Subject
    officer: Officer
    form: VerbForm
    status: int = 200
    changed: list[TimelineEntry] = field(default_factory=list)
    is_repeated: bool = False
    why_not: str = ""

    @property
    def verb(self) -> str:
        return self.row.verb

    @property
    def _verb(self) -> Verb:
        return self.book.verbs[self.verb]

    @property
    def label(self) -> str:
        return self.row.label

    @property
    def dispute(self) -> Dispute:
        return dispute_of(self.subject)

    @property
    def layout(self) -> str:
        """Where the fields that are left after narrowing stand."""
        wanted = self._verb.layout.split()
        return " ".join(w for w in wanted if w.partition(":")[0] in self.form.fields)

    @property
    def shows_feedback(self) -> bool:
        """The draft or decision beside the form, save where the page itself tells it."""
        return self.verb not in {"serve", "draft_decision"}

    @property
    def warning(self) -> str:
        """What is asked once before: of the row, or of this act on this subject."""
        warns = self._verb.warns
        return self.row.warning or (warns(self.subject) if warns else "")

    @property
    def warns_at(self) -> str:
        return "" if self.row.warning else self._verb.warns_at

    @property
    def effect(self) -> str:
        """What happens where there is nothing to type."""
        return f"按下“{self.label}”即办理这一步，并记入经过。"

    @property
    def is_overtaken(self) -> bool:
        """Somebody was quicker; `changed` says what he did, where that may be seen."""
        return self.status == 409

    @property
    def is_open(self) -> bool:
        """It can still be done; otherwise what was typed is only shown for copying."""
        return not self.why_not

    @property
    def typed(self) -> list[Typed]:
        """Everything he typed, by its label."""
        return [
            Typed(str(bound.label), str(bound.value()))
            for bound in self.form.visible_fields()
            if bound.value()
        ]

    def carried_out(self) -> bool:
        """Do it; False leaves the page to be shown again with what was typed and why."""
        try:
            done = perform(self.form, self._verb.does, self.subject, self.officer)
        except Stale as refusal:
            return self._pressed_twice() or self._overtaken(refusal)
        except NotKept as refusal:
            self.form.add_error(None, refusal.sentence)
            self._verb.narrow(self.form, self.subject, self.officer)
            self.status = 507
            return False
        if not done:
            self.status = 400
            self._verb.narrow(self.form, self.subject, self.officer)
        else:
            _note(self)
        return done

    def _pressed_twice(self) -> bool:
        """He was quicker himself."""
        self.subject.refresh_from_db()
        self.is_repeated = _is_second(self)
        return self.is_repeated

    def _overtaken(self, refusal: Stale) -> bool:
        """Another officer was quicker (R107)."""
        seen = self.form.cleaned_data["version"]
        self.status = 409
        self.changed = _since(self.subject, seen, self.officer)
        self.why_not = self.row.refusal(self.officer, self.subject)
        assert isinstance(self.form.data, QueryDict)  # it was posted
        typed = self.form.data.copy()
        typed["version"] = str(self.subject.version)
        self.form.data = typed
        self.form.full_clean()
        self._verb.narrow(self.form, self.subject, self.officer)
        return False


def dispute_of(subject: Subject) -> Dispute:
    """Of everything but a meeting, which is about many, and what is about none."""
    assert not isinstance(subject, Meeting | Errand)
    found = subject if isinstance(subject, Dispute) else subject.dispute
    assert found is not None
    return found


def verb_page(
    book: Book,
    verb: str,
    subject: Subject,
    officer: Officer,
    typed: QueryDict | None,
    files: Files | None = None,
) -> VerbPage:
    """The page of a verb that is his; NotYours or NotAllowed where it is not, or not now."""
    row = book.row(verb)
    if not row.who.allows(officer, subject):
        raise NotYours(row.whose(subject) + elsewhere(row, officer, subject))
    if typed is None and (reason := row.refusal(officer, subject)):
        raise NotAllowed(reason)
    doing = book.verbs[verb]
    start = {} if typed is not None else doing.beginning(subject)
    sent = files if typed is not None else None  # an empty list of files is sent nowhere either
    form = doing.form(typed, sent, subject=subject, officer=officer, initial=start)
    if typed is None:
        doing.narrow(form, subject, officer)
    return VerbPage(book, row, subject, officer, form)


def _note(page: VerbPage) -> None:
    """He did it, with these words, and so the subject stands since."""
    cache.set(_button(page), _as_done(page), A_SITTING)


def _is_second(page: VerbPage) -> bool:
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


def _since(subject: Subject, seen: int, officer: Officer) -> list[TimelineEntry]:
    """What was done after the version he had before him; an assignment has its own count.

    Nothing of it to a department that answers for a dispute it no longer sees (R052).
    """
    seen_by_him = Dispute.objects.visible_to(officer).filter(pk=dispute_of(subject).pk)
    if not seen_by_him.exists():
        return []
    entries = dispute_of(subject).timeline.order_by("-id")
    if isinstance(subject, Dispute):
        return list(entries.filter(version__gt=seen))[::-1]
    return list(entries[: max(1, subject.version - seen)])[::-1]


def say(request: OfficerRequest, page: VerbPage) -> None:
    """Quiet success; a second click on what is done says so and acts no more."""
    if page.is_repeated:
        messages.info(request, f"“{page.label}”刚才已经办好，没有重复办理。")
        return
    messages.success(request, f"{page.label}：已办好。")


def perform(form: forms.Form, action: Action, subject: object, officer: Officer) -> bool:
    """Check what was typed, then act; True when it is done.

    False leaves every sentence in the form's errors, so that nothing typed is lost. NotYours and
    Stale go on to the page or the middleware, and so does NotAllowed where nothing was typed.
    """
    if not form.is_valid():
        return False
    try:
        action(subject, by=officer, **form.cleaned_data)
    except Mistyped as refusal:
        tell(form, refusal)
        return False
    except Stale:
        raise
    except NotAllowed as refusal:
        if set(form.fields) <= {"version"}:
            raise
        form.add_error(None, refusal.sentence)
        return False
    return True


def tell(form: forms.Form, refusal: Mistyped) -> None:
    """Each sentence beside its field; what has no field here stands on top."""
    for name, sentences in refusal.errors.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
