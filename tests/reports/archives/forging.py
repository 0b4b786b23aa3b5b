"""The forger: he holds everything but the key, and makes every list and the zip itself anew."""

from __future__ import annotations

import hashlib
import io
import json
import random
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from confidentiality.ciphers import Signer
from reports.archives.extracts import named
from reports.archives.verify_package import canonical, sm3
from tests.reports.archives.repacking import TAGS, Files, packed, retagged, unpacked

SIGNATURE, SUMS, MANIFEST = "signature.json", "checksums.sm3", "manifest.json"
PAYLOAD = "manifest-sha256.txt"
Forge = Callable[[bytes, random.Random], bytes]


def forgery(whole: bytes, chance: random.Random) -> bytes:
    """Of what is inside, closed again as well as he can; or of the container alone."""
    kind = chance.random()
    if kind < 0.3:
        return chance.choice(CONTAINERS)(whole, chance)
    if kind < 0.5:
        return chance.choice(RETELLING)(whole, chance)
    while (files := _forged(unpacked(whole), chance)) == unpacked(whole):
        pass  # he had changed a list, and made it anew as it was
    return packed(files)


def _forged(files: Files, chance: random.Random) -> Files:
    chance.choice(FORGING)(files, chance)
    if chance.random() < 0.7:
        closed_anew(files, chance)
    return retagged(files) if chance.random() < 0.7 else files


# --- a file ---------------------------------------------------------------------------------------


def changed(files: Files, chance: random.Random) -> None:
    name = chance.choice([name for name in files if files[name]])
    content = bytearray(files[name])
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    files[name] = bytes(content)


def dropped(files: Files, chance: random.Random) -> None:
    del files[chance.choice(list(files))]


def added(files: Files, chance: random.Random) -> None:
    files[f"data/文书/{chance.randrange(900, 999)}_补.pdf"] = chance.randbytes(50)


def swapped(files: Files, chance: random.Random) -> None:
    one, two = chance.sample([name for name in files if name.endswith(".pdf")], 2)
    files[one], files[two] = files[two], files[one] + b"\n"


def renamed(files: Files, chance: random.Random) -> None:
    name = chance.choice([name for name in files if name.startswith("data/")])
    files[f"{name}x"] = files.pop(name)


def retold(files: Files, chance: random.Random) -> None:
    """Another number, day or edition in the statement that was signed."""
    said = json.loads(files[SIGNATURE])
    name = chance.choice([name for name in said["statement"] if name != "checksums"])
    said["statement"][name] = f"{said['statement'][name]}9"
    files[SIGNATURE] = as_json(said)


FORGING = [changed, dropped, added, swapped, renamed, retold]


def closed_anew(files: Files, chance: random.Random) -> None:
    """Every list made again, and signed by a key of his own, or with the old signature."""
    try:
        _listed_anew(files)
        said = json.loads(files[SIGNATURE])
        said["statement"]["checksums"] = sm3(files[SUMS])
    except (ValueError, TypeError, KeyError):
        return
    own = Signer(chance.randbytes(32))
    if chance.random() < 0.5:
        said["signature"] = own.sign(canonical(said["statement"]))
    if chance.random() < 0.5:
        said["public_key"] = own.public_key
    files[SIGNATURE] = as_json(said)


def _listed_anew(files: Files) -> None:
    payload = {name: files[name] for name in files if name.startswith("data/")}
    told = json.loads(files[MANIFEST])
    told["files"] = [
        each | {"size": len(content), "sha256": sha256(content), "sm3": sm3(content)}
        for each in told["files"]
        if (content := payload.get(each["path"])) is not None
    ]
    files[MANIFEST] = as_json(told)
    files[PAYLOAD] = sums(payload, sha256)
    files[SUMS] = sums({n: files[n] for n in files if n not in {SUMS, SIGNATURE, TAGS}}, sm3)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sums(files: Files, digest: Callable[[bytes], str]) -> bytes:
    return "".join(f"{digest(each)}  {name}\n" for name, each in files.items()).encode()


def as_json(value: Any) -> bytes:  # Any: JSON
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


# --- what nobody signs: the same said in other bytes ----------------------------------------------


def retelling(*names: str) -> Callable[[Callable[[str, random.Random], str]], Forge]:
    """Of a file of words, the list of lists made to agree."""

    def makes(change: Callable[[str, random.Random], str]) -> Forge:
        def forge(whole: bytes, chance: random.Random) -> bytes:
            files, name = unpacked(whole), chance.choice(names)
            files[name] = change(files[name].decode(), chance).encode()
            return packed(files if name == TAGS else retagged(files))

        forge.__name__ = change.__name__
        return forge

    return makes


@retelling(TAGS, SUMS, PAYLOAD)
def another_line_end(text: str, chance: random.Random) -> str:
    return text.replace("\n", chance.choice("\x0b\x0c\x1c\x85\u2028\r"), 1)


@retelling(TAGS, SUMS, PAYLOAD)
def large_letters(text: str, _chance: random.Random) -> str:
    digest, _, rest = text.partition("  ")
    return f"{digest.upper()}  {rest}"


@retelling(TAGS)
def a_line_more(text: str, chance: random.Random) -> str:
    return text + chance.choice(["\n", text.partition("\n")[0], f"{'0' * 64}  无.txt\n"])


@retelling(SIGNATURE)
def a_note_beside(text: str, _chance: random.Random) -> str:
    return as_json(json.loads(text) | {"note": "本包已经区法院确认有效"}).decode()


@retelling(SIGNATURE)
def a_statement_in_front(text: str, _chance: random.Random) -> str:
    """Programs differ in which of two they take."""
    told = json.loads(text)["statement"] | {"number": "230718-2026-SW-999999"}
    return f'{{"statement":{json.dumps(told)},{text.strip()[1:]}'


@retelling(SIGNATURE)
def a_large_signature(text: str, _chance: random.Random) -> str:
    mark = json.loads(text)["signature"]
    return text.replace(mark, mark.upper())


@retelling(SIGNATURE)
def other_spaces(text: str, chance: random.Random) -> str:
    return chance.choice([f"{text}\n", f" {text}", text.replace("\n", "\r\n"), f"\ufeff{text}"])


RETELLING: list[Forge] = [
    another_line_end, large_letters, a_line_more, a_note_beside, a_statement_in_front,
    a_large_signature, other_spaces,
]  # fmt: skip


# --- the container --------------------------------------------------------------------------------


def in_front(whole: bytes, chance: random.Random) -> bytes:
    """A program that reads from the beginning finds a paper of his."""
    (name,) = chance.sample([n for n in unpacked(whole) if n.endswith((".pdf", ".zip"))], 1)
    return chance.choice([packed({name: b"%PDF-1.7 forged"}), chance.randbytes(30)]) + whole


def behind(whole: bytes, chance: random.Random) -> bytes:
    return whole + chance.choice([b"\0", chance.randbytes(40), packed({"无.txt": b""})])


def commented(whole: bytes, _chance: random.Random) -> bytes:
    into = io.BytesIO(whole)
    with zipfile.ZipFile(into, "a") as archive:
        archive.comment = "本包有效".encode()
    return into.getvalue()


def one_bit(whole: bytes, chance: random.Random) -> bytes:
    """Anywhere but in what is compressed, which can say the same in more ways."""
    places = range(*chance.choice(list(_headers(whole))))
    content = bytearray(whole)
    content[chance.choice(places)] ^= 1 << chance.randrange(8)
    return bytes(content)


def twice(whole: bytes, chance: random.Random) -> bytes:
    files = list(unpacked(whole).items())
    name, _ = chance.choice(files)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _written([*files, (name, b"%PDF-1.7 forged")])


def out_of_order(whole: bytes, chance: random.Random) -> bytes:
    files = list(unpacked(whole).items())
    chance.shuffle(files)
    return packed(retagged(dict(files)))


def dated(whole: bytes, chance: random.Random) -> bytes:
    return _written(unpacked(whole).items(), date_time=(2020, 1, 1 + chance.randrange(9), 0, 0, 0))


def with_more(whole: bytes, chance: random.Random) -> bytes:
    extra = struct.pack("<HH", 0x7075, 4) + chance.randbytes(4)
    return _written(unpacked(whole).items(), extra=extra)


def noted(whole: bytes, _chance: random.Random) -> bytes:
    return _written(unpacked(whole).items(), comment="有效".encode())


def with_gap(whole: bytes, chance: random.Random) -> bytes:
    """Between the files and the directory, which is told to begin later."""
    (start,) = struct.unpack("<L", whole[-6:-2])
    more = chance.randbytes(1 + chance.randrange(20))
    end = whole[start:-6] + struct.pack("<L", start + len(more)) + whole[-2:]
    return whole[:start] + more + end


def _written(files: Iterable[tuple[str, bytes]], **fields: Any) -> bytes:  # Any: of a ZipInfo
    """By another hand: `fields` of each file as he likes."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, content in files:
            placed = named(name)
            for field, value in fields.items():
                setattr(placed, field, value)
            archive.writestr(placed, content)
    return into.getvalue()


def _headers(whole: bytes) -> Iterator[tuple[int, int]]:
    """Where each file begins until its content does, and the directory."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        for entry in archive.infolist():
            start = entry.header_offset
            name, extra = struct.unpack("<HH", whole[start + 26 : start + 30])
            yield start, start + 30 + name + extra
        yield archive.start_dir, len(whole)


CONTAINERS: list[Forge] = [
    in_front, behind, commented, one_bit, twice, out_of_order, dated, with_more, noted, with_gap,
]  # fmt: skip
