"""The ways an action says no; each carries one Chinese sentence that tells what to do."""

from departments.refusals import Mistyped, NotAllowed, NotYours, Refusal

__all__ = ["Mistyped", "NotAllowed", "NotYours", "Refusal", "Stale"]


class Stale(NotAllowed):
    """Somebody else was quicker (409, R107)."""
