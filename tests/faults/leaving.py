"""A channel that counts: every message that leaves is a line in a file, by its identity."""

from __future__ import annotations

import os
import signal

from django.conf import settings

from workflow.messages.channels import Message

LEFT = "left.txt"
DIE_AFTER = "die-after"  # the file names a message after whose leaving the worker dies, once
DEADLY = "deadly"  # and this one a message that nobody survives


class Leaving:
    """Listed in NOTICE_CHANNELS by the tests only."""

    name = "leaving"

    def send(self, message: Message) -> None:
        self._perish(DEADLY, message.identity)
        line = f"{message.identity}\t{message.officer}\t{message.text}\n"
        out = os.open(settings.VAR / LEFT, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(out, line.encode())  # one write, so that no line is ever half another's
        os.close(out)
        if self._perish(DIE_AFTER, message.identity, once=True):
            os.kill(os.getpid(), signal.SIGKILL)

    def _perish(self, name: str, identity: str, *, once: bool = False) -> bool:
        order = settings.VAR / name
        if not order.exists() or order.read_text() != identity:
            return False
        if once:
            order.unlink()
            return True
        os.kill(os.getpid(), signal.SIGKILL)
        return True
