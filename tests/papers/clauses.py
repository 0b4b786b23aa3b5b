"""ISO 19005-3 (PDF/A-3, level A), written down clause by clause for a finished paper.

Named as what they are: own checks, not those of an independent checker (docs/decisions/0075).
Clauses are numbered as in ISO 19005-3:2012 where the number is certain, else named by their
title; "PDF/UA-1" (ISO 14289-1) and "house" mark what level A does not ask for and we do. Each
check yields what it finds wrong, nothing where all is well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any  # Any: a PDF's objects

from pypdf.generic import StreamObject

from tests.papers.opened import Opened, meant

Check = Callable[[Opened], Iterator[object]]
CLAUSES: dict[str, Check] = {}

STANDARD_TYPES = frozenset(
    (
        "/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/TOC",
        "/TOCI", "/Index", "/NonStruct", "/Private", "/P", "/H", "/H1", "/H2", "/H3", "/H4",
        "/H5", "/H6", "/L", "/LI", "/Lbl", "/LBody", "/Table", "/TR", "/TH", "/TD",
        "/THead", "/TBody", "/TFoot", "/Span", "/Quote", "/Note", "/Reference", "/BibEntry",
        "/Code", "/Link", "/Annot", "/Figure", "/Formula", "/Form",
    )
)  # fmt: skip
INSIDE = {
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/LI": {"/L"},
    "/LBody": {"/LI"},
}
BLENDING = frozenset(
    (
        "/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten",
        "/ColorDodge", "/ColorBurn", "/HardLight", "/SoftLight", "/Difference",
        "/Exclusion", "/Hue", "/Saturation", "/Color", "/Luminosity",
    )
)  # fmt: skip
ANNOTATIONS = ("/3D", "/Sound", "/Screen", "/Movie")
ACTIONS = (
    "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState",
    "/Rendition", "/Trans", "/GoTo3DView", "/JavaScript",
)  # fmt: skip
HIDDEN, PRINTED = 0b100011, 0b100  # Invisible, Hidden, NoView; Print


def clause(name: str) -> Callable[[Check], Check]:
    def keep(check: Check) -> Check:
        CLAUSES[name] = check
        return check

    return keep


def _true(held: Mapping[str, object], key: str) -> bool:
    """A PDF's own false is an object, and as such true."""
    return getattr(held.get(key), "value", False) is True


def broken(pdf: bytes) -> dict[str, list[object]]:
    """Which clauses the file breaks, and how."""
    opened = Opened(pdf)
    found = {name: list(check(opened)) for name, check in CLAUSES.items()}
    return {name: wrong for name, wrong in found.items() if wrong}


# --- the file ----------------------------------------------------------------------------------


@clause("6.1.2 File header")
def header(pdf: Opened) -> Iterator[object]:
    first, second = re.split(rb"[\r\n]+", pdf.raw[:64])[:2]
    if not re.fullmatch(rb"%PDF-1\.[0-7]", first):
        yield first
    if second[:1] != b"%" or len(second) < 5 or min(second[1:5]) < 128:
        yield second


@clause("6.1.3 File trailer")
def trailer(pdf: Opened) -> Iterator[object]:
    if "/Encrypt" in pdf.reader.trailer:
        yield "encrypted"
    if len(pdf.reader.trailer.get("/ID", [])) != 2:
        yield "no identifier"
    if not re.search(rb"%%EOF\r?\n?\Z", pdf.raw):
        yield "something after the end"


@clause("6.1.7 Stream objects")
def streams(pdf: Opened) -> Iterator[object]:
    for each in pdf.dictionaries:
        if isinstance(each, StreamObject) and {"/F", "/FFilter", "/FDecodeParms"} & each.keys():
            yield "kept outside"
        filters = each.get("/Filter", ())
        told = [filters] if isinstance(filters, str) else list(filters)
        yield from {"/LZWDecode", "/Crypt"} & set(told)


# --- graphics ----------------------------------------------------------------------------------


@clause("6.2.3 Output intent")
def intent(pdf: Opened) -> Iterator[object]:
    told = [each.get_object() for each in pdf.root.get("/OutputIntents", [])]
    ours = [each for each in told if each.get("/S") == "/GTS_PDFA1"]
    profiles = [each["/DestOutputProfile"] for each in ours if "/DestOutputProfile" in each]
    if len(profiles) != 1:
        yield f"{len(profiles)} profiles"
    for each in profiles:
        data = each.get_data()
        if data[36:40] != b"acsp" or data[16:20] != b"RGB " or each.get("/N") != 3:
            yield "no profile of three colours"


@clause("6.2.4 Colour spaces")
def colours(pdf: Opened) -> Iterator[object]:
    """Grey and RGB are the output intent's; what needs another would be without a profile."""
    for shown in pdf.pages + pdf.forms:
        yield from shown.operators & {b"k", b"K"}
    for each in pdf.dictionaries:
        yield from (value for value in each.values() if value == "/DeviceCMYK")


@clause("6.2.5 Extended graphics state")
def states(pdf: Opened) -> Iterator[object]:
    for each in pdf.dictionaries:
        yield from {"/TR", "/HTP"} & each.keys() if each.get("/Type") == "/ExtGState" else ()
        if each.get("/TR2", "/Default") != "/Default":
            yield "/TR2"


@clause("6.2.8 Images, 6.2.9 XObjects")
def pieces(pdf: Opened) -> Iterator[object]:
    for each in pdf.typed("/Subtype", "/Image", "/Form", "/PS"):
        yield from {"/Alternates", "/OPI", "/Ref", "/PS"} & each.keys()
        if (
            each["/Subtype"] == "/PS"
            or each.get("/Subtype2") == "/PS"
            or _true(each, "/Interpolate")
        ):
            yield each["/Subtype"]


@clause("6.2.10 Transparency")
def transparency(pdf: Opened) -> Iterator[object]:
    for each in pdf.dictionaries:
        blend = each.get("/BM", "/Normal") if "/S" not in each else "/Normal"
        if blend not in BLENDING:
            yield blend
        group = each.get("/Group", {})
        if group and "/CS" not in group.get_object() and not pdf.root.get("/OutputIntents"):
            yield "a group without colours"


# --- fonts -------------------------------------------------------------------------------------


@clause("6.2.11.4 Embedding of fonts")
def embedded(pdf: Opened) -> Iterator[object]:
    """A Type 3 font is its own drawings; a composite font has its program in its descendant."""
    for font in pdf.typed("/Type", "/Font"):
        if font["/Subtype"] in {"/Type3", "/Type0"}:
            continue
        told = font.get("/FontDescriptor", {}).get_object() if "/FontDescriptor" in font else {}
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & told.keys():
            yield font.get("/BaseFont")


@clause("6.2.11.7 Unicode character maps, 6.2.11.8 .notdef")
def characters(pdf: Opened) -> Iterator[object]:
    for shown in pdf.pages + pdf.forms:
        for key, codes in shown.codes.items():
            font = shown.fonts[key]
            if "/ToUnicode" not in font:
                yield font.get("/BaseFont")
                continue
            wide = 2 if font["/Subtype"] == "/Type0" else 1
            known = meant(font)
            for at in range(0, len(codes), wide):
                code = int.from_bytes(codes[at : at + wide], "big")
                if code == 0 or known.get(code, "") in {"", "\0", "\ufeff", "\ufffe", "\ufffd"}:
                    yield code


# --- what acts ---------------------------------------------------------------------------------


@clause("6.3 Annotations")
def notes(pdf: Opened) -> Iterator[object]:
    for each in pdf.dictionaries:
        for told in each.get("/Annots", []) if each.get("/Type") == "/Page" else []:
            note = told.get_object()
            flags = int(note.get("/F", 0))
            if note["/Subtype"] in ANNOTATIONS or flags & HIDDEN or not flags & PRINTED:
                yield note["/Subtype"]


@clause("6.4 Interactive forms")
def forms(pdf: Opened) -> Iterator[object]:
    form = pdf.root["/AcroForm"].get_object() if "/AcroForm" in pdf.root else {}
    if "/XFA" in form or _true(form, "/NeedAppearances"):
        yield "a form that needs a program"


@clause("6.5 Actions")
def actions(pdf: Opened) -> Iterator[object]:
    yield from (each["/S"] for each in pdf.typed("/S", *ACTIONS))
    yield from ("/AA" for each in pdf.dictionaries if "/AA" in each)
    if "/JavaScript" in pdf.root.get("/Names", {}):
        yield "/JavaScript"


# --- what is said of the file --------------------------------------------------------------------


@clause("6.6.2 Metadata streams")
def metadata(pdf: Opened) -> Iterator[object]:
    told: Any = pdf.root["/Metadata"].get_object() if "/Metadata" in pdf.root else {}
    if told.get("/Type") != "/Metadata" or told.get("/Subtype") != "/XML":
        yield "no metadata"
    elif re.match(rb"<\?xpacket[^>]*(bytes|encoding)=", told.get_data()):
        yield "a packet with bytes or encoding"


@clause("6.6.4 Version and conformance level identification")
def identified(pdf: Opened) -> Iterator[object]:
    told = pdf.reader.xmp_metadata
    if told is None or (told.pdfaid_part, told.pdfaid_conformance) != ("3", "A"):
        yield "not called PDF/A-3a"


@clause("house: metadata and Info say the same (asked for by ISO 19005-1)")
def said_twice(pdf: Opened) -> Iterator[object]:
    xmp, info = pdf.reader.xmp_metadata, pdf.reader.metadata
    if xmp is None or info is None:
        yield "one is missing"
        return
    made, changed = (
        each and each.replace(tzinfo=None) for each in (info.creation_date, info.modification_date)
    )
    for here, there in (
        ((xmp.dc_title or {}).get("x-default"), info.title),
        ("".join(xmp.dc_creator or ()), info.author),
        (xmp.pdf_producer, info.producer),
        (xmp.xmp_create_date, made),
        (xmp.xmp_modify_date, changed),
    ):
        if not here or here != there:
            yield here, there


# --- logical structure, level A ------------------------------------------------------------------


@clause("6.7.2.2 Mark information dictionary")
def marked(pdf: Opened) -> Iterator[object]:
    if not _true(pdf.root.get("/MarkInfo", {}), "/Marked"):
        yield "not marked"


@clause("6.7.3 Logical structure, structure types")
def structure(pdf: Opened) -> Iterator[object]:
    if "/ParentTree" not in pdf.root["/StructTreeRoot"] or not pdf.elements:
        yield "no tree"
    yield from (each["/S"] for each, _ in pdf.elements if each["/S"] not in STANDARD_TYPES)


@clause("Tagged PDF (ISO 32000-1 14.8.2): all content tagged or an artifact, read as drawn")
def read_in_order(pdf: Opened) -> Iterator[object]:
    for at, shown in enumerate(pdf.pages):
        if shown.unmarked:
            yield f"page {at + 1}: {shown.unmarked} texts without a tag"
        if shown.order != pdf.read[at]:
            yield f"page {at + 1}: read in another order than drawn"


@clause("6.7.4 Natural language")
def language(pdf: Opened) -> Iterator[object]:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", str(pdf.root.get("/Lang", ""))):
        yield "no language"


@clause("Alternate descriptions of figures")
def described(pdf: Opened) -> Iterator[object]:
    for each, _ in pdf.elements:
        if each["/S"] == "/Figure" and not (each.get("/Alt") or each.get("/ActualText")):
            yield "a figure nobody describes"


@clause("PDF/UA-1 7.2 Text: rows, cells and items stand where they belong")
def nested(pdf: Opened) -> Iterator[object]:
    for each, parent in pdf.elements:
        if parent not in INSIDE.get(each["/S"], {parent}):
            yield each["/S"], parent


@clause("PDF/UA-1 7.5 Tables: each heading says which way it looks")
def scoped(pdf: Opened) -> Iterator[object]:
    for each, _ in pdf.elements:
        told = each["/A"].get_object() if "/A" in each else {}
        if each["/S"] == "/TH" and told.get("/Scope") not in {"/Row", "/Column", "/Both"}:
            yield "a heading without scope"


@clause("PDF/UA-1 7.1: the title is shown")
def titled(pdf: Opened) -> Iterator[object]:
    if not _true(pdf.root.get("/ViewerPreferences", {}), "/DisplayDocTitle"):
        yield "its file name is shown"


@clause("house: a paper of several pages has an outline")
def outlined(pdf: Opened) -> Iterator[object]:
    told = pdf.root["/Outlines"].get_object() if "/Outlines" in pdf.root else {}
    if len(pdf.reader.pages) > 1 and "/First" not in told:
        yield "no outline"


# --- the rest ------------------------------------------------------------------------------------


@clause("6.8 Embedded files")
def attached(pdf: Opened) -> Iterator[object]:
    known = [each.get_object() for each in pdf.root.get("/AF", [])]
    for each in pdf.dictionaries:
        if "/EF" not in each:
            continue
        if not {"/F", "/UF", "/AFRelationship"} <= each.keys() or each not in known:
            yield "a file without its relation"
        if "/Subtype" not in each["/EF"]["/F"].get_object():
            yield "a file without its type"


@clause("6.9 Optional content, 6.10 Alternate presentations, 6.11 Document requirements")
def other(pdf: Opened) -> Iterator[object]:
    yield from {"/OCProperties", "/Requirements"} & pdf.root.keys()
    if "/AlternatePresentations" in pdf.root.get("/Names", {}):
        yield "/AlternatePresentations"
    yield from ("/PresSteps" for each in pdf.dictionaries if "/PresSteps" in each)
