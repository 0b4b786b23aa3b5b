"""One event is one line of the log."""

import logging

from config.log import OneLine


def test_a_line_break_that_was_typed_begins_no_second_line() -> None:
    record = logging.LogRecord("room", logging.INFO, "", 0, "user %s", ("a\r\nINFO forged",), None)
    assert "\n" not in OneLine().format(record)
    assert OneLine().format(record).endswith("user a\\r\\nINFO forged")
