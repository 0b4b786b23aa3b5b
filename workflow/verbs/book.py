"""What doing a verb takes, and the verbs of one kind of object beside their rows of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from departments.models import Officer
from papers.choices import PaperKind
from workflow.procedure.rows.table import Row
from workflow.verbs.forms import VerbForm

Action = Callable[..., Any]  # each verb has its own keywords; its form gives exactly those
Start = dict[str, Any]  # initial values, of many types
Narrowing = Callable[[VerbForm, Any, Officer], None]  # Any: a dispute or what hangs on it


@dataclass(frozen=True)
class Verb:
    """The form that asks, the action that acts, and how the page of the form begins.

    `layout` places fields on the grid of twelve, where one below another would waste the screen;
    `starts` gives the initial values of a form that nobody has typed in yet; `narrows` takes out
    of its lists what this subject rules out; `warns` names an effect of this act on this subject
    that the row itself does not have always, `warns_at` the field and its values that have it,
    where not every choice does; `parties` are those it may be done for, one by one; `papers` are
    those it may issue, which its page shows beforehand as they will print.
    """

    form: type[VerbForm]
    does: Action
    layout: str = ""
    starts: Callable[[Any], Start] | None = None  # Any: a dispute, or what hangs on it
    narrows: Narrowing | None = None
    warns: Callable[[Any], str] | None = None  # Any: as above
    warns_at: str = ""
    parties: Callable[[Any], Iterable[Any]] | None = None  # Any: as above, and its sides
    papers: tuple[PaperKind, ...] = ()

    def beginning(self, subject: Any) -> Start:  # Any: as above
        return self.starts(subject) if self.starts else {}

    def narrow(self, form: VerbForm, subject: Any, officer: Officer) -> None:  # Any: as above
        """A page offers only what can be chosen; form and action still check what comes back."""
        if self.narrows:
            self.narrows(form, subject, officer)
        form.narrow()


@dataclass(frozen=True)
class Book:
    """The verbs of one kind of object: the law's rows, and what carries each of them out."""

    table: Mapping[str, Row[Any]]  # Any: of a dispute, an assignment, a meeting, a supervision
    verbs: Mapping[str, Verb]

    def row(self, verb: str) -> Row[Any]:  # Any: as above
        """The table's row, or 404 for a word that is no verb here."""
        if verb not in self.table or verb not in self.verbs:
            raise Http404
        return self.table[verb]

    @property
    def forms(self) -> dict[str, type[VerbForm]]:
        """The form of each verb, for the API's schema."""
        return {name: verb.form for name, verb in self.verbs.items()}
