"""`manage.py put_clocks_right 账号`: what a wrong server time said is taken back, on record."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from departments.models import Officer
from web.refusals import NotAllowed, NotYours
from workflow.operations.righting import put_right


class Command(BaseCommand):
    help = "服务器时间拨错又拨回以后：撤销误发的提醒和督办，恢复每个期限的下次提醒"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("account", metavar="账号", help="核对过时间的系统管理员")

    def handle(self, *, account: str, **options: object) -> None:
        by = Officer.objects.filter(username=account, is_active=True).first()
        if by is None:
            raise CommandError(f"没有可用的账号 {account}。")
        try:
            self.stdout.write(put_right(by=by))
        except (NotYours, NotAllowed) as refusal:
            raise CommandError(str(refusal)) from None
