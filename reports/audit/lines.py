"""A row of the record in words: no case's content, no payer's name is in it to begin with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from django.apps import apps

from confidentiality.audit.models import AuditRecord, Kind
from departments.models import Department
from disputes.models import Dispute
from workflow.procedure.rows.assignment import ASSIGNMENT_TABLE
from workflow.procedure.rows.errand import ERRAND_TABLE
from workflow.procedure.rows.finding import FINDING_TABLE
from workflow.procedure.rows.meeting import MEETING_TABLE
from workflow.procedure.rows.supervision import SUPERVISION_TABLE
from workflow.procedure.transitions import DISPUTE_TABLE

NOUNS: Final = {
    "disputes": "争议事项", "assignments": "交办", "papers": "文书",
    "approvals": "审批", "meetings": "会商", "supervisions": "督办", "archives": "案卷",
    "materials": "材料", "errands": "专班交办", "messages": "消息", "officers": "账号",
    "posts": "岗位", "terms": "任职", "departments": "成员单位", "trainings": "培训宣传",
    "calendar": "工作日历", "limits": "办理时限", "statistics": "统计", "changes": "管理变更",
    "disclosures": "信息提供", "findings": "审计发现", "reports": "月报季报", "topics": "专题",
    "recusals": "回避", "audit": "审计留痕", "chain": "留痕的链", "id_numbers": "证件号码（摘要）",
    "work_orders": "工单号", "disputes.party": "当事人", "disputes.material": "材料",
    "disputes.dispute": "争议事项", "workflow.paper": "文书", "workflow.casefile": "案卷",
    "departments.officer": "列表", "departments.training": "培训宣传", "login": "登录",
    "logout": "退出", "tasks": "我的待办", "roles": "岗位说明", "matrix": "职责表",
    "towns": "辖区", "records": "变更记录", "running": "运行情况", "reforms": "机构改革",
    "delegations": "组长授权", "": "首页", "switch-dates": "切换日",
    "stand-in": "指定代办", "desk": "切换岗位",
    "memberships": "成员单位", "names": "单位名称", "handing-over": "移交", "rules": "职责表",
    "signals": "重大信号", "routing": "分办建议", "me": "本人", "password": "密码",
    "categories": "类别", "views": "常用条件", "follow": "关注", "ui": "界面样张",
    "reveals": "查看明文放行",
}  # fmt: skip
_VERBS: Final = {
    **{verb: row.label for table in (
        DISPUTE_TABLE, ASSIGNMENT_TABLE, MEETING_TABLE, SUPERVISION_TABLE, ERRAND_TABLE,
        FINDING_TABLE,
    ) for verb, row in table.items()},
    "in": "登录成功", "failed": "登录失败", "out": "退出", "id_number": "按证件号码查重",
    "work_order": "工单号已登记过", "whole": "全链完好", "since": "上次锚定以来完好",
    "broken": "核验未通过", "reveal_grant": "放行查看明文",
}  # fmt: skip
_KINDS: Final[dict[str, str]] = dict(Kind.choices)
_ENDED: Final = {401: "未登录", 403: "无权", 404: "查无", 409: "现在不能办", 429: "过于频繁"}


@dataclass(frozen=True)
class Line:
    seq: int
    at: datetime
    who: str
    username: str
    unit: str
    kind: str
    did: str
    what: str
    case: str
    ended: str
    is_refused: bool
    address: str

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            str(self.seq), f"{self.at:%Y-%m-%d %H:%M:%S}", self.who, self.username, self.unit,
            self.kind, self.did, self.what, self.case, self.ended, self.address,
        )  # fmt: skip


def lines(rows: Sequence[AuditRecord]) -> list[Line]:
    """Two statements more, however many rows."""
    numbers = dict(
        Dispute.objects.filter(pk__in={row.dispute_id for row in rows if row.dispute_id})
        .order_by()
        .values_list("pk", "number")
    )
    units = dict(Department.objects.values_list("code", "short_name"))
    return [_line(row, numbers, units) for row in rows]


def _line(row: AuditRecord, numbers: dict[int, str | None], units: dict[str, str]) -> Line:
    officer = row.officer
    refused = row.status in _ENDED or row.status == 500
    return Line(
        seq=row.seq,
        at=row.at,
        who=officer.name if officer else "—",
        username=officer.username if officer else "",
        unit=units.get(row.post, row.post),
        kind=_KINDS.get(row.kind, row.kind),
        did=_did(row),
        what=" ".join(filter(None, (_noun(row), row.object_id))),
        case=_case(row, numbers),
        ended=_ended(row, is_refused=refused),
        is_refused=refused,
        address=row.address or "",
    )


def _noun(row: AuditRecord) -> str:
    """A table that a later release gave up is called as the chain calls it."""
    known = row.kind == Kind.KEPT and row.object_kind in _tables()
    return _tables()[row.object_kind] if known else NOUNS.get(row.object_kind, row.object_kind)


@cache
def _tables() -> dict[str, str]:
    return {each._meta.label_lower: str(each._meta.verbose_name) for each in apps.get_models()}


def _case(row: AuditRecord, numbers: dict[int, str | None]) -> str:
    if row.dispute_id is None:
        return ""
    return numbers.get(row.dispute_id) or "草稿"


def _did(row: AuditRecord) -> str:
    if row.source == "departments_changerecord":
        return row.verb  # in words already
    return _VERBS.get(row.verb, "")


def _ended(row: AuditRecord, *, is_refused: bool) -> str:
    if is_refused:
        return _ENDED.get(row.status or 0, "未通过")
    return f"{row.amount} 条" if row.amount is not None else ""


HEADS: Final = (
    ("序号", 10), ("时间", 20), ("姓名", 12), ("工号", 16), ("单位", 14), ("类别", 10),
    ("动作", 16), ("对象", 22), ("受理编号", 24), ("结果", 12), ("地址", 16),
)  # fmt: skip


def cells(rows: Iterable[Line]) -> Iterable[tuple[str, ...]]:
    return (line.cells for line in rows)
