"""Whether the keys of this process are those of this database: asked at start and by /healthz."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from confidentiality.keys import key_ring
from confidentiality.models import KeyCheck

#: Before the name of a key under which nothing lies any more; it never seals again.
RETIRED: Final = "retired."
#: What the database remembers once no open file is left: from then on an open one is a forged one.
ALL_SEALED: Final = "files"
_INDEX: Final = "index"


def wrong_keys() -> list[str]:
    """Names of keys that are not what this database was sealed with; a new name is written down.

    A name that the database knows and the ring lacks is wrong too, unless it was retired, and so
    is a retired one that would seal again.
    """
    known = _known()
    retired = _retired(known)
    wrong = {name for name in known if name not in retired and not _is_held(name, known[name])}
    wrong |= retired & set(names_of_today(known))
    if not wrong:
        _meet(known)
    return sorted(wrong)


def names_of_today(known: dict[str, str] | None = None) -> list[str]:
    """The key that seals today and its index key, as the database knows them."""
    ring, known = key_ring(), _known() if known is None else known
    today = ring.index_checks()[ring.indexes[0]]
    own = [name for name, value in known.items() if _is_index(name) and value == today]
    return [ring.prefix, *own]


def retire(names: Iterable[str]) -> list[str]:
    """Nothing lies under them any more, or what does is lost."""
    known = _known()
    fresh = [name for name in names if name in known and name not in _retired(known)]
    rows = [KeyCheck(key=f"{RETIRED}{name}", value=known[name]) for name in fresh]
    KeyCheck.objects.bulk_create(rows, ignore_conflicts=True)
    return fresh


def still_needed() -> list[str]:
    """Those that were met and not retired, without those of today."""
    known = _known()
    return sorted(known.keys() - _retired(known) - set(names_of_today(known)))


def older_than_today() -> list[str]:
    """Those that were met before the ones of today; a key that is yet to come is none of them."""
    met = dict(KeyCheck.objects.values_list("key", "id"))
    today = {_is_index(name): met[name] for name in names_of_today() if name in met}
    return [name for name in still_needed() if met[name] < today.get(_is_index(name), 0)]


def all_are_sealed() -> bool:
    return KeyCheck.objects.filter(key=ALL_SEALED).exists()


def remember_all_are_sealed() -> None:
    KeyCheck.objects.get_or_create(key=ALL_SEALED, defaults={"value": "sealed"})


def _known() -> dict[str, str]:
    rows = KeyCheck.objects.exclude(key=ALL_SEALED).exclude(key__startswith=RETIRED)
    return dict(rows.values_list("key", "value"))


def _retired(known: dict[str, str]) -> set[str]:
    rows = KeyCheck.objects.filter(key__startswith=RETIRED).values_list("key", flat=True)
    return {key.removeprefix(RETIRED) for key in rows} & known.keys()


def _is_index(name: str) -> bool:
    return name.partition(".")[0] == _INDEX


def _is_held(name: str, value: str) -> bool:
    ring = key_ring()
    if _is_index(name):
        return value in ring.index_checks().values()
    return ring.check_value(name) == value


def _meet(known: dict[str, str]) -> None:
    ring, has_index = key_ring(), any(map(_is_index, known))
    fresh = {name: ring.check_value(name) or "" for name in ring.names() if name not in known}
    for key_id, value in ring.index_checks().items():
        if value not in known.values():
            fresh[f"{_INDEX}.{key_id}" if has_index else _INDEX] = value
            has_index = True
    rows = [KeyCheck(key=name, value=value) for name, value in fresh.items()]
    if rows:
        KeyCheck.objects.bulk_create(rows, ignore_conflicts=True)
