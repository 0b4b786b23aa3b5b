"""The ciphers compute what the standards say and refuse what was changed."""

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from confidentiality import ciphers
from confidentiality.apps import ciphers_and_keys
from confidentiality.ciphers import Aes256Gcm, CipherFailed, SelfTestFailed, Sm4Gcm, self_test, sm3

BOXES = (Sm4Gcm(b"k" * 16), Aes256Gcm(b"k" * 32))


@pytest.mark.parametrize("suite", ["SM4-GCM", "AES-256-GCM"])
def test_both_suites_agree_with_the_published_vectors(suite: str) -> None:
    self_test(suite)


def test_sm3_of_abc_is_that_of_the_standard() -> None:
    assert sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@given(plain=st.binary(max_size=300), associated=st.binary(max_size=80))
def test_what_was_closed_opens_to_the_same(plain: bytes, associated: bytes) -> None:
    for box in BOXES:
        assert box.open(box.close(plain, associated), associated) == plain


@pytest.mark.parametrize("box", BOXES)
def test_any_changed_byte_is_refused(box: Sm4Gcm | Aes256Gcm) -> None:
    closed = box.close("王小明".encode(), b"place")
    for place in range(len(closed)):
        changed = bytearray(closed)
        changed[place] ^= 1
        with pytest.raises(CipherFailed):
            box.open(bytes(changed), b"place")


@pytest.mark.parametrize("box", BOXES)
def test_another_key_another_place_or_a_cut_text_is_refused(box: Sm4Gcm | Aes256Gcm) -> None:
    closed = box.close(b"plain", b"place")
    other = type(box)(b"x" * type(box).key_length)
    for opener, text, place in (
        (other, closed, b"place"),
        (box, closed, b"elsewhere"),
        (box, closed[:20], b"place"),
        (box, b"", b"place"),
    ):
        with pytest.raises(CipherFailed):
            opener.open(text, place)


def test_equal_plain_texts_never_look_alike() -> None:
    closed = {BOXES[0].close(b"same", b"") for _ in range(1000)}
    assert len(closed) == 1000


def test_an_unknown_suite_is_refused_in_words() -> None:
    with pytest.raises(SelfTestFailed, match="只能是 SM4-GCM、AES-256-GCM"):
        self_test("ROT13")


def test_a_cipher_that_computes_something_else_stops_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key, nonce, plain, associated, expected = ciphers._VECTORS["sm4"]
    wrong = {"sm4": (key, nonce, plain, associated, expected[:-2] + "00")}
    monkeypatch.setattr(ciphers, "_VECTORS", wrong)
    with pytest.raises(SelfTestFailed, match="与标准向量不符"):
        self_test("SM4-GCM")


class WithoutSm4(Sm4Gcm):
    """What an OpenSSL built without the national ciphers does."""

    def __init__(self, key: bytes) -> None:
        raise UnsupportedAlgorithm("SM4")


def test_a_machine_without_sm4_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ciphers.SUITES, "SM4-GCM", WithoutSm4)
    with pytest.raises(SelfTestFailed, match="设置 CRYPTO_SUITE=AES-256-GCM"):
        self_test("SM4-GCM")


def test_the_system_check_passes_here() -> None:
    assert ciphers_and_keys(None) == []


def test_the_system_check_says_what_is_wrong(settings: Settings) -> None:
    settings.CRYPTO_SUITE = "DES"
    (error,) = ciphers_and_keys(None)
    assert error.id == "confidentiality.E001"
    assert "CRYPTO_SUITE 为“DES”" in error.msg
