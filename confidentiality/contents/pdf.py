"""A PDF: where it begins, whether it is whole, whether anybody can open it, how many pages."""

import logging
import re
from typing import Final

from django.core.exceptions import ValidationError

from confidentiality.contents.refusing import (
    MARKUP,
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

log = logging.getLogger(__name__)


def pdf(file: Content) -> int | None:
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


def _pages(file: Content) -> int | None:
    """None when only a viewer could say: damaged a little, as many are that every viewer opens.

    The library raises whatever its parts raise, so that no list of kinds is ever complete.
    """
    from pypdf import PasswordType, PdfReader  # loaded with the first PDF, not with the page

    file.seek(0)
    try:
        reader = PdfReader(file.file or file)
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise locked()
        return len(reader.pages)
    except ValidationError:
        raise
    except Exception as error:  # see above
        log.info("pdf cannot be counted: %s", type(error).__name__)
        if _is_encrypted(file):
            raise _closed() from None
        return None


def _is_encrypted(file: Content) -> bool:
    file.seek(0)
    return _ENCRYPTED.search(file.read()) is not None


def _closed() -> ValidationError:
    return ValidationError(
        "这个 PDF 加了密码或权限保护，请去掉密码和权限（打开后“打印”为新的 PDF，"
        "或请出具单位提供不加密的）后再传。"
    )
