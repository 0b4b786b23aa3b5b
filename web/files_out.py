"""Files that leave by a page or a program, under their names, whatever characters these have."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF: Final = "application/pdf"


def as_file(content: bytes, media_type: str, filename: str, *, shown: bool = False) -> HttpResponse:
    """To be kept; or `shown`, where the browser can."""
    answer = HttpResponse(content, content_type=media_type)
    header = content_disposition_header(as_attachment=not shown, filename=filename)
    answer.headers["Content-Disposition"] = header or ""
    return answer
