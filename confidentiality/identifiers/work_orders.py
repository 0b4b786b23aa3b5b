"""Numbers that other platforms gave (来源工单号): one form of all the ways to write one (R029).

`portal_work_order` in PostgreSQL does the same, and keeps the key that must be unique.
"""

import re
import unicodedata
from typing import Final

_SMALL: Final = "abcdefghijklmnopqrstuvwxyz"
_KEPT: Final = "0-9A-Z㐀-鿿"
_OTHERS: Final = f"[^{_KEPT}]+"
_BEFORE: Final = "^(?:来源|热线)?(?:工单|受理)?(?:单号|编号|号码|号)?(?:NO(?=[0-9A-Z]))?第?"
_BEHIND: Final = "(?<=[0-9A-Z])号$"
_LABEL: Final = f"{_BEFORE}|{_BEHIND}"

#: Only signs that carry no meaning go; of what is nothing but signs they stay.
WORK_ORDER_SQL: Final = f"""
CREATE OR REPLACE FUNCTION portal_work_order(t text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog
AS $$
    SELECT CASE WHEN key = '' THEN bare ELSE key END FROM (
        SELECT bare, regexp_replace(bare, '{_LABEL}', '', 'g') AS key FROM (
            SELECT regexp_replace(
                translate(normalize(t, NFKC), '{_SMALL}', '{_SMALL.upper()}'), '{_OTHERS}', '', 'g'
            ) AS bare
        ) AS plain
    ) AS unlabelled
$$
"""  # noqa: S608 -- our own constants


def normalise_work_order(text: str) -> str:
    """Half width, capital letters, without spaces, dashes and the word 编号, № or 号 around it."""
    capitals = str.maketrans(_SMALL, _SMALL.upper())
    bare = re.sub(_OTHERS, "", unicodedata.normalize("NFKC", text).translate(capitals))
    return re.sub(_LABEL, "", bare) or bare
