"""The key ring: which keys exist, which one seals today, where they come from."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from confidentiality.ciphers import (
    SUITE_OF_CODE,
    SUITES,
    Box,
    CipherFailed,
    Mac,
    Signer,
    derive,
    self_test,
)

KEY_LENGTH = 32
DEMO_KEY_ID = "demo"
#: Written Chinese has fewer pairs in use; what comes after them is computed each time.
GRAMS_KEPT = 200_000


@dataclass(frozen=True)
class SealingKeys:
    """What settings hold: master keys by id, the id that seals today, index and anchor keys."""

    keys: dict[str, bytes] = field(repr=False)
    current: str
    index_key: bytes = field(repr=False)
    anchor_key: bytes = field(repr=False, default=b"")  # empty: derived from the index key


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
        return _checked(
            content["keys"], content["current"], content["index_key"], content.get("anchor_key", "")
        )
    except OSError as error:
        raise ImproperlyConfigured(f"密钥文件 {path} 读不出来：{error.strerror}。") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ImproperlyConfigured(
            f"密钥文件 {path} 的格式不对，"
            "应为 JSON：keys（编号到十六进制密钥）、current、index_key。"
        ) from None


def _from_environment(env: Mapping[str, str]) -> SealingKeys:
    pairs = [pair.partition(":") for pair in env["SEALING_KEYS"].split(",")]
    keys = {key_id.strip(): value.strip() for key_id, _, value in pairs}
    current = env.get("SEALING_KEY_CURRENT", "").strip() or next(iter(keys))
    more = env.get("BLIND_INDEX_KEY", ""), env.get("AUDIT_ANCHOR_KEY", "")
    return _checked(keys, current, *more)


def _checked(keys: Mapping[str, str], current: str, index_key: str, anchor_key: str) -> SealingKeys:
    """Refuse half-made keys at start, in words, without printing any of them."""
    if current not in keys:
        raise ImproperlyConfigured(f"当前密钥编号“{current}”不在密钥表里。")
    for key_id in keys:
        if not key_id.isascii() or not key_id.isalnum():
            raise ImproperlyConfigured(f"密钥编号“{key_id}”只能由字母和数字组成。")
    ring = {key_id: _key_bytes(f"密钥“{key_id}”", value) for key_id, value in keys.items()}
    index = _key_bytes("盲索引密钥", index_key)
    anchor = _key_bytes("锚定密钥", anchor_key) if anchor_key else b""
    if index in ring.values():
        raise ImproperlyConfigured("盲索引密钥与加密密钥相同：两者须各用一把，请另外生成。")
    if anchor in (index, *ring.values()):
        raise ImproperlyConfigured("锚定密钥与加密密钥或盲索引密钥相同：请另外生成一把。")
    return SealingKeys(ring, current, index, anchor)


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

    def __init__(self, suite_name: str, keys: SealingKeys) -> None:
        self_test(suite_name)
        self._suite = SUITES[suite_name]
        self._keys = keys
        self._boxes: dict[str, Box] = {}
        self._macs: dict[str, Mac] = {}
        self._grams: dict[str, int] = {}
        self.prefix = f"{self._suite.code}.{keys.current}"

    def close(self, plain: bytes, context: str) -> tuple[str, bytes]:
        """The prefix (suite and key id) and the closed bytes."""
        box = self._boxes.get(self.prefix) or self._box(self.prefix)
        return self.prefix, box.close(plain, f"{self.prefix}|{context}".encode())

    def open(self, prefix: str, closed: bytes, context: str) -> bytes:
        """The plain bytes, or CipherFailed: wrong key, changed byte, another row's value."""
        box = self._boxes.get(prefix) or self._box(prefix)
        return box.open(closed, f"{prefix}|{context}".encode())

    def index(self, kind: str, value: bytes) -> str:
        """A keyed digest for exact search, 128 bits; each kind has a key of its own."""
        return self._mac(f"blind-index:{kind}").hexdigest(value)[:32]

    def gram(self, window: str) -> int:
        """Four bytes of a keyed digest, signed as PostgreSQL has it; known ones are kept."""
        known = self._grams.get(window)
        if known is None:
            digest = bytes.fromhex(self._mac("bigrams").hexdigest(window.encode())[:8])
            known = int.from_bytes(digest, "big", signed=True)
            if len(self._grams) < GRAMS_KEPT:
                self._grams[window] = known
        return known

    def anchor(self, message: bytes) -> str:
        """The signature of an anchor, by a key of its own that no database holds."""
        master = self._keys.anchor_key or self._keys.index_key
        key = derive(self._suite, master, "audit-anchor", KEY_LENGTH)
        return Mac(self._suite, key).hexdigest(message)

    def signer(self) -> Signer:
        """Signs what leaves for the archive, by a key that no database holds."""
        master = self._keys.anchor_key or self._keys.index_key
        return Signer(derive(self._suite, master, "package-signature", KEY_LENGTH))

    def check_values(self) -> dict[str, str]:
        """What tells one key from another and nothing about it; the index key is one of them."""
        values = {"index": self.index("key-check", b"key-check")}
        for key_id, master in self._keys.keys.items():
            key = derive(self._suite, master, "key-check", KEY_LENGTH)
            values[f"{self._suite.code}.{key_id}"] = Mac(self._suite, key).hexdigest(b"")[:32]
        return values

    def _mac(self, label: str) -> Mac:
        """Keyed by what the index key gives under this label and no other."""
        mac = self._macs.get(label)
        if mac is None:
            key = derive(self._suite, self._keys.index_key, label, KEY_LENGTH)
            mac = self._macs[label] = Mac(self._suite, key)
        return mac

    def _box(self, prefix: str) -> Box:
        code, _, key_id = prefix.partition(".")
        if code not in SUITE_OF_CODE or key_id not in self._keys.keys:
            raise CipherFailed
        suite = SUITE_OF_CODE[code]
        key = derive(suite, self._keys.keys[key_id], "seal", suite.key_length)
        box = self._boxes[prefix] = suite(key)
        return box


@lru_cache(maxsize=4)
def _ring_for(
    suite_name: str,
    current: str,
    index_key: bytes,
    anchor_key: bytes,
    keys: tuple[tuple[str, bytes], ...],
) -> KeyRing:
    return KeyRing(suite_name, SealingKeys(dict(keys), current, index_key, anchor_key))


def key_ring() -> KeyRing:
    """The ring that the settings describe; made, and its ciphers tested, at first use."""
    return _ring_for(
        settings.CRYPTO_SUITE,
        settings.SEALING_KEY_CURRENT,
        settings.BLIND_INDEX_KEY,
        settings.AUDIT_ANCHOR_KEY,
        tuple(settings.SEALING_KEYS.items()),
    )
