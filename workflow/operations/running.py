"""运行情况: whether the clock runs, what waits in the outbox and why, with no word of any case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery

from deadlines.calendar_days import current_calendar
from web.file_storage import room_left
from workflow.clocks.lines import provisional_warning
from workflow.messages.deliver import CUT_SHORT
from workflow.models import OutboxMessage, SweepFailure
from workflow.operations import heartbeat

#: What a topic is called by people.
LABELS = {
    "workflow.send_notice": "发送消息",
    "workflow.render_paper": "生成文书",
    "workflow.clock.supervise_overdue": "超期督办",
    "reports.seal_package": "封装信息包",
}
#: A message is delivered within a minute of its time, or something is wrong.
PATIENCE = timedelta(minutes=1)
MOST = 50


@dataclass(frozen=True)
class Sign:
    """One sign of life: what was last heard, and whether that is well (as `check` takes it)."""

    label: str
    at: datetime | None
    words: str
    kind: str


@dataclass(frozen=True)
class Topic:
    """After-effects of one kind that are not done yet."""

    topic: str
    label: str
    waiting: int
    overdue: int
    failed: int
    last_error: str
    oldest: datetime


@dataclass(frozen=True)
class Running:
    """The whole page, in a fixed number of statements."""

    signs: list[Sign]
    now: datetime
    is_doubtful: bool
    disk: Sign
    topics: list[Topic]
    failures: list[tuple[int, str, int, datetime]]
    years: str
    warning: str

    @property
    def is_ill(self) -> bool:
        """Something of the clock is red."""
        return any(sign.kind == "bad" for sign in self.signs)


def running(today: date) -> Running:
    heard = heartbeat.last_beats()
    return Running(
        signs=_signs(heard),
        now=heard.now,
        is_doubtful=heard.is_doubtful,
        disk=_disk(),
        topics=_topics(heard.now),
        failures=list(_failures()[:MOST]),
        years="、".join(f"{year}年" for year in sorted(current_calendar().announced_years)),
        warning=provisional_warning(today),
    )


def waiting() -> QuerySet[OutboxMessage]:
    """What is still to be done."""
    return OutboxMessage.objects.filter(delivered_at=None)


def in_vain() -> Q:
    """Tried before; a first attempt that nothing is known of yet may still be under way."""
    return Q(attempts__gt=1) | Q(attempts=1) & ~Q(last_error=CUT_SHORT)


def failed(topic: str) -> QuerySet[OutboxMessage]:
    """Tried in vain, and put off."""
    return waiting().filter(in_vain(), topic=topic)


def label_of(topic: str) -> str:
    return LABELS.get(topic, topic)


def _signs(heard: heartbeat.LastBeats) -> list[Sign]:
    beat = ("ok", "正常") if heard.beating else ("bad", "时钟没有走")
    sweep = ("ok", "正常")
    if heard.sweep_is_late:
        sweep = ("bad", "超过 10 分钟没有查")
    elif heard.last_sweep is None:
        sweep = ("none", "启动后还没有查过")
    swept = heard.leftovers or "还没有清理过"
    return [
        Sign("最近心跳", heard.last_beat, beat[1], beat[0]),
        Sign("最近查期限", heard.last_sweep, sweep[1], sweep[0]),
        Sign("最近清理遗留文件", heard.last_leftovers, swept, "ok" if heard.leftovers else "none"),
    ]


def _disk() -> Sign:
    """How much the disk of the files still takes."""
    room = room_left()
    words, kind = _ROOM[room.state]
    return Sign("文件磁盘", None, f"{words}，余 {room.free / 1024**3:.1f} GB", kind)


_ROOM = {
    "ok": ("够用", "ok"),
    "low": ("快满了，请腾出空间", "warn"),
    "full": ("已满，存不了文件", "bad"),
}


def _topics(now: datetime) -> list[Topic]:
    """One statement; the error is its kind only, so nothing of a case is in it."""
    tried = in_vain()
    latest = waiting().filter(tried, topic=OuterRef("topic")).order_by("-next_try_at")
    rows = (
        waiting()
        .values("topic")
        .annotate(
            count=Count("pk"),
            overdue=Count("pk", filter=Q(next_try_at__lt=now - PATIENCE)),
            failed=Count("pk", filter=tried),
            oldest=Min("created_at"),
            error=Subquery(latest.values("last_error")[:1]),
        )
        .order_by("topic")
    )
    return [
        Topic(row["topic"], label_of(row["topic"]), row["count"], row["overdue"], row["failed"],
              row["error"] or "", row["oldest"])
        for row in rows
    ]  # fmt: skip


def _failures() -> QuerySet[SweepFailure, tuple[int, str, int, datetime]]:
    """The clock's number and the name of its step; whose case it is nobody here may know."""
    return SweepFailure.objects.values_list(
        "deadline_id", "deadline__policy__label", "attempts", "failed_at"
    )
