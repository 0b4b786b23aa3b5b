"""Two sides timed in turn, so that whatever else the machine does hits both alike."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from statistics import median, quantiles

from tests.bench.questions import Asker, Question, expected

ROUNDS = 5
WARM_UP = 3
ABREAST = 8


@dataclass
class Side:
    """What one side took: a list of milliseconds for every round."""

    rounds: list[list[float]] = field(default_factory=list)
    statements: int = 0
    bytes: int = 0
    wrong: int = 0

    @property
    def p50(self) -> float:
        return median(median(each) for each in self.rounds)

    @property
    def p95(self) -> float:
        return quantiles([ms for each in self.rounds for ms in each], n=20)[18]


@dataclass
class Pair:
    """A page and its neighbour, of the same run."""

    real: Side
    near: Side
    rate: float = 0
    near_rate: float = 0

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios."""
        return median(
            median(real) / median(near)
            for real, near in zip(self.real.rounds, self.near.rounds, strict=True)
        )


def in_turn(
    asker: Asker, question: Question, times: int, other: tuple[Asker, Question] | None = None
) -> Pair:
    """One client: page and neighbour alternate request by request.

    With `other`, the neighbour is the same page at another house (how it grows with the rows).
    """
    pair = Pair(Side(), Side())
    beside = (*(other or (asker, question)), other is None, pair.near)
    sides = ((asker, question, False, pair.real), beside)
    for turn in range(ROUNDS + 1):
        taken: tuple[list[float], list[float]] = ([], [])
        for _ in range(WARM_UP if turn == 0 else times):
            for (who, asked, near, side), ms in zip(sides, taken, strict=True):
                ms.append(_timed(who, asked, side, near=near))
        if turn:
            pair.real.rounds.append(taken[0])
            pair.near.rounds.append(taken[1])
    return pair


def _timed(asker: Asker, question: Question, side: Side, *, near: bool) -> float:
    answer = asker.ask(question, near=near)
    side.statements = max(side.statements, answer.statements)
    side.bytes = max(side.bytes, len(answer.body))
    side.wrong += answer.status != expected(question)
    return answer.ms


def abreast(asker: Asker, question: Question, seconds: float) -> Pair:
    """Eight clients at a time, round by round; answers a second as well."""
    pair = Pair(Side(), Side())
    rates: dict[bool, list[float]] = {False: [], True: []}
    asker.ask(question, near=False)
    for _ in range(ROUNDS):
        for near, side in ((False, pair.real), (True, pair.near)):
            taken = _crowd(asker, question, side, seconds, near=near)
            side.rounds.append(taken)
            rates[near].append(len(taken) / seconds)
    pair.rate, pair.near_rate = median(rates[False]), median(rates[True])
    return pair


def _crowd(
    asker: Asker, question: Question, side: Side, seconds: float, *, near: bool
) -> list[float]:
    taken: list[float] = []
    until = time.monotonic() + seconds

    def one() -> None:
        mine = asker.twin()
        while time.monotonic() < until:
            taken.append(_timed(mine, question, side, near=near))

    crowd = [threading.Thread(target=one) for _ in range(ABREAST)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    return taken
