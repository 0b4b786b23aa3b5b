"""Tables of history whose rows enter the chain by a trigger, in the transaction that writes them.

They are not written twice: the chain keeps who, when, about what, and a digest of the row, so that
`verify_audit` can hold each row of the table against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pgtrigger

from confidentiality.audit.sealing import micros

#: What a row says that stood in its table before there was a chain.
BEFORE: Final = "此前的记录"


@dataclass(frozen=True)
class Source:
    """One table; what the chain tells of a row of it, as SQL over `{row}`."""

    table: str
    kind: str
    columns: str  # of the digest; @ before a moment; a sealed one as it lies there
    officer: str = "NULL"
    verb: str = "''"
    object_kind: str = "''"
    object_id: str = "''"
    dispute: str = "NULL"
    status: str = "NULL"
    address: str = "NULL"
    dated: str = "at"  # the row's own moment, no other than that of the chain; "" when it has none
    part: str = ""  # of a table whose rows come to rest by and by
    when: str = "true"  # a row has this part

    @property
    def name(self) -> str:
        """As the chain says it."""
        return f"{self.table}/{self.part}" if self.part else self.table

    def digest(self, row: str) -> str:
        """SQL: of the columns that are named, in their order."""
        named = [
            micros(f"{row}.{name[1:]}") if name.startswith("@") else f"{row}.{name}"
            for name in self.columns.split()
        ]
        return f"sha256(convert_to(jsonb_build_array({', '.join(named)})::text, 'UTF8'))"

    def told(self, row: str, route: str) -> str:
        """SQL: the values of an arrival, in the order of `COLUMNS`."""
        who = (self.kind, self.officer, self.verb, self.object_kind, self.object_id)
        said = (*who, self.dispute, self.status, self.address)
        values = ", ".join(each.format(row=row) for each in said)
        return f"{values}, '{route}', '{self.name}', {row}.id, {self.digest(row)}"


@dataclass(frozen=True)
class Kept(Source):
    """A part of a row by the names of its columns, so that a release may add some.

    What is empty says nothing: a new column that nobody has filled leaves the digest as it was.
    """

    columns: str = ""
    only: tuple[str, ...] = ()  # or all
    but: tuple[str, ...] = ()
    tells_no: tuple[str, ...] = ()  # where no and nought are something else than nothing

    def digest(self, row: str) -> str:
        told = "e.value NOT IN ('null', '\"\"', '[]', '{}') AND (e.value NOT IN ('false', '0')"
        told += f" OR e.key = ANY({_names(self.tells_no)}))"
        if self.only:
            told += f" AND e.key = ANY({_names(self.only)})"
        left = f" - {_names(self.but)}" if self.but else ""
        said = (
            f"(SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(to_jsonb({row}){left}) e "  # noqa: S608 our own words
            f"WHERE {told})"
        )
        return f"sha256(convert_to(COALESCE({said}::text, ''), 'UTF8'))"


def _names(columns: tuple[str, ...]) -> str:
    return f"'{{{','.join(columns)}}}'::text[]"


COLUMNS: Final = (
    "kind, officer_id, verb, object_kind, object_id, dispute_id, status, address, route, "
    "source, source_id, source_digest"
)
SOURCES: Final[dict[str, Source]] = {}


def sources_of(table: str) -> list[Source]:
    """Under which names its rows stand in the chain."""
    return [each for each in SOURCES.values() if each.table == table]


def arrives(source: Source, row: str, among: str = "") -> str:
    """SQL: that row, or each among those, is told to the chain."""
    told = source.told(row, "")
    values = f"SELECT {told} FROM {among}" if among else f"VALUES ({told})"  # noqa: S608 our own words
    return f"INSERT INTO confidentiality_auditarrival ({COLUMNS}) {values};"


def enters_the_chain(name: str, source: Source) -> pgtrigger.Trigger:
    """The trigger of that table; the table is known to `verify_audit` from then on."""
    SOURCES[source.name] = source
    return pgtrigger.Trigger(
        name=f"{name}_enters_the_chain",
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        func=f"{arrives(source, 'NEW')}\nRETURN NULL;",
    )


def take_over(source: Source, among: str = "true") -> str:
    """SQL for a migration: the rows that are there enter the chain as what stood before it.

    Only a trigger may name a source, so that one takes them over and goes again.
    """
    table, name, row = source.table, source.name, "s"
    return f"""
CREATE FUNCTION portal_take_over() RETURNS trigger LANGUAGE plpgsql AS $over$
BEGIN
    INSERT INTO confidentiality_auditarrival ({COLUMNS})
        SELECT {source.told(row, BEFORE)} FROM {table} {row}
        WHERE ({among}) AND ({source.when.format(row=row)}) AND NOT EXISTS (
            SELECT FROM confidentiality_auditarrival a
            WHERE a.source = '{name}' AND a.source_id = {row}.id) AND NOT EXISTS (
            SELECT FROM confidentiality_auditrecord r
            WHERE r.source = '{name}' AND r.source_id = {row}.id)
        ORDER BY {row}.id;
    RETURN NULL;
END $over$;
CREATE TEMPORARY TABLE portal_taking_over (n integer) ON COMMIT DROP;
CREATE TRIGGER takes_over AFTER INSERT ON portal_taking_over
    FOR EACH STATEMENT EXECUTE FUNCTION portal_take_over();
INSERT INTO portal_taking_over VALUES (1);
DROP TABLE portal_taking_over;
DROP FUNCTION portal_take_over();"""  # noqa: S608 our own words


ACCESS: Final = Source(
    "confidentiality_accessrecord",
    kind="{row}.action",
    columns="id officer_id @at action result object_type object_id dispute_number fields purpose "
    "ip_address",
    officer="{row}.officer_id",
    object_kind="left({row}.object_type, 60)",
    object_id="{row}.object_id",
    dispute="(SELECT d.id FROM disputes_dispute d WHERE {row}.dispute_number <> '' "
    "AND d.number = {row}.dispute_number)",
    status="CASE {row}.result WHEN 'refused' THEN 403 ELSE 200 END",
    address="{row}.ip_address",
)

GRANTS: Final = Source(
    "confidentiality_revealgrant",
    kind="'change'",
    columns="id officer_id by_id @at more reason",
    officer="{row}.by_id",
    verb="'reveal_grant'",
    object_kind="'officers'",
    object_id="{row}.officer_id::text",
)
