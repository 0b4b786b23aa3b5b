"""归档: what the file must hold, what it holds, and what is missing (方案五(五), domain 3.8)."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict

from disputes.models import Dispute
from papers.choices import PaperKind
from workflow.archiving import case_file
from workflow.archiving.proofs import PROOF, proofs_of


@dataclass(frozen=True)
class Held:
    """One required paper: how many there should be and are; where, and how, a gap is mended."""

    label: str
    required: int
    held: int
    reason: str = ""
    mended: str = ""
    mends: str = ""
    may_lack: bool = False

    @property
    def is_missing(self) -> bool:
        return self.held < self.required


def checked(dispute: Dispute, typed: Any) -> list[Held]:  # Any: a QueryDict once posted
    """Every paper the mode requires, with the reason typed for a missing one."""
    reasons, home = _reasons(typed), dispute.get_absolute_url()
    missing = set(case_file.missing_papers(dispute))
    found = Counter(str(paper.label) for paper in dispute.papers.filter(voids=None))
    held = [
        Held(
            label,
            count,
            min(found[label], count - 1) if label in missing else max(found[label], count),
            reasons.get(label, ""),
            *_mended(label, home),
        )
        for label, count in case_file.required_papers(dispute).items()
    ]
    proofs = proofs_of(dispute)
    if not proofs.required:
        return held
    mended = _mended(PROOF, home)
    told = Held(PROOF, proofs.required, proofs.held, reasons.get(PROOF, ""), *mended, may_lack=True)
    return [*held, told]


#: What no turn made is put in, or told, by hand; whatever else is missing was void with its turn.
_BY_HAND: Final = {
    case_file.WITHDRAWAL_REQUEST: ("#materials", "去上传撤回申请"),
    case_file.AGREEMENT: ("#materials", "去上传签字的协议"),
    PROOF: ("#materials", "去上传签收件"),
    case_file.WITHDRAWAL_TOLD: ("tell_withdrawal/", "去登记撤回告知"),
    str(PaperKind.MINUTES.label): ("#meetings", "去看会商，签发纪要"),
}


def _mended(label: str, home: str) -> tuple[str, str]:
    """The address and its words (R079)."""
    where, says = _BY_HAND.get(label, ("#papers", "去看本件的文书"))
    return f"{home}{where}", says


def _reasons(typed: Any) -> dict[str, str]:  # Any: as above
    if not isinstance(typed, QueryDict):
        return {}
    return dict(zip(typed.getlist("missing"), typed.getlist("reason"), strict=False))


def with_reasons(typed: QueryDict) -> QueryDict:
    """归档: the reason boxes of missing papers become the one list that its form takes."""
    labels, reasons = typed.getlist("missing"), typed.getlist("reason")
    told = [
        {"label": label, "reason": reason.strip()}
        for label, reason in zip(labels, reasons, strict=False)
        if reason.strip()
    ]
    joined = typed.copy()
    joined["excused"] = json.dumps(told, ensure_ascii=False)
    return joined
