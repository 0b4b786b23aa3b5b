"""Every paper keeps the clauses of PDF/A-3a, and each check notices a paper that breaks its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any  # Any: a PDF's objects

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from papers.printing.overlay import Taking, overlay
from papers.printing.pdf import render
from tests.papers import samples
from tests.papers.clauses import CLAUSES, broken
from tests.papers.sheets import EACH, drawn

AT = datetime(2026, 3, 5, 2, 20, tzinfo=UTC)
ONE_PROCESS = pytest.mark.xdist_group("paper referral")


@pytest.mark.parametrize("kind", EACH)
def test_a_paper_breaks_no_clause(kind: str) -> None:
    assert broken(drawn(kind)) == {}


@cache
def coded() -> bytes:
    """With the code to verify by, which is the one figure a paper has."""
    address = "https://portal.example/verify/7K3M9QXPA2BCDEFG/"
    told = replace(samples.referral(), verify_code="7K3M9QXPA2BCDEFG", verify_at=address)
    return render(told, masked=False)


@ONE_PROCESS
@pytest.mark.parametrize(("count", "void"), [(1, ""), (0, "被区医保局退回")])
def test_a_copy_handed_out_breaks_none_either(count: int, void: str) -> None:
    """The 正本, and what is read on the screen and void, with all that is laid over them."""
    taken = overlay(coded(), Taking("王𠮷", "社保乌翠分中心", AT, count, void))
    assert broken(coded()) == broken(taken) == {}


# --- each check can fail -------------------------------------------------------------------------

Breaks = Callable[[Any], object]


def pdf_object(value: Any) -> Any:
    """A PDF's object of plain values; a text that starts with a stroke is a name."""
    if isinstance(value, dict):
        return DictionaryObject({NameObject(key): pdf_object(each) for key, each in value.items()})
    if isinstance(value, list):
        return ArrayObject([pdf_object(each) for each in value])
    if isinstance(value, bool):
        return BooleanObject(value)
    if isinstance(value, int):
        return NumberObject(value)
    if isinstance(value, str):
        return NameObject(value) if value.startswith("/") else TextStringObject(value)
    return value


def put(held: Any, key: str, value: Any) -> None:
    held.get_object()[NameObject(key)] = pdf_object(value)


def root(key: str, value: Any) -> Breaks:
    return lambda writer: put(writer.root_object, key, value)


def without(key: str) -> Breaks:
    return lambda writer: writer.root_object.pop(key)


def resource(kind: str, value: Any) -> Breaks:
    """Something of the first page's resources."""
    return lambda writer: put(writer.pages[0]["/Resources"][kind], "/Broken", value)


def fonts(writer: Any) -> list[Any]:
    return [each.get_object() for each in writer.pages[0]["/Resources"]["/Font"].values()]


def unembedded(writer: Any) -> None:
    told = fonts(writer)[0]["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    del told["/FontFile3"]


def forgets(writer: Any) -> None:
    fonts(writer)[0]["/ToUnicode"].get_object().set_data(b"begincmap endcmap")


def drawing(more: bytes) -> Breaks:
    """More drawn at the end of the first page."""

    def draw(writer: Any) -> None:
        page, piece = writer.pages[0], DecodedStreamObject()
        piece.set_data(page.get_contents().get_data() + more)
        page[NameObject("/Contents")] = writer._add_object(piece)

    return draw


def metadata(old: bytes, new: bytes) -> Breaks:
    def change(writer: Any) -> None:
        told = writer.root_object["/Metadata"].get_object()
        assert old in told.get_data()
        told.set_data(told.get_data().replace(old, new))

    return change


def element(kind: str, change: Callable[[Any], object]) -> Breaks:
    """The first element of that kind, otherwise."""

    def find(held: Any) -> Any:
        kids = held.get("/K", ArrayObject()).get_object()
        for kid in kids if isinstance(kids, list) else [kids]:
            each = kid.get_object()
            if isinstance(each, dict):
                found = each if each.get("/S") == kind else find(each)
                if found is not None:
                    return found
        return None

    return lambda writer: change(find(writer.root_object["/StructTreeRoot"]))


def turned(document: Any) -> None:
    document["/K"].get_object().reverse()


def attach(relation: dict[str, str]) -> Breaks:
    def add(writer: Any) -> None:
        piece = DecodedStreamObject()
        piece.update(pdf_object({"/Subtype": "/text#2Fplain"}))
        held = writer._add_object(piece)
        names = {"/F": "a.txt", "/UF": "a.txt", "/EF": {"/F": held}, **relation}
        put(writer.root_object, "/Names", {"/EmbeddedFiles": {"/Names": ["a.txt", names]}})

    return add


ACTION = {"/S": "/JavaScript", "/JS": "app.alert(1)"}
NOTE = {"/Type": "/Annot", "/Subtype": "/Movie", "/F": 4}
BREAKS: list[tuple[str, Breaks]] = [
    ("6.1.7", lambda writer: put(writer.root_object["/Metadata"], "/F", "kept elsewhere")),
    ("6.2.3", without("/OutputIntents")),
    ("6.2.4", drawing(b" 0 0 0 1 k")),
    ("6.2.5", resource("/ExtGState", {"/Type": "/ExtGState", "/TR": "/Identity"})),
    ("6.2.8", lambda w: put(w.root_object, "/X", {"/Subtype": "/Image", "/Interpolate": True})),
    ("6.2.10", resource("/ExtGState", {"/Type": "/ExtGState", "/BM": "/Dazzle"})),
    ("6.2.11.4", unembedded),
    ("6.2.11.7", forgets),
    ("6.3", lambda writer: put(writer.pages[0], "/Annots", [NOTE])),
    ("6.4", root("/AcroForm", {"/NeedAppearances": True})),
    ("6.5", root("/OpenAction", ACTION)),
    ("6.6.2", without("/Metadata")),
    ("6.6.2", metadata(b'begin=""', b'encoding="UTF-8" begin=""')),
    ("6.6.4", metadata(b'conformance="A"', b'conformance="B"')),
    ("house: metadata", metadata("报送单".encode(), "回执".encode())),
    ("house: metadata", lambda writer: writer.add_metadata({"/ModDate": "D:20200101"})),
    ("6.7.2.2", root("/MarkInfo", {"/Marked": False})),
    ("6.7.3", element("/Document", lambda each: put(each, "/S", "/Paper"))),
    ("6.7.4", without("/Lang")),
    ("Tagged", drawing(b" BT <00> Tj ET")),
    ("Tagged", element("/Document", turned)),
    ("Alternate", element("/Figure", lambda each: each.pop("/Alt"))),
    ("PDF/UA-1 7.2", element("/TR", lambda each: put(each, "/S", "/Div"))),
    ("PDF/UA-1 7.5", element("/TH", lambda each: each["/A"].pop("/Scope"))),
    ("PDF/UA-1 7.1", without("/ViewerPreferences")),
    ("house: a paper of", without("/Outlines")),
    ("6.8", attach({})),
    ("6.8", attach({"/AFRelationship": "/Data"})),  # but no /AF names it
    ("6.9", root("/OCProperties", {})),
]
RAW: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("6.1.2", lambda pdf: pdf.replace(b"%PDF-1.7", b"%PDF-2.0", 1)),
    ("6.1.2", lambda pdf: pdf.replace(pdf[9:15], b"%plain", 1)),
    ("6.1.3", lambda pdf: pdf + b"more"),
    ("6.1.3", lambda pdf: pdf.replace(b"/ID [", b"/IX [")),
]


def named(pdf: bytes, start: str) -> list[str]:
    return [name for name in broken(pdf) if name.startswith(start)]


@ONE_PROCESS
@pytest.mark.parametrize(("start", "breaks"), BREAKS)
def test_a_check_notices_what_breaks_its_clause(start: str, breaks: Breaks) -> None:
    writer = PdfWriter(clone_from=BytesIO(coded()))
    writer.pdf_header = "%PDF-1.7"
    breaks(writer)
    out = BytesIO()
    writer.write(out)
    assert named(out.getvalue(), start)


@ONE_PROCESS
@pytest.mark.parametrize(("start", "breaks"), RAW)
def test_a_check_notices_a_file_that_is_written_wrongly(
    start: str, breaks: Callable[[bytes], bytes]
) -> None:
    out = BytesIO()
    writer = PdfWriter(clone_from=BytesIO(coded()))
    writer.pdf_header = "%PDF-1.7"
    writer.write(out)
    assert not broken(out.getvalue())
    assert named(breaks(out.getvalue()), start)


def test_every_clause_has_a_paper_that_breaks_it() -> None:
    starts = tuple(start for start, _ in [*BREAKS, *RAW])
    assert not [name for name in CLAUSES if not name.startswith(starts)]
