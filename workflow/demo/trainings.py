"""Trainings of the towns and events of 人社局, so that the register has something to count."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from departments.actions import trainings
from departments.models import Officer

#: account, days ago, subject, place, lecturer, hours, 大学生村干部, 网格员, others
HELD = (
    ("cl_clerk", 20, "社保费征缴争议首问登记", "翠峦镇会议室", "区税务局业务骨干", "3", 6, 18, 2),
    ("cl_clerk", 200, "城乡居民养老政策解读", "翠峦镇会议室", "区人社局业务骨干", "2", 5, 15, 0),
    ("wm_clerk", 45, "医保参保登记与转接", "乌马河镇便民中心", "区医保局业务骨干", "2.5", 4, 12, 3),
    ("rs_clerk", 30, "工伤预防进企业", "示例木制品加工厂", "区人社局工伤科", "1.5", 0, 0, 46),
)


def hold(people: dict[str, Officer]) -> None:
    """Registered through the action, each by a clerk of its unit."""
    for account, ago, subject, place, lecturer, hours, officials, grid, others in HELD:
        trainings.register(
            by=people[account],
            held_on=timezone.localdate() - timedelta(days=ago),
            subject=subject,
            place=place,
            lecturer=lecturer,
            hours=Decimal(hours),
            village_officials=officials,
            grid_workers=grid,
            others=others,
        )
