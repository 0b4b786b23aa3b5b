"""Statements that are built and compiled once, and told only their values each time they are asked.

To build a statement of ten tables and to turn it into text costs several milliseconds of Python,
its rows mostly less than one. `compiled` names the parameters that are values: the statement is
built with stand-ins for these, which no row has, and whoever asks puts his own in their place. Any
other parameter is part of what the statement is; each of its values has a text of its own. A
builder reads nothing else that may change: no clock, no row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache, wraps
from typing import Any, Final, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Field, Lookup, Model, QuerySet, Value, prefetch_related_objects
from django.db.models.expressions import Col

#: So many texts of one statement a process holds: one for each officer who is at work; about 4 MiB.
SHAPES: Final = 32
_FIRST: Final = -2_000_000_000
Thing = TypeVar("Thing")
Build = Callable[..., QuerySet[Any]]  # Any: rows of any kind, here and below
Ask = Callable[..., list[Any]]


@Field.register_lookup
class AnyOf(Lookup[Any]):
    """`pk__any_of=keys`: as `in`, with one parameter and one text however many there are."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, parameters = self.process_lhs(compiler, connection)
        keys = self.rhs if _is_stand_in(self.rhs) else list(self.rhs)
        return f"{column} = ANY(%s::bigint[])", [*parameters, keys]


def compiled(**values: type | list[type]) -> Callable[[Build], Ask]:
    """Whoever asks names every parameter and gets a list. A list of values (`[int]`) has a text
    for each length; keys without number are a `tuple`, and asked for by `any_of`."""

    def once(build: Build) -> Ask:
        @lru_cache(maxsize=SHAPES)
        def text_of(lengths: tuple[int, ...], **shape: Any) -> _Statement | None:
            stand_ins = _stand_ins(values, lengths)
            return _compile(build(**shape, **stand_ins), stand_ins)

        @wraps(build)
        def ask(**given: Any) -> list[Any]:
            told = {name: given.pop(name) for name in values}
            lengths = tuple(len(told[name]) for name, kind in values.items() if _is_many(kind))
            statement = text_of(lengths, **given)
            return statement.ask(told) if statement else []

        return ask

    return once


def _is_stand_in(keys: Any) -> bool:
    return isinstance(keys, tuple) and len(keys) == 1 and _FIRST - 100 < keys[0] < _FIRST


def _is_many(kind: type | list[type]) -> bool:
    return isinstance(kind, list)


def _stand_ins(values: Mapping[str, type | list[type]], lengths: tuple[int, ...]) -> dict[str, Any]:
    left, nth, found = list(lengths), 0, {}
    for name, kind in values.items():
        if isinstance(kind, list):
            size = left.pop(0)
            found[name] = [_stand_in(kind[0], nth + each) for each in range(1, size + 1)]
            nth += size
        else:
            nth += 1
            found[name] = _stand_in(kind, nth)
    return found


def _stand_in(kind: type, nth: int) -> Any:
    """What stands in no row: a number far below nothing, a day of the year 1, a private letter."""
    made: dict[type, Callable[[], Any]] = {
        int: lambda: _FIRST - nth,
        date: lambda: date.fromordinal(nth),
        datetime: lambda: datetime(2, 1, 1, 0, nth, tzinfo=UTC),
        UUID: lambda: UUID(int=nth),
        str: lambda: f"\ue000{nth}",
        tuple: lambda: (_FIRST - nth,),
    }
    return made[kind]()


@dataclass(frozen=True)
class _Statement:
    """The text, its parameters, where the stand-ins are, and what makes rows of the answer."""

    rows: QuerySet[Any]
    compiler: Any  # Django's own, which has no types
    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, str, int | None], ...]

    def ask(self, told: Mapping[str, Any]) -> list[Any]:
        parameters = list(self.parameters)
        for place, name, nth in self.places:
            value = told[name] if nth is None else told[name][nth]
            parameters[place] = list(value) if isinstance(value, tuple) else value
        compiler = _twin(self.compiler)
        compiler.connection = connections[self.rows.db]
        compiler.as_sql = lambda *_, **__: (self.sql, tuple(parameters))
        rows: Any = _twin(self.rows)
        rows._query = _Told(compiler)  # noqa: SLF001 - Django has no public name for it
        found = list(rows._iterable_class(rows))  # noqa: SLF001 - as above
        if found and (ahead := rows._prefetch_related_lookups):  # noqa: SLF001 - as above
            prefetch_related_objects(found, *ahead)
        return found


@dataclass(frozen=True)
class _Told:
    """All that is asked of a query by what makes its rows."""

    compiler: Any

    def get_compiler(self, *_: Any, **__: Any) -> Any:
        return self.compiler


def bring(row: Model, name: str, found: Iterable[Model], *, of: str) -> None:
    """What `prefetch_related` would have brought of one row; each knows whose it is."""
    related: Any = getattr(row, name).get_queryset()
    related._result_cache = list(found)  # noqa: SLF001 - as Django's own prefetching does
    related._prefetch_done = True  # noqa: SLF001 - as above
    for each in related._result_cache:  # noqa: SLF001 - as above
        setattr(each, of, row)
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = related


def _twin(thing: Thing) -> Thing:
    """To be told its own; nothing is asked to make it, as a copy of a queryset would."""
    twin = object.__new__(type(thing))
    twin.__dict__.update(thing.__dict__)
    return twin


#: What Django's compiler knows of its text when it has made it, and needs to make rows.
_KNOWN: Final = ("using", "klass_info", "annotation_col_map", "has_extra_select", "col_count")


def _slim(compiler: Any) -> Any:
    """Without the tree that the text was made of: twenty times as large as the text."""
    slim = object.__new__(type(compiler))
    slim.__dict__.update({name: getattr(compiler, name) for name in _KNOWN})
    slim.select = [(_column(each), None, None) for each, *_ in compiler.select]
    return slim


def _column(read: Any) -> Any:
    """What a column is called and how its value is converted."""
    if isinstance(read, Col):
        own = read.target is read.output_field
        return read.target.cached_col if own else read
    return Value(None, output_field=read.output_field)


def _compile(rows: QuerySet[Any], stand_ins: Mapping[str, Any]) -> _Statement | None:
    """None where nothing can ever answer."""
    compiler: Any = rows.query.get_compiler(rows.db)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    known: dict[Any, tuple[str, int | None]] = {}
    for name, each in stand_ins.items():
        known |= (
            {one: (name, at) for at, one in enumerate(each)}
            if isinstance(each, list)
            else {each: (name, None)}
        )
    places = [
        (place, *known[each])
        for place, each in enumerate(parameters)
        if isinstance(each, int | date | UUID | str | tuple) and each in known
    ]
    if absent := known.keys() - {parameters[place] for place, _, _ in places}:
        raise AssertionError(f"{sorted(map(str, absent))} 不在语句里，不能每次另给")
    bare: Any = _twin(rows)
    bare._query = None  # noqa: SLF001 - as above
    return _Statement(bare, _slim(compiler), sql, tuple(parameters), tuple(places))
