"""Fill a fresh demonstration with accounts and the sample disputes, all through the actions."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from disputes.models import Dispute
from workflow.demo.people import appoint, furnish
from workflow.demo.script import SCRIPT
from workflow.demo.stories import Story, stories
from workflow.demo.trainings import hold
from workflow.sweep import sweep


class Command(BaseCommand):
    """Makes accounts in every post, some forty disputes in every state, and a few trainings.

    Late ones have been reminded; one 督办 is open and one answered.
    """

    help = "为演示库建立账号和示例事项；正式库拒绝执行。"

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        if not settings.DEMO:
            raise CommandError("这不是演示库，不能写入示例数据。")
        if Dispute.objects.exists():
            self.stdout.write("已有数据，不再写入示例。")
            return
        with transaction.atomic():
            told = self.tell()
            sweep()  # as the clock would have done meanwhile: reminders stand in the messages
        self.stdout.write(f"已写入示例争议事项 {told} 件。")

    def tell(self) -> int:
        """Every chapter of the script; one transaction, so that a broken start leaves nothing."""
        furnish()
        people = appoint()
        hold(people)
        nth = 0
        for story in stories(len(SCRIPT)):
            for chapter in SCRIPT[story.told["id"]]:
                chapter(people, Story(nth, story.told))
                nth += 1
        return nth
