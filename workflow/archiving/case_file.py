"""The case file: its papers, their order, how long it is kept (方案五(五), domain 3.5-3.8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from disputes.choices import ONLY_TOLD, Mode, PartySide, Severity, State
from disputes.materials import has_withdrawal_request
from disputes.models import Dispute, Material
from disputes.models.numbering import next_in
from papers.choices import PaperKind
from papers.kinds import CONTENTS
from web.refusals import Mistyped
from workflow.archiving.indexing import filed_text
from workflow.issuing.pieces import category_name
from workflow.messages import outbox
from workflow.models import CaseFile, ExtensionGrant, FileReview, Paper
from workflow.models.choices import AssignmentKind, AssignmentState
from workflow.procedure import facts, keeping
from workflow.procedure.move import Move
from workflow.procedure.sides import case_sides

Line = dict[str, str | int | None]
SEALING = "reports.seal_package"
WITHDRAWAL_REQUEST = "撤回申请"
#: That each 撤回告知书 reached whom it is addressed to (登记书面告知).
WITHDRAWAL_TOLD = "撤回告知登记"
#: As the parties signed it, beside the form by which it was registered.
AGREEMENT = "调解（和解）协议"


@dataclass(frozen=True)
class Excuse:
    """A paper that is missing by name, and why (R079)."""

    label: str
    reason: str


def required_papers(dispute: Dispute, state: str = "") -> dict[str, int]:
    """Label → how many the file must hold, by what became of the dispute (domain 3.8).

    An archived dispute is asked about the `state` it was archived from.
    """
    state = state or dispute.state
    wanted: dict[str, int] = {PaperKind.REGISTRATION.label: 1}
    if state in ONLY_TOLD:
        wanted |= _told(dispute)
    elif state == State.WITHDRAWN:
        wanted[WITHDRAWAL_REQUEST] = 1
    elif state == State.CONCLUDED and dispute.mode:
        wanted |= _decided(dispute)
    wanted |= _withdrawn(dispute) | _settled(dispute)
    if extended := ExtensionGrant.objects.filter(deadline__dispute=dispute).count():
        wanted[str(PaperKind.EXTENSION_FORM.label)] = extended
    return wanted


def _withdrawn(dispute: Dispute) -> dict[str, int]:
    """The request for what was taken back in part, and that everybody was told who has a notice."""
    notices = dispute.papers.filter(kind=PaperKind.WITHDRAWAL_NOTICE).count()
    if not notices:
        return {}
    asked = {WITHDRAWAL_REQUEST: 1} if dispute.part_withdrawals.exists() else {}
    return asked | {WITHDRAWAL_TOLD: notices}


def _settled(dispute: Dispute) -> dict[str, int]:
    """What was registered of each agreement, and the agreement itself (领域 3.3 ⑰)."""
    agreed = dispute.settlements.filter(paper__voids=None).count()
    return {str(PaperKind.SETTLEMENT.label): agreed, AGREEMENT: 1} if agreed else {}


def _told(dispute: Dispute) -> dict[str, int]:
    """A notice for every payer, and proof of those who could be told."""
    payers = sum(side.party == PartySide.PAYER for side in case_sides.everybody(dispute))
    exempt = sum(bool(service.exempt) for service in case_sides.services_in_force(dispute))
    proofs = {PaperKind.SERVICE_PROOF.label: payers - exempt} if payers > exempt else {}
    return {PaperKind.NOTIFICATION.label: payers} | proofs


def _decided(dispute: Dispute) -> dict[str, int]:
    """What a decided dispute's mode demands."""
    staying = case_sides.everybody(dispute)
    held = [s for s in case_sides.services_in_force(dispute) if s.side in staying]
    exempt, sides = sum(bool(service.exempt) for service in held), len(staying)
    wanted: dict[str, int] = {
        PaperKind.DECISION.label: sides if case_sides.has_counterparty(dispute) else sides - 1,
        PaperKind.SERVICE_PROOF.label: sides - exempt,
    }
    if dispute.mode == Mode.REFERRAL:
        referred = (PaperKind.NOTIFICATION, PaperKind.REFERRAL, PaperKind.RECEIPT)
        wanted |= {str(kind.label): 1 for kind in referred}
    wanted |= _opinions(dispute, AssignmentKind.JOINT, PaperKind.OPINION)
    if dispute.mode == Mode.SPECIAL:
        wanted[PaperKind.MAJOR_APPROVAL.label] = 1
        wanted |= _opinions(dispute, AssignmentKind.SPECIAL, PaperKind.APPROVAL_OPINION)
    if facts.needs_minutes(dispute):
        wanted[PaperKind.MINUTES.label] = 1
    return wanted


def _opinions(dispute: Dispute, kind: AssignmentKind, paper: PaperKind) -> dict[str, int]:
    """One notice for each invited department, one opinion for each that was not excused."""
    asked = dispute.assignments.filter(kind=kind)
    answered = asked.filter(state=AssignmentState.ANSWERED).count()
    excused = asked.filter(state=AssignmentState.EXCUSED).count()
    if answered + excused == 0:
        return {}
    return {PaperKind.JOINT_NOTICE.label: answered + excused, paper.label: answered}


def missing_papers(dispute: Dispute) -> list[str]:
    """Labels of papers the file lacks."""
    held: dict[str, int] = {}
    for paper in dispute.papers.filter(voids=None):
        held[paper.label] = held.get(paper.label, 0) + 1
    if has_withdrawal_request(dispute):
        held[WITHDRAWAL_REQUEST] = 1
    if any(each.purpose == Material.SETTLEMENT for each in dispute.materials.all()):
        held[AGREEMENT] = 1
    wanted = required_papers(dispute)
    if WITHDRAWAL_TOLD in wanted:
        held[WITHDRAWAL_TOLD] = dispute.withdrawal_tellings.of_withdrawals().count()
    return [name for name, count in wanted.items() if held.get(name, 0) < count]


def retention(dispute: Dispute) -> CaseFile.Retention:
    """Permanent for major ones, 30 years with a decision, else 10 (domain 3.6)."""
    if dispute.severity == Severity.MAJOR:
        return CaseFile.Retention.PERMANENT
    if dispute.decisions.filter(state="signed").exists():
        return CaseFile.Retention.THIRTY
    return CaseFile.Retention.TEN


@dataclass(frozen=True)
class Kept:
    """How long a file is to be kept: by rule, as it was chosen, and why where that differs."""

    suggested: str
    retention: str
    reason: str


def kept_for(dispute: Dispute, reviews: Sequence[FileReview], chosen: str, reason: str) -> Kept:
    """As the archivist confirmed it before; else as whoever archives says (R083)."""
    if reviews:
        review = reviews[-1]
        if chosen not in {"", review.retention}:
            told = review.get_retention_display()
            raise Mistyped({"retention": [f"档案员已审核确认为{told}，请照此选择，或者不填。"]})
        return Kept(review.suggested, review.retention, review.reason)
    suggested = retention(dispute)
    if (chosen or suggested) != suggested and not reason:
        raise Mistyped({"retention_reason": ["与建议的保管期限不同，请写明理由。"]})
    return Kept(suggested, chosen or suggested, reason)


def unapproved(dispute: Dispute) -> list[str]:
    """Gaps that no archivist has approved: of the archived file, or as it stands now (R079)."""
    if dispute.state == State.ARCHIVED:
        return keeping.unapproved(dispute.case_file)
    approved = keeping.approved_gaps(dispute.file_reviews.all())
    return [label for label in missing_papers(dispute) if label not in approved]


def approved(
    reviews: Sequence[FileReview], missing: Sequence[str], excused: Sequence[Excuse]
) -> Iterator[Excuse]:
    """What is missing by the archivist's word, unless whoever archives gives his own reason."""
    said = {each.label for each in excused}
    for review in reviews:
        for gap in review.gaps:
            if gap in missing and gap not in said:
                said.add(gap)
                yield Excuse(gap, f"{review.reason}（{review.reviewer_label}批准）")


def catalogue(dispute: Dispute) -> list[Line]:
    """卷内文件目录: one line a paper or material, in the order of the file (R080)."""
    rank = {kind: place for place, kind in enumerate(CONTENTS)}
    held = dispute.papers.select_related("department").prefetch_related("voids")
    issued = sorted(held, key=lambda p: (rank[p.kind], p.pk))
    lines = [paper_line(paper) for paper in issued]
    begun = max(1, sum(paper.kind == PaperKind.REGISTRATION for paper in issued))
    lines[begun:begun] = [material_line(material) for material in dispute.materials.all()]
    return [{"order": order, **line} for order, line in enumerate(lines, 1)]


def paper_line(paper: Paper) -> Line:
    """A line of the catalogue without its number in the row."""
    return {
        "paper": paper.pk,
        "number": paper.number,
        "author": paper.department.name,
        "title": paper.label + _whose(paper) + ("（已作废）" if paper.is_void else ""),
        "date": f"{timezone.localdate(paper.issued_at):%Y%m%d}",
    }


def material_line(material: Material) -> Line:
    return {
        "material": material.pk,
        "number": "",
        "author": material.get_source_display(),
        "title": material.title,
        "date": f"{timezone.localdate(material.added_at):%Y%m%d}",
        "pages": material.pages,
    }


def appended_because(title: str) -> str:
    """What stands in the timeline before the reason of a supplement."""
    return f"“{title}”，理由："


def reasons_of_supplements(dispute: Dispute) -> dict[int, str]:
    """备考: why each was appended, as the timeline tells it; both came in the same step (R081)."""
    appended = dispute.materials.filter(purpose=Material.SUPPLEMENT).order_by("pk")
    steps = dispute.timeline.filter(verb="supplement").order_by("pk")
    return {
        each.pk: step.text.partition(appended_because(each.title))[2]
        for each, step in zip(appended, steps, strict=False)
    }


def _whose(paper: Paper) -> str:
    joined = "，并案" if paper.of_id else ""
    return f"（{PartySide(paper.party).label}{joined}）" if paper.party else ""


def title(dispute: Dispute) -> str:
    """关于{险种}{争议类别}争议处理的案卷（受理编号）; never a name (domain 3.5)."""
    from departments.insurance import Insurance

    kinds = "、".join(Insurance(code).label for code in dispute.insurance_types[:3])
    matter = category_name(dispute).removesuffix("争议")
    return f"关于{kinds}{matter}争议处理的案卷（{dispute.number}）"


def build(move: Move, excused: Sequence[Excuse], kept: Kept) -> CaseFile:
    """Freeze catalogue, number and retention; the trigger keeps them from now on."""
    dispute, department = move.dispute, move.dispute.receiving_department
    year, keep = move.today.year, kept.retention
    # Counted by its 全宗: several units may keep theirs in one, and a 档号 stands but once.
    serial = next_in(f"fonds.{department.fonds_number}.{keep}", year)
    return CaseFile.objects.create(
        year=year,
        dispute=dispute,
        number=f"{department.fonds_number}-WS·{year}-{keep}-SBZY-{serial:04d}",
        title=title(dispute),
        department=department,
        retention=keep,
        suggested=kept.suggested,
        retention_reason=kept.reason,
        catalogue=catalogue(dispute),
        excused=[{"label": e.label, "reason": e.reason} for e in excused],
        archived_by=move.by,
        archived_at=move.at,
        search_text=filed_text(dispute.number or "", title(dispute), dispute.search_text),
    )


def seal(filed: CaseFile, appended: Paper | Material | None = None) -> None:
    """信息包, or a further one of what was appended: by a worker, once this is safe (R081)."""
    later = f"-{appended._meta.model_name}-{appended.pk}" if appended else ""
    outbox.put(SEALING, [(f"seal-package-{filed.pk}{later}", {"case_file_id": filed.pk})])
