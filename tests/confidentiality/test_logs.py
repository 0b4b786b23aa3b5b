"""What is logged or reported never shows an ID number, a phone, or anything typed into a form."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.utils.module_loading import import_string

from confidentiality.error_reports import MaskingReporter, MaskingReporterFilter
from confidentiality.logs import MaskingFilter

if TYPE_CHECKING:
    from django.http import HttpRequest
    from pytest_django import Settings

Log: TypeAlias = tuple[logging.Logger, io.StringIO]
ID_NUMBER, MOBILE, NAME = "230799197804120011", "15400000018", "王小明"


@pytest.fixture
def log() -> Iterator[Log]:
    """A logger of our own with the filter, and what it wrote."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(MaskingFilter())
    logger = logging.getLogger("test.masking")
    logger.addHandler(handler)
    yield logger, written
    logger.removeHandler(handler)


def test_message_and_arguments_are_masked(log: Log) -> None:
    logger, written = log
    logger.warning("%s 来电 %s", ID_NUMBER, MOBILE)
    assert written.getvalue() == "230***********0011 来电 154****0018\n"


def test_so_is_the_traceback(log: Log) -> None:
    logger, written = log
    try:
        raise ValueError(ID_NUMBER)
    except ValueError:
        logger.exception("failed")
    assert "ValueError: 230***********0011" in written.getvalue()
    assert ID_NUMBER not in written.getvalue()


def test_so_is_the_stack(log: Log) -> None:
    logger, written = log
    logger.warning("here", stack_info=True)
    assert "test_so_is_the_stack" in written.getvalue()


def test_a_message_with_wrong_arguments_is_still_written_masked(log: Log) -> None:
    logger, written = log
    logger.warning("two %s %s", MOBILE)
    assert "154****0018" in written.getvalue()


def test_the_settings_put_it_on_every_handler() -> None:
    kept: Any = settings.LOGGING  # Any: a dictionary of many shapes
    assert kept["filters"]["masking"]["()"] == "confidentiality.logs.MaskingFilter"
    assert kept["handlers"]
    assert all(handler["filters"] == ["masking"] for handler in kept["handlers"].values())


def test_the_settings_use_the_masking_reporter() -> None:
    assert import_string(settings.DEFAULT_EXCEPTION_REPORTER) is MaskingReporter
    assert import_string(settings.DEFAULT_EXCEPTION_REPORTER_FILTER) is MaskingReporterFilter


def report(request: HttpRequest | None) -> tuple[str, str]:
    local = f"{NAME} {ID_NUMBER}"
    try:
        raise ValueError(f"unknown number {ID_NUMBER}")
    except ValueError:
        reporter = MaskingReporter(request, *sys.exc_info())
    assert local
    return reporter.get_traceback_text(), reporter.get_traceback_html()


def test_an_error_report_hides_what_was_typed_and_what_was_in_memory(
    settings: Settings,
) -> None:
    settings.DEBUG = True
    request = RequestFactory().post(
        f"/disputes/?q={NAME}",
        {"name": NAME, "id_number": ID_NUMBER},
        headers={"referer": f"http://x/?q={MOBILE}", "cookie": f"note={MOBILE}"},
    )
    for text in report(request):
        for secret in (NAME, ID_NUMBER, MOBILE):
            assert secret not in text
        assert "id_number" in text
        assert "230***********0011" in text


def test_an_error_outside_a_request_is_reported_too() -> None:
    for text in report(None):
        assert ID_NUMBER not in text
