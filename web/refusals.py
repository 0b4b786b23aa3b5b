"""The ways the portal says no, to a page and to a program; each carries one Chinese sentence."""

from __future__ import annotations


class Refusal(Exception):
    """An action was refused and changed nothing."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotYours(Refusal):
    """Never the right of whoever asked (403)."""


class NotAllowed(Refusal):
    """Not possible now: what is stored stands against it (409)."""


class Mistyped(Refusal):
    """What was typed cannot be taken; sentences by field (400)."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__("；".join(s for sentences in errors.values() for s in sentences))
        self.errors = errors


__all__ = ["Mistyped", "NotAllowed", "NotYours", "Refusal", "Stale"]


class Stale(NotAllowed):
    """Somebody else was quicker (409, R107)."""
