"""What is built from the registry, and what our own style and script may use."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from config import assets

ROOT = Path(__file__).resolve().parents[2]
STYLES = sorted((ROOT / "static/css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

# Newer than Chromium 90, each in the way it is written.
TOO_NEW_STYLE = re.compile(
    r":has\(|@container|@layer|color-mix\(|oklch\(|light-dark\(|\d(?:d|s|l)v[hw]\b|subgrid"
    r"|text-wrap|@scope|@starting-style|^\s*&"
)
TOO_NEW_SCRIPT = re.compile(
    r"structuredClone|\.at\(|Object\.hasOwn|\.findLast|\.toSorted|randomUUID|AbortSignal\.timeout"
    r"|\.replaceChildren\(\)\.|showPopover|Array\.fromAsync|Object\.groupBy|^\s*static \{"
)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_style_stands_in_chromium_90(path: Path) -> None:
    for line in without_comments(path).splitlines():
        assert not TOO_NEW_STYLE.search(line), line


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_stands_in_chromium_90(path: Path) -> None:
    for line in path.read_text("utf-8").splitlines():
        assert not TOO_NEW_SCRIPT.search(line), line


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_colours_live_in_the_tokens_alone(path: Path) -> None:
    if path.name == "tokens.css":
        return
    written = without_comments(path)
    drawn = re.sub(r'url\("data:[^"]*"\)', "", written)
    assert not re.search(r"#[0-9A-Fa-f]{3,8}\b", drawn)


def test_no_personal_thing_is_kept_in_the_browser() -> None:
    for path in SCRIPTS:
        kept = re.findall(r"(?:local|session)Storage\.setItem\((\w+)", path.read_text("utf-8"))
        assert kept in ([], ["SWITCH"]), path.name  # the one switch: single keys on or off


def test_no_page_contacts_another_host() -> None:
    for path in [*TEMPLATES, *STYLES, *SCRIPTS]:
        written = path.read_text("utf-8").replace("http://www.w3.org/", "")
        assert not re.search(r"https?:|(?:src|href)=\"//", written), path


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    for name, package in lock["packages"].items():
        assert "resolved" not in package, name
        assert not name or package["integrity"].startswith("sha512-"), name


def test_a_source_map_that_is_not_shipped_is_not_named() -> None:
    text = "a{}\n/*# sourceMappingURL=a.css.map */\n"
    assert "sourceMapping" not in assets.without_source_map(text)
    assert "sourceMapping" not in assets.without_source_map("f()\n//# sourceMappingURL=a.js.map")
    assert assets.without_source_map("a{}\n") == "a{}\n"


def test_the_icons_in_use_are_in_the_list() -> None:
    listed = set(assets.icon_names())
    for path in TEMPLATES:
        used = set(re.findall(r'{% icon "([\w-]+)"', path.read_text("utf-8")))
        used |= set(re.findall(r'(?:picture|link_icon)="([\w-]+)"', path.read_text("utf-8")))
        assert used <= listed, (path, used - listed)


def without_comments(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
