"""The ways an action says no; each carries one Chinese sentence that tells what to do."""


class Refusal(Exception):
    """An action was refused and changed nothing."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotYours(Refusal):
    """Visible, but this verb is never his (403)."""


class NotAllowed(Refusal):
    """Not possible now: the state or a stored fact stands against it (409)."""


class Stale(NotAllowed):
    """Somebody else was quicker (409, R107)."""


class Mistyped(Refusal):
    """What was typed cannot be taken; sentences per field (400)."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__("；".join(s for sentences in errors.values() for s in sentences))
        self.errors = errors
