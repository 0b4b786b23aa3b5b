"""The ways the portal says no, to a page and to a program; each carries one Chinese sentence."""

from __future__ import annotations


class Refusal(Exception):
    """An action was refused and changed nothing."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotYours(Refusal):
    """Never the right of whoever asked (403)."""


class LookFirst(NotYours):
    """Not before he has written down why he reads an archived file (403, 六(三)).

    `register` is the page where he does; a program is told its own address.
    """

    def __init__(self, file: int, register: str) -> None:
        super().__init__(
            "本件已归档，查阅前请先登记用途：用 POST 提交 purpose（查阅用途）到"
            f" /api/v1/archives/{file}/looks/，登记后半小时内可以查阅。"
        )
        self.register = register


class NotAllowed(Refusal):
    """Not possible now: what is stored stands against it (409)."""


class AlreadyDone(NotAllowed):
    """He did it himself a moment ago: nothing stands against him, and nothing is left to do."""


class Mistyped(Refusal):
    """What was typed cannot be taken; sentences by field (400)."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__("；".join(s for sentences in errors.values() for s in sentences))
        self.errors = errors


class Stale(NotAllowed):
    """Somebody else was quicker (409, R107)."""


UNKEEPABLE = "含有无法识别的字符，没有查询，也没有写入。请重新输入。"


def is_unkeepable(error: Exception) -> bool:
    """Characters that PostgreSQL holds in no text: NUL, half of a pair."""
    if isinstance(error, UnicodeEncodeError):
        return error.reason == "surrogates not allowed"
    return isinstance(error, ValueError) and "NUL (0x00)" in str(error)
