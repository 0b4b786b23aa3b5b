"""A package taken apart and put together again, as anybody can who has a zip program."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile

from pypdf import PdfReader

from reports.archives.extracts import named

Files = dict[str, bytes]
TAGS = "tagmanifest-sha256.txt"


def unpacked(content: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        return {name: held.read(name) for name in held.namelist()}


def packed(files: Files) -> bytes:
    """As the portal itself writes one."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, content in files.items():
            archive.writestr(named(name), content)
    return into.getvalue()


def retagged(files: Files) -> Files:
    """With the one list that nobody signs made to agree."""
    tags = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in files.items()
        if name != TAGS and not name.startswith("data/")
    )
    return {name: tags.encode() if name == TAGS else content for name, content in files.items()}


def words_of(content: bytes) -> str:
    """Of a PDF without its spaces, and of anything else as it is."""
    if not content.startswith(b"%PDF-") or len(content) < 100:
        return content.decode(errors="ignore")
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
