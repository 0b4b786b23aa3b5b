"""How a message leaves the portal besides its own page: a small interface, the console built in.

A channel is a class with a `name` and `send(message)`; list it in NOTICE_CHANNELS by its dotted
path (docs/operations/channels.md). It may be called twice with the same message after a crash:
`Message.identity` is the same then, so that the receiving side can tell.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence to one officer; nothing in it that may not leave the portal (六(三))."""

    identity: str
    officer: str  # 工号
    email: str
    phone: str
    text: str


class Channel(Protocol):
    """What a further channel (短信, 政务微信) has to be."""

    name: str

    def send(self, message: Message) -> None:
        """Hand it over, or raise: it is tried again later."""
        ...


class Console:
    """Writes to the log: for demonstrations, and to see what a gateway would be given."""

    name = "console"

    def send(self, message: Message) -> None:
        log.info("消息 %s → %s：%s", message.identity, message.officer, message.text)


class Email:
    """Through Django's backend; an officer without an address reads it in the portal."""

    name = "email"

    def send(self, message: Message) -> None:
        if not message.email:
            return
        mail = EmailMessage(
            subject=f"[{settings.PRODUCT}] 您有一条新消息",
            body=message.text,
            to=[message.email],
            headers={"Message-ID": f"<{message.identity}@{_domain()}>"},
        )
        mail.send()


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")


@cache
def _known(paths: tuple[str, ...]) -> dict[str, Channel]:
    made: list[Channel] = [import_string(path)() for path in paths]
    return {channel.name: channel for channel in made}


def names() -> list[str]:
    """The channels of this place, in the order of its settings."""
    return list(_known(tuple(settings.NOTICE_CHANNELS)))


def named(name: str) -> Channel | None:
    """The channel of that name; None when the place has given it up meanwhile."""
    return _known(tuple(settings.NOTICE_CHANNELS)).get(name)
