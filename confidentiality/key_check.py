"""Whether the keys of this process are those of this database: asked at start and by /healthz."""

from __future__ import annotations

from confidentiality.keys import key_ring
from confidentiality.models import KeyCheck


def wrong_keys() -> list[str]:
    """Names of keys that are not what this database was sealed with; a new name is written down.

    A name that the database knows and the ring lacks is wrong too, unless others took its place.
    """
    values, known = key_ring().check_values(), dict(KeyCheck.objects.values_list("key", "value"))
    fresh = [KeyCheck(key=key, value=value) for key, value in values.items() if key not in known]
    if fresh and (not known or values.keys() & known.keys() - {"index"}):
        KeyCheck.objects.bulk_create(fresh, ignore_conflicts=True)
    elif fresh:
        return sorted(key for key in known if key != "index")
    return sorted(key for key, value in values.items() if known.get(key, value) != value)
