"""Which roads stay open to a party who disagrees, and until when (方案五(四), R073, 领域 2.1)."""

from __future__ import annotations

from departments.codes import AGENCY, TAX
from disputes.choices import PartySide, RemedyChannel
from papers.pieces import Remedy

DISTRICT_GOVERNMENT = "伊春市乌翠区人民政府"
CITY_GOVERNMENT = "伊春市人民政府"
CITY_TAX_BUREAU = "伊春市税务局"
COURT = "有管辖权的人民法院"
LABOUR_ARBITRATION = "乌翠区劳动人事争议仲裁委员会"
MEDIATORS = "当地人民调解组织或者劳动争议调解组织"

#: 行政复议法 24、27 条: a bureau's government, a tax bureau's superior. The branch's awaits word.
_RECONSIDERED_BY = {TAX: CITY_TAX_BUREAU, AGENCY: CITY_GOVERNMENT}
_EMPLOYMENT = {"employee", "retired", "unemployed"}


def remedies(
    payer_kind: str,
    counterparty_kind: str,
    deciding_department: str,
    *,
    party: str = PartySide.PAYER,
) -> list[Remedy]:
    """The channels for one party: by the relation between the two and by who decided.

    Between a worker and his employer mediation and labour arbitration come first; against the
    act of an authority stand reconsideration and litigation. 先缴纳后复议 is law for taxes only
    and is never printed (领域 2.1).
    """
    among_themselves: list[Remedy] = []
    if counterparty_kind == "employer":
        among_themselves.append(_mediation())
        if payer_kind in _EMPLOYMENT:
            among_themselves.append(_arbitration(party))
    elif counterparty_kind == "other":
        among_themselves.append(_mediation())
    return [*among_themselves, _reconsideration(deciding_department), _litigation()]


def _mediation() -> Remedy:
    return Remedy(
        channel=RemedyChannel.MEDIATION,
        body=MEDIATORS,
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
        body=LABOUR_ARBITRATION,
        limit_text=f"自知道或者应当知道权利被侵害之日起1年内申请；{after}",
        clause="《劳动争议调解仲裁法》第二十七条、第四十七条至第四十九条",
    )


def _reconsideration(department: str) -> Remedy:
    article = "第二十七条" if department == TAX else "第二十四条"
    return Remedy(
        channel=RemedyChannel.RECONSIDERATION,
        body=_RECONSIDERED_BY.get(department, DISTRICT_GOVERNMENT),
        limit_text="自收到本告知书之日起60日内申请；认为行政机关未履行法定职责的，应当先申请行政复议",
        clause=f"《行政复议法》第二十条、第二十三条、{article}",
    )


def _litigation() -> Remedy:
    return Remedy(
        channel=RemedyChannel.LITIGATION,
        body=COURT,
        limit_text="自收到本告知书之日起6个月内直接起诉；对行政复议决定不服的，自收到复议决定书之日起15日内起诉",
        clause="《行政诉讼法》第四十五条、第四十六条",
    )
