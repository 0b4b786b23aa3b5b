"""会商记录、协议: what was put down beside the procedure, in its own words (五(三)3、五(四))."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from departments.models import Department
from disputes import words
from workflow.models import Consultation, Settlement
from workflow.models.settlement import Settles

if TYPE_CHECKING:
    from disputes.models import Dispute

#: Label and text of each part of a record.
Parts = list[tuple[str, str]]


@dataclass(frozen=True)
class RecordLine:
    """One record: what it is, when and under which number, and each of its parts."""

    title: str
    note: str
    rows: Parts
    is_void: bool


def record_lines(recorded: Iterable[Any], *of: Dispute) -> list[RecordLine]:  # Any: annotated rows
    """As whoever sees the first of the cases may read them; masked by all of them."""
    rows = list(recorded)
    talks = any(isinstance(each, Consultation) for each in rows)
    names = dict(Department.objects.values_list("code", "short_name")) if talks else {}
    return [_line(each, names, of) for each in rows]


def _line(each: Any, names: dict[str, str], of: Iterable[Dispute]) -> RecordLine:  # Any: as above
    title, day, parts = _agreement(each) if isinstance(each, Settlement) else _talk(each, names)
    where = f"　见文书{each.paper_number}" if each.paper_number else ""
    note = f"{words.short_day(day)}{where}"
    return RecordLine(
        title=title,
        note=f"{note}（登记有误，已作废）" if each.is_void else note,
        rows=[(label, words.shown(text, *of)) for label, text in parts if text],
        is_void=each.is_void,
    )


def _talk(each: Consultation, names: dict[str, str]) -> tuple[str, date, Parts]:
    units = "、".join(names.get(code, code) for code in each.units)
    parts = [("各单位意见", each.said), ("会商结果", each.agreed), ("分歧意见", each.dissent)]
    return f"{each.get_form_display()}会商　{units}", each.held_on, parts


def _agreement(each: Settlement) -> tuple[str, date, Parts]:
    by = words.short_day(each.perform_by) if each.perform_by else ""
    settled = f"{Settles(each.settles).label}：{each.claims}"
    parts = [("解决", settled), ("内容", each.gist), ("调解组织", each.mediator), ("履行期限", by)]
    return str(each.get_kind_display()), each.signed_on, parts
