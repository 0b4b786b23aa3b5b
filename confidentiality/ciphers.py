"""The only module that touches ciphers: SM4-GCM or AES-256-GCM, SM3 or SHA-256, self-test.

Everything else in the project asks the key ring (`confidentiality.keys`) or `digest` below.
A suite is fixed per value by its code, so rows sealed under an older suite stay readable.
"""

import os
from typing import ClassVar, Protocol

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE, TAG = 12, 16


class CipherFailed(Exception):
    """Wrong key, or a byte was changed. Carries nothing, so nothing can leak through it."""


class SelfTestFailed(Exception):
    """This machine's OpenSSL does not compute what the standards say; the message is for people."""


class Box(Protocol):
    """One cipher bound to one key."""

    def close(self, plain: bytes, associated: bytes) -> bytes: ...
    def open(self, closed: bytes, associated: bytes) -> bytes: ...


class Sm4Gcm:
    """SM4-GCM (GB/T 32907, GB/T 36624, RFC 8998): nonce, cipher text and tag in a row."""

    code: ClassVar[str] = "sm4"
    key_length: ClassVar[int] = 16
    hash: ClassVar[type[hashes.HashAlgorithm]] = hashes.SM3

    def __init__(self, key: bytes) -> None:
        self._algorithm = algorithms.SM4(key)

    def close(self, plain: bytes, associated: bytes, nonce: bytes = b"") -> bytes:
        nonce = nonce or os.urandom(NONCE)
        encryptor = Cipher(self._algorithm, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(associated)
        return nonce + encryptor.update(plain) + encryptor.finalize() + encryptor.tag

    def open(self, closed: bytes, associated: bytes) -> bytes:
        try:
            mode = modes.GCM(closed[:NONCE], closed[-TAG:])
            decryptor = Cipher(self._algorithm, mode).decryptor()
            decryptor.authenticate_additional_data(associated)
            return decryptor.update(closed[NONCE:-TAG]) + decryptor.finalize()
        except (InvalidTag, ValueError):
            raise CipherFailed from None


class Aes256Gcm:
    """AES-256-GCM (NIST SP 800-38D), for machines whose OpenSSL was built without SM4."""

    code: ClassVar[str] = "aes"
    key_length: ClassVar[int] = 32
    hash: ClassVar[type[hashes.HashAlgorithm]] = hashes.SHA256

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def close(self, plain: bytes, associated: bytes, nonce: bytes = b"") -> bytes:
        nonce = nonce or os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, associated)

    def open(self, closed: bytes, associated: bytes) -> bytes:
        try:
            return self._cipher.decrypt(closed[:NONCE], closed[NONCE:], associated)
        except (InvalidTag, ValueError):
            raise CipherFailed from None


Suite = type[Sm4Gcm] | type[Aes256Gcm]
SUITES: dict[str, Suite] = {"SM4-GCM": Sm4Gcm, "AES-256-GCM": Aes256Gcm}
SUITE_OF_CODE: dict[str, Suite] = {suite.code: suite for suite in SUITES.values()}


def derive(suite: Suite, master: bytes, purpose: str, length: int) -> bytes:
    """A key for one purpose only, so that no key is ever used for two things (HKDF, RFC 5869)."""
    kdf = HKDF(algorithm=suite.hash(), length=length, salt=None, info=purpose.encode())
    return kdf.derive(master)


class Mac:
    """HMAC-SM3 or HMAC-SHA-256 with the key set up once and copied for each value."""

    def __init__(self, suite: Suite, key: bytes) -> None:
        self._ready = hmac.HMAC(key, suite.hash())

    def hexdigest(self, message: bytes) -> str:
        running = self._ready.copy()
        running.update(message)
        return running.finalize().hex()


class Signer:
    """Ed25519 (RFC 8032): what is signed can be checked by whoever has the public key."""

    def __init__(self, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public_key(self) -> str:
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        return self._private.sign(message).hex()


class Digest:
    """A running SM3 digest for files and papers, read piece by piece."""

    def __init__(self) -> None:
        self._running = hashes.Hash(hashes.SM3())

    def update(self, piece: bytes) -> None:
        self._running.update(piece)

    def hexdigest(self) -> str:
        return self._running.copy().finalize().hex()


def sm3(message: bytes) -> str:
    """The SM3 digest of a whole message in hexadecimal (GB/T 32905)."""
    digest = Digest()
    digest.update(message)
    return digest.hexdigest()


# RFC 8998 appendix A.1 and NIST GCM test case 14: key, nonce, plain text, associated data, result.
_VECTORS: dict[str, tuple[str, str, str, str, str]] = {
    "sm4": (
        "0123456789ABCDEFFEDCBA9876543210",
        "00001234567800000000ABCD",
        (
            "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD"
            "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA"
        ),
        "FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2",
        (
            "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
            "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
            "83DE3541E4C2B58177E065A9BF7B62EC"
        ),
    ),
    "aes": (
        "00" * 32,
        "00" * 12,
        "00" * 16,
        "",
        "CEA7403D4D606B6E074EC5D3BAF39D18D0D1C8A799996BF0265B98B5D48AB919",
    ),
}
_ABC = {
    "sm4": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    "aes": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
}


def self_test(suite_name: str) -> None:
    """Compare cipher and digest with the published vectors; say plainly when they differ."""
    if suite_name not in SUITES:
        choices = "、".join(SUITES)
        raise SelfTestFailed(f"CRYPTO_SUITE 为“{suite_name}”，只能是 {choices} 之一。")
    suite = SUITES[suite_name]
    try:
        sound = _cipher_is_sound(suite) and _digest_is_sound(suite)
    except UnsupportedAlgorithm:
        raise SelfTestFailed(
            f"本机密码库不支持 {suite_name}。"
            "请更换带国密算法的 OpenSSL，或设置 CRYPTO_SUITE=AES-256-GCM。"
        ) from None
    if not sound:
        raise SelfTestFailed(f"{suite_name} 的自检结果与标准向量不符，系统拒绝启动。请更换密码库。")


def _cipher_is_sound(suite: Suite) -> bool:
    key, nonce, plain, associated, expected = (bytes.fromhex(part) for part in _VECTORS[suite.code])
    box = suite(key)
    closed = box.close(plain, associated, nonce)
    return closed == nonce + expected and box.open(closed, associated) == plain


def _digest_is_sound(suite: Suite) -> bool:
    running = hashes.Hash(suite.hash())
    running.update(b"abc")
    return running.finalize().hex() == _ABC[suite.code]
