"""The first three accounts of a new server (三员, R099); every other one is opened by them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from departments.actions.accounts import first_password
from departments.actions.authority import record
from departments.actions.members import ask_heads_first
from departments.models import Officer, Post, Term
from departments.models.department import Kind
from departments.roles import ADMINISTRATORS, Role


class Command(BaseCommand):
    help = "在还没有账号的正式库里建立三员账号，打印一次性口令，首次登录须改。"

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's own
        """Once: a portal that has accounts has administrators."""
        if Officer.objects.exists():
            raise CommandError("已有账号，请由系统管理员在“管理”里建立。")
        with transaction.atomic():
            ask_heads_first()
            for role in ADMINISTRATORS:
                officer, password = appoint(role)
                self.stdout.write(f"{role.label}  账号 {officer.username}  口令 {password}")
        self.stdout.write(
            "各单位报请专班组长须先经本单位负责人审核签字；可在“管理—成员单位”里逐个关闭。"
        )


def appoint(role: Role) -> tuple[Officer, str]:
    """An account in the post that the task-force office keeps for it."""
    password = first_password()
    officer = Officer.objects.create_user(role.value, password, name=role.label)
    officer.must_change_password = True
    officer.save(update_fields=["must_change_password"])
    post = Post.objects.get(department__kind=Kind.OFFICE, role=role)
    Term.objects.create(officer=officer, post=post, starts_on=timezone.localdate(), basis="建库")
    record(None, "建立账号", f"{officer.name}（{officer.username}）", reason="建库")
    return officer, password
