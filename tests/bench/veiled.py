"""What sealing costs: each thing beside the same without it, in one process and one run."""

from __future__ import annotations

import gc
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from io import BytesIO
from itertools import islice
from statistics import median
from typing import Any, Final

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection, transaction
from django.test import Client, override_settings

from confidentiality import sealing
from confidentiality.audit.appending import Happening, append
from confidentiality.keys import KeyRing
from confidentiality.rotation.rows import rotate_rows
from confidentiality.rotation.tables import sealed_tables
from departments.models import Officer
from disputes.finding import is_common
from disputes.models import Dispute
from disputes.seeking import NOTHING
from tests.bench import words
from tests.bench.shares import BIG
from web.paging import page_of

PAGE: Final = 50
TIMES: Final = 15
APPENDED: Final = 2_000
#: As large as a recording that is brought on a telephone.
FILE: Final = 64 * 1024 * 1024
PIECE: Final = 256 * 1024
ROTATED_FOR: Final = 20.0
WORDS: Final = {
    "常见词，2 字": words.FREQUENT_2,
    "常见词，4 字": words.FREQUENT_4,
    "少见词，2 字": words.RARE_2,
    "少见词，4 字": words.RARE_4,
    "没有的词，2 字": words.ABSENT_2,
    "没有的词，4 字": words.ABSENT_4,
}

Beside = tuple[float, float]
Act = Callable[[], object]


class Open:
    """Every value that was opened once is there for nothing, as if it had been stored open."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def __call__(self, act: Act) -> Act:
        def without() -> None:
            with self._standing():
                act()

        return without

    @contextmanager
    def _standing(self) -> Iterator[None]:
        opens, decodes = KeyRing.open, sealing._from_base64

        def kept(ring: KeyRing, prefix: str, body: Any, context: str) -> bytes:  # Any: its text
            if body not in self.kept:
                self.kept[body] = opens(ring, prefix, decodes(body), context)
            return self.kept[body]

        with ExitStack() as undone:
            for owner, name, instead in ((KeyRing, "open", kept), (sealing, "_from_base64", str)):
                undone.callback(setattr, owner, name, getattr(owner, name))
                setattr(owner, name, instead)
            yield


def beside(act: Act, other: Act, times: int = TIMES) -> Beside:
    """Medians in milliseconds, taken in turn, so that whatever else runs slows both."""
    act(), other()
    took: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    for _ in range(times):
        for mine, each in zip(took, (act, other), strict=True):
            mine.append(_seconds(each) * 1000)
    return median(took[0]), median(took[1])


def _seconds(act: Act) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def pages() -> dict[str, Beside]:
    """The list of fifty and a case, and both without any opening."""
    client = Client(headers={"host": "localhost"})
    officer = Officer.objects.get(username=f"{BIG.lower()}_clerk")
    client.force_login(officer, settings.AUTHENTICATION_BACKENDS[1])
    seen = Dispute.objects.visible_to(officer).registered().order_by("-pk").first()
    assert seen is not None
    return {
        "列表一页 50 件": _page(client, "/disputes/"),
        "事项页": _page(client, seen.get_absolute_url()),
    }


def _page(client: Client, address: str) -> Beside:
    def page() -> None:
        assert client.get(address).status_code == 200, address

    return beside(page, Open()(page))


def searches() -> dict[str, Beside]:
    """A page of ids by the keyed windows and their recheck, and by an index of open windows."""
    _index_of_open_text()
    return {name: beside(partial(_sealed, q), partial(_open, q)) for name, q in WORDS.items()}


def _sealed(q: str) -> list[int]:
    rows = Dispute.objects.seeking(q, NOTHING, walk=is_common(Dispute.objects.all(), q))
    return [each.pk for each in page_of(rows.only("pk"), "", PAGE).rows]


def _open(q: str) -> list[int]:
    """As it was before texts were sealed: the index, or of a frequent word the newest first."""
    windows = [q[place : place + 2] for place in range(len(q) - 1)]
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN (FORMAT json) SELECT 1 FROM bench_open WHERE grams @> %s", [windows]
        )
        common = json.loads(json.dumps(cursor.fetchone()[0]))[0]["Plan"]["Plan Rows"] > 8_000
        grams = "(grams || '{}'::text[])" if common else "grams"
        cursor.execute(
            f"SELECT id FROM bench_open WHERE {grams} @> %s AND text LIKE %s"  # noqa: S608 ours
            f" ORDER BY id DESC LIMIT {PAGE + 1}",
            [windows, f"%{q}%"],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _index_of_open_text() -> None:
    rows = ((each.pk, str(each.search_text)) for each in Dispute.objects.order_by("pk").iterator())
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_open (id bigint PRIMARY KEY, text text, grams text[])")
        while batch := list(islice(rows, 2_000)):
            told = [(pk, text, sorted(_windows(text))) for pk, text in batch]
            cursor.executemany("INSERT INTO bench_open VALUES (%s, %s, %s)", told)
        cursor.execute("CREATE INDEX bench_open_grams ON bench_open USING gin (grams)")
        cursor.execute("ANALYZE bench_open")


def _windows(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}


def appended() -> float:
    """Milliseconds for a row of the audit record within the transaction of an act."""
    happening = Happening("verb", 1, "SW", "disputes/<int:pk>/", "", "disputes", "7", 200)
    append(happening)
    with transaction.atomic():
        began = time.perf_counter()
        for _ in range(APPENDED):
            append(happening)
        took = time.perf_counter() - began
    return took * 1000 / APPENDED


class _Enough(Exception):
    """So many rows will do."""


def rotated() -> tuple[int, float]:
    """Rows of parties sealed under another key, with their indexes, and the seconds it took."""
    (own,) = (each for each in sealed_tables() if each.table == "disputes_party")
    began, done = time.perf_counter(), [0]

    def say(told: str) -> None:
        done[0] = int(told.partition("：")[2].partition("/")[0])
        if time.perf_counter() - began > ROTATED_FOR:
            raise _Enough

    keys = settings.SEALING_KEYS | {"bench": b"\x0b" * 32}
    fresh = {"SEALING_KEYS": keys, "SEALING_KEY_CURRENT": "bench"}
    with override_settings(**fresh, BLIND_INDEX_KEYS={"bench": b"\x0d" * 32}), suppress(_Enough):
        rotate_rows(own, say)
    return done[0], time.perf_counter() - began


def files() -> dict[str, Beside]:
    """MB a second: sealed by the portal's storage, and plain by Django's own."""
    plain = FileSystemStorage(settings.MEDIA_ROOT / "bench")
    content = os.urandom(FILE)
    names: dict[str, str] = {}

    def put(storage: Any, name: str) -> None:  # Any: either of two storages
        names[name] = storage.save(f"bench/{name}", File(BytesIO(content), name))

    def take(storage: Any, name: str) -> None:  # Any: as above
        with storage.open(names[name]) as file:
            while file.read(PIECE):
                pass

    speeds = {}
    for label, act in (("存入", put), ("取出", take)):
        sealed = partial(act, default_storage, "sealed")
        took = beside(sealed, partial(act, plain, "plain"), times=3)
        speeds[label] = tuple(FILE / 1_000 / each for each in took)
    return speeds  # type: ignore[return-value]  # two of each
