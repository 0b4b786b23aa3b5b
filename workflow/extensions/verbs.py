"""延期: asking for more time, and telling the payer of it (R103)."""

from __future__ import annotations

from papers.choices import PaperKind
from workflow.extensions import actions, forms
from workflow.verbs.book import Verb

VERBS = {
    "extend": Verb(
        forms.Extend,
        actions.extend,
        layout="clock:8 until:4 reason progress",
        papers=(PaperKind.EXTENSION_FORM, PaperKind.EXTENSION_NOTICE),
    ),
    "tell_extension": Verb(
        forms.TellExtension, actions.tell_extension, layout="told_on:6 method:6"
    ),
}
