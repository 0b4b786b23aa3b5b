"""The key ring: which keys exist, which one seals today, where they come from."""

import json
import os
import secrets
from collections.abc import Mapping
from functools import lru_cache
from hmac import compare_digest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from confidentiality.ciphers import (
    SUITE_OF_CODE,
    SUITES,
    Box,
    CipherFailed,
    Mac,
    Signer,
    self_test,
)
from confidentiality.key_service import KeyService, SealingKeys

__all__ = ["KeyRing", "SealingKeys", "key_ring", "load_keys"]

KEY_LENGTH = 32
DEMO_KEY_ID = "demo"
#: Written Chinese has fewer pairs in use; what comes after them is computed each time.
GRAMS_KEPT = 200_000


def load_keys(env: Mapping[str, str], demo_file: Path | None = None) -> SealingKeys:
    """Keys from SEALING_KEYS_FILE (JSON), or from the three variables named as the settings.

    Without either, a demonstration makes its own in `demo_file` at its first start;
    production passes no `demo_file` and so refuses to start (六(三)).
    """
    if env.get("SEALING_KEYS_FILE"):
        return _from_file(Path(env["SEALING_KEYS_FILE"]))
    if env.get("SEALING_KEYS"):
        return _from_environment(env)
    if demo_file is None:
        raise ImproperlyConfigured(
            "没有加密密钥：请设置 SEALING_KEYS_FILE（密钥文件），"
            "或 SEALING_KEYS、SEALING_KEY_CURRENT 和 BLIND_INDEX_KEY。生产环境没有密钥不得启动。"
        )
    if not demo_file.exists():
        _write_demo_keys(demo_file)
    return _from_file(demo_file)


def _from_file(path: Path) -> SealingKeys:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return _checked(content, content["keys"], content["current"])
    except OSError as error:
        raise ImproperlyConfigured(f"密钥文件 {path} 读不出来：{error.strerror}。") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ImproperlyConfigured(
            f"密钥文件 {path} 的格式不对，"
            "应为 JSON：keys（编号到十六进制密钥）、current、index_key。"
        ) from None


def _from_environment(env: Mapping[str, str]) -> SealingKeys:
    keys = _pairs(env["SEALING_KEYS"])
    current = env.get("SEALING_KEY_CURRENT", "").strip() or next(iter(keys))
    anchor, *former = (each.strip() for each in env.get("AUDIT_ANCHOR_KEY", "").split(","))
    told = {
        "index_key": env.get("BLIND_INDEX_KEY", ""),
        "index_keys": _pairs(env.get("BLIND_INDEX_KEYS", "")),
        "anchor_key": anchor,
        "former_anchor_keys": former,
    }
    return _checked(told, keys, current)


def _pairs(text: str) -> dict[str, str]:
    pairs = [pair.partition(":") for pair in text.split(",") if pair.strip()]
    return {key_id.strip(): value.strip() for key_id, _, value in pairs}


def _checked(
    told: Mapping[str, Any],  # Any: of JSON
    keys: Mapping[str, str],
    current: str,
) -> SealingKeys:
    """Refuse half-made keys at start, in words, without printing any of them."""
    if current not in keys:
        raise ImproperlyConfigured(f"当前密钥编号“{current}”不在密钥表里。")
    for key_id in keys:
        if not key_id.isascii() or not key_id.isalnum():
            raise ImproperlyConfigured(f"密钥编号“{key_id}”只能由字母和数字组成。")
    ring = {key_id: _key_bytes(f"密钥“{key_id}”", value) for key_id, value in keys.items()}
    own = dict(told.get("index_keys") or {})
    index_keys = {
        key_id: _key_bytes(f"“{key_id}”的盲索引密钥", own[key_id])
        for key_id in own
        if key_id in ring
    }
    first = told.get("index_key", "")
    needed = not ring.keys() <= index_keys.keys()
    index = _key_bytes("盲索引密钥", first) if first or needed else b""
    anchors = [told.get("anchor_key", ""), *(told.get("former_anchor_keys") or ())]
    anchor, *former = (_key_bytes("锚定密钥", each) if each else b"" for each in anchors)
    _all_different(ring, [each for each in (index, *index_keys.values()) if each], anchor)
    if index_keys and not anchor:
        raise ImproperlyConfigured("换盲索引密钥之前，请先单独设锚定密钥（anchor_key）。")
    return SealingKeys(ring, current, index, anchor, index_keys, tuple(former))


def _all_different(ring: Mapping[str, bytes], indexes: list[bytes], anchor: bytes) -> None:
    if set(indexes) & set(ring.values()):
        raise ImproperlyConfigured("盲索引密钥与加密密钥相同：两者须各用一把，请另外生成。")
    if anchor in (*indexes, *ring.values()):
        raise ImproperlyConfigured("锚定密钥与加密密钥或盲索引密钥相同：请另外生成一把。")
    if len(set(ring.values())) < len(ring):
        raise ImproperlyConfigured("两个编号的加密密钥相同：换密钥须另外生成一把。")


def _key_bytes(name: str, value: str) -> bytes:
    try:
        key = bytes.fromhex(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}应为十六进制。") from None
    if len(key) != KEY_LENGTH:
        raise ImproperlyConfigured(f"{name}长度不对：应为 64 个十六进制字符（32 字节）。")
    return key


def _write_demo_keys(path: Path) -> None:
    """Made under another name and linked, so that two processes starting together agree on one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "current": DEMO_KEY_ID,
        "keys": {DEMO_KEY_ID: secrets.token_hex(KEY_LENGTH)},
        "index_key": secrets.token_hex(KEY_LENGTH),
        "anchor_key": secrets.token_hex(KEY_LENGTH),
    }
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=2)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


class KeyRing:
    """Seals under the current key, opens under the key named in the value."""

    def __init__(self, suite_name: str, keys: KeyService) -> None:
        self_test(suite_name)
        self.suite = SUITES[suite_name]
        self._keys = keys
        self._boxes: dict[str, Box] = {}
        self._macs: dict[tuple[str, str], Mac] = {}
        self._anchors: dict[str, Mac] = {}
        self._grams: dict[str, dict[str, int]] = {}
        self.prefix = f"{self.suite.code}.{keys.ids('seal')[0]}"
        self.indexes = list(self.index_checks())

    def close(self, plain: bytes, context: str) -> tuple[str, bytes]:
        """The prefix (suite and key id) and the closed bytes."""
        box = self._boxes.get(self.prefix) or self._box(self.prefix)
        return self.prefix, box.close(plain, f"{self.prefix}|{context}".encode())

    def open(self, prefix: str, closed: bytes, context: str) -> bytes:
        """The plain bytes, or CipherFailed: wrong key, changed byte, another row's value."""
        box = self._boxes.get(prefix) or self._box(prefix)
        return box.open(closed, f"{prefix}|{context}".encode())

    def index(self, kind: str, value: bytes, key_id: str = "") -> str:
        """A keyed digest for exact search, 128 bits; each kind has a key of its own."""
        mac = self._mac(key_id or self.indexes[0], f"blind-index:{kind}")
        return mac.hexdigest(value)[:32]

    def gram(self, window: str, key_id: str = "") -> int:
        """Four bytes of a keyed digest, signed as PostgreSQL has it; known ones are kept."""
        key_id = key_id or self.indexes[0]
        grams = self._grams.setdefault(key_id, {})
        known = grams.get(window)
        if known is None:
            digest = bytes.fromhex(self._mac(key_id, "bigrams").hexdigest(window.encode())[:8])
            known = int.from_bytes(digest, "big", signed=True)
            if len(grams) < GRAMS_KEPT:
                grams[window] = known
        return known

    def anchor(self, message: bytes) -> str:
        """The signature of an anchor, by a key of its own that no database holds."""
        return self._signed(self._keys.ids("anchor")[0], message)

    def anchored(self, message: bytes, signature: str) -> bool:
        """Whether one of our keys signed it, today's or a former one."""
        signed = (self._signed(each, message) for each in self._keys.ids("anchor"))
        return any(compare_digest(each, signature) for each in signed)

    def signers(self) -> list[Signer]:
        """Sign what leaves for the archive, by keys no database holds; today's first."""
        return [
            Signer(self._keys.derived("anchor", each, self.suite, "package-signature", KEY_LENGTH))
            for each in self._keys.ids("anchor")
        ]

    def names(self) -> list[str]:
        """As they stand in values, the one of today first."""
        return [f"{self.suite.code}.{key_id}" for key_id in self._keys.ids("seal")]

    def check_value(self, name: str) -> str | None:
        """What tells one key from another and nothing about it; None where it is not here."""
        code, _, key_id = name.partition(".")
        if code not in SUITE_OF_CODE or key_id not in self._keys.ids("seal"):
            return None
        suite = SUITE_OF_CODE[code]
        key = self._keys.derived("seal", key_id, suite, "key-check", KEY_LENGTH)
        return Mac(suite, key).hexdigest(b"")[:32]

    def index_checks(self) -> dict[str, str]:
        """The same of the index keys, each once, by the first id that has it; today's first."""
        checks: dict[str, str] = {}
        for key_id in self._keys.ids("seal"):
            mac = self._mac(key_id, "blind-index:key-check")
            checks.setdefault(mac.hexdigest(b"key-check")[:32], key_id)
        return {key_id: check for check, key_id in checks.items()}

    def _signed(self, key_id: str, message: bytes) -> str:
        mac = self._anchors.get(key_id)
        if mac is None:
            key = self._keys.derived("anchor", key_id, self.suite, "audit-anchor", KEY_LENGTH)
            mac = self._anchors[key_id] = Mac(self.suite, key)
        return mac.hexdigest(message)

    def _mac(self, key_id: str, label: str) -> Mac:
        """Keyed by what the index key gives under this label and no other."""
        mac = self._macs.get((key_id, label))
        if mac is None:
            key = self._keys.derived("index", key_id, self.suite, label, KEY_LENGTH)
            mac = self._macs[key_id, label] = Mac(self.suite, key)
        return mac

    def _box(self, prefix: str) -> Box:
        code, _, key_id = prefix.partition(".")
        if code not in SUITE_OF_CODE or key_id not in self._keys.ids("seal"):
            raise CipherFailed
        suite = SUITE_OF_CODE[code]
        key = self._keys.derived("seal", key_id, suite, "seal", suite.key_length)
        box = self._boxes[prefix] = suite(key)
        return box


@lru_cache(maxsize=4)
def _ring_for(suite_name: str, service: str, keys: tuple[object, ...]) -> KeyRing:
    """`keys` tells one set from another; what they are the settings say."""
    return KeyRing(suite_name, import_string(service)() if service else _local_keys())


def _local_keys() -> SealingKeys:
    return SealingKeys(
        settings.SEALING_KEYS,
        settings.SEALING_KEY_CURRENT,
        settings.BLIND_INDEX_KEY,
        settings.AUDIT_ANCHOR_KEY,
        settings.BLIND_INDEX_KEYS,
        settings.FORMER_ANCHOR_KEYS,
    )


def key_ring() -> KeyRing:
    """The ring that the settings describe; made, and its ciphers tested, at first use."""
    return _ring_for(
        settings.CRYPTO_SUITE,
        settings.KEY_SERVICE,
        (
            settings.SEALING_KEY_CURRENT,
            settings.BLIND_INDEX_KEY,
            settings.AUDIT_ANCHOR_KEY,
            settings.FORMER_ANCHOR_KEYS,
            *settings.SEALING_KEYS.items(),
            None,
            *settings.BLIND_INDEX_KEYS.items(),
        ),
    )
