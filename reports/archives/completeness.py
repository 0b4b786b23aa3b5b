"""归档检查: whether an archived file holds what its mode demands (domain 3.7, 3.8, R079)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from disputes.choices import State
from disputes.models import Dispute, Material
from workflow.archiving import case_file as rules
from workflow.archiving.proofs import PROOF, Proofs, proofs_of
from workflow.models import CaseFile

#: Said of a proof for whose absence nobody gave a reason.
_UNPROVED: Final = "没有签收件、邮件单号或电子回执编号"
_WHOSE: Final = re.compile(r"（[^（）]*）$")


@dataclass(frozen=True)
class Check:
    """One thing looked at, and what was found: ok, warn or bad."""

    label: str
    says: str
    kind: str


def bare(title: str) -> str:
    """A title without what stands in brackets at its end: whose copy, or which number."""
    return _WHOSE.sub("", title)


def verdict(checks: Sequence[Check]) -> Check:
    """The worst of them, as the list says it."""
    kinds = {each.kind for each in checks}
    if "bad" in kinds:
        return Check("归档检查", "有缺件", "bad")
    if any(each.kind == "warn" and each.says.endswith(_UNPROVED) for each in checks):
        return Check("归档检查", f"缺{PROOF}", "warn")
    if "warn" in kinds:
        return Check("归档检查", "缺件已说明", "warn")
    return Check("归档检查", "通过", "ok")


def checks_of(file: CaseFile, dispute: Dispute) -> list[Check]:
    """完整性 of domain 3.7 and 3.8, counted from the frozen catalogue itself."""
    last = dispute.timeline.filter(verb="archive").values_list("state_before", flat=True).last()
    wanted = rules.required_papers(dispute, last or State.CONCLUDED)
    held = Counter(bare(line["title"]) for line in file.catalogue if line.get("paper"))
    named = [line["title"] for line in file.catalogue if line.get("material")]
    held[rules.WITHDRAWAL_REQUEST] += sum("撤回" in title for title in named)
    held[rules.WITHDRAWAL_TOLD] = dispute.withdrawal_tellings.of_withdrawals().count()
    if rules.AGREEMENT in wanted:
        kept = [line["material"] for line in file.catalogue if line.get("material")]
        agreed = dispute.materials.filter(pk__in=kept, purpose=Material.SETTLEMENT)
        held[rules.AGREEMENT] = agreed.count()
    excused = {each["label"] for each in file.excused}
    orders = [line["order"] for line in file.catalogue]
    in_row = orders == list(range(1, len(orders) + 1))
    found = [_required(label, count, held[label], excused) for label, count in wanted.items()]
    brought = {line["material"]: line["title"] for line in file.catalogue if line.get("material")}
    proofs = proofs_of(dispute, brought)
    if proofs.required:
        found.append(_proof(proofs, excused))
    return [
        *found,
        Check("卷内顺序号", "连续" if in_row else "不连续", "ok" if in_row else "bad"),
    ]


def _proof(proofs: Proofs, excused: set[str]) -> Check:
    """It holds up no archiving; a file that lacks it says so."""
    if not proofs.is_missing:
        return Check(PROOF, f"{proofs.held} 份", "ok")
    why = "已说明" if PROOF in excused else _UNPROVED
    return Check(PROOF, f"应有 {proofs.required} 份，有 {proofs.held} 份，{why}", "warn")


def _required(label: str, count: int, held: int, excused: set[str]) -> Check:
    if held >= count:
        return Check(label, f"{held} 份", "ok")
    if label in excused:
        return Check(label, f"应有 {count} 份，有 {held} 份，已说明", "warn")
    return Check(label, f"应有 {count} 份，有 {held} 份", "bad")
