"""A cache that may be absent: without Redis, pages are read from PostgreSQL instead of failing."""

from __future__ import annotations

import json
import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis import RedisError

log = logging.getLogger(__name__)

# Any: the values of a cache are whatever was put there; these are the signatures of Django.


class JSONSerializer:
    """What is read from Redis is data and never code: a pickle would run whatever it says."""

    def dumps(self, value: Any) -> int | bytes:
        """A plain number as it is, so that Redis can count."""
        return value if type(value) is int else json.dumps(value, ensure_ascii=False).encode()

    def loads(self, stored: Any) -> Any:
        return json.loads(stored)


class ForgivingRedisCache(RedisCache):
    """Every failed read is a miss, every failed write a shrug; sessions live on in PostgreSQL."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except (RedisError, ValueError):  # away, or nothing that we wrote
            return self._missed("get", default)

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        try:
            super().set(key, value, *args, **kwargs)
        except RedisError:
            self._missed("set", None)

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        try:
            return super().add(key, value, *args, **kwargs)
        except RedisError:
            return bool(self._missed("add", default=True))

    def delete(self, key: str, version: int | None = None) -> bool:
        try:
            return super().delete(key, version)
        except RedisError:
            return bool(self._missed("delete", default=False))

    def _missed(self, verb: str, default: Any) -> Any:
        log.warning("cache unreachable at %s", verb)
        return default
