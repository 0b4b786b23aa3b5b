"""Keep the pictures that the manual and the README show, in 256 colours; the others go.

Run by `make pictures` after the tests have taken a picture of every page.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "docs" / "manual"
PICTURES = MANUAL / "pictures"


def main() -> None:
    readers = [*MANUAL.glob("*.md"), ROOT / "README.md"]
    told = "".join(each.read_text("utf-8") for each in readers)
    for path in sorted(PICTURES.glob("*.png")):
        if f"pictures/{path.name}" in told:
            flatten(path)
        else:
            path.unlink()


def flatten(path: Path) -> None:
    """Screens have few colours; a palette makes the file a third of its size."""
    with Image.open(path) as picture:
        flat = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    flat.save(path, optimize=True)


if __name__ == "__main__":
    main()
