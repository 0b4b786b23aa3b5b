"""案卷包: extracts of several archived files in one bag, signed as a whole, for who asked (A18).

Each file stands in it as its own 节本, which `verify_package.py` verifies by itself as well; the
signature over the whole says to whom it went, as which copy, and which files belong to it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from django.core.files.base import File

from confidentiality.digests import digests_of
from confidentiality.models import AccessRecord
from confidentiality.reveal import record_access
from confidentiality.sealed_files import SealedTemp
from departments.models import Officer
from reports.archives.contents import Piece
from reports.archives.extracts import taken
from reports.archives.package import add, bag, close, sealed
from workflow.disclosure.bundling import files_of
from workflow.disclosure.copies import Writer, Written
from workflow.issuing.looking import refuse_closed
from workflow.models import DisclosureItem, SealedPackage
from workflow.models.rendered import Copy


def writer_for(officer: Officer, *, address: str) -> Writer:
    """Writes down each file as taken by him, then puts them together (R096)."""

    def write(item: DisclosureItem, serial: int) -> Written:
        for file in files_of(item):
            refuse_closed(file, officer)
            record_access(
                officer, file, [Copy.MASKED], action=AccessRecord.Action.DOWNLOAD,
                purpose=f"案卷包 {item.disclosure.number} 第{serial}份",
                dispute_number=file.dispute.number or "", address=address,
            )  # fmt: skip
        return _written(item, serial)

    return write


def _written(item: DisclosureItem, serial: int) -> Written:
    own, waiting = item.disclosure, SealedTemp()
    with zipfile.ZipFile(waiting, "w") as archive:
        held = [(package, add(archive, piece)) for package, piece in _extracts(item)]
        payload = [entry for _, entry in held]
        tags = [add(archive, piece) for piece in bag(own.number or "", payload)]
        said = {
            "bundle": own.number,
            "recipient": own.recipient,
            "copy": serial,
            "until": own.until.isoformat(),
            "files": [
                {"path": entry.path, "case_file": package.case_file.number,
                 "number": package.case_file.dispute.number, "edition": package.edition}
                for package, entry in held
            ],
        }  # fmt: skip
        close(archive, payload, tags, said)
    file = waiting.finished()
    size, sha256, _ = digests_of(File(file))
    file.seek(0)
    return Written(file, sha256, size)


def _extracts(item: DisclosureItem) -> Iterator[tuple[SealedPackage, Piece]]:
    """The first and what was appended since, file by file; each waits on the disk."""
    for case_file in files_of(item):
        for package in sealed(case_file):
            waiting = SealedTemp()
            taken(package, waiting, whole=False, others=False)
            supplement = f"-补充{package.edition - 1}" if package.edition > 1 else ""
            path = f"data/{case_file.dispute.number}{supplement}.zip"
            yield package, Piece(path, case_file.title, "application/zip", File(waiting.finished()))
