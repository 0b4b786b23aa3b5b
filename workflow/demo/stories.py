"""Narratives of the demonstration as drafts: synthetic people with numbers nobody has."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from departments.models import Officer
from disputes import intake
from disputes.choices import GROUP_FROM, NUMBERED_CHANNELS, UNIT_KINDS, PartyRole
from disputes.models import Dispute, Party

NARRATIVES = Path(__file__).with_name("narratives.json")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗"
UNITS = ("示例木制品加工厂", "示例家具有限公司", "示例物业服务部", "示例建筑工程公司", "示例饭店")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Story:
    """One narrative told by the nth person."""

    nth: int
    told: dict[str, Any]  # one object of narratives.json

    @property
    def name(self) -> str:
        return f"{SURNAMES[self.nth % len(SURNAMES)]}某{'某' if self.nth % 3 else ''}"

    @property
    def id_number(self) -> str:
        """A valid number of the division 230799, which was never given out (domain 4.1)."""
        head = f"230799{self._born:%Y%m%d}{self._place_in_the_day:03d}"
        total = sum(int(digit) * weight for digit, weight in zip(head, WEIGHTS, strict=True))
        return head + "10X98765432"[total % 11]

    @property
    def _born(self) -> date:
        """As old today as the narrative says; who says nothing of it is of working age."""
        today, month, day = timezone.localdate(), 1 + self.nth % 12, 1 + self.nth % 27
        age = self.told.get("age", 26 + self.nth * 7 % 26)
        is_to_come = (month, day) > (today.month, today.day)
        return date(today.year - age - is_to_come, month, day)

    @property
    def _place_in_the_day(self) -> int:
        """Odd for a man, even for a woman."""
        place, sex = 100 + self.nth, self.told.get("sex", "")
        return place ^ 1 if sex and (sex == "m") != bool(place % 2) else place

    @property
    def phone(self) -> str:
        """154 numbers are unassigned (domain 4.1)."""
        return f"154{self.nth:08d}"

    def remedy(self, before: str = "") -> str:
        """What is decided: an employer pays up, an office looks again."""
        if self.told["counterparty_kind"] == "employer":
            return f"{before}责令用人单位自收到告知书之日起15日内申报补缴，并向缴费人说明。"
        return f"{before}由经办机构依照规定复核更正，自收到告知书之日起15日内书面答复缴费人。"

    @property
    def unit(self) -> str:
        return UNITS[self.nth % len(UNITS)]


def stories(count: int) -> list[Story]:
    """The narratives over and over, each time told by somebody else."""
    told = json.loads(NARRATIVES.read_text(encoding="utf-8"))
    return [Story(nth, told[nth % len(told)]) for nth in range(count)]


def draft(story: Story, author: Officer, visited_at: datetime) -> Dispute:
    """The draft an officer would have typed."""
    told = story.told
    department = author.department
    assert department is not None
    numbered = told["channel"] in NUMBERED_CHANNELS
    dispute = intake.new_draft(
        author,
        department,
        visited_at=visited_at,
        channel=told["channel"],
        source_platform="热线平台" if numbered else ("匿名来件" if told["anonymous"] else ""),
        source_number=f"YS{visited_at:%Y%m%d}{story.nth:04d}" if numbered else "",
        town=told["town"],
        category=told["category"],
        insurance_types=told["insurance_types"],
        people_count=told["people_count"],
        amount=Decimal(told["amount"]) if told["amount"] else None,
        facts=told["facts"],
        claim="请查明情况，依法处理并书面答复。",
        anonymous=told["anonymous"],
        confidential_report=told["anonymous"],
        signals=told["signals"],
    )
    _add_parties(dispute, story)
    return dispute


def _add_parties(dispute: Dispute, story: Story) -> None:
    told = story.told
    unit = told["payer_kind"] in UNIT_KINDS
    if not told["anonymous"]:
        Party.objects.create(
            dispute=dispute,
            role=PartyRole.PAYER,
            kind=told["payer_kind"],
            unit_name=story.unit if unit else "",
            name="" if unit else story.name,
            id_number="" if unit else story.id_number,
            contact=story.name if unit else "",
            phone=story.phone,
            address="翠峦镇示例街1号",
        )
    if told["people_count"] >= GROUP_FROM and not told["anonymous"]:
        Party.objects.create(
            dispute=dispute,
            role=PartyRole.REPRESENTATIVE,
            name=story.name,
            phone=story.phone,
        )
    if told["counterparty_kind"] != "none":
        other = {"employer": story.unit, "collector": "区税务局", "agency": "社保乌翠分中心"}
        Party.objects.create(
            dispute=dispute,
            role=PartyRole.COUNTERPARTY,
            kind=told["counterparty_kind"],
            unit_name=other.get(told["counterparty_kind"], "原用人单位"),
        )
