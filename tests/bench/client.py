"""A browser as far as time is concerned: kept connections, cookies, CSRF; standard library only."""

from __future__ import annotations

import http.client
import re
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many milliseconds."""

    status: int
    ms: float
    statements: int
    location: str
    body: bytes

    @property
    def token(self) -> str:
        found = _TOKEN.search(self.body.decode())
        return found[1] if found else ""


@dataclass
class Client:
    """One signed-in officer on one connection."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def sign_in(self, username: str, password: str) -> Client:
        token = self.get("/login/").token
        typed = {"username": username, "password": password, "csrfmiddlewaretoken": token}
        answer = self.post("/login/", typed)
        if answer.status != 302:
            raise RuntimeError(f"{username} 没有登录成功（{answer.status}）。")
        return self

    def twin(self) -> Client:
        """The same session on a connection of its own."""
        return Client(self.port, dict(self.cookies))

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, typed: dict[str, str] | list[tuple[str, str]]) -> Answer:
        return self._ask("POST", path, urlencode(typed))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        try:
            got, text = self._sent(method, path, body, headers)
        except (http.client.HTTPException, OSError):  # a kept connection that the server closed
            self._connection = None
            got, text = self._sent(method, path, body, headers)
        ms = (time.perf_counter() - began) * 1000
        self._keep(got)
        statements = int(got.headers.get("X-Statements", 0))
        return Answer(got.status, ms, statements, got.headers.get("Location", ""), text)

    def _sent(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        self._connection.request(method, path, body, headers)
        got = self._connection.getresponse()
        return got, got.read()

    def _keep(self, got: http.client.HTTPResponse) -> None:
        for header in got.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value
