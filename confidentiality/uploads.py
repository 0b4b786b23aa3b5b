"""Uploaded files: what may come in, under which name, and what it is (质量 6 Uploads)."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from django.core.exceptions import ValidationError
from django.core.files.base import File

from confidentiality.ciphers import Digest
from confidentiality.identifiers.text import INVISIBLE
from confidentiality.upload_contents import CONTENTS, EICAR

MEGABYTE: Final = 1024 * 1024
LONGEST_NAME: Final = 100
ALIASES: Final = {".jpeg": ".jpg", ".text": ".txt"}


@dataclass(frozen=True)
class UploadFacts:
    """What is known of a file that was let in; `name` is only for showing, never a path."""

    media_type: str
    size: int
    sha256: str
    sm3: str
    suffix: str
    name: str


@dataclass(frozen=True)
class _Kind:
    media_type: str
    largest: int


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
KINDS: Final[dict[str, _Kind]] = {
    ".pdf": _Kind("application/pdf", 50 * MEGABYTE),
    ".ofd": _Kind("application/ofd", 50 * MEGABYTE),
    ".jpg": _Kind("image/jpeg", 20 * MEGABYTE),
    ".png": _Kind("image/png", 20 * MEGABYTE),
    ".docx": _Kind(f"{_OFFICE}.wordprocessingml.document", 20 * MEGABYTE),
    ".xlsx": _Kind(f"{_OFFICE}.spreadsheetml.sheet", 20 * MEGABYTE),
    ".txt": _Kind("text/plain", 2 * MEGABYTE),
}


def clean_name(name: str) -> str:
    """The last part of the path, without control and direction characters, 100 at most."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    visible = INVISIBLE.sub(" ", last)
    kept = "".join(c for c in visible if unicodedata.category(c)[0] != "C")
    tidy = re.sub(r'[<>:"|?*%]', "_", kept).strip(" .")
    suffix = PurePosixPath(tidy).suffix
    stem = tidy[: len(tidy) - len(suffix)] if suffix else tidy
    return f"{stem[: LONGEST_NAME - len(suffix)]}{suffix}" or "未命名"


def check_upload(file: File[bytes]) -> UploadFacts:
    """What the file is, or a sentence why it may not come in; leaves it at its beginning.

    The suffix and the content must both be on the list and agree; nothing is unpacked to disk.
    """
    name = clean_name(file.name or "")
    suffix = PurePosixPath(name).suffix.lower()
    suffix = ALIASES.get(suffix, suffix)
    kind = _kind_of(suffix)
    _check_size(file.size, kind)
    sha256, sm3 = _digests(file)
    file.seek(0)
    CONTENTS[suffix](file)
    file.seek(0)
    return UploadFacts(kind.media_type, file.size, sha256, sm3, suffix, name)


def _kind_of(suffix: str) -> _Kind:
    if suffix not in KINDS:
        allowed = "、".join(each.removeprefix(".") for each in KINDS)
        word = f"“{suffix.removeprefix('.')}”类型的文件" if suffix else "没有扩展名的文件"
        raise ValidationError(f"不能上传{word}，只能上传 {allowed}。")
    return KINDS[suffix]


def _check_size(size: int, kind: _Kind) -> None:
    if size == 0:
        raise ValidationError("文件是空的，请重新选择。")
    if size > kind.largest:
        raise ValidationError(
            f"文件有 {size / MEGABYTE:.1f} MB，这类文件最大 {kind.largest // MEGABYTE} MB，"
            "请压缩或拆分后再传。"
        )


def _digests(file: File[bytes]) -> tuple[str, str]:
    """SHA-256 and SM3 in one reading; the standard virus test file is looked for on the way."""
    sha256, sm3, end = hashlib.sha256(), Digest(), b""
    for chunk in file.chunks():
        if EICAR in end + chunk:
            raise ValidationError("文件含有病毒特征，已拒绝。")
        sha256.update(chunk)
        sm3.update(chunk)
        end = chunk[-len(EICAR) :]
    return sha256.hexdigest(), sm3.hexdigest()
