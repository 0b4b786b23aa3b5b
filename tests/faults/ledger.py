"""What must be in the tables when everything lives again: each thing once, and nothing missing."""

from __future__ import annotations

import json
from collections import Counter

from tests.faults import leaving
from tests.faults.house import House, until

YESTERDAY, THREE_DAYS = "yesterday", "three_days"
SAID = {
    YESTERDAY: [("amber", 0), ("due", 0)],
    THREE_DAYS: [("amber", 0), ("due", 0), ("late", 2), ("supervision", 3)],
}
#: Messages are sealed, and open with the keys of their own house.
_TOLD = (
    "import json, django; django.setup();"
    "from workflow.models import Notice;"
    "print(json.dumps([(n.pk, n.text) for n in Notice.objects.exclude(stage=None)]))"
)
_WAITING = """
    SELECT (SELECT count(*) FROM workflow_deadline WHERE ended_on IS NULL
                AND next_on <= (now() AT TIME ZONE 'Asia/Shanghai')::date),
        (SELECT count(*) FROM workflow_outboxmessage o WHERE delivered_at IS NULL
            AND (topic = 'workflow.clock.supervise_overdue' OR EXISTS (
                SELECT FROM workflow_notice n WHERE n.stage_id IS NOT NULL
                    AND n.id = (o.payload->>'notice_id')::int)))
"""


def fall_due(house: House, on: str, first: int = 1, last: int = 1_000_000) -> None:
    """The clocks of these disputes, in the order in which they were made.

    The day is one that somebody chose: a beat that begins again looks at every date once more, and
    would put right what does not follow from the row. Held first, as every action holds a dispute.
    """
    house.rows(
        "WITH held AS MATERIALIZED (SELECT id FROM disputes_dispute"
        " WHERE right(number, 6)::int BETWEEN %s AND %s ORDER BY id FOR NO KEY UPDATE)"
        " UPDATE workflow_deadline SET due_on = %s, chosen_on = %s, starts_on = %s::date - 5,"
        " amber_on = %s::date - 5, next_on = %s::date - 5 WHERE dispute_id IN (TABLE held)",
        first, last, on, on, on, on, on,
    )  # fmt: skip


def settled(house: House, *, looked_after: bool = False) -> None:
    """Wait until no clock has a word to say and no message waits; what is left only shrinks."""
    left = _left_to_do(house)
    while left != (0, 0):
        left = _when_less(house, left, looked_after=looked_after)


def _when_less(house: House, before: tuple[int, int], *, looked_after: bool) -> tuple[int, int]:
    def shrinks() -> bool:
        if looked_after:
            house.look_after()
        return _left_to_do(house) < before

    until(
        shrinks,
        lambda: f"还有没办完的 {_left_to_do(house)}：{house.words('clock')}{house.words('worker')}",
    )
    return _left_to_do(house)


def _left_to_do(house: House) -> tuple[int, int]:
    """Clocks that are due, then messages: a clock that was told leaves messages behind."""
    [(clocks, messages)] = house.rows(_WAITING)
    return clocks, messages


def check(house: House, late: dict[str, int], *, deaths: int = 0, ears: int = 2) -> None:
    """`late` says how many clocks fell due when; every death may repeat what its pool had begun.

    Two hear of what is late: the clerk at work on it and the head, where there is one.
    """
    told = sum(late.values())
    stages = Counter[tuple[str, int]]()
    for on, number in late.items():
        stages += Counter(dict.fromkeys(SAID[on], number))
    found = house.rows(
        "SELECT stage, late_days, count(*) FROM workflow_deadlinestage GROUP BY 1, 2"
    )
    counted = {(stage, days): count for stage, days, count in found}
    failed = house.rows("SELECT error, attempts FROM workflow_sweepfailure")
    assert counted == dict(stages), f"{counted} 而不是 {dict(stages)}；未能处理 {failed}"
    _once(house, "SELECT dispute_id FROM workflow_timelineentry WHERE verb = 'remind'", told)
    _once(house, "SELECT dispute_id FROM workflow_supervision", late.get(THREE_DAYS, 0))
    per_recipient = "SELECT dispute_id, recipient_id FROM workflow_notice WHERE stage_id > 0"
    _once(house, per_recipient, ears * told)
    sent = "SELECT payload FROM workflow_outboxmessage WHERE topic = 'workflow.send_notice'"
    _once(house, f"{sent} AND delivered_at IS NOT NULL", None)
    _left(house, deaths)


def _once(house: House, sql: str, number: int | None) -> None:
    """No row twice; so many in all."""
    rows = Counter(str(row) for row in house.rows(sql))
    twice = [row for row, count in rows.items() if count > 1]
    assert not twice, f"{sql}: {twice[:5]}"
    assert number in (None, len(rows)), f"{sql}: {len(rows)} 而不是 {number}"


def _left(house: House, deaths: int) -> None:
    """Every message left at least once; again only with the same identity, where a worker died."""
    lines = left(house)
    told = [(f"notice-{pk}", text) for pk, text in json.loads(house.run("-c", _TOLD))]
    gone = {identity for identity, _ in lines}
    assert {identity for identity, _ in told} <= gone
    assert {text for _, text in told} <= {text for _, text in lines}
    again = len(lines) - len(gone)
    assert again <= 2 * deaths, f"{again} 条重复，只死了 {deaths} 次"


def left(house: House) -> list[tuple[str, str]]:
    """Identity and text of every message that left, as often as it did."""
    file = house.home / leaving.LEFT
    lines = file.read_text().splitlines() if file.exists() else []
    return [(line.split("\t")[0], line.split("\t")[2]) for line in lines]
