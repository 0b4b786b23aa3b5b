"""归档, 保管, 报送专班: the verbs that end a file, keep it and send it up (五(五))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papers.choices import PaperKind
from workflow.archiving import actions, case_file, forms, keeping, originals
from workflow.verbs.book import Start, Verb
from workflow.verbs.forms import Nothing

if TYPE_CHECKING:
    from disputes.models import Dispute


def _suggestion(dispute: Dispute) -> Start:
    return {"retention": case_file.retention(dispute)}


VERBS = {
    "archive": Verb(forms.Archive, actions.archive),
    "supplement": Verb(forms.Supplement, actions.supplement),
    "report_up": Verb(Nothing, actions.report_up, papers=(PaperKind.REPORT_UP,)),
    "review_file": Verb(forms.ReviewFile, keeping.review_file, starts=_suggestion),
    "hold_file": Verb(forms.HoldFile, keeping.hold_file),
    "release_file": Verb(forms.ReleaseFile, keeping.release_file),
    "move_originals": Verb(forms.MoveOriginals, originals.move_originals),
    "appraise_file": Verb(forms.AppraiseFile, keeping.appraise_file),
    "decide_appraisal": Verb(forms.DecideAppraisal, keeping.decide_appraisal),
}
