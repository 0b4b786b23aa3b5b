"""Keys come from the environment or a file, and half-made ones stop the start in words."""

import json
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from confidentiality import keys as keys_module
from confidentiality.ciphers import CipherFailed
from confidentiality.keys import KeyRing, SealingKeys, load_keys

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
