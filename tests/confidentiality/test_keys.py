"""Keys come from the environment or a file, and half-made ones stop the start in words."""

import hmac
import json
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from confidentiality import keys as keys_module
from confidentiality.ciphers import CipherFailed, Suite, derive
from confidentiality.key_service import Use
from confidentiality.keys import KeyRing, SealingKeys, key_ring, load_keys
from confidentiality.sealing import SealBroken, open_sealed, seal

OLD, NEW, INDEX = "0a" * 32, "0b" * 32, "0c" * 32
ENVIRONMENT = {
    "SEALING_KEYS": f"k2025:{OLD},k2026:{NEW}",
    "SEALING_KEY_CURRENT": "k2026",
    "BLIND_INDEX_KEY": INDEX,
}


def test_keys_from_the_environment() -> None:
    keys = load_keys(ENVIRONMENT)
    assert keys.current == "k2026"
    assert keys.keys == {"k2025": b"\x0a" * 32, "k2026": b"\x0b" * 32}
    assert keys.index_key == b"\x0c" * 32


def test_keys_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    file.write_text(json.dumps({"keys": {"k1": OLD}, "current": "k1", "index_key": INDEX}))
    assert load_keys({"SEALING_KEYS_FILE": str(file)}).current == "k1"


def test_production_refuses_to_start_without_keys() -> None:
    with pytest.raises(ImproperlyConfigured, match="生产环境没有密钥不得启动"):
        load_keys({})


def test_a_demonstration_makes_keys_once_and_keeps_them(tmp_path: Path) -> None:
    file = tmp_path / "var" / "keys.json"
    first = load_keys({}, file)
    assert load_keys({}, file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_two_processes_at_their_first_start_agree_on_one_set(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    first = load_keys({}, file)
    keys_module._write_demo_keys(file)
    assert load_keys({}, file) == first


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SEALING_KEY_CURRENT": "k9"}, "当前密钥编号“k9”不在密钥表里"),
        ({"SEALING_KEYS": "k2026:zz"}, "密钥“k2026”应为十六进制"),
        ({"SEALING_KEYS": "k2026:0a0b"}, "应为 64 个十六进制字符"),
        ({"SEALING_KEYS": f"k.6:{OLD}", "SEALING_KEY_CURRENT": "k.6"}, "只能由字母和数字组成"),
        ({"BLIND_INDEX_KEY": ""}, "盲索引密钥长度不对"),
    ],
)
def test_half_made_keys_are_refused_in_words(change: dict[str, str], sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence) as refused:
        load_keys({**ENVIRONMENT, **change})
    assert OLD not in str(refused.value)


@pytest.mark.parametrize(
    "content", ["not json", "{}", "[]", '{"keys": 1, "current": "", "index_key": ""}']
)
def test_a_file_of_another_form_is_refused_in_words(tmp_path: Path, content: str) -> None:
    file = tmp_path / "keys.json"
    file.write_text(content)
    with pytest.raises(ImproperlyConfigured, match="格式不对"):
        load_keys({"SEALING_KEYS_FILE": str(file)})


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="读不出来"):
        load_keys({"SEALING_KEYS_FILE": str(tmp_path / "none.json")})


def test_keys_do_not_show_in_a_repr() -> None:
    assert "\\x0a" not in repr(load_keys(ENVIRONMENT))


def test_rows_under_the_old_key_and_the_old_suite_stay_readable() -> None:
    keys = load_keys(ENVIRONMENT)
    before = KeyRing("AES-256-GCM", SealingKeys(keys.keys, "k2025", keys.index_key))
    prefix, closed = before.close(b"plain", "t.c.1")
    now = KeyRing("SM4-GCM", keys)
    assert prefix == "aes.k2025"
    assert now.prefix == "sm4.k2026"
    assert now.open(prefix, closed, "t.c.1") == b"plain"


def test_a_value_relabelled_to_another_key_is_refused() -> None:
    ring = KeyRing("SM4-GCM", load_keys(ENVIRONMENT))
    _, closed = ring.close(b"plain", "t.c.1")
    for prefix in ("sm4.k2025", "sm4.none", "rot.k2026", "aes.k2026", ""):
        with pytest.raises(CipherFailed):
            ring.open(prefix, closed, "t.c.1")


def test_each_kind_of_index_has_its_own_key() -> None:
    ring = KeyRing("SM4-GCM", load_keys(ENVIRONMENT))
    digests = {ring.index(kind, b"0018") for kind in ("phone", "phone_tail", "name")}
    assert len(digests) == 3
    assert all(len(digest) == 32 for digest in digests)


def test_each_id_may_have_an_index_key_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    told = {"keys": {"k1": OLD, "k2": NEW}, "current": "k2", "index_key": INDEX}
    told |= {"index_keys": {"k2": "0d" * 32}, "anchor_key": "0e" * 32}
    file.write_text(json.dumps(told | {"former_anchor_keys": ["0f" * 32]}))
    keys = load_keys({"SEALING_KEYS_FILE": str(file)})
    ring = KeyRing("SM4-GCM", keys)
    before = KeyRing("SM4-GCM", SealingKeys(keys.keys, "k1", keys.index_key))
    assert ring.indexes == ["k2", "k1"]
    assert ring.index("name", b"x", "k1") == before.index("name", b"x") != ring.index("name", b"x")
    assert ring.anchored(b"said", ring.anchor(b"said"))
    assert ring.anchored(b"said", before.anchor(b"said"))  # when there was no key for it
    assert not ring.anchored(b"other", ring.anchor(b"said"))
    environment = {
        **ENVIRONMENT,
        "BLIND_INDEX_KEYS": f"k2026:{'0d' * 32}",
        "AUDIT_ANCHOR_KEY": f"{'0e' * 32},{'0f' * 32}",
    }
    assert load_keys(environment).former_anchor_keys == (b"\x0f" * 32,)
    with pytest.raises(ImproperlyConfigured, match="先单独设锚定密钥"):
        load_keys({**environment, "AUDIT_ANCHOR_KEY": ""})
    with pytest.raises(ImproperlyConfigured, match="两个编号的加密密钥相同"):
        load_keys({**ENVIRONMENT, "SEALING_KEYS": f"k2025:{OLD},k2026:{OLD}"})


class Machine:
    """A 密码机 in a drawer: it gives what is derived, and never a master key."""

    def ids(self, use: Use) -> list[str]:
        return ["m2", "m1"] if use == "seal" else ["m2"]

    def derived(self, use: Use, key_id: str, suite: Suite, purpose: str, length: int) -> bytes:
        master = hmac.new(b"in the drawer", f"{use} {key_id}".encode(), "sha256").digest()
        return derive(suite, master, purpose, length)


def test_keys_may_lie_with_a_service(settings: Settings) -> None:
    settings.KEY_SERVICE = f"{__name__}.Machine"
    sealed = seal("欧阳测试", "t.c.1")
    assert sealed.cipher_text.startswith("sm4.m2.")
    assert open_sealed(sealed) == "欧阳测试"
    assert key_ring().indexes == ["m2", "m1"]
    settings.KEY_SERVICE = ""
    with pytest.raises(SealBroken):
        open_sealed(sealed)
