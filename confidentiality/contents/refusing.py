"""The sentences of a refused upload, and what is looked for in files of every kind."""

import re
import zipfile
from typing import Final

from django.core.exceptions import ValidationError
from django.core.files.base import File

EICAR: Final = b"EICAR-STANDARD-ANTIVIRUS-" + b"TEST-FILE"
MARKUP: Final = re.compile(rb"\s*<(?:!doctype|html|script|svg|\?xml|body|iframe)", re.IGNORECASE)

Content = File[bytes]
#: The code of a refusal because nobody could open it; any other is of something that it does.
UNREADABLE: Final = "unreadable"


def mismatch(kind: str) -> ValidationError:
    return ValidationError(f"文件内容不是 {kind}，扩展名与内容不符，请核对后重新选择。", UNREADABLE)


def damaged(kind: str) -> ValidationError:
    return ValidationError(f"这个 {kind} 文件不完整或已损坏，请重新扫描或导出后再传。", UNREADABLE)


def locked() -> ValidationError:
    return ValidationError("文件加了密码，请去掉密码后再传。", UNREADABLE)


def macro() -> ValidationError:
    return ValidationError("文件带有宏，请另存为不带宏的格式（docx、xlsx）或打印成 PDF 后再传。")


def refuse_hidden_archive(file: Content) -> None:
    """A picture, recording or PDF that is at the same time an archive."""
    file.seek(0)
    if zipfile.is_zipfile(file):
        raise ValidationError("文件里夹带了压缩包，已拒绝。")


def tail(file: Content, length: int) -> bytes:
    file.seek(0, 2)
    file.seek(max(file.tell() - length, 0))
    end: bytes = file.read(length)
    return end
