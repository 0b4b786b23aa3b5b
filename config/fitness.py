"""What must hold before anything is served: database and rights of this version, its own keys."""

from __future__ import annotations

import sys
from functools import cache

from django.apps import apps
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from confidentiality.key_check import wrong_keys

_OTHER_VERSION = (
    "数据库来自另一个版本的程序，不能使用：请换用与它相配的程序，或从备份恢复"
    "（演示数据可以用 make reset 清空）。"
)
_OLDER = "数据库结构比程序旧：请先备份，再运行 manage.py migrate。"
_OTHER_RIGHTS = (
    "数据库角色的权限不是本版本给的：请用表的所有者运行 manage.py migrate"
    "（见 docs/operations/start.md）。"
)
_OWNER = (
    "DATABASE_URL 用的是表的所有者或超级用户：这样的角色能改写历史。"
    "请改用 portal_app（见 docs/operations/environment.md），所有者只给 migrate 用。"
)
_OTHER_HOUR = "数据库与本机的时钟相差五分钟以上，办理会被拒绝：请先校时。"
_OTHER_KEY = (
    "缺少、已经停用，或与加密这个数据库时用的不是同一把：请换回原来的密钥文件"
    "（见 docs/operations/keys.md），不要用新的密钥启动，否则已加密的内容打不开。"
)


def faults() -> list[str]:
    """Sentences for whoever keeps the server; none when all is well. Raises django.db.Error."""
    return _schema_faults() or _role_faults() or _right_faults() or _key_faults()


def hour_faults() -> list[str]:
    """Reading goes on and every act is refused: said to whoever watches, and nothing ends by it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_is_now(%s)", [timezone.now()])
        return [] if cursor.fetchone()[0] else [_OTHER_HOUR]


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


_IS_OWNER = """
SELECT pg_has_role(c.relowner, 'MEMBER') OR current_setting('is_superuser') = 'on'
FROM pg_class c WHERE c.oid = to_regclass('public.django_migrations')"""

#: Whether `migrate` of this version ended (config/rights/giving.py); the owner has all rights.
_GIVEN = """
SELECT to_regprocedure('public.portal_is_now(timestamptz)') IS NOT NULL
    AND (pg_has_role(c.relowner, 'MEMBER') OR NOT has_table_privilege(c.oid, 'UPDATE, DELETE'))
FROM pg_class c WHERE c.oid = to_regclass('public.workflow_timelineentry')"""


def _role_faults() -> list[str]:
    """A demonstration's tests work as the owner; a server never serves as him."""
    if settings.DEMO:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_IS_OWNER)
        found = cursor.fetchone()
    return [_OWNER] if found and found[0] else []


def _right_faults() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN)
        given = cursor.fetchone()
    return [] if given and given[0] else [_OTHER_RIGHTS]


def _key_faults() -> list[str]:
    wrong = wrong_keys()
    if not wrong:
        return []
    named = ("盲索引密钥" if key.startswith("index") else f"密钥 {key}" for key in wrong)
    return [f"{'、'.join(dict.fromkeys(named))} {_OTHER_KEY}"]
