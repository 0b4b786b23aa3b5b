"""One page for every verb: its object or 404, its form, and what happened meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, QueryDict
from django.utils.datastructures import MultiValueDict

from departments.models import Officer
from departments.views.gate import OfficerRequest
from disputes.models import Dispute
from papers.freezing import PaperContent
from web.file_storage import NotKept
from web.refusals import Mistyped, NotAllowed, NotYours, Stale
from workflow.issuing.rehearsing import ASKED, rehearsed
from workflow.models import (
    TimelineEntry,
)
from workflow.procedure.moving import elsewhere
from workflow.procedure.rows.table import Row
from workflow.verbs.book import Action, Book, Verb
from workflow.verbs.forms import VerbForm
from workflow.verbs.pressed import Subject, dispute_of, done_already, is_second, note

Files = MultiValueDict[str, UploadedFile[bytes]]


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
    #: Only what it would issue is asked for, and here it is.
    is_rehearsal: bool = False
    foreseen: list[PaperContent] | None = None

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
    def other_answers(self) -> list[tuple[str, str]]:
        """What else the same person may say of what lies before him, and where: 退回补充."""
        rows = [row for row in self.book.table.values() if row is not self.row]
        alike = [r for r in rows if r.who is self.row.who and r.sources == self.row.sources]
        is_yes_or_no = len(alike) == len(self.row.sources) == 1
        open_now = [r for r in alike if not r.refusal(self.officer, self.subject)]
        home = self.subject.get_absolute_url()
        return [(r.label, f"{home}{r.verb}/") for r in open_now] if is_yes_or_no else []

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
    def previews(self) -> bool:
        """Whether papers leave by it, to be looked at before."""
        return bool(self._verb.papers)

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
        """Do it; False leaves the page to be shown again with what was typed and why.

        Where only a preview was asked for nothing is done, and `foreseen` tells what would be.
        """
        try:
            done = self._performed()
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
        elif self.foreseen is None:
            note(self)
        return done and self.foreseen is None

    def _performed(self) -> bool:
        def act() -> bool:
            return perform(self.form, self._verb.does, self.subject, self.officer)

        if not self.is_rehearsal:
            return act()
        self.foreseen = rehearsed(act, self.officer)
        return self.foreseen is not None

    def _pressed_twice(self) -> bool:
        """He was quicker himself."""
        self.subject.refresh_from_db()
        self.is_repeated = is_second(self)
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
        beside = self.form.overtaken(self.changed)
        self.form.full_clean()
        for name, told in beside.items():
            self.form.add_error(name, told)
        self._verb.narrow(self.form, self.subject, self.officer)
        return False


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
        raise done_already(row, officer, subject, reason) or NotAllowed(reason)
    doing = book.verbs[verb]
    start = {} if typed is not None else doing.beginning(subject)
    sent = files if typed is not None else None  # an empty list of files is sent nowhere either
    form = doing.form(typed, sent, subject=subject, officer=officer, initial=start)
    if typed is None:
        doing.narrow(form, subject, officer)
    asked = typed is not None and ASKED in typed
    return VerbPage(book, row, subject, officer, form, is_rehearsal=asked)


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
