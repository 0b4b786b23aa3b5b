"""How a multipart request is read: names of files as people write them, and a full disk told."""

from __future__ import annotations

import contextlib
import errno
import html
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    MemoryFileUploadHandler,
)
from django.http import QueryDict
from django.http.multipartparser import MultiPartParser
from django.utils.datastructures import MultiValueDict

from confidentiality.sealed_files import SealedTemp
from confidentiality.uploads import clean_name

#: The folder below the files' own in which they wait for their rows.
ASIDE: Final = "aside"
#: What the system says when nothing more can be written.
NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
SENTENCE: Final = (
    "服务器磁盘已满，文件没有存上，这一步没有写入。请告知系统管理员，腾出空间后再传；"
    "按浏览器的“后退”可取回已填内容。"
)


def is_no_room(error: BaseException | None) -> bool:
    """Whether somewhere under this error the disk is full."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            return True
        error = error.__cause__ or error.__context__
    return False


class _Reading(MultiPartParser):
    """Django drops what `str.isprintable` does not know: rare characters of people's names."""

    def sanitize_file_name(self, file_name: str) -> str | None:
        return clean_name(html.unescape(file_name))


class _AsideHandler(FileUploadHandler):
    """A large file while it comes in: on the disk of the files, sealed, and gone with its process.

    The system's folder for such things is often memory.
    """

    _coming: SealedTemp | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own
        super().new_file(*args, **kwargs)
        folder = Path(settings.MEDIA_ROOT) / ASIDE
        folder.mkdir(parents=True, exist_ok=True)
        self._coming = SealedTemp(folder)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self._coming is not None
        self._coming.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        assert self._coming is not None
        told = self.file_name, self.content_type, file_size, self.charset, self.content_type_extra
        return UploadedFile(self._coming.finished(), *told)

    def upload_interrupted(self) -> None:
        if self._coming is not None:
            self._coming.give_up()


class NamesKept(FileUploadHandler):
    """Takes over the reading, with Django's own two handlers, so that names stay whole."""

    def handle_raw_input(
        self,
        input_data: Any,  # Any: whatever the server reads from
        META: dict[str, str],  # noqa: N803 -- Django's own name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> tuple[QueryDict, MultiValueDict[str, Any]] | None:  # Any: an uploaded file
        handlers = [MemoryFileUploadHandler(self.request), _AsideHandler(self.request)]
        try:
            return _Reading(META, input_data, handlers, encoding).parse()
        except Exception:
            for handler in handlers:  # what could not be written to its end is not left behind
                with contextlib.suppress(OSError):
                    handler.upload_interrupted()
            raise

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Never asked: the reading was taken over."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Never asked either."""
