"""What a decided dispute leaves behind: clocks that stopped, what the parties said, its file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from deadlines.limits import WHOLE
from disputes.choices import Answer
from disputes.search import normalise_text
from tests.bench.copying import as_json

if TYPE_CHECKING:
    from tests.bench.cast import Cast
    from tests.bench.tale import Tale

#: The steps that stopped one behind the other, each with the day on which it did.
STEPS: Final = {
    "intake.review": 1, "intake.triage": 2, "decision.draft": 8, "decision.sign": 9,
    "feedback.both": 11, "stance.wait": 12,
}  # fmt: skip
#: Of a hundred whole clocks so many stopped late, and of a hundred parties so many object.
LATE, OBJECTING = 12, 7
#: The whole clock has fifteen days and stops with the service, or long after.
ALLOWED, IN_TIME, TOO_LATE = 15, 11, 19


def clocks(cast: Cast, tale: Tale, at: datetime) -> Iterator[dict[str, Any]]:  # Any: columns
    """Those of the steps, and that of the whole case once both parties were served."""
    began, state = at.date(), tale.state
    for key, day in STEPS.items():
        if state != "feedback" or key not in {"feedback.both", "stance.wait"}:
            on = began + timedelta(days=day)
            yield _clock(cast, tale, key, cast.steps[key], began=on, due_on=on, ended_on=on)
    if state != "feedback" and tale.mode in cast.policies and tale.mode in WHOLE:
        key, policy = cast.policies[tale.mode]
        days = TOO_LATE if tale.nth % 100 < LATE else IN_TIME
        due_on, ended_on = (began + timedelta(days=each) for each in (ALLOWED, days))
        yield _clock(cast, tale, key, policy, began=began, due_on=due_on, ended_on=ended_on)


def _clock(cast: Cast, tale: Tale, key: str, policy: int, **days: Any) -> dict[str, Any]:
    # Any: days, and columns of many types
    return {
        "dispute_id": tale.nth, "key": key, "owner_id": cast.departments[tale.code],
        "policy_id": policy, "starts_on": days["began"], "due_on": days["due_on"],
        "amber_on": days["due_on"], "next_on": days["due_on"], "ended_on": days["ended_on"],
        "sentence": "自登记之日起计算。",
    }  # fmt: skip


def answer(tale: Tale) -> str:
    """有异议 where the case stands there, and of a few that were settled afterwards."""
    objects = tale.state == "objected" or tale.nth % 100 < OBJECTING
    return Answer.OBJECTS if objects else Answer.NONE


def file(cast: Cast, tale: Tale, at: datetime) -> dict[str, Any]:  # Any: columns of many types
    """The file that was bound when it was archived."""
    filed = at + timedelta(days=12)
    title = f"关于社会保险费争议处理的案卷（230718-{filed.year}-{tale.code}-{tale.nth:06d}）"
    return {
        "year": filed.year, "dispute_id": tale.nth,
        "number": f"0001-WS·{filed.year}-D30-SBZY-{tale.nth:07d}",
        "title": title, "department_id": cast.departments[tale.code], "retention": "D30",
        "catalogue": as_json([{"order": 1, "title": "受理登记表", "number": "", "author": "",
                               "date": f"{filed:%Y%m%d}"}]),
        "archived_by_id": cast.clerks[tale.code][0], "archived_at": filed,
        "search_text": normalise_text(title),
    }  # fmt: skip
