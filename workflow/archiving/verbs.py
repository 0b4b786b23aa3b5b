"""归档、报送专班: the verbs that end a file and send it up (五(五), 五 报送办理)."""

from __future__ import annotations

from workflow.archiving import actions, forms
from workflow.verbs.book import Verb
from workflow.verbs.forms import Nothing

VERBS = {
    "archive": Verb(forms.Archive, actions.archive),
    "report_up": Verb(Nothing, actions.report_up),
}
