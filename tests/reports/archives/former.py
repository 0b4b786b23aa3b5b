"""A 信息包 as the portal sealed it before 节本 were laid out anew: nothing of it may be masked."""

from __future__ import annotations

import hashlib
import json
import zipfile
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from django.core.files.base import ContentFile

from confidentiality.keys import key_ring
from reports.archives.extracts import named
from reports.archives.verify_package import canonical, sm3
from workflow.models import CaseFile, SealedPackage

BAG = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def sealed_formerly(file: CaseFile, content: dict[int, bytes]) -> SealedPackage:
    """Of a file whose materials hold `content`; its papers are short, its signature is genuine."""
    lines = file.catalogue
    payload: dict[str, bytes] = {}
    for line in lines:
        payload |= _files(line, content)
    payload |= {"data/办理记录.json": b"{}", "data/审计链.jsonl": b""}
    payload["data/备考表.pdf"] = json.dumps(file.excused, ensure_ascii=False).encode()
    described = {
        "元数据.xml": _metadata(file).encode(),
        "卷内目录.xml": _catalogue(file).encode(),
        "bagit.txt": BAG,
        "bag-info.txt": f"External-Identifier: {file.number}\n".encode(),
        "manifest-sha256.txt": _sums(payload, sha256).encode(),
        "manifest.json": _json(_manifest(file, payload)),
    }
    sums = _sums(payload | described, sm3).encode()
    statement = canonical(_statement(file, sums))
    signer = key_ring().signers()[0]
    mark = signer.sign(statement)
    said = {"signature": mark, "public_key": signer.public_key, "statement": json.loads(statement)}
    tags = described | {"checksums.sm3": sums, "signature.json": _json(said)}
    files = payload | tags | {"tagmanifest-sha256.txt": _sums(tags, sha256).encode()}
    return _kept(file, _zipped(files), statement, mark)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _files(line: dict[str, Any], content: dict[int, bytes]) -> dict[str, bytes]:
    order = f"{line['order']:03d}"
    if line.get("material"):
        return {f"data/材料/{order}.txt": content[line["material"]]}
    return {f"data/{folder}/{order}_文书.pdf": b"%PDF-1.7" for folder in ("文书", "文书全本")}


def _metadata(file: CaseFile) -> str:
    told = "；".join(f"{each['label']}：{each['reason']}" for each in file.excused)
    facts = {"受理编号": file.dispute.number, "档号": file.number, "题名": file.title,
             "责任者": file.department.name, "年度": file.year, "保管期限": file.retention,
             "归档时间": file.archived_at,
             "件数": len(file.catalogue), "缺项说明": told}  # fmt: skip
    inner = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in facts.items())
    return f"<元数据>{inner}</元数据>"


def _catalogue(file: CaseFile) -> str:
    items = "".join(
        f"<件><顺序号>{line['order']}</顺序号><责任者>{line['author']}</责任者></件>"
        for line in file.catalogue
    )
    return f'<卷内目录 档号="{file.number}">{items}</卷内目录>'


def _manifest(file: CaseFile, payload: dict[str, bytes]) -> dict[str, Any]:
    orders = {path: int(path.rsplit("/")[-1][:3]) for path in payload if path.count("/") > 1}
    told = [
        {"path": path, "size": len(each), "sha256": sha256(each), "order": orders.get(path, 0)}
        for path, each in payload.items()
    ]
    return {"number": file.dispute.number, "case_file": file.number, "edition": 1,
            "excused": file.excused, "files": told}  # fmt: skip


def _statement(file: CaseFile, sums: bytes) -> dict[str, Any]:
    return {"number": file.dispute.number, "case_file": file.number, "edition": 1,
            "sealed_at": "2026-11-01T08:00:00+08:00", "checksums": sm3(sums),
            "previous": ""}  # fmt: skip


def _sums(files: dict[str, bytes], digest: Any) -> str:  # Any: a function of bytes
    return "".join(f"{digest(content)}  {name}\n" for name, content in files.items())


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _zipped(files: dict[str, bytes]) -> bytes:
    into = BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, content in files.items():
            placed = named(name)
            placed.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(placed, "w", force_zip64=True) as to:
                to.write(content)
    return into.getvalue()


def _kept(file: CaseFile, content: bytes, statement: bytes, signature: str) -> SealedPackage:
    lines = file.catalogue
    row = SealedPackage(
        case_file=file, edition=1, papers=[e["paper"] for e in lines if e.get("paper")],
        materials=[e["material"] for e in lines if e.get("material")], size=len(content),
        sm3=sm3(content), statement=statement.decode(), signature=signature,
    )  # fmt: skip
    row.file.save("package.zip", ContentFile(content), save=False)
    row.save()
    return row
