"""预览: what an act would issue, seen before it is done (领域 3.2·1, 第7章“打印预览=最终”).

The act itself is carried out and taken back. So no paper has a preview of its own that could say
something else than what is issued, and whatever forbids the act forbids its preview.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from confidentiality.sealing import open_sealed_json
from papers.kinds import thaw
from papers.layout.days import moment
from web import kept
from web.files_out import PDF, as_file
from workflow.issuing.taking import papers_seen_by

if TYPE_CHECKING:
    from django.http import HttpResponse

    from departments.models import Officer
    from departments.views.gate import OfficerRequest
    from papers.freezing import PaperContent
    from workflow.models import Paper

#: The button by which a form asks for it.
ASKED: Final = "preview"
NOT_NUMBERED: Final = "（签发时编号）"
MARK: Final = "预览　尚未签发"
_NOTHING: Final = ("按现在填写的内容，这一步不生成文书。", "关闭本页，可以继续填写或者办理。")

_heard: ContextVar[list[Paper] | None] = ContextVar("heard", default=None)


def hear(papers: Iterable[Paper]) -> None:
    """Told by whatever issues."""
    if (heard := _heard.get()) is not None:
        heard.extend(papers)


@contextmanager
def overheard() -> Iterator[list[Paper]]:
    """What is issued meanwhile."""
    papers: list[Paper] = []
    token = _heard.set(papers)
    try:
        yield papers
    finally:
        _heard.reset(token)


def rehearsed(act: Callable[[], bool], by: Officer) -> list[PaperContent] | None:
    """What it issues that he would be shown afterwards; None where it refused. Nothing is left.

    The numbers are those of nobody: another may be quicker.
    """
    with overheard() as heard, transaction.atomic():
        is_done = act()
        rows = papers_seen_by(by).filter(pk__in=[each.pk for each in heard])
        seen = list(rows.defer(None).order_by("pk")) if is_done else []
        transaction.set_rollback(True)
    return [_unnumbered(each) for each in seen] if is_done else None


def previewed(request: OfficerRequest, act: Callable[[], bool]) -> HttpResponse | None:
    """The preview that is asked for in place of an act; None where the form must be shown again."""
    contents = rehearsed(act, request.user)
    return None if contents is None else preview(request, contents)


def _unnumbered(paper: Paper) -> PaperContent:
    content = thaw(paper.kind, open_sealed_json(paper.content))
    return replace(content, number=NOT_NUMBERED, verify_code="", verify_at="")


def preview(request: OfficerRequest, contents: list[PaperContent]) -> HttpResponse:
    """All of them, page after page as they will print, masked; what was typed stays kept."""
    from papers.printing import pdf  # 30 MiB that a web process does without
    from papers.printing.overlay import laid_over, page_saying

    by = request.user
    kept.refused(request)
    drawn = [pdf.render(each, masked=True) for each in contents] or [page_saying(_NOTHING)]
    unit = by.department.short_name if by.department else ""
    line = f"{MARK}，不作凭据　{by.name}　{unit}　{moment(timezone.localtime())}"
    return as_file(laid_over(_joined(drawn), line=line, mark=MARK), PDF, "preview.pdf", shown=True)


def _joined(drawn: list[bytes]) -> bytes:
    from pypdf import PdfWriter

    if len(drawn) == 1:
        return drawn[0]
    writer, out = PdfWriter(), BytesIO()
    for each in drawn:
        writer.append(BytesIO(each), import_outline=False)
    writer.write(out)
    return out.getvalue()
