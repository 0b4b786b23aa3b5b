"""Which roads stay open to a party who disagrees, and until when (方案五(四), R073, 领域 2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from deadlines.calendar import WorkCalendar, months_later
from departments.codes import AGENCY, TAX
from departments.models import RemedyBody
from disputes.choices import PartySide, RemedyChannel
from papers.pieces import OfficePiece, Remedy

Key = RemedyBody.Key
Bodies = Mapping[str, OfficePiece]
#: Where the district has written down no other.
_NAMES: Final = {
    Key.DISTRICT: "伊春市乌翠区人民政府",
    Key.CITY: "伊春市人民政府",
    Key.CITY_TAX: "国家税务总局伊春市税务局",
    Key.COURT: "有管辖权的人民法院",
    Key.ARBITRATION: "乌翠区劳动人事争议仲裁委员会",
    Key.MEDIATION: "当地人民调解组织或者劳动争议调解组织",
}
FOUNDING: Final[Bodies] = {key: OfficePiece(name=name) for key, name in _NAMES.items()}

#: 行政复议法 24、27 条: a bureau's government, a tax bureau's superior. The branch's awaits word.
_RECONSIDERED_BY = {TAX: Key.CITY_TAX, AGENCY: Key.CITY}
_RECONSIDERATION_DAYS, _LITIGATION_MONTHS = 60, 6
_EMPLOYMENT = {"employee", "retired", "unemployed"}


def remedies(
    payer_kind: str,
    counterparty_kind: str,
    deciding_department: str,
    *,
    party: str = PartySide.PAYER,
    bodies: Bodies = FOUNDING,
) -> list[Remedy]:
    """The channels for one party: by the relation between the two and by who decided.

    Between a worker and his employer mediation and labour arbitration come first; against the
    act of an authority stand reconsideration and litigation. 先缴纳后复议 is law for taxes only
    and is never printed (领域 2.1).
    """
    roads: list[tuple[str, Remedy]] = []
    if counterparty_kind in {"employer", "other"}:
        roads.append((Key.MEDIATION, _mediation()))
    if counterparty_kind == "employer" and payer_kind in _EMPLOYMENT:
        roads.append((Key.ARBITRATION, _arbitration(party)))
    superior = _RECONSIDERED_BY.get(deciding_department, Key.DISTRICT)
    roads += [(superior, _reconsideration(deciding_department)), (Key.COURT, _litigation())]
    return [_at(bodies[key], road) for key, road in roads]


def _at(body: OfficePiece, road: Remedy) -> Remedy:
    return replace(road, body=body.name, address=body.address, phone=body.phone)


def last_day(channel: str, served_on: date, calendar: WorkCalendar) -> date | None:
    """Until when whoever was served on that day may turn there; None where no day ends it.

    The day of service is not counted; a last day of rest moves on (行政复议法 88 条, 民诉法 85 条).
    """
    if channel == RemedyChannel.RECONSIDERATION:
        return calendar.roll_forward(served_on + timedelta(days=_RECONSIDERATION_DAYS))
    if channel == RemedyChannel.LITIGATION:
        return calendar.roll_forward(months_later(served_on, _LITIGATION_MONTHS))
    return None


def _mediation() -> Remedy:
    return Remedy(
        channel=RemedyChannel.MEDIATION,
        limit_text="双方自愿，可随时申请；达成调解协议的，可自协议生效之日起30日内共同申请司法确认",
        clause="《社会保险法》第八十三条、《人民调解法》第三十三条",
    )


def _arbitration(party: str) -> Remedy:
    """47 条: final for the employer, who has 30 days to ask for annulment; the worker may sue."""
    after = "对裁决不服的，自收到裁决书之日起15日内可以提起诉讼"
    if party == PartySide.COUNTERPARTY:
        after = "对终局裁决，自收到裁决书之日起30日内可以依法申请撤销"
    return Remedy(
        channel=RemedyChannel.ARBITRATION,
        limit_text=f"自知道或者应当知道权利被侵害之日起1年内申请；{after}",
        clause="《劳动争议调解仲裁法》第二十七条、第四十七条至第四十九条",
    )


def _reconsideration(department: str) -> Remedy:
    article = "第二十七条" if department == TAX else "第二十四条"
    return Remedy(
        channel=RemedyChannel.RECONSIDERATION,
        counted=True,
        limit_text="自收到本告知书之日起60日内申请；认为行政机关未履行法定职责的，应当先申请行政复议",
        clause=f"《行政复议法》第二十条、第二十三条、{article}",
    )


def _litigation() -> Remedy:
    return Remedy(
        channel=RemedyChannel.LITIGATION,
        counted=True,
        limit_text="自收到本告知书之日起6个月内直接起诉；对行政复议决定不服的，自收到复议决定书之日起15日内起诉",
        clause="《行政诉讼法》第四十五条、第四十六条",
    )
