"""What can be counted without running anything: flat files, small modules, registries, engines."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Collection, Iterator

from tests.rooms.tree import HOUSE, PROCEDURE, Module, imports, modules, within

SMALL = 30
TABLES = f"{PROCEDURE}.models"


def lines() -> int:
    return sum(module.lines for module in modules())


def flat_files() -> tuple[int, str]:
    """The most modules directly in one package of workflow/, and which; how many elsewhere.

    Not its tables: a list with one module a noun is looked up by the noun, however long.
    """
    flat = Counter(m.package for m in modules() if m.place[-1] != "__init__")
    own = {p: count for p, count in flat.items() if p.split(".")[0] == PROCEDURE and p != TABLES}
    package = max(sorted(own), key=own.__getitem__)
    elsewhere = [f"{p} {n}" for p, n in flat.most_common() if n > own[package] and p not in own]
    return own[package], f"{package}; longer: {', '.join(elsewhere) or 'none'}"


def largest_room() -> tuple[int, str]:
    """Per cent of workflow's lines in its largest room, and which."""
    rooms: Counter[str] = Counter()
    for module in within(PROCEDURE):
        rooms[module.place[1]] += module.lines
    room, most = rooms.most_common(1)[0]
    return round(100 * most / rooms.total()), room


def small_and_used_once() -> list[str]:
    """Modules so small, with one importer (or a name in the settings), that they might as well
    stand where they are used."""
    importers = Counter(target for targets in imports().values() for target in targets)
    return [m.name for m in modules() if _may_be_small(m) and importers[m.name] <= 1]


def _may_be_small(module: Module) -> bool:
    last = module.place[-1]
    door = last in {"__init__", "apps"} or last.split("_")[-1] == "urls"
    return module.lines <= SMALL and not door and "commands" not in module.place


def registries(verbs: Collection[str]) -> tuple[int, str]:
    """The most dictionaries written out in the house that one verb is a key of, and whose."""
    tables = [keys for module in modules() for keys in _written_keys(module)]
    stands = Counter({verb: sum(verb in keys for keys in tables) for verb in sorted(verbs)})
    verb, most = stands.most_common(1)[0]
    return most, verb


def _written_keys(module: Module) -> Iterator[set[str]]:
    for node in module.tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for written in ast.walk(node.value):
                if isinstance(written, ast.Dict):
                    yield {str(k.value) for k in written.keys if isinstance(k, ast.Constant)}


def named_tests() -> tuple[int, int]:
    """How many of workflow's modules have a test file of their name, of how many.

    Where rooms share a file name, the test stands in a folder of the room's name.
    """
    tests = {(p.parent.name, p.stem) for p in (HOUSE / "tests").rglob("test_*.py")}
    own = [m for m in within(PROCEDURE) if m.place[-1] != "__init__"]
    shared = Counter(m.place[-1] for m in own)

    def tested(module: Module) -> bool:
        *_, room, name = module.place
        alone = shared[name] == 1
        return any(stem == f"test_{name}" and (alone or room == home) for home, stem in tests)

    return sum(map(tested, own)), len(own)


def files_of_recipe(title: str) -> int | None:
    """The paths listed under that heading of CONTRIBUTING.md, or None while it says nothing."""
    page = HOUSE / "CONTRIBUTING.md"
    text = page.read_text() if page.exists() else ""
    part = re.search(rf"^## {re.escape(title)}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return part and len(re.findall(r"^\s*[-*] `[^`]+`", part[1], re.MULTILINE))
