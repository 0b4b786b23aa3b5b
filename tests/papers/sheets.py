"""Every sample drawn once a process, plain and at its limit, for all that read the finished PDF."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import Any

import pdfplumber
import pytest

from papers.printing.pdf import render
from tests.papers import samples
from tests.papers.lengths import at_its_limit

MILLIMETRE = 72 / 25.4
#: One paper's tests go to one process (loadgroup), which draws it once.
EACH = [
    pytest.param(kind, marks=pytest.mark.xdist_group(f"paper {kind}"))
    for kind in sorted(samples.TYPICAL)
]


@cache
def drawn(kind: str, *, masked: bool = False) -> bytes:
    return render(samples.TYPICAL[kind], masked=masked)


@cache
def drawn_full(kind: str) -> bytes:
    return render(at_its_limit(samples.TYPICAL[kind]), masked=False)


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:  # Any: pdfplumber's own
    with pdfplumber.open(BytesIO(pdf)) as read:
        yield read
