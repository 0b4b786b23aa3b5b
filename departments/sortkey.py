"""The stored key that puts officers in order: the sounds of the name, as a reader expects."""

from __future__ import annotations

import os
from typing import Any

from django.db import models


class SortKeyField(models.CharField):  # type: ignore[type-arg]  # generic only in the stubs
    """Filled from the field `of` whenever that is saved."""

    def __init__(self, *args: Any, of: str = "name", **kwargs: Any) -> None:  # Any: Django's own
        self.of = of
        super().__init__(*args, **{"max_length": 120, "blank": True, "editable": False} | kwargs)

    def deconstruct(self) -> Any:  # Any: what migrations write down
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001 Django's own
        """The key of the name as it is now."""
        key = sort_key(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, key)
        return key


def sort_key(name: str) -> str:
    """`name` as lower-case sounds with their tones."""
    if not name:
        return ""
    # Words are read by 44 MiB of tables; the single characters of names by 12, on first use only.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin import Style, lazy_pinyin

    return " ".join(lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True))[:120].lower()
