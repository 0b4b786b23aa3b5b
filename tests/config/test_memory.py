"""What a web process carries: heavy libraries wait for the page that needs them (质量 P15)."""

from __future__ import annotations

import subprocess
import sys

from django.conf import settings

HEAVY = {"weasyprint", "fontTools", "pypdf", "pypinyin", "openpyxl"}
SERVED = """
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
from django.core.wsgi import get_wsgi_application
get_wsgi_application()
from django.urls import get_resolver
get_resolver().url_patterns
print(*(name for name in sys.modules if "." not in name))
"""
KEYED = """
from departments.sortkey import sort_key
print(sort_key("欧阳示例"))
from pypinyin.constants import PHRASES_DICT
print(len(PHRASES_DICT))
"""


def told_by(program: str) -> str:
    """What a fresh process prints; this one has loaded everything already."""
    told = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout


def test_pages_are_served_without_what_draws_papers_sheets_and_sort_keys() -> None:
    loaded = set(told_by(SERVED).split())
    assert "workflow" in loaded
    assert HEAVY & loaded == set()


def test_a_sort_key_needs_no_table_of_words() -> None:
    assert told_by(KEYED).splitlines() == ["ou1 yang2 shi4 li4", "0"]
