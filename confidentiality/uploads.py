"""Uploaded files: what may come in, under which name, and what it is (质量 6 Uploads)."""

import hashlib
import logging
import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File

from confidentiality.ciphers import Digest
from confidentiality.contents import CONTENTS, EICAR
from confidentiality.contents.refusing import damaged
from confidentiality.digests import digests_of
from confidentiality.identifiers.text import INVISIBLE
from confidentiality.stripped import UPRIGHT, stripped
from confidentiality.virus_scan import refuse_virus

MEGABYTE: Final = 1024 * 1024
LONGEST_NAME: Final = 100
LONGEST_SUFFIX: Final = 10
#: Whose Exif, places and words are left out (六(三)).
_PICTURES: Final = frozenset({".jpg", ".png"})
ALIASES: Final = {
    ".jpeg": ".jpg",
    ".jfif": ".jpg",
    ".jpe": ".jpg",
    ".tiff": ".tif",
    ".heif": ".heic",
    ".text": ".txt",
    ".m4v": ".mp4",
}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class UploadFacts:
    """What is known of a file that was let in; `name` is only for showing, never a path."""

    media_type: str
    size: int
    sha256: str
    sm3: str
    suffix: str
    name: str
    pages: int | None = None


@dataclass(frozen=True)
class Admitted:
    """What is kept of an upload: itself, or the same picture upright and without its Exif.

    `original_sha256` is the digest of what was brought, where that is not what is kept.
    """

    facts: UploadFacts
    content: File[bytes]
    original_sha256: str = ""


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
    ".heic": _Kind("image/heic", 20 * MEGABYTE),
    ".tif": _Kind("image/tiff", 50 * MEGABYTE),
    ".docx": _Kind(f"{_OFFICE}.wordprocessingml.document", 20 * MEGABYTE),
    ".xlsx": _Kind(f"{_OFFICE}.spreadsheetml.sheet", 20 * MEGABYTE),
    ".doc": _Kind("application/msword", 20 * MEGABYTE),
    ".xls": _Kind("application/vnd.ms-excel", 20 * MEGABYTE),
    ".wps": _Kind("application/wps-office.wps", 20 * MEGABYTE),
    ".et": _Kind("application/wps-office.et", 20 * MEGABYTE),
    ".txt": _Kind("text/plain", 2 * MEGABYTE),
    ".eml": _Kind("message/rfc822", 20 * MEGABYTE),
    ".mp3": _Kind("audio/mpeg", 100 * MEGABYTE),
    ".m4a": _Kind("audio/mp4", 100 * MEGABYTE),
    ".wav": _Kind("audio/wav", 100 * MEGABYTE),
    ".amr": _Kind("audio/amr", 100 * MEGABYTE),
    ".mp4": _Kind("video/mp4", 100 * MEGABYTE),  # the proxy lets 110 MB through
    ".mov": _Kind("video/quicktime", 100 * MEGABYTE),
    ".3gp": _Kind("video/3gpp", 100 * MEGABYTE),
    ".avi": _Kind("video/x-msvideo", 100 * MEGABYTE),
}
SUFFIXES: Final = {kind.media_type: suffix for suffix, kind in KINDS.items()}
#: What a file dialog offers; what comes is looked into all the same.
ACCEPT: Final = ",".join([*KINDS, *ALIASES])


def clean_name(name: str) -> str:
    """The last part of the path, without control and direction characters, 100 at most.

    Characters younger than this Python, and those of one's own fonts, stand in people's names.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    visible = INVISIBLE.sub(" ", last)
    kept = "".join(c for c in visible if _is_written(c))
    tidy = re.sub(r'[<>:"|?*%]', "_", kept).strip(" .")
    suffix = PurePosixPath(tidy).suffix
    if len(suffix) > LONGEST_SUFFIX:
        suffix = ""
    stem = tidy[: len(tidy) - len(suffix)] if suffix else tidy
    return f"{stem[: LONGEST_NAME - len(suffix)]}{suffix}" or "未命名"


def _is_written(character: str) -> bool:
    """Neither a control, a mark of format, half a pair, nor one that Unicode will never assign."""
    code = ord(character)
    never = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return not never and unicodedata.category(character) not in {"Cc", "Cf", "Cs"}


def suffix_of(name: str) -> str:
    """In its one spelling, of whatever kind."""
    suffix = PurePosixPath(name).suffix.lower()
    return ALIASES.get(suffix, suffix)


def name_for(title: str, media_type: str) -> str:
    """A title as the name of a file that its system opens: with the suffix of what it is."""
    wanted = SUFFIXES.get(media_type, "")
    own = suffix_of(title)
    if not wanted or own == wanted:
        return title
    stem = title[: title.rindex(".")] if own in KINDS else title
    return f"{stem}{wanted}"


def admit(file: File[bytes]) -> Admitted:
    """The one door of every upload: what to keep, or ValidationError with a sentence (质量 6)."""
    facts = check_upload(file)
    refuse_virus(file)
    other = _upright(file) if facts.suffix == ".jpg" else None
    if other is None and facts.suffix in _PICTURES:
        other = _stripped(file, facts.suffix)
    file.seek(0)
    if other is None:
        return Admitted(facts, file)
    content = ContentFile(other, name=facts.name)
    size, sha256, sm3 = digests_of(content)
    turned = replace(facts, size=size, sha256=sha256, sm3=sm3)
    content.seek(0)
    return Admitted(turned, content, original_sha256=facts.sha256)


def _upright(file: File[bytes]) -> bytes | None:
    from confidentiality.upright import upright  # Pillow, with the first photograph

    return upright(file)


def _stripped(file: File[bytes], suffix: str) -> bytes | None:
    from confidentiality.upright import side_up

    up = side_up(file) if suffix == ".jpg" else UPRIGHT
    file.seek(0)
    return stripped(file.read(), suffix, up)


def check_upload(file: File[bytes]) -> UploadFacts:
    """What the file is, or a sentence why it may not come in; leaves it at its beginning.

    The suffix and the content must both be on the list and agree; nothing is unpacked to disk.
    """
    name = clean_name(file.name or "")
    suffix = suffix_of(name)
    kind = _kind_of(suffix)
    _check_size(file.size, kind)
    sha256, sm3 = _digests(file)
    pages = _look_into(file, suffix)
    file.seek(0)
    return UploadFacts(kind.media_type, file.size, sha256, sm3, suffix, name, pages)


def _look_into(file: File[bytes], suffix: str) -> int | None:
    """Libraries raise more kinds of error than they name: whatever it is, the file is damaged."""
    file.seek(0)
    try:
        return CONTENTS[suffix](file)
    except ValidationError:
        raise
    except Exception as error:  # see above
        log.info("upload %s cannot be read: %s", suffix, type(error).__name__)
        raise damaged(suffix.removeprefix(".")) from None


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
