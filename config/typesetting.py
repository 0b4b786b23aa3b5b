"""What papers need of the machine: Pango, and Chinese fonts found the same way by every process.

`python -m config.typesetting` fetches what is missing and prints the variables to run with.
Order of fonts: the customer's licensed ones in `fonts/`, the Fandol family from Debian (GPL with
font exception, never committed), Noto SC from a wheel, which has every character a name can have.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from config import interrupted

ROOT = Path(__file__).resolve().parent.parent
LICENSED = ROOT / "fonts"
HOME = ROOT / "var" / "typesetting"
FANDOL = HOME / "fandol"
LIBRARIES = HOME / "libraries"
CONFIGURATION = HOME / "fonts.conf"
SYSTEM = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")

# The typefaces that GB/T 9704 names, and what stands in for them until the licensed ones are there.
STAND_INS = {
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "FandolBiaoSong", "Noto Serif SC"),
    "仿宋_GB2312": ("FangSong_GB2312", "仿宋", "FangSong", "FandolFang", "Noto Serif SC"),
    "楷体_GB2312": ("KaiTi_GB2312", "楷体", "KaiTi", "FandolKai", "Noto Serif SC"),
    "黑体": ("SimHei", "FandolHei", "Noto Sans SC"),
    "宋体": ("SimSun", "FandolSong", "Noto Serif SC"),
    "serif": ("Noto Serif SC",),
    "sans-serif": ("Noto Sans SC",),
    "monospace": ("DejaVu Sans Mono", "Noto Sans SC"),
}

# Fandol's bold faces call themselves regular; its bold 宋 stands in for 小标宋 at any weight.
CORRECTIONS = """\
  <match target="scan">
    <test name="family" compare="contains"><string>Fandol</string></test>
    <test name="style"><string>Bold</string></test>
    <edit name="weight" mode="assign"><const>bold</const></edit>
  </match>
  <match target="scan">
    <test name="family"><string>FandolSong</string></test>
    <test name="style"><string>Bold</string></test>
    <edit name="family" mode="append"><string>FandolBiaoSong</string></edit>
  </match>"""


def environment() -> dict[str, str]:
    """Write the font configuration and say which variables make a process find it all."""
    text = _configuration()
    if not CONFIGURATION.exists() or CONFIGURATION.read_text() != text:
        HOME.mkdir(parents=True, exist_ok=True)
        draft = CONFIGURATION.with_suffix(f".{os.getpid()}")
        draft.write_text(text)
        draft.replace(CONFIGURATION)
        shutil.rmtree(HOME / "cache", ignore_errors=True)  # what was read by the old rules
    found = {"FONTCONFIG_FILE": str(CONFIGURATION)}
    if LIBRARIES.is_dir():
        folders = sorted({str(path.parent) for path in LIBRARIES.rglob("*.so*")})
        inherited = os.environ.get("LD_LIBRARY_PATH")
        found["LD_LIBRARY_PATH"] = ":".join([*folders, *([inherited] if inherited else [])])
    return found


def announce() -> None:
    """Every process finds the fonts the same way, however it was started: web, worker, command.

    A place that names a configuration of its own keeps it; one that cannot write has none made.
    """
    if "FONTCONFIG_FILE" not in os.environ:
        with contextlib.suppress(OSError):
            os.environ["FONTCONFIG_FILE"] = environment()["FONTCONFIG_FILE"]


def _configuration() -> str:
    noto = importlib.util.find_spec("pylopdf_fonts_zh_cn")
    wheel = [Path(noto.origin).parent] if noto and noto.origin else []
    folders = [f"  <dir>{escape(str(path))}</dir>" for path in (LICENSED, FANDOL, *wheel, *SYSTEM)]
    aliases = [_alias(name, others) for name, others in STAND_INS.items()]
    return "\n".join(
        [
            '<?xml version="1.0"?>',
            '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
            "<fontconfig>",
            *folders,
            f"  <cachedir>{escape(str(HOME / 'cache'))}</cachedir>",
            CORRECTIONS,
            *aliases,
            "</fontconfig>\n",
        ]
    )


def _alias(name: str, others: tuple[str, ...]) -> str:
    accepted = "".join(f"<family>{other}</family>" for other in others)
    return f'  <alias binding="same"><family>{name}</family><accept>{accepted}</accept></alias>'


def fetch() -> None:
    """Pango and Fandol by apt where there is one; a machine without them still has its pages."""
    if not ctypes.util.find_library("pango-1.0") and not LIBRARIES.is_dir():
        _fetch_pango()
    if not FANDOL.is_dir():
        _fetch_fandol()


def _fetch_pango() -> None:
    if not shutil.which("apt-get"):
        _say("这台机器没有 Pango：除文书外一切可用。")
    elif os.geteuid() == 0:
        _apt("update") and _apt("install", "--yes", "--no-install-recommends", *PANGO)
    else:
        _unpack(PANGO, LIBRARIES, "*.so*")
    if not ctypes.util.find_library("pango-1.0") and not LIBRARIES.is_dir():
        _say("没有装上 Pango：除文书外一切可用。")


def _fetch_fandol() -> None:
    """Tried once: without it papers are set in Noto."""
    if not shutil.which("apt-get") or not _unpack(
        ("texlive-lang-chinese",), FANDOL, "*/fandol/Fandol*.otf"
    ):
        _say("没有取到仿宋、楷体等字体：文书用思源宋体、思源黑体排版。")
        FANDOL.mkdir(parents=True)


def _unpack(packages: tuple[str, ...], target: Path, pattern: str) -> bool:
    """Download packages without installing them, and keep the files that match; all or none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        here = Path(folder)
        if not _download(packages, here):
            return False
        for package in here.glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", package, here / "files"], check=True)
        (here / "kept").mkdir()
        for file in (here / "files").rglob(pattern):
            shutil.copy2(file, here / "kept" / file.name)
        (here / "kept").rename(target)
    return True


def _download(packages: tuple[str, ...], here: Path) -> bool:
    """A new machine has no package lists; only root may fetch them."""
    if _apt("download", *packages, cwd=here):
        return True
    return os.geteuid() == 0 and _apt("update") and _apt("download", *packages, cwd=here)


def _apt(*arguments: str, cwd: Path | None = None) -> bool:
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        ["timeout", "300", "apt-get", "-qq", *arguments],
        cwd=cwd, env=os.environ | quiet, capture_output=True, check=False,
    )  # fmt: skip
    return done.returncode == 0


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def main() -> None:
    fetch()
    for name, value in environment().items():
        sys.stdout.write(f"{name}={value}\n")


if __name__ == "__main__":
    interrupted.told(main)
