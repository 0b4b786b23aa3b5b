#!/usr/bin/env python3
"""Changes the file of the keys, whole or not at all; docs/operations/keys.md says when.

python3 new_key.py FILE add k2     another key, and its index key; the one of today stays
python3 new_key.py FILE use k2     from the next start on, k2 seals
python3 new_key.py FILE drop k1    after rotate_keys, and when no backup needs it any more
"""

import json
import os
import secrets
import sys
from pathlib import Path


def main(path: Path, what: str, name: str) -> None:
    held = json.loads(path.read_text("utf-8"))
    {"add": add, "use": use, "drop": drop}[what](held, name)
    draft = path.with_name(f".{path.name}.draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(held, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.chmod(path.stat().st_mode & 0o777)
    os.chown(draft, path.stat().st_uid, path.stat().st_gid)
    draft.replace(path)
    print(f"密钥：{'、'.join(held['keys'])}；当前：{held['current']}。请重新启动各进程。")  # noqa: T201


def add(held: dict, name: str) -> None:
    if name in held["keys"]:
        sys.exit(f"已经有“{name}”，请换一个编号。")
    held["keys"][name] = secrets.token_hex(32)
    held.setdefault("index_keys", {})[name] = secrets.token_hex(32)
    held["anchor_key"] = held.get("anchor_key") or secrets.token_hex(32)


def use(held: dict, name: str) -> None:
    if name not in held["keys"]:
        sys.exit(f"没有“{name}”，请先 add。")
    held["current"] = name


def drop(held: dict, name: str) -> None:
    if name == held["current"]:
        sys.exit(f"“{name}”是当前密钥，不能删去。")
    held["keys"].pop(name)
    held.get("index_keys", {}).pop(name, None)
    if held["keys"].keys() <= held.get("index_keys", {}).keys() and held.get("index_key"):
        # Signatures before there was an anchor key were made with it.
        held.setdefault("former_anchor_keys", []).append(held.pop("index_key"))


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[2] not in {"add", "use", "drop"}:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
