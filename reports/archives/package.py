"""信息包: one archived file as a zip, sealed once, that still proves itself in ten years (五(五)).

A bag (BagIt, RFC 8493) of papers, materials and records; `manifest.json` says what each file is,
`checksums.sm3` closes the whole, and the portal's key signs that. Verified by one file that needs
no portal (`verify_package.py`).
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from typing import IO, Any, Final

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone

from confidentiality.digests import PIECE, digests_of
from confidentiality.keys import key_ring
from confidentiality.one_at_a_time import Turn, wait_for
from confidentiality.sealed_files import SealedTemp
from reports.archives.binding import bound
from reports.archives.contents import Entry, Piece, Volume, descriptions, pieces, volume_of
from reports.archives.extracts import named, withheld
from reports.archives.four_checks import Examined, at_archiving
from reports.archives.verify_package import (
    BAG,
    CHECKSUMS,
    LAYOUT,
    MANIFEST,
    PAYLOAD,
    SIGNATURE,
    TAGS,
    canonical,
    check,
    pages_of,
    sm3,
)
from reports.archives.whole_texts import of_several, whole_texts
from workflow.models import CaseFile, FileTest, SealedPackage

BAG_SAYS: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@transaction.atomic
def sealed(case_file: CaseFile) -> list[SealedPackage]:
    """The file, and of what was appended since a further package; run twice it seals nothing twice.

    Two that come at once wait for each other.
    """
    wait_for(Turn.PACKAGE, case_file.pk)
    found = list(case_file.packages.all())
    while (volume := volume_of(case_file, found)).lines:
        found.append(_seal(volume, found[-1].statement if found else ""))
    return found


def _seal(volume: Volume, before: str) -> SealedPackage:
    waiting = SealedTemp()
    statement, signature, tested = _write(volume, before, waiting)
    with waiting.finished() as file:
        whole = File(file)
        size, _, digest = digests_of(whole)
        row = SealedPackage(
            case_file=volume.case_file, edition=volume.edition, papers=volume.papers,
            materials=volume.materials, size=size,
            sm3=digest, statement=statement.decode(), signature=signature,
        )  # fmt: skip
        file.seek(0)
        row.file.save("package.zip", whole, save=False)
        row.save()
    tested.kept(volume.case_file, FileTest.Stage.ARCHIVING, edition=volume.edition)
    return row


def _write(volume: Volume, before: str, into: SealedTemp) -> tuple[bytes, str, Examined]:
    """The statement that is signed, its signature, and what the 四性检测 found before."""
    with zipfile.ZipFile(into, "w") as archive:
        packed = [(piece, add(archive, piece)) for piece in (*pieces(volume), *whole_texts(volume))]
        tested = at_archiving(volume, packed)
        binding = [add(archive, each) for each in bound(volume, packed, tested)]
        payload = [*(entry for _, entry in packed), *binding]
        told = (*descriptions(volume), *bag(volume.case_file.number, payload))
        manifest = _text(MANIFEST, _manifest(volume, payload))
        tags = [add(archive, piece) for piece in (*told, manifest)]
        statement, signature = close(archive, payload, tags, _statement(volume, before))
    return statement, signature, tested


def close(
    archive: zipfile.ZipFile,
    payload: list[Entry],
    tags: list[Entry],
    said: dict[str, Any],  # Any: JSON
) -> tuple[bytes, str]:
    """Sums of all that is in it, the statement over them, its signature: both are returned."""
    sums = "".join(f"{each.sm3}  {each.path}\n" for each in (*payload, *tags))
    tags = [*tags, add(archive, _text(CHECKSUMS, sums))]
    when = timezone.localtime().isoformat(timespec="seconds")
    sealed_as = {"sealed_at": when, "layout": LAYOUT, "checksums": sm3(sums.encode())}
    statement = canonical(said | sealed_as)
    signer = key_ring().signers()[0]
    signature = signer.sign(statement)
    signed = {"signature": signature, "public_key": signer.public_key}
    words = json.dumps(signed | {"statement": json.loads(statement)}, ensure_ascii=False, indent=1)
    tags.append(add(archive, _text(SIGNATURE, words)))
    add(archive, _text(TAGS, "".join(f"{each.sha256}  {each.path}\n" for each in tags)))
    return statement, signature


def _statement(volume: Volume, before: str) -> dict[str, Any]:  # Any: JSON
    return {
        "number": volume.case_file.dispute.number,
        "case_file": volume.case_file.number,
        "edition": volume.edition,
        "previous": sm3(before.encode()) if before else "",
    }


def bag(identifier: str, payload: list[Entry]) -> Iterator[Piece]:
    """What makes it a bag of BagIt (RFC 8493)."""
    yield Piece(BAG, BAG, "text/plain", ContentFile(BAG_SAYS))
    size, count = sum(each.size for each in payload), len(payload)
    yield _text(
        "bag-info.txt", f"External-Identifier: {identifier}\nPayload-Oxum: {size}.{count}\n"
    )
    yield _text(PAYLOAD, "".join(f"{each.sha256}  {each.path}\n" for each in payload))


def _manifest(volume: Volume, payload: list[Entry]) -> str:
    case_file = volume.case_file
    told = {
        "number": case_file.dispute.number,
        "case_file": case_file.number,
        "edition": volume.edition,
        "title": case_file.title,
        "retention": case_file.retention,
        "department": case_file.department.code,
        "archived_at": timezone.localtime(case_file.archived_at).isoformat(),
        "excused": [each | {"reason": volume.shown(each["reason"])} for each in case_file.excused],
        "withheld": withheld(volume, payload),
        "of_several": of_several(payload),
        "files": [asdict(entry) for entry in payload],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _text(path: str, words: str) -> Piece:
    return Piece(path, path, "text/plain", ContentFile(words.encode()))


def add(archive: zipfile.ZipFile, piece: Piece) -> Entry:
    """Put it in, and say what it is."""
    with piece.file.open() as source, archive.open(named(piece.path), "w", force_zip64=True) as to:
        digests = digests_of(source)
        for part in source.chunks(PIECE):
            to.write(part)
        pages = 0
        if piece.media_type == "application/pdf":
            source.seek(0)
            pages = pages_of(source.read())
    return Entry(piece.path, piece.title, piece.media_type, *digests, piece.order, pages)


def faults_of(package: IO[bytes]) -> list[str]:
    """What is wrong with a package of this portal, in sentences, none when it is whole.

    One that was sealed under a former key is as good.
    """
    found: list[list[str]] = []
    for signer in key_ring().signers():
        package.seek(0)
        found.append(check(package, signer.public_key).faults)
    return min(found, key=len)
