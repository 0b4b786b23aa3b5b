"""The procedure as a document: diagrams and tables drawn from the tables themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from departments.models import Reform
from disputes.choices import State
from workflow.models.choices import AssignmentState, MeetingState
from workflow.models.disclosure import DisclosureState
from workflow.models.errand import ErrandState
from workflow.models.finding import FindingState
from workflow.models.supervision import SupervisionState
from workflow.procedure.rows.assignment import ASSIGNMENT_ROWS
from workflow.procedure.rows.disclosure import DISCLOSURE_ROWS
from workflow.procedure.rows.errand import ERRAND_ROWS
from workflow.procedure.rows.finding import FINDING_ROWS
from workflow.procedure.rows.meeting import MEETING_ROWS
from workflow.procedure.rows.reform import CARRY_OUT
from workflow.procedure.rows.supervision import SUPERVISION_ROWS
from workflow.procedure.rows.table import Row
from workflow.procedure.transitions import DISPUTE_ROWS

HEAD = """# 办理流程图

本文件由 `make diagram` 从 `workflow/procedure/transitions.py` 和 `workflow/procedure/rows/`
里的几张表生成，检查时逐字比对，请勿手改。
"""

#: Of a dispute, an assignment, a meeting, an errand, a disclosure, a supervision or a reform.
AnyRow = Row[Any]


def document() -> str:
    """The whole of docs/procedure.md."""
    parts = [
        HEAD,
        _section("争议事项", DISPUTE_ROWS, dict(State.choices), str(State.DRAFT)),
        _section("交办", ASSIGNMENT_ROWS, dict(AssignmentState.choices), "sent"),
        _section("会商", MEETING_ROWS, dict(MeetingState.choices), "planned"),
        _section("专班交办（不属单个事项）", ERRAND_ROWS, dict(ErrandState.choices), "sent"),
        _section("信息提供（发布）", DISCLOSURE_ROWS, dict(DisclosureState.choices), "head"),
        _section("督办", SUPERVISION_ROWS, dict(SupervisionState.choices), "open"),
        _section("审计发现", FINDING_ROWS, dict(FindingState.choices), "open"),
        _section("机构改革", [CARRY_OUT], dict(Reform.State.choices), "registered"),
    ]
    return "\n".join(parts)


def _section(title: str, rows: Iterable[AnyRow], labels: dict[Any, Any], start: str) -> str:
    rows = list(rows)
    lines = [f"## {title}", "", "```mermaid", "stateDiagram-v2", f"    [*] --> {start}"]
    lines += [f"    {code}: {label}" for code, label in labels.items()]
    lines += _arrows(rows)
    lines += ["```", "", *_table(rows, labels), ""]
    return "\n".join(lines)


def _arrows(rows: list[AnyRow]) -> list[str]:
    """One arrow a pair of states, with all the verbs that lead along it."""
    along: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for source, target in sorted(row.steps):
            if source != target:
                along.setdefault((str(source), str(target)), []).append(row.label)
    return [f"    {a} --> {b}: {'、'.join(verbs)}" for (a, b), verbs in along.items()]


def _table(rows: list[AnyRow], labels: dict[Any, Any]) -> list[str]:
    head = ["| 动作 | 名称 | 从 | 到 | 谁办 | 依据 | 条件 |", "|---|---|---|---|---|---|---|"]
    return [*head, *(_line(row, labels) for row in rows)]


def _line(row: AnyRow, labels: dict[Any, Any]) -> str:
    sources = "、".join(str(labels[s]) for s in labels if s in row.sources)
    led = {target for _, target in row.steps}
    targets = "、".join(str(labels[s]) for s in labels if s in led) or "不变"
    needs = "".join(need.sentence for need in row.needs) or "—"
    cells = (f"`{row.verb}`", row.label, sources, targets, row.who.label, row.clause, needs)
    return f"| {' | '.join(cells)} |"
