"""The places of workflow/ that lock, check and tell: each is one more engine of the procedure."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from tests.rooms.tree import PROCEDURE, Module, within

LOCK, REFUSAL, PREDICATE, TELL = "select_for_update", "NotYours", "allows", "tell"


@dataclass(frozen=True)
class Function:
    """Its full name, and the full names of what it calls (a method's: its last word)."""

    name: str
    calls: frozenset[str]

    def says(self, *words: str) -> bool:
        return any(call.rpartition(".")[2] in words for call in self.calls)


def engines() -> list[str]:
    """Whoever locks a row, refuses who may not, and tells: itself, or by helpers that lock none."""
    functions = [f for module in within(PROCEDURE) for f in _functions(module)]
    lockers = {f.name for f in functions if f.says(LOCK)}
    helpers = lockers - _doing(functions, set(), REFUSAL, PREDICATE)
    locking = lockers | {f.name for f in functions if f.calls & helpers}
    asking = _doing(functions, locking, REFUSAL, PREDICATE)
    return sorted(locking & asking & _doing(functions, locking, TELL))


def _doing(functions: list[Function], through_none_of: set[str], *words: str) -> set[str]:
    """Those that call one of these words, or something that does."""
    found = {f.name for f in functions if f.says(*words)}
    while more := {f.name for f in functions if f.calls & (found - through_none_of)} - found:
        found |= more
    return found


def _functions(module: Module) -> Iterator[Function]:
    meant = dict(_meanings(module))
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef):
            calls = (c.func for c in ast.walk(node) if isinstance(c, ast.Call))
            yield Function(
                f"{module.name}.{node.name}", frozenset(_called(call, meant) for call in calls)
            )


def _meanings(module: Module) -> Iterator[tuple[str, str]]:
    """What a bare name in this module stands for."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef):
            yield node.name, f"{module.name}.{node.name}"
        elif isinstance(node, ast.ImportFrom):
            for one in node.names:
                yield one.asname or one.name, f"{node.module}.{one.name}"


def _called(func: ast.expr, meant: dict[str, str]) -> str:
    if isinstance(func, ast.Name):
        return meant.get(func.id, func.id)
    if isinstance(func, ast.Attribute):
        if isinstance(func.value, ast.Name) and func.value.id in meant:
            return f"{meant[func.value.id]}.{func.attr}"
        return func.attr
    return ""
