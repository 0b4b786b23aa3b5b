"""Fill a fresh demonstration with accounts and the sample disputes, all through the actions."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from disputes.models import Dispute
from workflow.clocks.sweep import sweep
from workflow.demo.people import appoint, furnish, propose
from workflow.demo.script import told_in_order
from workflow.demo.task_force import (
    audited,
    hand_out,
    redraw_the_border,
    will_be_called,
    will_confer,
)
from workflow.demo.trainings import hold
from workflow.demo.turns import leave
from workflow.operations import heartbeat


class Command(BaseCommand):
    """Makes accounts in every post, some forty disputes in every state, and a few trainings.

    Late ones have been reminded; one 督办 is open and one answered, a meeting is called for the
    next working day, and before the leader lie a special team, an extension and a new member.
    """

    help = "为演示库建立账号和示例事项；正式库拒绝执行。"

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        if not settings.DEMO:
            raise CommandError("这不是演示库，不能写入示例数据。")
        heartbeat.confirm()  # switched off for weeks, it need not ask anybody
        if Dispute.objects.exists():
            self.stdout.write("已有数据，不再写入示例。")
            return
        with transaction.atomic():
            told = self.tell()
            sweep()  # as the clock would have done meanwhile: reminders stand in the messages
        self.stdout.write(f"已写入示例争议事项 {told} 件。")

    def tell(self) -> int:
        """Every chapter of the script; one transaction, so that a broken start leaves nothing."""
        people = appoint()
        furnish(people["sysadmin"])
        hold(people)
        propose(people["sysadmin"])
        told = told_in_order()
        for chapter, story in told:
            chapter.tell(people, story)
        hand_out(people)
        audited(people)
        will_confer(people)
        leave(people)
        redraw_the_border(people)
        will_be_called(people)
        return len(told)
