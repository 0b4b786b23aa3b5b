"""Who is looked up while a visit is typed: recorded, and with a pace.

By name or telephone where he may look it is a search like any other. By ID number it is the one
look beyond `visible_to`: each number that is tried is recorded, and few may be.

Whether it hits or not makes no difference to the record; an unusual number of tries is told to the
log administrator (reports/audit/watching.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from confidentiality.audit.appending import Happening, remember
from confidentiality.audit.models import Kind
from confidentiality.blind_index import blind_index
from departments.models import Officer
from web.pace import SEARCH, too_often

#: So many different numbers an officer may try within this time; nobody receives as many visitors.
MOST: Final = 20
WITHIN: Final = timedelta(minutes=10)
SPENT: Final = (
    f"十分钟内查过的证件号码已满 {MOST} 个，暂不再提示其他单位的登记；"
    "登记不受影响。请过十分钟再查，多次超出会告知审计管理员。"
)
TOO_OFTEN: Final = "按姓名、电话查重得太频繁，暂不再提示；登记不受影响，请过一分钟再看。"
_LAST: Final = 600  # seconds: as long as somebody types one visit
_TRIED: Final = """
SELECT count(DISTINCT object_id) FILTER (WHERE object_id <> %(key)s),
    COALESCE(bool_or(object_id = %(key)s), false)
FROM (SELECT object_id, at, officer_id, kind, verb FROM confidentiality_auditarrival
    UNION ALL SELECT object_id, at, officer_id, kind, verb FROM confidentiality_auditrecord
        WHERE at > now() - %(within)s::interval) tried
WHERE officer_id = %(officer)s AND kind = 'match' AND verb = 'id_number'
    AND at > now() - %(within)s::interval"""


def may_search(officer: Officer, told: Sequence[str]) -> bool:
    """Each name or telephone once, however often it is typed on; False when it is too often.

    What was searched for is in no record (0048), and in the cache under a key of ours alone.
    """
    if not any(told):
        return True
    key, place = blind_index("name", "|".join(told)), f"looked.{officer.pk}"
    if cache.get(place) == key:
        return True
    most = settings.SEARCHES_A_MINUTE
    spent = too_often(f"SEARCHES_A_MINUTE.{officer.pk}", SEARCH.seconds, most)
    if not spent:
        cache.set(place, key, _LAST)
    remember(
        Happening(
            Kind.SEARCH,
            officer.pk,
            verb="same_payer",
            object_kind="disputes",
            status=429 if spent else 200,
        )
    )
    return not spent


def may_look(officer: Officer, id_number: str, hits: int, address: str) -> bool:
    """Recorded once within the time, with how many cases it shows; False when it is too much."""
    key = blind_index("id_number", id_number)[:16]
    with connection.cursor() as cursor:
        cursor.execute(_TRIED, {"key": key, "within": str(WITHIN), "officer": officer.pk})
        others, known = cursor.fetchone()
    spent = others >= MOST
    if not known:
        remember(
            Happening(
                Kind.MATCH,
                officer.pk,
                verb="id_number",
                object_kind="id_numbers",
                object_id=key,
                status=429 if spent else 200,
                amount=0 if spent else hits,
                address=address,
            )
        )
    return not spent
