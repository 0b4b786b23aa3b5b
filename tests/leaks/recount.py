"""What 统计 says, added up a second time: row by row, by nothing that it counts with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone

from deadlines.calendar import months_later
from disputes.choices import LED, OUT_OF_SCOPE
from reports.statistics.counting import Asked
from reports.statistics.tallies import Sums
from tests.leaks.sight import OVER, Row, Sight, rows

#: The same cases over two years, some of them late, renamed, objected to, or with a clock that was
#: void or had ended before they went on.
_SCATTERED = """
    UPDATE disputes_dispute SET visited_at = visited_at - id % 690 * interval '1 day',
        registered_at = registered_at - id % 690 * interval '1 day',
        concluded_at = concluded_at - id % 90 * interval '1 day',
        due_on = CASE WHEN id % 7 > 0 THEN due_on - id::integer % 60 END,
        category = CASE WHEN id % 4 = 0 THEN 'OUT-3' ELSE category END;
    UPDATE workflow_deadline SET ended_on = starts_on WHERE ended_on IS NULL AND id % 2 = 0;
    UPDATE workflow_deadline SET ended_on = due_on + 1 WHERE ended_on IS NOT NULL AND id % 3 = 0;
    UPDATE workflow_deadline SET is_void = true WHERE ended_on IS NOT NULL AND id % 5 = 0;
    UPDATE workflow_partyresponse SET answer = 'objects' WHERE id % 3 = 0;
    UPDATE workflow_partyresponse
        SET struck_at = recorded_at, struck_by_id = recorded_by_id, struck_reason = '登错'
        WHERE id % 5 = 0;
    INSERT INTO workflow_correction (dispute_id, field, label, is_sealed, before, after,
            sealed_before, sealed_after, reason, corrected_by_id, corrected_at, seal_id)
        SELECT id, 'category', '争议类别', false, 'TAX-1', 'OUT-3', '', '', '更正',
            first_contact_officer_id, now(), gen_random_uuid()
        FROM disputes_dispute WHERE category = 'OUT-3' AND id % 3 = 0;
"""
_WHOLE = """
    SELECT dispute_id, ended_on > due_on AS late FROM workflow_deadline
    WHERE key IN ('general.single', 'referral.total', 'general.joint.total', 'major.total')
        AND NOT is_void AND ended_on IS NOT NULL
"""
_SAID = "SELECT dispute_id, answer FROM workflow_partyresponse WHERE struck_at IS NULL"
_RENAMED = "SELECT dispute_id FROM workflow_correction WHERE field = 'category'"
#: Neither over nor shut; a draft that has a number was sent back.
_SHUT = {*OVER, "archived"}


def scatter() -> None:
    """As the owner, within a transaction that is undone."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET session_replication_role = replica")
        cursor.execute(_SCATTERED)
        cursor.execute("SET session_replication_role = DEFAULT")


@dataclass(frozen=True)
class Beside:
    """What hangs on the cases, once."""

    whole: dict[int, set[bool]]
    said: dict[int, set[str]]
    renamed: set[int]

    @classmethod
    def read(cls) -> Beside:
        whole: dict[int, set[bool]] = {}
        said: dict[int, set[str]] = {}
        for each in rows(_WHOLE):
            whole.setdefault(each["dispute_id"], set()).add(each["late"])
        for each in rows(_SAID):
            said.setdefault(each["dispute_id"], set()).add(each["answer"])
        return cls(whole, said, {each["dispute_id"] for each in rows(_RENAMED)})


def his_rows(his: Sight, asked: Asked, *, years_ago: int = 0) -> list[Row]:
    """What he may see of the period."""
    since, until = (months_later(on, -12 * years_ago) for on in (asked.since, asked.until))
    seen = (his.told.disputes[pk] for pk in his.disputes)
    return [
        each for each in seen if each["number"] and since <= _day(each["registered_at"]) <= until
    ]


def by_month(his: list[Row], column: str) -> Counter[date]:
    return Counter(_day(each[column]).replace(day=1) for each in his if each[column])


def added_up(his: list[Row], beside: Beside, today: date) -> Sums:
    """One line of figures."""
    opened = [each for each in his if each["state"] not in _SHUT]
    late = [each for each in opened if each["due_on"] and each["due_on"] < today]
    soon = [each for each in opened if each["due_on"] and each["amber_on"] <= today]
    done = [each for each in his if each["concluded_at"]]
    used = sum((each["concluded_at"] - each["registered_at"] for each in done), timedelta())
    against = [_against(each, beside, today) for each in his]
    said = [beside.said[each["id"]] for each in his if each["id"] in beside.said]
    states = Counter(each["state"] for each in his)
    return Sums(
        received=len(his),
        open=len(opened),
        overdue=len(late),
        soon=len([each for each in soon if each not in late]),
        major=len([each for each in his if each["severity"] == "major"]),
        awaiting=states["awaiting_approval"],
        ended=sum(states[state] for state in OVER),
        archived=states["archived"],
        concluded=len(done),
        days=used.total_seconds() / 86400 / len(done) if done else 0.0,
        judged=len([each for each in against if each is not None]),
        in_time=against.count(False),
        said=len(said),
        objected=len([each for each in said if "objects" in each]),
    )


def _against(each: Row, beside: Beside, today: date) -> bool | None:
    """Whether it is held against whoever led it; None where nothing is known yet."""
    ended, is_outside = (
        beside.whole.get(each["id"], set()),
        each["category"].startswith(OUT_OF_SCOPE),
    )
    if is_outside and not (each["mode"] in LED and each["id"] in beside.renamed):
        return None
    is_open = each["state"] not in {*_SHUT, "draft"}
    is_late = is_open and each["due_on"] is not None and each["due_on"] < today
    return (is_late or True in ended) if (is_late or ended) else None


def _day(at: datetime) -> date:
    return timezone.localdate(at)
