"""Times every page beside its near-limit view, at full size and at a thousand disputes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import questions
from tests.bench.house import House
from tests.bench.questions import BIG_CLERK, OFFICE, OFFICERS, Asker, Question
from tests.bench.speaking import say
from tests.bench.timing import Pair, abreast, in_turn

SMALL_WORLD = 1_000
TIMES = 8
SECONDS = 1.5
CROWDED = ("W", "P1", "P8", "P9")
#: Answers after which memory is read the first time: caches are full, every page was drawn.
WARM = 300


@dataclass(frozen=True)
class Row:
    """One measured page of one officer."""

    question: Question
    officer: str
    pair: Pair


@dataclass
class Memory:
    """RSS and PSS of the largest worker, before and after so many answers."""

    before: tuple[float, float] = (0, 0)
    after: tuple[float, float] = (0, 0)
    answers: int = 0

    @property
    def growth(self) -> float:
        """MiB of RSS per ten thousand answers."""
        return (self.after[0] - self.before[0]) * 10_000 / max(1, self.answers)


@dataclass
class Findings:
    """Everything a run found out."""

    world: House
    small: House
    alone: list[Row] = field(default_factory=list)
    crowd: list[Row] = field(default_factory=list)
    growth: list[Row] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)


def measure(home: Path, disputes: int) -> Findings:
    """Two houses side by side; the small one only to see how the large one grew."""
    with contextlib.ExitStack() as stack:
        small = stack.enter_context(_open(House(home / "small", SMALL_WORLD)))
        world = stack.enter_context(_open(House(home / f"world-{disputes}", disputes)))
        found = Findings(world, small)
        _memory_before(found)
        found.alone = list(_alone(world))
        found.crowd = list(_crowd(world))
        found.growth = list(_growth(world, small))
        found.memory.after = world.memory()
        found.memory.answers = world.answers() - found.memory.answers
        return found


@contextlib.contextmanager
def _open(house: House) -> Iterator[House]:
    try:
        house.open()
        say(f"{house.disputes} 件：装入 {house.made['seconds']:.0f} 秒，地址 {house.port}")
        yield house
    finally:
        house.close()


def _memory_before(found: Findings) -> None:
    """Every page once in every worker, then what they hold."""
    asker = Asker.at(found.world, BIG_CLERK)
    asked = questions.of(found.world, BIG_CLERK)
    for _ in range(WARM // len(asked)):
        for question in asked:
            asker.ask(question, near=False)
    found.memory = Memory(found.world.memory(), answers=found.world.answers())


def _alone(world: House) -> Iterator[Row]:
    for officer in OFFICERS:
        asker = Asker.at(world, officer)
        for question in questions.of(world, officer):
            yield _said(Row(question, officer.label, in_turn(asker, question, TIMES)))


def _crowd(world: House) -> Iterator[Row]:
    asker = Asker.at(world, BIG_CLERK)
    for question in questions.of(world, BIG_CLERK):
        if question.key in CROWDED:
            yield _said(Row(question, BIG_CLERK.label, abreast(asker, question, SECONDS)))


def _growth(world: House, small: House) -> Iterator[Row]:
    """The same page at both houses in turn; each asks for its own disputes."""
    for officer in (BIG_CLERK, OFFICE):
        large, little = Asker.at(world, officer), Asker.at(small, officer)
        theirs = questions.of(small, officer)
        for mine, other in zip(questions.of(world, officer), theirs, strict=True):
            if mine.grows and (officer is BIG_CLERK or mine.key == "P25"):
                pair = in_turn(large, mine, TIMES, (little, other))
                yield _said(Row(mine, officer.label, pair))


def _said(row: Row) -> Row:
    pair = row.pair
    say(
        f"{row.question.key:4}{row.question.name} · {row.officer}："
        f"{pair.real.p50:.1f} / {pair.near.p50:.1f} 毫秒，比值 {pair.ratio:.1f}，"
        f"{pair.real.statements} 句，错 {pair.real.wrong + pair.near.wrong}"
    )
    return row
