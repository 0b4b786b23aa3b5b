"""节本: a package without what its taker may not see, out of one that was sealed once (六(三))."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO

from confidentiality.digests import PIECE
from confidentiality.sealed_files import SealedTemp
from departments.models import Officer
from disputes.models import Dispute, Material, Party
from reports.archives.contents import Entry, Volume
from reports.archives.verify_package import (
    CATALOGUE,
    LAYOUT,
    MANIFEST,
    SIGNATURE,
    TAGS,
    TELLS_REASONS,
    WHOLE_ONLY,
    brought_by_payer,
)
from workflow.models import SealedPackage


def taken(package: SealedPackage, into: IO[bytes] | SealedTemp, *, whole: bool) -> None:
    """As it was sealed, byte for byte; or the 节本, the same for everybody who takes it."""
    with package.file.open("rb") as source:
        if whole:
            for part in source.chunks(PIECE):
                into.write(part)
        else:
            _extract(package.case_file.dispute, source, into)


def withheld(volume: Volume, payload: Sequence[Entry]) -> list[str]:
    """What no 节本 holds beside the full copies: a reporter's materials show who he is (R075)."""
    dispute = volume.case_file.dispute
    if not _reporters(dispute):
        return []
    his = {each.pk for each in dispute.materials.all() if each.source == Material.Source.PAYER}
    orders = {line["order"] for line in volume.lines if line.get("material") in his}
    return [each.path for each in payload if each.order in orders]


def may_know_reporter(dispute: Dispute, officer: Officer) -> bool:
    """As `Material.may_be_opened_by` asks of each that he brought; where nobody is hidden, yes."""
    return all(each.may_be_revealed_to(officer) for each in _reporters(dispute))


def _reporters(dispute: Dispute) -> list[Party]:
    return [each for each in dispute.parties.all() if each.is_kept_secret]


def _extract(dispute: Dispute, source: IO[bytes], into: IO[bytes] | SealedTemp) -> None:
    with zipfile.ZipFile(source) as held, zipfile.ZipFile(into, "w") as archive:
        left_out, tags = {*_left_out(dispute, held)}, ""
        for name in held.namelist():
            if name in left_out:
                continue
            content = tags.encode() if name == TAGS else held.read(name)
            archive.writestr(named(name), content)
            if not name.startswith("data/"):
                tags += f"{hashlib.sha256(content).hexdigest()}  {name}\n"


def _left_out(dispute: Dispute, held: zipfile.ZipFile) -> Iterator[str]:
    """A package says it itself. Of an older one it follows from its case: a signed file cannot be
    masked, so whatever of it tells too much stays behind, and the verifier knows which may.
    """
    yield from (name for name in held.namelist() if name.startswith(WHOLE_ONLY))
    manifest = json.loads(held.read(MANIFEST))
    if json.loads(held.read(SIGNATURE))["statement"].get("layout") == LAYOUT:
        yield from manifest["withheld"]
        return
    if _reporters(dispute):
        yield from brought_by_payer(held.namelist(), held.read(CATALOGUE))
    if manifest["excused"]:
        yield from TELLS_REASONS


def named(path: str) -> zipfile.ZipInfo:
    """Without the hour of packing, which the statement says, and stored as it is: a PDF hardly
    shrinks, and what is compressed can be written in more ways than one.
    """
    return zipfile.ZipInfo(path)
