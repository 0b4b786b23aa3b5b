"""节本: a package without what its taker may not see, out of one that was sealed once (六(三))."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO

from confidentiality.digests import PIECE
from confidentiality.sealed_files import SealedTemp
from confidentiality.sealing import SealBroken
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
    canonical,
)
from reports.archives.whole_texts import of_several
from workflow.issuing.taking import tells_the_reporter
from workflow.models import SealedPackage


def taken(
    package: SealedPackage,
    into: IO[bytes] | SealedTemp,
    *,
    whole: bool,
    others: bool = True,
) -> None:
    """As it was sealed, byte for byte; or without what tells of `others`' cases; or the 节本.

    Each is the same for everybody who takes it.
    """
    dispute = package.case_file.dispute
    with package.file.open("rb") as source:
        with zipfile.ZipFile(source) as held:
            _refuse_another(package, held)
            less = [] if others else _of_others(held)
            left_out = set(less if whole else _left_out(dispute, held))
            if left_out:
                _extract(held, into, left_out)
                return
        source.seek(0)
        for part in source.chunks(PIECE):
            into.write(part)


def _refuse_another(package: SealedPackage, held: zipfile.ZipFile) -> None:
    """The row says which file it is; so does the signature inside, which no row can change.

    Raises SealBroken: what was not sealed for this row leaves in nobody's name.
    """
    told = json.loads(held.read(SIGNATURE))["statement"]
    same = (told["case_file"], told["edition"]) == (package.case_file.number, package.edition)
    if not same or canonical(told) != package.statement.encode():
        raise SealBroken(f"存着的信息包不是 {package.case_file.number} 第 {package.edition} 份")


def withheld(volume: Volume, payload: Sequence[Entry]) -> list[str]:
    """What no 节本 holds beside the full copies: what tells of other cases, and in confidence the
    reporter's materials and what was issued before it was secret, which show who he is (R075)."""
    dispute, others = volume.case_file.dispute, of_several(payload)
    if not _reporters(dispute):
        return others
    his = {each.pk for each in dispute.materials.all() if each.source == Material.Source.PAYER}
    told = {each.pk for each in dispute.papers.all() if tells_the_reporter(each, dispute)}
    orders = {
        line["order"]
        for line in volume.lines
        if line.get("material") in his or line.get("paper") in told
    }
    return [*(each.path for each in payload if each.order in orders), *others]


def may_know_reporter(dispute: Dispute, officer: Officer) -> bool:
    """As `Material.may_be_opened_by` asks of each that he brought; where nobody is hidden, yes."""
    return all(each.may_be_revealed_to(officer) for each in _reporters(dispute))


def _reporters(dispute: Dispute) -> list[Party]:
    return [each for each in dispute.parties.all() if each.is_kept_secret]


def _extract(held: zipfile.ZipFile, into: IO[bytes] | SealedTemp, left_out: set[str]) -> None:
    tags = ""
    with zipfile.ZipFile(into, "w") as archive:
        for name in held.namelist():
            if name in left_out:
                continue
            content = tags.encode() if name == TAGS else held.read(name)
            archive.writestr(named(name), content)
            if not name.startswith("data/"):
                tags += f"{hashlib.sha256(content).hexdigest()}  {name}\n"


def _of_others(held: zipfile.ZipFile) -> list[str]:
    """Packages of before had none of it."""
    found: list[str] = json.loads(held.read(MANIFEST)).get("of_several", [])
    return found


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
