"""Putting a file into a dispute: looked into, named by nothing, its digest kept (质量 6)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from confidentiality.uploads import admit, clean_name
from departments.models import Officer
from disputes.models import Dispute, Material
from web.refusals import Mistyped

LONGEST_TITLE = 200


class AlreadyThere(ValidationError):
    """The same bytes are among the materials of the case."""

    def __init__(self, material: Material, nth: int) -> None:
        super().__init__(f"这个文件已经在材料里（第 {nth} 份），不用再传。")
        self.material = material


def keep_material(
    dispute: Dispute,
    upload: File[bytes],
    *,
    by: Officer,
    source: str = Material.Source.PAYER,
    title: str = "",
    purpose: str = "",
    may_repeat: bool = False,
) -> Material:
    """Check and store one file; ValidationError says in a sentence why it may not come in.

    The same file stands once in a case; one sheet that two parties signed `may_repeat`.

    Its type is read from its content, its name on disk says nothing (五要素·材料, R036).
    """
    taken = admit(upload)
    known = taken.facts
    if not may_repeat:
        _refuse_again(dispute, known.sha256, purpose, by)
    material = Material(
        dispute=dispute,
        title=(clean_name(title) if title.strip() else known.name)[:LONGEST_TITLE],
        media_type=known.media_type,
        size=known.size,
        pages=known.pages,
        sha256=known.sha256,
        original_sha256=taken.original_sha256,
        source=source,
        purpose=purpose,
        added_by=by,
    )
    with transaction.atomic(savepoint=False):  # the file comes to its place with its row
        material.file.save(known.name, taken.content, save=False)
        material.save()
    return material


def _refuse_again(dispute: Dispute, sha256: str, purpose: str, by: Officer) -> None:
    """Nothing is said of a file that he may not open: that would say who brought it (R075).

    One file may serve two purposes: a letter that is evidence and the request of withdrawal.
    """
    held = list(dispute.materials.order_by("pk").values_list("pk", "sha256", "purpose"))
    for nth, (pk, *same) in enumerate(held, start=1):
        if same == [sha256, purpose]:
            there = dispute.materials.get(pk=pk)
            if there.may_be_opened_by(by, dispute):
                raise AlreadyThere(there, nth)


def with_origin(rows: QuerySet[Material]) -> QuerySet[Material]:
    """Marks what a continued case has taken over: the same stored file is in the one before it."""
    before = Material.objects.filter(dispute=OuterRef("dispute__continues"), file=OuterRef("file"))
    return rows.annotate(is_taken_over=Exists(before))


def keep_supplement(
    dispute: Dispute, upload: File[bytes], *, by: Officer, title: str = ""
) -> Material:
    """补充归档: what came after archiving, beside the frozen file (五(五), R081)."""
    return _with_the_act(dispute, upload, "file", by=by, title=title, purpose=Material.SUPPLEMENT)


def keep_agreement(
    dispute: Dispute, upload: File[bytes] | None, *, by: Officer, title: str
) -> Material | None:
    """调解（和解）协议 as the parties signed it; several payers may have signed one (五(四))."""
    if upload is None:
        return None
    purpose = Material.SETTLEMENT
    return _with_the_act(
        dispute, upload, "file", by=by, title=title, purpose=purpose, may_repeat=True
    )


def keep_receipt(dispute: Dispute, upload: File[bytes] | None, *, by: Officer) -> Material | None:
    """签收件: what a party signed when it was served, kept among the materials (五(四))."""
    if upload is None:
        return None
    return _with_the_act(dispute, upload, "receipt", by=by, may_repeat=True, purpose="receipt")


def _with_the_act(
    dispute: Dispute,
    upload: File[bytes],
    field: str,
    *,
    by: Officer,
    purpose: str,
    title: str = "",
    may_repeat: bool = False,
) -> Material:
    """Brought with the form of a verb: what is wrong with it stands beside its field there."""
    source = Material.Source.OFFICER
    try:
        return keep_material(
            dispute, upload, by=by, source=source, title=title, purpose=purpose,
            may_repeat=may_repeat,
        )  # fmt: skip
    except ValidationError as error:
        raise Mistyped({field: list(error.messages)}) from error


def has_withdrawal_request(dispute: Dispute) -> bool:
    """The written request: a material so marked, or so named, by whoever put it in."""
    return any(
        each.purpose == "withdrawal" or "撤回" in each.title for each in dispute.materials.all()
    )
