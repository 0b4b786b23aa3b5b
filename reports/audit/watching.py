"""What is unusual: an officer's day with many reveals, many misses, looks at night, many units.

Counted from the record alone, so that nobody has to open a case for it (三员分立).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils import timezone

from confidentiality.audit.sealing import seal
from confidentiality.today import today_began
from departments.models import Term
from departments.roles import TASK_FORCE, Role
from workflow.messages.notices import to_posts
from workflow.models import Notice

#: From so many a day on.
LIMITS: Final = {"reveals": 20, "misses": 20, "tries": 20, "night": 10, "units": 5}
LABELS: Final = {
    "reveals": "查看明文、全文打印 {} 次",
    "misses": "被拒绝或查无此件 {} 次",
    "tries": "登记时查过 {} 个证件号码",
    "night": "22 点至次日 6 点查看 {} 次",
    "units": "查看 {} 个受理单位的事项",
}
#: They see every case by their office.
SEE_ALL: Final = (*TASK_FORCE, Role.AUDITOR, Role.ARCHIVIST)
_LOOKS: Final = "('look', 'view', 'reveal', 'print', 'export', 'download', 'search')"
_UNUSUAL: Final = f"""
SELECT * FROM (
    SELECT r.officer_id, (r.at AT TIME ZONE %(zone)s)::date AS day,
        count(*) FILTER (WHERE r.kind IN ('reveal', 'print') AND r.source <> '') AS reveals,
        count(*) FILTER (WHERE r.kind = 'refused') AS misses,
        count(DISTINCT r.object_id) FILTER (WHERE r.kind = 'match' AND r.verb = 'id_number')
            AS tries,
        count(*) FILTER (WHERE r.kind IN {_LOOKS}
            AND extract(hour FROM r.at AT TIME ZONE %(zone)s) NOT BETWEEN 6 AND 21) AS night,
        count(DISTINCT d.receiving_department_id) FILTER (WHERE r.kind IN {_LOOKS}
            AND r.officer_id <> ALL(%(all)s)) AS units
    FROM confidentiality_auditrecord r LEFT JOIN disputes_dispute d ON d.id = r.dispute_id
    WHERE r.at >= %(since)s AND r.officer_id IS NOT NULL
    GROUP BY 1, 2
) counted
WHERE reveals >= %(reveals)s OR misses >= %(misses)s OR tries >= %(tries)s
    OR night >= %(night)s OR units >= %(units)s
ORDER BY day DESC, officer_id"""  # noqa: S608 our own words


@dataclass(frozen=True)
class Unusual:
    """One officer's day, and what was unusual about it."""

    officer_id: int
    day: date
    counts: dict[str, int]

    @property
    def reasons(self) -> dict[str, str]:
        return {
            key: LABELS[key].format(count)
            for key, count in self.counts.items()
            if count >= LIMITS[key]
        }


def unusual(since: datetime) -> list[Unusual]:
    """Latest day first; what has been sealed."""
    today = timezone.localdate()
    seeing_all = Term.objects.on(today).filter(post__role__in=SEE_ALL)
    asked: dict[str, Any] = {  # Any: values of many types
        "zone": settings.TIME_ZONE,
        "since": since,
        "all": list(seeing_all.values_list("officer_id", flat=True)),
        **LIMITS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_UNUSUAL, asked)
        rows = cursor.fetchall()
    return [Unusual(who, day, dict(zip(LIMITS, counts, strict=True))) for who, day, *counts in rows]


def tell() -> int:
    """Each reason once a day for each officer, to the log administrators."""
    seal()
    told = 0
    midnight = today_began()
    for found in unusual(midnight - timedelta(days=1)):
        for key, words in found.reasons.items():
            asks = f"audit:{found.day:%Y%m%d}:{found.officer_id}:{key}"
            if Notice.objects.filter(asks=asks).exists():
                continue
            opening = f"异常使用 {found.day:%Y-%m-%d} 账号 {found.officer_id} {_SHORT[key]}："
            to_posts(_TOLD, f"{opening}{words}，请在“审计留痕”核对。", asks)
            told += 1
    return told


_TOLD: Final = frozenset({Role.LOGADMIN})
_SHORT: Final = {"reveals": "明文", "misses": "拒绝", "tries": "查重", "night": "夜间",
                 "units": "跨单位"}  # fmt: skip
