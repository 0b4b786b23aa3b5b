"""Plain text, and letters saved from a mail program."""

import re
from email.parser import BytesHeaderParser
from typing import Final

from confidentiality.contents.refusing import MARKUP, Content, mismatch

_HEAD: Final = 256 * 1024
_HEADER_LINE: Final = re.compile(rb"[!-9;-~]+:")
_OF_A_LETTER: Final = ("date", "subject", "message-id", "received", "to")


def txt(file: Content) -> None:
    content = file.read()
    if b"\0" in content or MARKUP.match(content.lstrip(b"\xef\xbb\xbf")):
        raise mismatch("纯文本")
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return
    raise mismatch("纯文本（UTF-8 或 GB18030 编码）")


def eml(file: Content) -> None:
    """A letter begins with its headers, says from whom it is, and something else about itself."""
    head = file.read(_HEAD).lstrip(b"\xef\xbb\xbf\r\n")
    if not _HEADER_LINE.match(head) or b"\0" in head:
        raise mismatch("邮件（eml）")
    headers = BytesHeaderParser().parsebytes(head)
    if "from" not in headers or not any(name in headers for name in _OF_A_LETTER):
        raise mismatch("邮件（eml）")
