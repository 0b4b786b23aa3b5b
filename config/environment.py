"""Reads the environment into typed values, and says in words what is missing or wrong."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


@dataclass(frozen=True)
class Environment:
    """Values by name; `NAME_FILE` may name a file that holds a secret instead of `NAME`."""

    values: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def text(self, name: str, default: str | None = None) -> str:
        if file := self.values.get(f"{name}_FILE"):
            return self._read(name, Path(file))
        value = self.values.get(name) or default
        if value is None:
            raise ImproperlyConfigured(
                f"缺少环境变量 {name}（或 {name}_FILE），见 docs/operations/environment.md。"
            )
        return value

    def _read(self, name: str, path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE 读不出来：{error.strerror}。") from None

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.text(name, str(default)).lower()
        if value not in TRUE + FALSE:
            raise ImproperlyConfigured(f"{name} 应为 true 或 false。")
        return value in TRUE

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal():
            raise ImproperlyConfigured(f"{name} 应为不小于 0 的整数。")
        return int(value)

    def choice(self, name: str, options: tuple[str, ...]) -> str:
        """The first option is what holds when nothing is said."""
        value = self.text(name, options[0])
        if value not in options:
            raise ImproperlyConfigured(f"{name} 只能是：{'、'.join(options)}。")
        return value

    def words(self, name: str, default: str | None = None) -> list[str]:
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]


def database(url: str, options: str) -> dict[str, object]:
    """Django's description of `postgresql://user:password@host:port/name?host=/socket&sslmode=…`."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL 应以 postgresql:// 开头。")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,  # a restarted PostgreSQL costs no request
        "OPTIONS": {"options": options, "connect_timeout": 5, **query},
    }


def insist_on_password(redis_url: str) -> None:
    """Whoever reaches a broker without one reads sessions; a socket is guarded by the system."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix" and not parts.password:
        raise ImproperlyConfigured(
            "REDIS_URL 没有口令：请给 Redis 设 requirepass，写成 redis://:口令@主机:6379/0；"
            "只有 unix:// 套接字可以不设。"
        )


def kept_secret(path: Path, length: int = 64) -> str:
    """A demonstration keeps what it made at its first start, so that sign-ins survive.

    Made under another name and linked, so that processes starting together agree on one.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(length))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()
