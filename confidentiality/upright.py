"""A photograph that says which side is up, turned so that every viewer and printer shows it so."""

from __future__ import annotations

import io
import logging
from typing import Final

from django.core.files.base import File
from PIL import Image, ImageOps

from confidentiality.stripped import UPRIGHT

ORIENTATION: Final = 0x0112
TURNED: Final = range(2, 9)
#: Turning takes two pictures of three bytes a pixel; larger ones browsers turn by themselves.
MOST_PIXELS: Final = 50_000_000
QUALITY: Final = 92

log = logging.getLogger(__name__)


def upright(file: File[bytes]) -> bytes | None:
    """The turned JPEG, without what the telephone wrote beside it (where it was taken, with what);
    None where nothing need be turned, or where the picture can only be kept as it is."""
    file.seek(0)
    try:
        with Image.open(file, formats=["JPEG"]) as picture:
            if picture.getexif().get(ORIENTATION) not in TURNED:
                return None
            if picture.width * picture.height > MOST_PIXELS:
                return None
            return _turned(picture)
    except Exception as error:  # decoders raise whatever their parts raise
        log.info("photograph kept as it is: %s", type(error).__name__)
        return None


def side_up(file: File[bytes]) -> int:
    """What the photograph says of it; upright where it says nothing that can be read."""
    file.seek(0)
    try:
        with Image.open(file, formats=["JPEG"]) as picture:
            told: object = picture.getexif().get(ORIENTATION)
    except Exception as error:  # as above
        log.info("which side of a photograph is up cannot be read: %s", type(error).__name__)
        return UPRIGHT
    return told if isinstance(told, int) and told in TURNED else UPRIGHT


def _turned(picture: Image.Image) -> bytes:
    turned = ImageOps.exif_transpose(picture)
    if turned.mode not in {"L", "RGB"}:
        turned = turned.convert("RGB")
    turned.info.pop("exif", None)
    written = io.BytesIO()
    turned.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
