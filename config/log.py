"""One event, one line: nothing that a visitor typed can begin a second one."""

import logging


class OneLine(logging.Formatter):
    """Time, level, place, message; line breaks in the message are shown, not obeyed."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 -- logging's own name
        record.message = record.message.replace("\r", "\\r").replace("\n", "\\n")
        return super().formatMessage(record)
