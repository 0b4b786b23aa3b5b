"""What is asked: for whom, what, how, until when; which desks that passes, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from confidentiality.masking import STARS, mask_text, replaced
from confidentiality.sealing import open_sealed
from departments.roles import HEADS
from disputes.models import Material
from disputes.words import plain_values
from papers.choices import PaperKind
from papers.copies import folded
from papers.kinds import CONTENTS
from web.refusals import Mistyped, NotAllowed
from workflow.messages import notices
from workflow.models import CaseFile, Disclosure, DisclosureItem, Paper
from workflow.models.disclosure import (
    AT_A_DESK,
    DisclosureState,
    ItemKind,
    Masking,
    RecipientKind,
    SheetField,
)

if TYPE_CHECKING:
    from departments.models import Department, Officer
    from disputes.models import Dispute

#: Nothing is on offer for longer.
LONGEST: Final = timedelta(days=366)
OWN_PAPERS: Final = (PaperKind.DISCLOSURE_FORM, PaperKind.DISCLOSURE_SHEET)
#: What can be laid under a watermark as it is.
SENDABLE: Final = frozenset({"application/pdf", "image/jpeg", "image/png"})
#: 信息项 that name a person.
PERSONAL: Final = frozenset(
    {"payer_name", "payer_id", "payer_phone", "payer_address", "facts", "claim", "decision"}
)
_SHORTEST: Final = 2
#: Who may be given whole files.
_READ_FILES: Final = frozenset({RecipientKind.DEPARTMENT, RecipientKind.JUDICIAL})


@dataclass(frozen=True)
class Asked:
    """As it was typed."""

    recipient_kind: str
    recipient: str
    purpose: str
    until: date
    letter: str = ""
    masking: str = Masking.MASKED
    full_reason: str = ""
    impact_record: str = ""
    papers: Sequence[Paper] = ()
    materials: Sequence[Material] = ()
    particulars: Sequence[str] = ()
    text: str = ""
    case_files: Sequence[CaseFile] = ()

    @property
    def is_full(self) -> bool:
        return self.masking == Masking.FULL

    @property
    def columns(self) -> dict[str, object]:
        """What the row itself keeps of it."""
        names = ("recipient_kind", "recipient", "letter", "purpose", "masking", "full_reason",
                 "impact_record", "until")  # fmt: skip
        return {name: getattr(self, name) for name in names}


def check(asked: Asked, dispute: Dispute | None, today: date) -> None:
    """Every sentence at once; nothing is written before."""
    wrong: dict[str, list[str]] = {}
    for name, sentence in _problems(asked, dispute, today):
        wrong.setdefault(name, []).append(sentence)
    if wrong:
        raise Mistyped(wrong)


def _problems(asked: Asked, dispute: Dispute | None, today: date) -> Iterator[tuple[str, str]]:
    if asked.until < today:
        yield "until", "提供期限不能早于今天。"
    if asked.until > today + LONGEST:
        yield "until", "提供期限最长一年，到期仍需要的请另行申请。"
    if asked.recipient_kind == RecipientKind.JUDICIAL and not asked.letter:
        yield "letter", "司法、纪检监察机关调取的，请填写公函文号。"
    yield from _problems_of_masking(asked, dispute)
    yield from _problems_of_items(asked, dispute)


def _problems_of_masking(asked: Asked, dispute: Dispute | None) -> Iterator[tuple[str, str]]:
    if not asked.is_full:
        return
    if asked.recipient_kind == RecipientKind.PUBLICATION:
        yield "masking", "公开发布一律脱敏，请选择“脱敏”。"
    if dispute is None:
        yield "masking", "不属单个事项的统计、说明不含个人信息，请选择“脱敏”。"
    if not asked.full_reason:
        yield "full_reason", "不脱敏的，请写明理由。"
    if asked.recipient_kind == RecipientKind.DEPARTMENT and not asked.impact_record:
        yield "impact_record", "向其他部门提供不脱敏的个人信息，请填写个人信息保护影响评估记录号。"


def _problems_of_items(asked: Asked, dispute: Dispute | None) -> Iterator[tuple[str, str]]:
    if not (asked.papers or asked.materials or asked.particulars or asked.text
            or asked.case_files):  # fmt: skip
        yield "text", "请至少选一份文书、一份材料、一个信息项，或者写明统计、说明文字。"
    if asked.case_files and asked.recipient_kind not in _READ_FILES:
        yield "numbers", "案卷包只能提供给其他部门或者司法、纪检监察机关，请删去案卷。"
    if asked.recipient_kind == RecipientKind.PUBLICATION and _quotes_the_case(asked):
        said = "公开发布只能用统计、说明文字，不能直接附文书、材料和当事人信息，请改写后填入。"
        yield "text", said
    if asked.materials and not asked.is_full:
        yield "materials", "上传的材料不能自动脱敏：请改选文书、信息项，或者选“不脱敏”并写明理由。"
    secret = dispute is not None and dispute.confidential_report
    if secret and _tells_the_reporter(asked):
        said = "举报保密的事项，受理登记表和上传的材料会暴露举报人，不能对外提供，请改选信息项。"
        yield "papers", said
    if asked.text and (secret or not asked.is_full) and _names_somebody(asked.text, dispute):
        yield "text", "文字里有当事人姓名或者证件号码、电话等，请删去或者改写为“某某”。"


def _quotes_the_case(asked: Asked) -> bool:
    open_fields = {SheetField.CATEGORY, SheetField.INSURANCE, SheetField.STATE}
    return bool(asked.papers or asked.materials or set(asked.particulars) - open_fields)


def _tells_the_reporter(asked: Asked) -> bool:
    """Materials may name him anywhere; some papers are his own and the receiving unit's (R075)."""
    return bool(asked.materials) or any(not CONTENTS[p.kind].withholds for p in asked.papers)


def _names_somebody(text: str, dispute: Dispute | None) -> bool:
    """What is typed for the outside may not tell who it was."""
    if mask_text(text, by_check_digit=False) != text:
        return True
    if dispute is None:
        return False
    return bool(replaced(text, _secrets(dispute)) != text)


def _secrets(dispute: Dispute) -> dict[str, str]:
    """Names, numbers and homes of all of them, in every form these take; a unit is named openly."""
    named = plain_values(p for p in dispute.parties.all() if not p.is_unit or p.is_kept_secret)
    of_units = {
        open_sealed(value)
        for party in dispute.parties.all()
        for value in (party.phone, party.contact)
        if not value.is_blank
    }
    return {secret: STARS for secret in (*named, *of_units) if len(folded(secret)) >= _SHORTEST}


#: Where the same was asked for already: what to do with that one.
_INSTEAD: Final = dict.fromkeys(AT_A_DESK, "正在审批，请等待批复") | {
    DisclosureState.RETURNED: "已退回，请在那一件上修改后重新送审",
    DisclosureState.APPROVED: "已批准，请直接在那一件上制作外发件",
}


def refuse_same(asked: Asked, department: Department, dispute: Dispute | None) -> None:
    """Sent twice it is one request; whoever calls holds the case, or has his unit's turn."""
    mine = Disclosure.objects.filter(dispute=dispute, department=department, state__in=_INSTEAD)
    near = mine.filter(recipient_kind=asked.recipient_kind, until=asked.until)
    for own in near.prefetch_related("items"):
        if all(getattr(own, name) == value for name, value in asked.columns.items()) and (
            _things(items_of(asked, own, own.round))
            == _things([each for each in own.items.all() if each.round == own.round])
        ):
            state = _INSTEAD[DisclosureState(own.state)]
            raise NotAllowed(f"已经申请过同样的对外提供（{own}），{state}，不用重复申请。")


def _things(items: Sequence[DisclosureItem]) -> set[tuple[object, ...]]:
    return {(i.kind, i.paper_id, i.material_id, *i.fields, i.text, *i.case_files) for i in items}


def route(asked: Asked, department: Department, dispute: Dispute | None, by: Officer) -> list[str]:
    """部门负责人 → 专班办公室 → 组长 (A18); the leader for publication, names, files.

    Where the unit has no other head, the leader answers for the missing signature.
    """
    if department.is_office:
        return [DisclosureState.LEADER.value]
    unmasked = asked.is_full and asked.recipient_kind == RecipientKind.DEPARTMENT
    led = unmasked or asked.case_files or asked.recipient_kind == RecipientKind.PUBLICATION
    head, office, leader = (str(each) for each in DisclosureState.values[:3])
    if not _another_heads(department, dispute, by):
        return [office, leader]
    return [head, office, leader] if led else [head, office]


def _another_heads(department: Department, dispute: Dispute | None, by: Officer) -> bool:
    heads = notices.holders(department.pk, HEADS, dispute)
    return bool(heads.exclude(pk=by.pk).exists())


def items_of(asked: Asked, disclosure: Disclosure, round_: int) -> list[DisclosureItem]:
    """What is to leave, one row each; the sheet holds the items and the text together."""
    rows = [
        DisclosureItem(kind=ItemKind.PAPER, label=f"{each.label} {each.number}", paper=each)
        for each in asked.papers
    ]
    rows += [
        DisclosureItem(kind=ItemKind.MATERIAL, label=each.title, material=each)
        for each in asked.materials
    ]
    if asked.particulars or asked.text:
        fields = [each.value for each in SheetField if each in set(asked.particulars)]
        named = [str(SheetField(each).label) for each in fields]
        said = "、".join([*named, *(["统计、说明文字"] if asked.text else [])])
        label = f"信息提供件（{said}）"
        rows.append(
            DisclosureItem(kind=ItemKind.SHEET, label=label, fields=fields, text=asked.text)
        )
    if asked.case_files:
        label = f"案卷包（{len(asked.case_files)} 卷，节本）"
        files = [each.pk for each in asked.case_files]
        rows.append(DisclosureItem(kind=ItemKind.BUNDLE, label=label, case_files=files))
    for each in rows:
        each.disclosure, each.round = disclosure, round_
    return rows


def is_personal(items: Sequence[DisclosureItem]) -> bool:
    """Whether a person can be told from it before it is masked."""
    return any(each.kind != ItemKind.SHEET or PERSONAL & set(each.fields) for each in items)
