"""核验信息包：一个文件，只用 Python 标准库（3.8 以上），不用门户，十年后也能运行。

用法：python3 verify_package.py 信息包.zip [补充包.zip …] [--key 公钥]

公钥是门户“案卷档案”页公布的 64 位十六进制数；没有它，只能说明包是完整的，不能说明是谁封的。
It looks at the package as one who trusts nobody but the key: signature, digests, catalogue, pages,
the chain of what was done to the case, and that each supplement follows the one before (DA/T 70).
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree

SIGNATURE, MARK = "signature.json", "signature"
CHECKSUMS = "checksums.sm3"
MANIFEST = "manifest.json"
METADATA = "元数据.xml"
CATALOGUE = "卷内目录.xml"
BAG = "bagit.txt"
PAYLOAD = "manifest-sha256.txt"
TAGS = "tagmanifest-sha256.txt"
CHAIN = "data/审计链.jsonl"
#: What only those may take who may see the whole: an extract (节本) lacks all of it, or none.
WHOLE_ONLY = ("data/文书全本/", "data/办理记录.json", CHAIN)
#: How packages are laid out today; the statement of an older one does not say.
LAYOUT = 2
#: Where an older package has the reasons for what is missing as they were typed.
TELLS_REASONS = (MANIFEST, METADATA, "data/备考表.pdf")
#: Who brought a material, as the catalogue has it: in confidence, perhaps.
PAYER = "缴费人"
#: Signed over, so that they cannot list themselves.
_OUTSIDE = {SIGNATURE, CHECKSUMS, TAGS}
#: What the standard library says to a zip, a JSON or an XML that somebody broke.
_UNREADABLE = (
    *(
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        ElementTree.ParseError,
        KeyError,
        ValueError,
        TypeError,
    ),
    *(AttributeError, EOFError, NotImplementedError, RuntimeError, OSError),
)
NOT_WHOLE = "不是完整的信息包：打不开，或者缺少校验清单。"


class Verdict(NamedTuple):
    """What is wrong, in sentences; and what is known of a package in which nothing is."""

    faults: list[str]
    notes: list[str]
    statement: dict[str, Any]  # Any: of JSON


def check(package: IO[bytes], key: str = "") -> Verdict:
    """Everything that can be said of one package; no faults when it is what was sealed."""
    notes: list[str] = []
    try:
        present, faults, is_packed = _opened(package)
        if faults:
            return Verdict(faults, [], {})
        statement = _said(present)["statement"]
        if "bundle" in statement:
            return _check_bundle(present, key.strip().lower())
        if is_packed and statement.get("layout") == LAYOUT:
            faults = ["压缩包里的文件被重新压缩过，不是门户所写的样子。"]
        faults = faults or list(_faults(present, key.strip().lower(), notes))
        return Verdict(faults, notes, statement)
    except _UNREADABLE:
        return Verdict([NOT_WHOLE], [], {})


def _check_bundle(present: Mapping[str, bytes], key: str) -> Verdict:
    """案卷包: the whole as it was signed, then each file in it, which may be of a former key."""
    notes: list[str] = []
    statement, listed = _said(present)["statement"], _listed(present, CHECKSUMS)
    faults = [*_signature_faults(present, key, notes), *_digest_faults(present, listed)]
    faults += [f"清单中的文件不在包内：{name}" for name in listed if name not in present]
    faults = faults or [*_tag_faults(present, listed), *_bag_faults(present)]
    told = {each["path"]: each for each in statement["files"]}
    if not faults and [*told] != [name for name in present if name.startswith("data/")]:
        faults.append("案卷清单与包内的案卷不一致。")
    if faults:
        return Verdict(faults, notes, {})
    before: dict[str, Any] = {}
    for path, each in told.items():
        found = check(io.BytesIO(present[path]))
        faults += [f"{path}：{fault}" for fault in found.faults]
        own = found.statement
        if own and any(own[name] != each[name] for name in ("case_file", "number", "edition")):
            faults.append(f"{path}：不是清单所说的那一卷。")
        elif own and own["edition"] > 1 and not (before and follows(own, before)):
            faults.append(f"{path}：与前一个包接不上：不是它的下一份补充，或中间少了一份。")
        before = own
    files = len({each["case_file"] for each in told.values()})
    notes.append(
        f"案卷包 {statement['bundle']} 第{statement['copy']}份，提供给{statement['recipient']}，"
        f"共 {files} 卷（节本），逐卷核验。"
    )
    return Verdict(faults, notes, {})


def follows(later: Mapping[str, Any], earlier: Mapping[str, Any]) -> bool:
    """A supplement names the digest of the statement before it."""
    same = later["case_file"] == earlier["case_file"]
    is_next = later["edition"] == earlier["edition"] + 1
    return bool(same and is_next and later["previous"] == sm3(canonical(earlier)))


def canonical(statement: Mapping[str, Any]) -> bytes:
    """The one way of writing it down, which is signed."""
    return json.dumps(statement, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sm3(content: bytes) -> str:
    """SM3 (GB/T 32905), by OpenSSL where it has it."""
    try:
        return hashlib.new("sm3", content).hexdigest()
    except ValueError:
        return _sm3(content)


def pages_of(content: bytes) -> int:
    """Pages of a PDF, its packed objects looked into; 0 when nothing tells."""
    packed = re.finditer(rb"/ObjStm.{0,400}?stream\r?\n(.*?)endstream", content, re.DOTALL)
    return sum(len(re.findall(rb"/Type\s*/Page(?![A-Za-z])", part))
               for part in (content, *(_unpacked(each[1]) for each in packed)))  # fmt: skip


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed)
    except zlib.error:
        return b""


def _opened(package: IO[bytes]) -> tuple[dict[str, bytes], list[str], bool]:
    """The files in their order, and whether any is compressed; or why the zip is not the portal's.

    Whatever a zip can hide (something in front, between or behind, a comment, two of one name, a
    directory that says another thing than the files) makes two programs read two things in it.
    """
    with zipfile.ZipFile(package) as archive:
        entries = archive.infolist()
    present: dict[str, bytes] = {}
    place, directory = 0, b""
    for entry in entries:
        name, is_wide = entry.orig_filename, _is_wide(package, place)
        if name in present:
            return {}, [f"压缩包内有两个同名文件：{name}"], False
        if entry.header_offset != place:
            return {}, [f"压缩包里“{name}”前面有多余的内容，或者文件互相重叠、次序不对。"], False
        directory += _central(entry, place, is_wide=is_wide)
        content, place = _read(package, entry, place, is_wide=is_wide)
        if content is None:
            said = f"压缩包里“{name}”的文件头与目录不符，或者内容解不开、带有多余的字节。"
            return {}, [said], False
        present[name] = content
    package.seek(place)
    if package.read() != directory + _end(len(entries), len(directory), place):
        said = "压缩包末尾的目录不是门户所写：加了注释、附了多余的字节，或者目录被改过。"
        return {}, [said], False
    return present, [], any(entry.compress_type for entry in entries)


def _faults(present: Mapping[str, bytes], key: str, notes: list[str]) -> Iterator[str]:
    """What is not as it was signed; only when all of it is, whether it agrees with itself."""
    listed = _listed(present, CHECKSUMS)
    faults = [*_signature_faults(present, key, notes), *_digest_faults(present, listed)]
    faults = faults or [*_absence_faults(present, listed, notes), *_tag_faults(present, listed)]
    yield from faults
    if not faults:
        yield from _manifest_faults(present, listed)
        yield from _catalogue_faults(present)
        yield from _bag_faults(present)
        if CHAIN in present:
            yield from chain_faults(present[CHAIN])


def _digest_faults(present: Mapping[str, bytes], listed: Mapping[str, str]) -> Iterator[str]:
    known = {*listed, *_OUTSIDE}
    yield from (f"包内有未登记的文件：{name}" for name in present if name not in known)
    for name, told in listed.items():
        if name in present and sm3(present[name]) != told:
            yield f"内容与校验值不符：{name}"


def _absence_faults(
    present: Mapping[str, bytes], listed: Mapping[str, str], notes: list[str]
) -> Iterator[str]:
    """Of what is signed, nothing is missing; or just what an extract (节本) goes without."""
    absent = {name for name in listed if name not in present}
    if not absent:
        return
    if absent == _of_several(present):
        notes.append(f"几件事项共有的会商文书全文 {len(absent)} 个文件按规定未随包提供。")
        return
    whole = {name for name in listed if name.startswith(WHOLE_ONLY)}
    if absent not in [whole | more for more in _also_left_out(present, listed)]:
        yield from (f"清单中的文件不在包内：{name}" for name in listed if name in absent)
        return
    notes.append(f"这是节本：清单所列只供全本的 {len(whole)} 个文件按规定未随包提供。")
    if told := sorted(name for name in absent if name.startswith("data/材料/")):
        notes.append(f"举报保密，举报人提供的材料未随节本提供：{'、'.join(told)}")
    if MANIFEST in absent:
        notes.append(
            f"{'、'.join(TELLS_REASONS)} 写有缺项理由原文，未随节本提供；"
            "各文件的页数、卷内目录与元数据是否一致没有核对，请以全本核对。"
        )


def _of_several(present: Mapping[str, bytes]) -> set[str]:
    """What tells of other cases as well; older packages had none of it."""
    told = json.loads(present[MANIFEST]) if MANIFEST in present else {}
    return set(told.get("of_several", ()))


def _also_left_out(present: Mapping[str, bytes], listed: Mapping[str, str]) -> Iterator[set[str]]:
    """What an extract may lack beside: as the manifest says; older ones had none to say it."""
    statement = _said(present)["statement"]
    if statement.get("layout") == LAYOUT:
        yield set(json.loads(present[MANIFEST])["withheld"]) if MANIFEST in present else {""}
        return
    reasons = {name for name in TELLS_REASONS if name in listed}
    brought = set(brought_by_payer(listed, present[CATALOGUE]))
    yield from (set(), brought, reasons, brought | reasons)


def brought_by_payer(names: Iterable[str], catalogue: bytes) -> list[str]:
    """The materials that he handed in, by the 卷内目录 of the package."""
    root = ElementTree.fromstring(catalogue)  # noqa: S314 -- it was signed
    his = {int(e.findtext("顺序号") or 0) for e in root.iter("件") if e.findtext("责任者") == PAYER}
    placed = ((name, re.match(r"data/材料/(\d+)", name)) for name in names)
    return [name for name, place in placed if place and int(place[1]) in his]


def _listed(present: Mapping[str, bytes], name: str) -> dict[str, str]:
    """Path → digest, written in the one way: two spaces, small letters, a line feed at each end."""
    lines = present[name].decode().split("\n")
    found = [re.fullmatch(r"([0-9a-f]{64})  (.+)", line, re.DOTALL) for line in lines[:-1]]
    told = {each[2]: each[1] for each in found if each}
    if lines[-1] or len(told) != len(lines) - 1:
        raise ValueError(name)
    return told


def _said(present: Mapping[str, bytes]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(present[SIGNATURE])
    return told


def _as_written(told: Mapping[str, Any]) -> bytes:
    """`signature.json`, of which nobody signs the whole, as the portal writes it."""
    statement = json.loads(canonical(told["statement"]))
    said = {MARK: told[MARK], "public_key": told["public_key"], "statement": statement}
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _signature_faults(present: Mapping[str, bytes], key: str, notes: list[str]) -> Iterator[str]:
    said = _said(present)
    statement, own = said["statement"], str(said["public_key"])
    if present[SIGNATURE] != _as_written(said) or not re.fullmatch(r"[0-9a-f]{128}", said[MARK]):
        yield f"{SIGNATURE} 不是门户所写的样子：加了、重复了或改写了其中的内容。"
        return
    if statement["checksums"] != sm3(present[CHECKSUMS]):
        yield "签名所保的校验清单与包内的不同：清单被改过。"
    if key and key != own:
        yield "封包的公钥与门户公布的不同：不是本门户封的包。"
    if not signed(bytes.fromhex(said[MARK]), canonical(statement), bytes.fromhex(key or own)):
        yield "签名不对：包被改过，或不是用这把密钥封的。"
    if not key:
        notes.append(f"没有给公钥，未核对是谁封的；包内自称公钥 {own}，请与门户公布的核对。")


def _manifest_faults(present: Mapping[str, bytes], listed: Mapping[str, str]) -> Iterator[str]:
    if MANIFEST not in present:
        return
    told = json.loads(present[MANIFEST])
    statement = _said(present)["statement"]
    for name in ("number", "case_file", "edition"):
        if told[name] != statement[name]:
            yield f"清单与签名所说的 {name} 不一致。"
    files = {each["path"]: each for each in told["files"]}
    payload = {name for name in listed if name.startswith("data/")}
    yield from (f"清单所列文件缺失：{name}" for name in files if name not in listed)
    yield from (f"清单没有说明的文件：{name}" for name in sorted(payload - files.keys()))
    for name, each in files.items():
        content = present.get(name)
        if content is None:
            continue
        if (each["size"], each["sha256"]) != (len(content), hashlib.sha256(content).hexdigest()):
            yield f"大小或 SHA-256 与清单不符：{name}"
        if each.get("pages") and each["pages"] != pages_of(content):
            yield f"页数与清单不符：{name}"


def _catalogue_faults(present: Mapping[str, bytes]) -> Iterator[str]:
    """卷内目录 against what is there: every line has its file, every file its line."""
    if MANIFEST not in present:
        return
    told = json.loads(present[MANIFEST])
    root = ElementTree.fromstring(present[CATALOGUE])  # noqa: S314 -- it was signed
    orders = [int(item.findtext("顺序号") or 0) for item in root.iter("件")]
    if orders != list(range(1, len(orders) + 1)):
        yield "卷内目录的顺序号不连续。"
    filed = {each["order"] for each in told["files"] if each.get("order")}
    yield from (f"卷内目录第 {order} 件没有文件。" for order in orders if order not in filed)
    yield from (f"第 {order} 件不在卷内目录中。" for order in sorted(filed - set(orders)))
    described = ElementTree.fromstring(present[METADATA])  # noqa: S314 -- it was signed
    facts = {each.tag: each.text or "" for each in described}
    if root.get("档号") != told["case_file"] or facts.get("档号") != told["case_file"]:
        yield "元数据、卷内目录与清单的档号不一致。"
    if facts.get("受理编号") != told["number"]:
        yield "元数据与清单的受理编号不一致。"
    if facts.get("件数") != str(len(orders)):
        yield "元数据的件数与卷内目录不一致。"
    empty = [
        name for name in ("题名", "责任者", "年度", "保管期限", "归档时间") if not facts.get(name)
    ]
    yield from (f"元数据缺少{name}。" for name in empty)


def _tag_faults(present: Mapping[str, bytes], listed: Mapping[str, str]) -> Iterator[str]:
    """What no signature is over: the list of the lists, and the order of the files."""
    tags = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in present.items()
        if name != TAGS and not name.startswith("data/")
    )
    if present[TAGS] != tags.encode():
        yield f"{TAGS} 与内容不符，或者不是门户所写的样子。"
    order = [name for name in (*listed, CHECKSUMS, SIGNATURE, TAGS) if name in present]
    if order != list(present):
        yield "文件的次序与清单不同。"


def _bag_faults(present: Mapping[str, bytes]) -> Iterator[str]:
    """BagIt (RFC 8493): its manifest speaks of the same files."""
    if BAG not in present:
        yield "缺少 bagit.txt。"
    told, listed = _listed(present, PAYLOAD), _listed(present, CHECKSUMS)
    for name in (each for each in present if each.startswith("data/")):
        if told.pop(name, "") != hashlib.sha256(present[name]).hexdigest():
            yield f"{PAYLOAD} 与内容不符：{name}"
    yield from (f"{PAYLOAD} 所列文件缺失：{name}" for name in told if name not in listed)


def chain_faults(lines: bytes) -> Iterator[str]:
    """Each entry's digest is of its own words and of the entry before (本件的审计链)."""
    before = b""
    for number, line in enumerate(lines.decode().splitlines(), 1):
        entry = json.loads(line)
        own = hashlib.sha256(entry["words"].encode()).digest()
        before = hashlib.sha256(before + own).digest()
        if before.hex() != entry["digest"]:
            yield f"审计链第 {number} 条与前一条接不上。"
            return


# The zip as the portal writes it: every byte of it follows from the files, so that it can be
# written again and compared (APPNOTE 4.3). The day of each is 1980-01-01, and nothing is optional.
_DAY = (1 << 5) | 1
_FULL, _BIG = 0xFFFFFFFF, (1 << 31) - 1
_WIDE = 45  # the version of the format that has lengths of eight bytes


def _is_wide(package: IO[bytes], place: int) -> bool:
    package.seek(place + 4)
    return package.read(2) == struct.pack("<H", _WIDE)


def _read(
    package: IO[bytes], entry: zipfile.ZipInfo, place: int, *, is_wide: bool
) -> tuple[bytes | None, int]:
    """What the file there holds, and where it ends; None unless all is as the portal writes it."""
    follows = bool(entry.flag_bits & 8)
    lengths = (entry.CRC, entry.compress_size, entry.file_size)
    header = _local(entry, (0, 0, 0) if follows else lengths, is_wide=is_wide)
    behind = struct.pack("<4sLQQ" if is_wide else "<4s3L", b"PK\7\x08", *lengths)
    package.seek(place)
    as_written = package.read(len(header)) == header
    content = _inflated(package.read(entry.compress_size), entry)
    if follows:
        as_written = package.read(len(behind)) == behind and as_written
    return content if as_written else None, package.tell()


def _inflated(stored: bytes, entry: zipfile.ZipInfo) -> bytes | None:
    content = stored
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        opening = zlib.decompressobj(-15)
        content = opening.decompress(stored, entry.file_size + 1)
        if not opening.eof or opening.unused_data:
            return None
    same = (len(content), zlib.crc32(content)) == (entry.file_size, entry.CRC)
    return content if same and len(stored) == entry.compress_size else None


def _local(entry: zipfile.ZipInfo, lengths: tuple[int, int, int], *, is_wide: bool) -> bytes:
    crc, packed, size = lengths
    more = struct.pack("<HHQQ", 1, 16, size, packed) if is_wide else b""
    version, name = _WIDE if is_wide else 20, entry.orig_filename.encode()
    packed, size = (_FULL, _FULL) if is_wide else (packed, size)
    told = (version, _flags(entry), entry.compress_type, 0, _DAY, crc, packed, size)
    return struct.pack("<4s5H3L2H", b"PK\3\4", *told, len(name), len(more)) + name + more


def _central(entry: zipfile.ZipInfo, place: int, *, is_wide: bool) -> bytes:
    size, packed, long = entry.file_size, entry.compress_size, []
    if max(size, packed) > _BIG:
        long, size, packed = [size, packed], _FULL, _FULL
    if place > _BIG:
        long, place = [*long, place], _FULL
    more = struct.pack(f"<HH{len(long)}Q", 1, 8 * len(long), *long) if long else b""
    version = _WIDE if long or is_wide else 20
    name, told = entry.orig_filename.encode(), (_flags(entry), entry.compress_type, 0, _DAY)
    lengths = (entry.CRC, packed, size, len(name), len(more))
    return (
        struct.pack("<4sBB5H", b"PK\1\2", version, 3, version, *told)
        + struct.pack("<3L5H2L", *lengths, 0, 0, 0, 0o600 << 16, place)
        + name
        + more
    )


def _end(count: int, size: int, place: int) -> bytes:
    wide = b""
    if count > 0xFFFF or max(size, place) > _BIG:
        told = (44, _WIDE, _WIDE, 0, 0, count, count, size, place)
        wide = struct.pack("<4sQ2H2L4Q", b"PK\6\6", *told)
        wide += struct.pack("<4sLQL", b"PK\6\7", 0, place + size, 1)
    few, size, place = min(count, 0xFFFF), min(size, _FULL), min(place, _FULL)
    return wide + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, few, few, size, place, 0)


def _flags(entry: zipfile.ZipInfo) -> int:
    """Whether the name is UTF-8, and whether the lengths stand behind the content."""
    return (0 if entry.orig_filename.isascii() else 0x800) | entry.flag_bits & 8


# Ed25519 (RFC 8032): points are (X, Y, Z, T) with x = X/Z, y = Y/Z and xy = T/Z.
_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
if TYPE_CHECKING:
    _Point = tuple[int, int, int, int]


def signed(signature: bytes, message: bytes, key: bytes) -> bool:
    """Whether the holder of that public key signed it."""
    if len(signature) != 64 or len(key) != 32:
        return False
    public, nonce = _point(key), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or nonce is None or scalar >= _L:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    challenge = int.from_bytes(digest, "little") % _L
    left, right = _times(scalar, _BASE), _sum(nonce, _times(challenge, public))
    return not ((left[0] * right[2] - right[0] * left[2]) % _P
                or (left[1] * right[2] - right[1] * left[2]) % _P)  # fmt: skip


def _point(packed: bytes) -> _Point | None:
    number = int.from_bytes(packed, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if y >= _P or (x * x - square) % _P or (x == 0 and sign):
        return None
    x = _P - x if x & 1 != sign else x
    return x, y, 1, x * y % _P


def _sum(one: _Point, two: _Point) -> _Point:
    a = (one[1] - one[0]) * (two[1] - two[0])
    b = (one[1] + one[0]) * (two[1] + two[0])
    c, d = 2 * one[3] * two[3] * _D, 2 * one[2] * two[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(count: int, point: _Point) -> _Point:
    total: _Point = (0, 1, 1, 0)
    while count:
        if count & 1:
            total = _sum(total, point)
        point, count = _sum(point, point), count >> 1
    return total


_BASE = _point((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little")) or (0, 1, 1, 0)


def _sm3(content: bytes) -> str:
    """SM3 by hand (GB/T 32905-2016), for a Python whose OpenSSL has none."""
    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600,
             0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]  # fmt: skip
    padded = content + b"\x80" + b"\0" * ((55 - len(content)) % 64)
    padded += (8 * len(content)).to_bytes(8, "big")
    for start in range(0, len(padded), 64):
        state = _block(state, padded[start : start + 64])
    return "".join(f"{word:08x}" for word in state)


def _turn(word: int, by: int) -> int:
    by %= 32
    return (word << by | word >> 32 - by) & 0xFFFFFFFF


def _block(state: list[int], block: bytes) -> list[int]:
    words = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
    for j in range(16, 68):
        x = words[j - 16] ^ words[j - 9] ^ _turn(words[j - 3], 15)
        mixed = x ^ _turn(x, 15) ^ _turn(x, 23)
        words.append(mixed ^ _turn(words[j - 13], 7) ^ words[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        constant = 0x79CC4519 if j < 16 else 0x7A879D8A
        first = _turn((_turn(a, 12) + e + _turn(constant, j)) & 0xFFFFFFFF, 7)
        second = first ^ _turn(a, 12)
        one = a ^ b ^ c if j < 16 else a & b | a & c | b & c
        two = e ^ f ^ g if j < 16 else e & f | ~e & g
        t1 = (one + d + second + (words[j] ^ words[j + 4])) & 0xFFFFFFFF
        t2 = (two + h + first + words[j]) & 0xFFFFFFFF
        a, b, c, d = t1, a, _turn(b, 9), c
        e, f, g, h = t2 ^ _turn(t2, 9) ^ _turn(t2, 17), e, _turn(f, 19), g
    return [state[i] ^ new for i, new in enumerate((a, b, c, d, e, f, g, h))]


def _which(found: Verdict, name: str, *, is_alone: bool) -> Iterator[str]:
    """Of what case, for a whole package may be handed over under another's name."""
    told = found.statement
    if not told:
        return
    yield (
        f"签名所保：受理编号 {told['number']}，档号 {told['case_file']}，"
        f"第 {told['edition']} 份，{told['sealed_at']} 封装。"
    )
    numbers = re.findall(r"[0-9]{6}-[0-9]{4}-[A-Z]+-[0-9]{6}", name)
    if numbers and told["number"] not in numbers:
        yield f"注意：文件名写的是 {numbers[0]}，不是这一卷的受理编号。"
    if is_alone and told["edition"] > 1:
        yield f"注意：这是第 {told['edition']} 份（补充），前面的没有一并给出，是否接得上没有核对。"


def main(arguments: list[str]) -> int:
    """0 when nothing is wrong and the key was given, 1 with faults, 2 when nobody's key was."""
    key = ""
    if "--key" in arguments:
        place = arguments.index("--key")
        key = "".join(arguments[place + 1 : place + 2])
        arguments = arguments[:place] + arguments[place + 2 :]
    if not arguments:
        print(__doc__)  # noqa: T201 -- a command by itself
        return 2
    before: dict[str, Any] = {}
    bad = False
    for path in arguments:
        try:
            with Path(path).open("rb") as package:
                found = check(package, key)
        except OSError as problem:
            found = Verdict([f"读不到文件：{problem.strerror}"], [], {})
        if before and found.statement and not follows(found.statement, before):
            found.faults.append("与前一个包接不上：不是它的下一份补充，或中间少了一份。")
        is_first, before = not before, found.statement
        bad = bad or bool(found.faults)
        said = found.faults or ["信息包完整，内容、目录、页数、审计链与签名一致。"]
        said = [*said, *_which(found, Path(path).name, is_alone=is_first)]
        print("\n".join(f"{path}：{each}" for each in (*said, *found.notes)))  # noqa: T201
    return 1 if bad else 0 if key else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
