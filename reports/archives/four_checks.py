"""四性检测 (DA/T 70, 领域 3.7): each thing looked at by its name, with what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from confidentiality.contents.refusing import UNREADABLE
from confidentiality.uploads import SUFFIXES, check_upload
from disputes.models.numbering import next_in
from reports.archives.completeness import checks_of, verdict
from reports.archives.contents import Packed, Volume, organ_of
from reports.archives.verify_package import CHAIN, chain_faults
from workflow.models import CaseFile, FileTest

SERIES: Final = "file_test"
_PAPERS, _MATERIALS = "data/文书", "data/材料/"


class Quality(StrEnum):
    GENUINE = "真实性"
    WHOLE = "完整性"
    USABLE = "可用性"
    SAFE = "安全性"


@dataclass(frozen=True)
class Finding:
    """One item of the test."""

    quality: Quality
    name: str
    ok: bool
    says: str

    @property
    def line(self) -> str:
        return f"{self.quality}·{self.name}：{'合格' if self.ok else '不合格'}，{self.says}"


@dataclass(frozen=True)
class Examined:
    """A test with the number of its report."""

    number: str
    findings: Sequence[Finding]

    @property
    def passed(self) -> bool:
        return all(each.ok for each in self.findings)

    @property
    def summary(self) -> str:
        failed = "、".join(each.name for each in self.findings if not each.ok)
        told = f"{failed}不合格" if failed else f"{len(self.findings)}项均合格"
        return f"报告编号{self.number}，{told}。"

    def kept(self, case_file: CaseFile, stage: str, *, edition: int = 0) -> FileTest:
        findings: list[dict[str, Any]] = [asdict(each) for each in self.findings]  # Any: JSON
        year = timezone.localdate().year
        return FileTest.objects.create(
            case_file=case_file, stage=stage, year=year, edition=edition, number=self.number,
            findings=findings, passed=self.passed,
        )  # fmt: skip


def next_number() -> str:
    year = timezone.localdate().year
    return f"四性检测〔{year}〕{next_in(SERIES, year)}号"


@dataclass(frozen=True)
class Held:
    """One file as it lies there."""

    path: str
    media_type: str
    content: bytes


def at_archiving(volume: Volume, packed: Packed) -> Examined:
    """归档环节: what is about to be sealed, before anybody signs it."""
    findings = [*_genuine(packed), *_whole(volume), *looked_into(_held(packed))]
    return Examined(next_number(), [*findings, _recorded(volume)])


def _recorded(volume: Volume) -> Finding:
    """归档过程: who archived it and when stands in its timeline."""
    entry = volume.case_file.dispute.timeline.filter(verb="archive").last()
    says = f"{entry.actor_label}归档" if entry else "没有归档的记录"
    return Finding(Quality.SAFE, "归档操作有记录", bool(entry and entry.actor_label), says)


def _held(packed: Packed) -> Iterator[Held]:
    for piece, entry in packed:
        if entry.order:
            with piece.file.open() as source:
                yield Held(entry.path, entry.media_type, source.read())


def _genuine(packed: Packed) -> Iterator[Finding]:
    known = [(piece.recorded, entry.sha256) for piece, entry in packed if piece.recorded]
    same = sum(recorded == found for recorded, found in known)
    says = f"{same}个文件与登记的校验值一致，应有{len(known)}个"
    yield Finding(Quality.GENUINE, "校验值", same == len(known), says)
    for piece, entry in packed:
        if entry.path == CHAIN:
            with piece.file.open() as source:
                lines = source.read()
            yield chained(lines)


def chained(lines: bytes) -> Finding:
    faults = list(chain_faults(lines))
    says = "".join(faults) or f"{lines.count(bytes([10]))}条办理记录前后相接"
    return Finding(Quality.GENUINE, "审计链", not faults, says)


def _whole(volume: Volume) -> Iterator[Finding]:
    case_file = volume.case_file
    found = verdict(checks_of(case_file, case_file.dispute))
    yield Finding(Quality.WHOLE, "应有文书", found.kind != "bad", f"归档检查{found.says}")
    orders = [line["order"] for line in volume.lines]
    in_row = orders == list(range(1, len(orders) + 1))
    says = f"{len(orders)}件，{'连续' if in_row else '不连续'}"
    yield Finding(Quality.WHOLE, "卷内顺序号", in_row, says)
    wanted = {"题名": case_file.title, "责任者": organ_of(case_file), "档号": case_file.number,
              "年度": case_file.year, "保管期限": case_file.retention}  # fmt: skip
    empty = "、".join(name for name, value in wanted.items() if not value)
    yield Finding(Quality.WHOLE, "元数据必填项", not empty, f"缺少{empty}" if empty else "齐全")


def looked_into(files: Iterable[Held]) -> Iterator[Finding]:
    """可用 and 安全: each is opened as it was when it came in."""
    count: Counter[str] = Counter()
    broken: dict[str, list[str]] = {_PAPERS: [], _MATERIALS: []}
    active: list[str] = []
    for each in files:
        kind = _MATERIALS if each.path.startswith(_MATERIALS) else _PAPERS
        place = each.path.removeprefix("data/")
        count[kind] += 1
        refused = _refusal(each.media_type, each.content)
        if refused == UNREADABLE:
            broken[kind].append(place)
        elif refused is not None:
            active.append(place)
    for kind, name in ((_PAPERS, "文书能打开"), (_MATERIALS, "材料能打开")):
        yield _all(Quality.USABLE, name, broken[kind], count[kind], "打不开、加了密或者格式不符")
    told = sum(count.values())
    yield _all(Quality.SAFE, "没有病毒特征、脚本、宏和夹带", active, told, "含有")


def _refusal(media_type: str, content: bytes) -> str | None:
    """Why it would not be let in today, by its code; None when it would."""
    file = ContentFile(content, name=f"x{SUFFIXES.get(media_type, '')}")
    try:
        check_upload(file)
    except ValidationError as error:
        return str(error.error_list[0].code)
    return None


def _all(quality: Quality, name: str, bad: Sequence[str], of: int, what: str) -> Finding:
    says = f"{what}：{'、'.join(bad)}" if bad else f"{of}个文件"
    return Finding(quality, name, not bad, says)
