"""The words of the registration page: labels, hints, the order of asking, what must be told."""

from __future__ import annotations

from typing import Final

from disputes.choices import REPRESENTATIVES

#: Signs asked at the counter; the others are found out later or follow from other fields.
ASKED: Final = (
    "petition_risk",
    "media",
    "policy",
    "universal",
    "tendency",
    "legacy",
    "court",
    "unclear_duty",
    "superior",
    "vulnerable",
    "org",
)
SHORT: Final = {
    "channel": {"h12345": "12345", "h12333": "12333", "h12366": "12366", "h12393": "12393"},
    "insurance_types": {"pension": "职工养老", "pension_resident": "居民养老",
                        "medical_resident": "居民医疗"},
    "signal": {"petition_risk": "集体访、越级访苗头", "media": "媒体、网络舆情",
               "court": "涉裁判、复议或执行", "unclear_duty": "部门职责有争议",
               "superior": "领导批示、上级交办", "vulnerable": "特殊群体"},
}  # fmt: skip
LABELS: Final = {
    "channel": "渠道",
    "place": "村、社区、林场",
    "facts": "反映主要事项",
    "amount": "金额（元）",
    "people_count": "涉及人数",
    "confidential_report": "举报保密",
    "period_start": "争议期间起",
    "period_end": "止",
    "payer.name": "姓名或名称",
    "payer.kind": "类型",
    "payer.id_number": "身份证号",
    "payer.credit_code": "统一社会信用代码",
    "payer.phone": "联系电话",
    "payer.address": "住址",
    "payer.contact": "联系人",
    "counterparty.name": "争议对方名称",
    "counterparty.kind": "对方类型",
    "counterparty.id_number": "对方身份证号",
    "counterparty.credit_code": "对方统一社会信用代码",
    "counterparty.phone": "对方电话",
    "counterparty.address": "对方地址",
    "counterparty.contact": "对方联系人",
    "counterparty.department": "对方是成员单位的",
    "agent.name": "代理人姓名",
    "agent.id_number": "代理人身份证号",
    "agent.phone": "代理人电话",
    "agent.address": "代理人住址",
    "agent.contact": "代理机构联系人",
    "agent.credit_code": "代理机构信用代码",
}  # fmt: skip
HINTS: Final = {
    "visited_at": "2026-11-20 14:20",
    "place": "可不填",
    "payer.id_number": "18 位，自动得出性别、年龄",
    "payer.phone": "手机，或带区号的座机",
    "payer.address": "到村、社区即可",
    "payer.credit_code": "单位填，18 位",
    "period_start": "2024-01",
    "period_end": "2026-04",
    "source_number": "热线、信访转来的工单号",
    "source_platform": "匿名信、网站留言等",
    "category": "输入“申报”“退费”或 TAX",
}
#: In the order of asking, which is the order of the list of mistakes.
ORDER: Final = (
    "channel",
    "visited_at",
    "town",
    "place",
    "urgency",
    "source_number",
    "source_platform",
    "anonymous",
    "confidential_report",
    "payer.name",
    "payer.kind",
    "payer.id_number",
    "payer.credit_code",
    "payer.phone",
    "payer.address",
    "people_count",
    *(
        f"rep{place}.{name}"
        for place in range(1, REPRESENTATIVES + 1)
        for name in ("name", "phone")
    ),
    "insurance_types",
    "category",
    "period_start",
    "period_end",
    "amount",
    "facts",
    "claim",
)
#: Without these it cannot be registered (五要素, R030), unless the payer wants no name.
ASKED_FIELDS: Final = (
    "channel",
    "visited_at",
    "town",
    "payer.name",
    "payer.kind",
    "payer.phone",
    "category",
    "facts",
    "claim",
)
#: Of those, what nobody who wants no name is asked for (R031).
NAMING_FIELDS: Final = frozenset({"payer.name", "payer.kind", "payer.phone"})
#: What the channel, or a group, makes necessary as well.
SOMETIMES_ASKED: Final = ("source_number", "source_platform", "rep1.name")
