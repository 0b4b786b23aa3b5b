"""外发件: the one way out. Approved, within its day, counted, under the recipient's watermark."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from confidentiality.models import AccessRecord
from confidentiality.reveal import record_access
from confidentiality.sealing import open_sealed_json
from deadlines.due import chinese_date
from papers.choices import PaperKind
from papers.kinds import CONTENTS
from web.refusals import NotAllowed, NotYours
from workflow.disclosure.actions import name_of
from workflow.disclosure.asking import PERSONAL
from workflow.issuing.drafts import hurry
from workflow.issuing.taking import drawn, stored
from workflow.models import Disclosure, DisclosureCopy, DisclosureEntry, DisclosureItem, Paper
from workflow.models.disclosure import DisclosureState, ItemKind
from workflow.models.rendered import Copy
from workflow.procedure.rows.disclosure import UNIT
from workflow.procedure.timeline import signature

if TYPE_CHECKING:
    from departments.models import Officer
    from disputes.models import Material

_LONGEST: Final = 24
WITHHELD: Final = "identity_withheld"
TELLS_WHO_REPORTED: Final = "本件现在是举报保密的事项，这一项会暴露举报人，不能再对外提供。"
NOT_YET: Final = "这份文书正在生成，请过半分钟再制作外发件。"


@dataclass(frozen=True)
class Outgoing:
    """What leaves, and the row that says so: a PDF, or a file of files."""

    copy: DisclosureCopy
    pdf: bytes = b""
    file: IO[bytes] | None = None

    @property
    def filename(self) -> str:
        kind = "zip" if self.file else "pdf"
        return f"外发件-{self.copy.item.disclosure.number}-{self.copy.pk}.{kind}"


class Written(NamedTuple):
    """A file that was put together to leave."""

    file: IO[bytes]
    sha256: str
    size: int


#: Puts the files of an item together as the so-and-so-many-th copy; archives know how.
Writer = Callable[[DisclosureItem, int], Written]


def why_not(own: Disclosure, officer: Officer) -> str:
    """Why he may not make a copy now; empty when he may."""
    if not UNIT.allows(officer, own):
        return "外发件由申请单位的人员制作。"
    if own.state != DisclosureState.APPROVED:
        return f"现在的状态是“{own.get_state_display()}”，批准后才能制作外发件。"
    if own.until < timezone.localdate():
        return f"提供期限已于{chinese_date(own.until)}届满，仍需要的请另行申请。"
    return ""


@transaction.atomic
def hand_out(
    item: DisclosureItem, *, by: Officer, address: str = "", writer: Writer | None = None
) -> Outgoing:
    """Count it, write down who took it and what it was, then give it."""
    own = Disclosure.objects.select_for_update(of=("self",)).get(pk=item.disclosure_id)
    if not UNIT.allows(by, own):
        raise NotYours(why_not(own, by))
    if reason := why_not(own, by) or _not_of_now(own, item):
        raise NotAllowed(reason)
    at, serial = timezone.localtime(), item.copies.count() + 1
    item.disclosure = own
    pdf, packed = b"", None
    if item.kind != ItemKind.BUNDLE:
        pdf = _laid(own, item, _clean(own, item), by, serial)
        digest, size = hashlib.sha256(pdf).hexdigest(), len(pdf)
    elif writer is None:
        raise NotAllowed(f"{item.label}请用 POST 提交到 {bundle_url(item)} 制作。")
    else:
        packed, digest, size = writer(item, serial)
    made = DisclosureCopy.objects.create(
        item=item, serial=serial, sha256=digest, size=size,
        taken_by=by, taker_label=signature(by), taken_at=at,
    )  # fmt: skip
    text = f"{signature(by)} 制作外发件“{item.label}”第{serial}份。"
    DisclosureEntry.objects.create(
        disclosure=own, at=at, actor=by, actor_label=signature(by), verb="copy", text=text
    )
    record_access(
        by,
        made,
        [own.masking],
        action=AccessRecord.Action.EXPORT,
        purpose=f"制作外发件：{own.number} 第{serial}份，{name_of(own)}",
        dispute_number=(own.dispute.number or "") if own.dispute else "",
        address=address,
    )
    return Outgoing(made, pdf, packed)


def bundle_url(item: DisclosureItem) -> str:
    """Where a program has it made; the page has its own."""
    return reverse("api_archive_bundle", args=[item.disclosure_id, item.pk])


def _not_of_now(own: Disclosure, item: DisclosureItem) -> str:
    if item.round != own.round:
        return "这一项在退回修改时已经替换，没有批准提供。"
    if item.paper is not None and item.paper.is_void:
        return "这份文书已经作废，不能再对外提供，请另行申请。"
    return TELLS_WHO_REPORTED if _tells_the_reporter(own, item) else ""


def _tells_the_reporter(own: Disclosure, item: DisclosureItem) -> bool:
    """What was approved before a report in confidence was merged into its case (R043, R075).

    A masked copy has his surname and his town: asked for today it would be refused as well.
    """
    if own.dispute is None or not own.dispute.confidential_report:
        return False
    if item.kind == ItemKind.SHEET and not PERSONAL & set(item.fields):
        return own.is_full and bool(item.text)
    paper = item.paper if item.kind == ItemKind.PAPER else _sheet(own)
    if item.material is not None or paper is None:
        return item.material is not None
    return not (CONTENTS[paper.kind].withholds and open_sealed_json(paper.content)[WITHHELD])


def _laid(own: Disclosure, item: DisclosureItem, pdf: bytes, by: Officer, serial: int) -> bytes:
    from papers.printing.overlay import laid_over  # 15 MiB that most web processes do without

    to, today = own.recipient[:_LONGEST], chinese_date(timezone.localdate())
    line = f"信息提供 {own.number}　接收方 {to}　第{serial}份　{today}　经手 {by.name}"
    try:
        return laid_over(pdf, line=line, mark=f"提供 {to} {own.number} {today}")
    except Exception as error:  # libraries raise more kinds than they name
        raise NotAllowed(
            f"“{item.label}”这份文件打不开或者加了密，不能制作外发件，"
            "请另存为普通 PDF 上传后重新申请。"
        ) from error


def _clean(own: Disclosure, item: DisclosureItem) -> bytes:
    """As it is kept, before anything is laid over."""
    if item.material is not None:
        return _as_pdf(item.material)
    paper = item.paper if item.kind == ItemKind.PAPER else _sheet(own)
    row = drawn(paper, Copy.FULL if own.is_full else Copy.MASKED) if paper else None
    if row is None:
        if paper is not None:
            hurry(paper)
        raise NotAllowed(NOT_YET)
    return stored(row)


def _sheet(own: Disclosure) -> Paper | None:
    return own.papers.filter(kind=PaperKind.DISCLOSURE_SHEET).defer("content").first()


def _as_pdf(material: Material) -> bytes:
    with material.file.open("rb") as file:
        content: bytes = file.read()
    if material.media_type == "application/pdf":
        return content
    from PIL import Image  # with the first photograph

    out = BytesIO()
    with Image.open(BytesIO(content)) as picture:
        picture.convert("RGB").save(out, "PDF", resolution=150)
    return out.getvalue()
