"""The house as files: every module outside the tests and migrations, and what it imports."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).parents[2]
#: The largest room, whose own rooms are counted.
PROCEDURE = "workflow"


@dataclass(frozen=True)
class Module:
    """One file of Python; `place` is its dotted name, `__init__` written out."""

    path: Path

    @cached_property
    def place(self) -> tuple[str, ...]:
        return self.path.relative_to(HOUSE).with_suffix("").parts

    @property
    def name(self) -> str:
        """What an import calls it."""
        return ".".join(self.place).removesuffix(".__init__")

    @property
    def package(self) -> str:
        return ".".join(self.place[:-1])

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text())

    @cached_property
    def lines(self) -> int:
        return len(self.path.read_text().splitlines())

    @cached_property
    def says(self) -> frozenset[str]:
        """Every dotted name imported anywhere in it, inside functions and for types as well."""
        return frozenset(_imported(self.tree))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{one.name}" for one in node.names)


@cache
def project() -> dict[str, Any]:  # Any: what TOML holds
    """Its pyproject.toml."""
    told: dict[str, Any] = tomllib.loads((HOUSE / "pyproject.toml").read_text())["tool"]
    return told


@cache
def modules() -> tuple[Module, ...]:
    """Of every room, in the order of their names."""
    rooms = project()["importlinter"]["root_packages"]
    paths = (path for room in rooms for path in (HOUSE / room).rglob("*.py"))
    return tuple(Module(path) for path in sorted(paths) if "migrations" not in path.parts)


@cache
def imports() -> dict[str, frozenset[str]]:
    """The module → the modules of the house that it imports; a name within a module is its."""
    known = {module.name for module in modules()}

    def home(said: str) -> str:
        return said if said in known else said.rpartition(".")[0]

    return {m.name: frozenset(map(home, m.says)) & known - {m.name} for m in modules()}


def within(room: str) -> list[Module]:
    """The modules of that package, however deep."""
    return [module for module in modules() if f"{module.name}.".startswith(f"{room}.")]
