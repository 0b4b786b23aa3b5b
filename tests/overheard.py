"""What the portal's own handler writes while something runs, and what may not be there."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

from config import log, serving

#: Their lines do not go up to the root in every process.
_APART = ("", "celery", "celery.task", "celery.redirected", "gunicorn.access", "gunicorn.error")


class _Listening(logging.StreamHandler):  # type: ignore[type-arg]  # not generic when it runs
    """The mask writes into its record, which others read after us: so it is given a copy."""

    def emit(self, record: logging.LogRecord) -> None:
        from confidentiality.logs import MaskingFilter

        copy = logging.makeLogRecord(vars(record))
        MaskingFilter().filter(copy)
        super().emit(copy)


@contextmanager
def overheard(level: int = logging.INFO) -> Iterator[StringIO]:
    """Every line as the settings' one handler writes it: its shape, its mask, its tracebacks."""
    written = StringIO()
    handler = _Listening(written)
    handler.setFormatter(log.OneLine())
    loggers = [logging.getLogger(name) for name in _APART]
    levels = [each.level for each in loggers]
    for each in loggers:
        each.addHandler(handler)
    loggers[0].setLevel(min(level, loggers[0].level or level))
    try:
        yield written
    finally:
        for each, before in zip(loggers, levels, strict=True):
            each.removeHandler(handler)
            each.setLevel(before)


def access_line(method: str, path: str, query: str) -> str:
    """A line of the web server's own log, as gunicorn is told to write it."""
    told = {"h": "127.0.0.1", "t": "[-]", "m": method, "U": path, "H": "HTTP/1.1", "q": query,
            "r": f"{method} {path}?{query} HTTP/1.1", "s": 200, "b": 1, "M": 1}  # fmt: skip
    return serving.access_log_format % told


def secrets_of_the_demonstration() -> set[str]:
    """Every name, number, telephone and address of its people, and what its disputes are about."""
    from workflow.demo.script import SCRIPT
    from workflow.demo.stories import stories

    told = stories(sum(len(roads) for roads in SCRIPT.values()))
    secrets = {each for story in told for each in (story.id_number, story.phone)}
    secrets |= {story.name for story in told if len(story.name) > 2}
    return secrets | {"示例街1号"} | sentences_of_the_demonstration()


def sentences_of_the_demonstration() -> set[str]:
    """Of ten characters and more."""
    from workflow.demo.script import SCRIPT
    from workflow.demo.stories import stories

    told = stories(sum(len(roads) for roads in SCRIPT.values()))
    texts = [text for story in told for text in (story.told["facts"], story.told.get("claim", ""))]
    parts = {part.strip() for text in texts for part in re.split("[，。；！？\n]", text)}
    return {part for part in parts if len(part) >= 10}
