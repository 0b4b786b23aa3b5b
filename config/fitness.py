"""What must hold before anything is served: database of this version, keys of this database."""

from __future__ import annotations

import sys
from functools import cache

from django.apps import apps
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader

from confidentiality.key_check import wrong_keys

_OTHER_VERSION = (
    "数据库来自另一个版本的程序，不能使用：请换用与它相配的程序，或从备份恢复"
    "（演示数据可以用 make reset 清空）。"
)
_OLDER = "数据库结构比程序旧：请先备份，再运行 manage.py migrate。"
_OTHER_KEY = (
    "与加密这个数据库时用的不是同一把：请换回原来的密钥文件（见 docs/operations/start.md），"
    "不要用新的密钥启动，否则已加密的内容打不开。"
)


def faults() -> list[str]:
    """Sentences for whoever keeps the server; none when all is well. Raises django.db.Error."""
    return _schema_faults() or _key_faults()


def insist() -> None:
    """At the start of a process: it ends with the sentence, or begins; a database away may come."""
    try:
        found = faults()
    except Error:
        return
    finally:
        connection.close()  # what forks after this must not share it
    if found:
        sys.exit("\n".join(found))


def _schema_faults() -> list[str]:
    ours, applied = _migrations(), _applied()
    if applied - ours:
        return [_OTHER_VERSION]
    if ours - applied:
        return [_OLDER]
    return []


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def _applied() -> set[tuple[str, str]]:
    labels = {app.label for app in apps.get_app_configs()}
    with connection.cursor() as cursor:
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return set()
        cursor.execute("SELECT app, name FROM django_migrations")
        return {(app, name) for app, name in cursor.fetchall() if app in labels}


def _key_faults() -> list[str]:
    wrong = wrong_keys()
    if not wrong:
        return []
    named = "、".join("盲索引密钥" if key == "index" else f"密钥 {key}" for key in wrong)
    return [f"{named}{_OTHER_KEY}"]
