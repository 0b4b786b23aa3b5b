"""Putting a file into a dispute: looked into, named by nothing, its digest kept (质量 6)."""

from __future__ import annotations

from django.core.files.base import File

from confidentiality.uploads import check_upload, clean_name
from departments.models import Officer
from disputes.models import Dispute, Material

LONGEST_TITLE = 200


def keep_material(
    dispute: Dispute,
    upload: File[bytes],
    *,
    by: Officer,
    source: str = Material.Source.PAYER,
    title: str = "",
    purpose: str = "",
) -> Material:
    """Check and store one file; ValidationError says in a sentence why it may not come in.

    Its type is read from its content, its name on disk says nothing (五要素·材料, R036).
    """
    known = check_upload(upload)
    material = Material(
        dispute=dispute,
        title=(clean_name(title) if title.strip() else known.name)[:LONGEST_TITLE],
        media_type=known.media_type,
        size=known.size,
        pages=_pages(upload, known.media_type),
        sha256=known.sha256,
        source=source,
        purpose=purpose,
        added_by=by,
    )
    upload.seek(0)
    material.file.save(known.name, upload, save=False)
    material.save()
    return material


def _pages(upload: File[bytes], media_type: str) -> int | None:
    """How many pages a PDF has; a picture is one; other kinds do not say."""
    if media_type.startswith("image/"):
        return 1
    if media_type != "application/pdf":
        return None
    from pypdf import PdfReader  # loaded with the first PDF, not with the page
    from pypdf.errors import PyPdfError

    upload.seek(0)
    try:
        return len(PdfReader(upload.file or upload).pages)
    except (PyPdfError, ValueError, KeyError, RecursionError):
        return None
