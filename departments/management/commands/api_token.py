"""Print the token with which a program speaks to the API in an officer's name (interface 3)."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from departments.actions.authority import record
from departments.models import Officer


class Command(BaseCommand):
    help = "打印某一账号的接口令牌，没有则新建：manage.py api_token 工号"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="工号")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """The same token every time; it works as long as the account does."""
        officer = Officer.objects.filter(username=options["username"]).first()
        if officer is None:
            raise CommandError(f"没有工号为 {options['username']} 的账号。")
        if not officer.may_sign_in(timezone.localdate()):
            raise CommandError(f"{officer.name}的账号已停用或过了有效期。")
        token, made = apps.get_model("authtoken", "Token").objects.get_or_create(user=officer)
        if made:
            record(None, "建立接口令牌", f"{officer.name}（{officer.username}）")
        self.stdout.write(token.key)
