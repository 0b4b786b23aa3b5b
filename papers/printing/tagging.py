"""What a reading aid is told, where WeasyPrint tells it wrong (ISO 19005-3 logical structure).

Headings of tables: WeasyPrint takes each for one of its column, also 缴费人 beside the name it
heads, and ties cells to it by an ID it lists nowhere. Its ties are taken out; each heading says
its own scope (PDF/UA-1 7.5).

Margins: what stands there (folio, foot, copy) has tags that hang on no tree. It becomes what it
is, an artifact of the page (ISO 32000-1 14.8.2.2); the code to verify by is a figure of the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

CELLS = ("/TH", "/TD")


def say_which_way_headings_look(pdf: Any) -> None:  # Any: pydyf has no types
    """A row of nothing but headings heads what is below, any other heading what is beside it."""
    rows: dict[bytes, list[Any]] = defaultdict(list)
    for each in pdf.objects:
        if isinstance(each, dict) and each.get("S") in CELLS:
            rows[each["P"]].append(each)
    for cells in rows.values():
        way = "/Column" if all(each["S"] == "/TH" for each in cells) else "/Row"
        for cell in cells:
            cell.pop("ID", None)
            cell["A"].pop("Headers", None)
            if cell["S"] == "/TH":
                cell["A"]["Scope"] = way


def set_margins_apart(pdf: Any) -> None:
    """Tags that hang on no tree: figures are hung on it, the rest leave their words artifacts."""
    document = next(each for each in _elements(pdf) if each["S"] == "/Document")
    hung = set(_below(pdf, document))
    for element in [each for each in _elements(pdf) if each.number not in hung]:
        if element["S"] == "/Figure":
            _hang(pdf, document, element)
            continue
        for number in [each for each in element["K"] if isinstance(each, int)]:
            _make_artifact(pdf, element["Pg"], number)
        element.clear()


def _elements(pdf: Any) -> Iterator[Any]:
    for each in pdf.objects:
        if isinstance(each, dict) and each.get("Type") == "/StructElem":
            yield each


def _below(pdf: Any, element: Any) -> Iterator[int]:
    yield element.number
    for kid in element["K"]:
        if isinstance(kid, bytes):
            yield from _below(pdf, _object(pdf, kid))


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _hang(pdf: Any, document: Any, figure: Any) -> None:
    """After the last of its page, where it is drawn."""
    pages = [_object(pdf, each)["Pg"] for each in document["K"]]
    last = max(at for at, page in enumerate(pages) if page == figure["Pg"])
    document["K"].insert(last + 1, figure.reference)
    figure["P"] = document.reference


def _make_artifact(pdf: Any, page: bytes, number: int) -> None:
    drawn = _object(pdf, _object(pdf, page)["Contents"]).stream
    told = (at for at, each in enumerate(drawn) if isinstance(each, dict))
    tag = next(at for at in told if drawn[at].get("MCID") == number)
    drawn[tag - 1 : tag + 1] = [b"/Artifact", b"<</Type /Pagination>>"]
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    numbers[2 * pdf.page_references.index(page) + 1][number] = "null"
