"""A scanner that speaks clamd's protocol at the one door of uploads: asked, believed, missed."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from confidentiality.uploads import MEGABYTE, admit
from confidentiality.virus_scan import where
from config.health import _virus_scan

#: Known to this scanner alone; the portal's own mark never comes as far as this.
HARM = b"EICAR-OF-THIS-SCANNER"


class Clamd:
    """One connection after the other, each by the protocol of clamd(8)."""

    def __init__(self, door: socket.socket) -> None:
        self.door, self.heard = door, b""
        self.clean = b"stream: OK\0"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self.door.accept()
            except OSError:
                return
            with caller, caller.makefile("rwb") as line:
                line.write(self._answer(line))

    def _answer(self, line) -> bytes:  # type: ignore[no-untyped-def]  # a socket as a file
        command = b""
        while not command.endswith(b"\0"):
            command += line.read(1)
        if command == b"zPING\0":
            return b"PONG\0"
        assert command == b"zINSTREAM\0"
        self.heard = b""
        while length := int.from_bytes(line.read(4), "big"):
            self.heard += line.read(length)
        return b"stream: Eicar-Signature FOUND\0" if HARM in self.heard else self.clean


@pytest.fixture(params=["tcp", "unix"])
def clamd(
    request: pytest.FixtureRequest, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Clamd]:
    if request.param == "unix":
        door = socket.socket(socket.AF_UNIX)
        place = str(tmp_path_factory.mktemp("s") / "clamd")
        door.bind(place)
        settings.CLAMD = f"unix:{place}"
    else:
        door = socket.create_server(("127.0.0.1", 0))
        settings.CLAMD = f"127.0.0.1:{door.getsockname()[1]}"
    door.listen()
    yield Clamd(door)
    door.close()


def a_text(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("说明.txt", content)


def test_what_the_scanner_knows_is_refused_and_the_rest_comes_in(clamd: Clamd) -> None:
    content = "单位没有缴费。".encode() * 40_000  # several pieces
    assert content[:100] != content[-100:]
    assert len(content) < 2 * MEGABYTE
    admitted = admit(a_text(content))
    assert clamd.heard == content
    assert admitted.content.read() == content  # left at its beginning
    with pytest.raises(ValidationError, match="查出病毒，已拒绝") as refused:
        admit(a_text(b"x" * 70_000 + HARM))
    assert refused.value.messages[0].endswith("。")
    assert _virus_scan() == "ok"


def test_a_scanner_that_says_nothing_sensible_lets_nothing_in(clamd: Clamd) -> None:
    for said in (b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: OK but\0"):
        clamd.clean = said
        with pytest.raises(ValidationError, match="查毒服务没有应答，暂时不能上传文件"):
            admit(a_text(b"x"))


def test_one_that_is_away_lets_nothing_in_and_one_never_named_is_not_asked(
    settings: Settings, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        gone = door.getsockname()[1]
    for place in (f"127.0.0.1:{gone}", f"unix:{tmp_path}/nowhere"):
        settings.CLAMD = place
        with pytest.raises(ValidationError, match="查毒服务没有应答"):
            admit(a_text(b"x"))
        assert _virus_scan() == "down"
    settings.CLAMD = ""
    assert admit(a_text(b"x")).facts.suffix == ".txt"
    assert _virus_scan() == "off"


@pytest.mark.parametrize("said", ["clamd", "unix:relative", ":3310", "host:many"])
def test_a_place_that_cannot_be_meant_is_refused_in_words(said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="PORTAL_CLAMD"):
        where(said)
    assert where("unix:/run/clamd") == "/run/clamd"
    assert where("[::1]:3310") == ("::1", 3310)
