"""Log lines never carry personal data (领域 4.3 ②、陷阱 24)."""

import logging

from confidentiality.masking import mask_text


class MaskingFilter(logging.Filter):
    """Masks what has the shape of an ID number, phone, card or code, in message and traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _masked(self._message_of(record))
        record.args = None
        if record.exc_info and record.exc_info[0] is not None:
            # Formatted here and kept: the formatter uses exc_text when it is there.
            record.exc_text = _masked(logging.Formatter().formatException(record.exc_info))
        if record.stack_info:
            record.stack_info = _masked(record.stack_info)
        return True

    def _message_of(self, record: logging.LogRecord) -> str:
        try:
            return record.getMessage()
        except (TypeError, ValueError):
            return f"{record.msg} {record.args!r}"


def _masked(text: str) -> str:
    return mask_text(text, by_check_digit=False)
