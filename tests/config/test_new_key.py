"""The file of the keys goes from one key to the next by three small steps, each a whole file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from confidentiality.keys import KeyRing, load_keys

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "operations" / "new_key.py"
ONE, INDEX = "1a" * 32, "1b" * 32


def changed(file: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, SCRIPT, str(file), *words], capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def test_add_use_drop(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    file.write_text(json.dumps({"keys": {"k1": ONE}, "current": "k1", "index_key": INDEX}))
    file.chmod(0o400)
    first = KeyRing("SM4-GCM", load_keys({"SEALING_KEYS_FILE": str(file)}))
    assert "当前：k1" in changed(file, "add", "k2")
    both = KeyRing("SM4-GCM", load_keys({"SEALING_KEYS_FILE": str(file)}))
    assert (both.prefix, both.indexes) == ("sm4.k1", ["k1", "k2"])
    assert both.anchored(b"x", first.anchor(b"x"))
    assert "已经有" in changed(file, "add", "k2")
    assert "当前密钥，不能删去" in changed(file, "drop", "k1")
    assert "没有“k3”" in changed(file, "use", "k3")
    assert "当前：k2" in changed(file, "use", "k2")
    changed(file, "drop", "k1")
    last = KeyRing("SM4-GCM", load_keys({"SEALING_KEYS_FILE": str(file)}))
    assert (last.prefix, last.indexes) == ("sm4.k2", ["k2"])
    assert last.anchored(b"x", first.anchor(b"x"))  # anchors of then are known for ever
    assert file.stat().st_mode & 0o777 == 0o400
    assert [each.name for each in tmp_path.iterdir()] == ["keys.json"]
    assert "add k2" in changed(file)
