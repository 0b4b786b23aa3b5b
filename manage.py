#!/usr/bin/env python
"""The command line. Without configured services a command finds or starts the embedded ones."""

import os
import sys

from config import interrupted

OWNERS = {"migrate", "flush", "sqlflush", "rotate_keys"}  # these change tables; the rest only rows
SELF_SUFFICIENT = {"help", "version", "--help", "--version", "portal", "collectstatic"}
SERVES = {"runserver", "testserver"}  # to others: never a demonstration by having said nothing
SERVICES = ("DATABASE_URL", "REDIS_URL")
#: Whoever has given one of these means a server, whatever he forgot to say.
OF_SERVERS = ("ALLOWED_HOSTS", "SECRET_KEY", "SEALING_KEYS")


def main() -> None:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line  # all this takes its time, in

    from config import embedded, typesetting  # which Ctrl-C is already answered in words
    from config.environment import Environment

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    os.environ |= typesetting.environment()
    if command not in SERVES and not is_a_server(command):
        os.environ.setdefault("PORTAL_MODE", "demo")
    if os.environ.get("PORTAL_MODE") == "demo" and command not in SELF_SUFFICIENT:
        embedded.borrow()
    owner = Environment().text("MIGRATION_DATABASE_URL", "") if command in OWNERS else ""
    if owner:
        os.environ["DATABASE_URL"] = owner
        os.environ.pop("DATABASE_URL_FILE", None)
        os.environ["STATEMENT_TIMEOUT_MS"] = "0"
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as wrong:  # a sentence of ours, for whoever keeps the server
        sys.exit(str(wrong))


def is_a_server(command: str) -> bool:
    """A command on a bare machine works on the demonstration that `make run` keeps in `var/`.

    `portal` is the start of a demonstration by its name, whosever services it is given.
    """
    given = OF_SERVERS if command == "portal" else OF_SERVERS + SERVICES
    return any(os.environ.get(name) or os.environ.get(f"{name}_FILE") for name in given)


if __name__ == "__main__":
    interrupted.told(main)
