"""A PDF: where it begins, whether it is whole, whether anybody can open it, how many pages."""

import io
import logging
import re
from typing import Any, Final, cast

from django.core.exceptions import ValidationError

from confidentiality.contents.pdf_actions import refuse_active
from confidentiality.contents.refusing import (
    MARKUP,
    UNREADABLE,
    Content,
    damaged,
    locked,
    mismatch,
    refuse_hidden_archive,
    tail,
)

#: Readers look for the header in so many bytes (ISO 32000-1, annex H, note 13): scanners and
#: print servers put line ends or words to the printer before it.
BEFORE_HEADER: Final = 1024
_HEADER: Final = re.compile(rb"%PDF-[12]\.[0-9]")
_OTHER: Final = (b"MZ", b"PK", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"\xd0\xcf\x11\xe0", b"#!")
_ENCRYPTED: Final = re.compile(rb"/Encrypt\b")
#: Pages, or streams in which whole objects lie.
_OF_PAGES: Final = re.compile(rb"/(?:Pages?|ObjStm|XRef)\b")

log = logging.getLogger(__name__)


def pdf(file: Content) -> int:
    found = _HEADER.search(file.read(BEFORE_HEADER + 8))
    if found is None or found.start() > BEFORE_HEADER:
        raise mismatch("PDF")
    before = found.string[: found.start()]
    if before.startswith(_OTHER) or MARKUP.search(before):
        raise mismatch("PDF")
    refuse_hidden_archive(file)
    if b"%%EOF" not in tail(file, 2048):
        raise damaged("PDF")
    return _pages(file)


def _pages(file: Content) -> int:
    """How many pages a viewer reaches; one without any shows nobody anything.

    The library raises whatever its parts raise, so that no list of kinds is ever complete; it
    stops at circles and at trees without end.
    """
    for attempt in (_read, _read_without_table):
        try:
            return attempt(file)
        except ValidationError:
            raise
        except Exception as error:  # see above
            log.info("pdf cannot be counted: %s", type(error).__name__)
    file.seek(0)
    content = file.read()
    if _ENCRYPTED.search(content):
        raise _closed()
    if _OF_PAGES.search(content):
        raise damaged("PDF")
    said = "这个 PDF 里没有任何一页，打开是空的，请重新扫描或导出后再传。"
    raise ValidationError(said, UNREADABLE)


def _read(file: Content) -> int:
    file.seek(0)
    return _count(file.file or file)


def _read_without_table(file: Content) -> int:
    """Every viewer looks for the objects itself where the table of their places is lost."""
    file.seek(0)
    return _count(io.BytesIO(file.read() + b"\nstartxref\n0\n%%EOF\n"))


def _count(stream: Any) -> int:  # Any: whatever the library reads from
    """Of the pages that it says it has, none may be out of reach: it was cut off."""
    from pypdf import PasswordType, PdfReader  # loaded with the first PDF, not with the page

    reader = PdfReader(stream)
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise locked()
    reached = len(reader.pages)
    said = cast("dict[str, object]", reader.root_object["/Pages"]).get("/Count", 0)
    if not reached or (isinstance(said, int) and reached < said):
        raise damaged("PDF")
    refuse_active(reader, stream)
    return reached


def _closed() -> ValidationError:
    return ValidationError(
        "这个 PDF 加了密码或权限保护，请去掉密码和权限（打开后“打印”为新的 PDF，"
        "或请出具单位提供不加密的）后再传。",
        UNREADABLE,
    )
