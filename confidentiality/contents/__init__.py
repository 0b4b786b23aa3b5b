"""What each kind of upload looks like inside; looked at, never run and never unpacked to disk."""

from collections.abc import Callable
from typing import Final

from confidentiality.contents import compound, media, office, pdf, pictures, texts
from confidentiality.contents.refusing import EICAR, Content

#: By suffix: refuses in a sentence what is something else, and says how many pages there are.
CONTENTS: Final[dict[str, Callable[[Content], int | None]]] = {
    ".pdf": pdf.pdf,
    ".ofd": office.ofd,
    ".jpg": pictures.jpg,
    ".png": pictures.png,
    ".heic": media.heic,
    ".tif": pictures.tif,
    ".docx": office.docx,
    ".xlsx": office.xlsx,
    ".doc": compound.doc,
    ".xls": compound.xls,
    ".wps": office.wps,
    ".et": office.et,
    ".txt": texts.txt,
    ".eml": texts.eml,
    ".mp3": media.mp3,
    ".m4a": media.m4a,
    ".wav": media.wav,
    ".amr": media.amr,
    ".mp4": media.mp4,
    ".mov": media.mov,
    ".3gp": media.mp4,
    ".avi": media.avi,
}

__all__ = ["CONTENTS", "EICAR", "Content"]
