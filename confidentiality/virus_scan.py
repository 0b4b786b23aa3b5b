"""Whether a virus scanner knows a file: clamd, where the server has one (ASVS V5.4.3).

Its INSTREAM command: pieces with their length before them, an empty one at the end, one line back.
Where one is named and does not answer, nothing comes in.
"""

from __future__ import annotations

import logging
import socket
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.files.base import File

#: To connect, and between two pieces; what is scanned in one go may take longer.
_PATIENCE: Final = 5
_SCANNING: Final = 120
_LENGTH: Final = 4
_LONGEST_ANSWER: Final = 4096
_SILENT: Final = "查毒服务没有应答，暂时不能上传文件，请稍后再试；一直不行的，请告诉系统管理员。"
_FOUND: Final = "文件查出病毒，已拒绝。请在本机查毒以后，换一份干净的再传。"

log = logging.getLogger(__name__)


def where(said: str) -> str | tuple[str, int]:
    """`unix:/path` or `host:port`, as PORTAL_CLAMD has it."""
    kind, _, rest = said.partition(":")
    if kind == "unix" and rest.startswith("/"):
        return rest
    host, _, port = said.rpartition(":")
    if host and port.isascii() and port.isdigit():
        return host.strip("[]"), int(port)
    raise ImproperlyConfigured("PORTAL_CLAMD 写成 unix:/套接字的路径，或 主机:端口。")


def refuse_virus(file: File[bytes]) -> None:
    """Asks the scanner, if there is one; ValidationError unless it says that the file is clean."""
    if not settings.CLAMD:
        return
    try:
        answer = _asked(file)
    except OSError as error:
        log.error("clamd does not answer: %s", type(error).__name__)
        raise ValidationError(_SILENT) from None
    if answer.endswith("FOUND"):
        raise ValidationError(_FOUND)
    if answer != "stream: OK":
        log.error("clamd answers: %s", answer[:200])
        raise ValidationError(_SILENT)


def answers() -> bool:
    """Whether it is there; for /healthz."""
    try:
        with _connected() as scanner:
            scanner.sendall(b"zPING\0")
            return _line(scanner) == "PONG"
    except OSError as error:
        log.warning("clamd: %s", type(error).__name__)
        return False


def _asked(file: File[bytes]) -> str:
    file.seek(0)
    with _connected() as scanner:
        scanner.sendall(b"zINSTREAM\0")
        try:
            for chunk in file.chunks():
                scanner.sendall(len(chunk).to_bytes(_LENGTH, "big") + chunk)
            scanner.sendall(bytes(_LENGTH))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has heard enough, and may have said why
        scanner.settimeout(_SCANNING)
        return _line(scanner)


def _connected() -> socket.socket:
    place = where(settings.CLAMD)
    if isinstance(place, tuple):
        return socket.create_connection(place, _PATIENCE)
    scanner = socket.socket(socket.AF_UNIX)
    scanner.settimeout(_PATIENCE)
    try:
        scanner.connect(place)
    except OSError:
        scanner.close()
        raise
    return scanner


def _line(scanner: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < _LONGEST_ANSWER:
        if not (more := scanner.recv(_LONGEST_ANSWER)):
            break
        said += more
    return said.split(b"\0")[0].decode(errors="replace").strip()
