"""对外提供登记: what was asked for and what left, newest first; never deleted (R094)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from departments.models import Officer
from departments.roles import STAFF, THE_OFFICE, Role
from web.components import Page
from web.paging import page_of
from workflow.disclosure.page import DisclosureLine, lines
from workflow.models import Disclosure, DisclosureCopy
from workflow.models.disclosure import DisclosureQuerySet, DisclosureState, RecipientKind

SIZE = 30
OUT = "out"


class RegisterSearch(forms.Form):
    """Everything is optional; what cannot be is left out rather than refused."""

    state = forms.ChoiceField(
        required=False,
        choices=[("", "全部状态"), *DisclosureState.choices, (OUT, "有外发件未收回")],
    )
    kind = forms.ChoiceField(required=False, choices=[("", "全部接收方"), *RecipientKind.choices])
    year = forms.IntegerField(required=False, min_value=2000, max_value=2100)

    def narrowed(self, rows: DisclosureQuerySet) -> DisclosureQuerySet:
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("state") == OUT:
            rows = rows.filter(Exists(_out()))
        elif asked.get("state"):
            rows = rows.filter(state=asked["state"])
        if asked.get("kind"):
            rows = rows.filter(recipient_kind=asked["kind"])
        if asked.get("year"):
            rows = rows.filter(requested_at__year=asked["year"])
        return rows

    def at(self, cursor: str) -> str:
        """The same search at another place of the list; empty for no place."""
        kept = {name: str(value) for name, value in self.cleaned_data.items() if value}
        return f"?{urlencode(kept | {'cursor': cursor})}" if cursor else ""


def _out() -> QuerySet[DisclosureCopy]:
    """Copies that left and did not come back."""
    return DisclosureCopy.objects.filter(item__disclosure=OuterRef("pk"), recall=None)


@dataclass(frozen=True)
class Register:
    """One page of it."""

    form: RegisterSearch
    lines: list[DisclosureLine]
    page: Page
    says: str
    years: list[int]
    may_ask: bool
    is_narrowed: bool


def register(officer: Officer, asked: object, cursor: str) -> Register:
    """Fixed statements however long it is; BadCursor for a place it was never left at."""
    form = RegisterSearch(asked)  # type: ignore[arg-type]  # a QueryDict
    rows = form.narrowed(Disclosure.objects.kept_by(officer))
    found = page_of(rows, cursor, SIZE)
    this_year = timezone.localdate().year
    whole = officer.sees_all or officer.has_role(Role.AUDITOR)
    return Register(
        form=form,
        lines=lines(found.rows),
        page=Page(f"本页 {len(found.rows)} 件", form.at(found.previous), form.at(found.next)),
        says="全区各单位" if whole else "本单位",
        years=list(range(this_year, this_year - 6, -1)),
        may_ask=bool(officer.roles & (STAFF | THE_OFFICE)),
        is_narrowed=any(form.cleaned_data.values()),
    )
