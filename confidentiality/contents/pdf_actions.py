"""What a PDF does by itself when it is opened, and files that lie inside it: refused in words."""

import logging
import re
from collections.abc import Iterator
from typing import Any, Final

from django.core.exceptions import ValidationError

log = logging.getLogger(__name__)

#: Actions that run, start, send or fetch something [ISO 32000-1, 12.6.4].
_ACTIONS: Final = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition"}
)
#: By itself, without a click, a document may turn to a page of its own and do nothing else.
_BY_ITSELF: Final = ("/OpenAction", "/AA")
_TURNS_PAGES: Final = frozenset({"", "/GoTo", "/Named"})
_PAGES: Final = frozenset({"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"})
_SCRIPTED: Final = frozenset({"/JS", "/XFA"})
_HOLDS_FILES: Final = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound"})
#: Worth a walk: one of the words as it is written, a name written in another way, or whole
#: objects packed into streams.
_WORTH_A_WALK: Final = re.compile(
    rb"/(?:JavaScript|JS|XFA|Launch|SubmitForm|ImportData|GoToE|Rendition|OpenAction|AA|"
    rb"EmbeddedFiles?|EF|FileAttachment|RichMedia|Screen|Movie|Sound|ObjStm)\b"
    rb"|/[A-Za-z]{0,20}#[0-9A-Fa-f]{2}"
)
_LONGEST_WORD: Final = 40
_PIECE: Final = 1024 * 1024
#: A scan of hundreds of pages has some thousands.
MOST_OBJECTS: Final = 200_000
_DEEPEST: Final = 60


def refuse_active(reader: Any, stream: Any) -> None:  # Any: the library's reader, and its file
    """Every object is looked at once, wherever it hangs; nothing of it is run."""
    if not _is_worth_a_walk(stream):
        return
    for each in _objects(reader):
        for found in _dictionaries(each, 0):
            _refuse(found)


def _is_worth_a_walk(stream: Any) -> bool:  # Any: as above
    stream.seek(0)
    end = b""
    while piece := stream.read(_PIECE):
        if _WORTH_A_WALK.search(end + piece):
            return True
        end = piece[-_LONGEST_WORD:]
    return False


def _objects(reader: Any) -> Iterator[Any]:  # Any: as above
    from pypdf.generic import IndirectObject

    places = {(number, gen) for gen, rows in reader.xref.items() for number in rows}
    places |= {(number, 0) for number in reader.xref_objStm}
    if len(places) > MOST_OBJECTS:
        raise ValidationError("这个 PDF 内部对象过多，请打开后“打印”为新的 PDF 再传。")
    for number, gen in sorted(places):
        try:
            yield reader.get_object(IndirectObject(number, gen, reader))
        except Exception as error:  # an object that the library cannot read; it raises anything
            log.info("pdf object cannot be read: %s", type(error).__name__)


def _dictionaries(value: Any, depth: int) -> Iterator[dict[str, Any]]:  # Any: PDF objects
    """Those that lie in one object; what it refers to is looked at in its own turn."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        children: Any = [value.raw_get(key) for key in value]  # type: ignore[attr-defined]
    elif isinstance(value, list):
        children = [list.__getitem__(value, n) for n in range(len(value))]
    else:
        return
    for child in children:
        yield from _dictionaries(child, depth + 1)


def _refuse(found: Any) -> None:  # Any: a dictionary of a PDF
    kind, is_annotation = _word(found, "/S"), _word(found, "/Subtype") in _HOLDS_FILES
    by_itself = (_meant(found, key) for key in _BY_ITSELF if key in found)
    if kind in _ACTIONS or _SCRIPTED & found.keys() or any(_acts(each) for each in by_itself):
        raise ValidationError(
            "这个 PDF 带有脚本或打开时自动运行、外发的动作，已拒绝。"
            "请打开后“打印”为新的 PDF（打印机选“另存为 PDF”）再传。"
        )
    if "/EF" in found or _word(found, "/Type") == "/EmbeddedFile" or is_annotation:
        raise ValidationError(
            "这个 PDF 里夹带了别的文件或音视频，已拒绝。请把夹带的文件取出来单独上传，"
            "本文件打开后“打印”为新的 PDF 再传。"
        )


def _acts(begun: Any) -> bool:  # Any: an action, several, or a place to turn to
    """Whether something else than a page is asked for, there or in what follows it."""
    waiting, seen = [begun], set[int]()
    while waiting:
        action = waiting.pop()
        if not isinstance(action, dict) or id(action) in seen:
            continue
        seen.add(id(action))
        kind = _word(action, "/S")
        turns = kind in _TURNS_PAGES
        if not turns or (kind == "/Named" and _word(action, "/N") not in _PAGES):
            return True
        waiting += _following(action, kind)
    return False


def _following(action: Any, kind: str) -> Iterator[Any]:  # Any: as above
    """Of /AA an action for each event; of an action what comes next, one or several."""
    for key in action:
        if not kind:
            yield _meant(action, key)
        elif key == "/Next":
            following = _meant(action, key)
            several = isinstance(following, list)
            yield from (each.get_object() for each in following) if several else (following,)


def _word(found: Any, key: str) -> str:  # Any: as above
    value = _meant(found, key) if key in found else ""
    return value if isinstance(value, str) else ""


def _meant(found: Any, key: str) -> Any:  # Any: as above
    """What stands there, or what it refers to; nothing where that cannot be read."""
    try:
        return found.raw_get(key).get_object()
    except Exception as error:  # a reference that leads nowhere; the library raises anything
        log.info("pdf reference cannot be read: %s", type(error).__name__)
        return None
