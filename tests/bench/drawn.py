"""What is measured of papers and packages, in a process of a portal with its demonstration."""

from __future__ import annotations

import gc
import io
import resource
import time
from collections.abc import Callable, Iterable
from statistics import median
from typing import Final

from django.core.files.base import ContentFile
from django.db import transaction
from pypdf import PdfWriter
from weasyprint import HTML

from confidentiality.keys import key_ring
from confidentiality.sealing import open_sealed_json
from departments.models import Officer
from disputes.materials import keep_material
from papers.choices import PaperKind
from papers.freezing import PaperContent
from papers.kinds import thaw
from papers.printing import pdf
from papers.printing.drawing import page
from reports.archives.extracts import taken
from reports.archives.package import sealed
from reports.archives.verify_package import check
from workflow.demo.stories import stories
from workflow.demo.walks import Walk
from workflow.issuing.tasks import render_paper
from workflow.models import Paper

ROUNDS: Final = 15
#: A file as thick as the thickest of a year.
PAGES: Final = 60
VERIFIED: Final = 1_000


def beside_bare() -> tuple[float, float]:
    """Milliseconds for both copies of a 报送单: by the worker's own task, by WeasyPrint alone."""
    paper = Paper.objects.filter(kind=PaperKind.REFERRAL).latest("pk")
    content = thaw(paper.kind, open_sealed_json(paper.content))
    sheets = [page(content, masked=masked) for masked in (False, True)]
    ours, bare = [], []
    for nth in range(ROUNDS + 1):
        with transaction.atomic():
            told = _seconds(lambda: render_paper(paper.pk)), _seconds(lambda: _bare(sheets))
            transaction.set_rollback(True)  # what is drawn once is never drawn again
        if nth:  # the first is not warm
            ours.append(told[0])
            bare.append(told[1])
    return median(ours) * 1000, median(bare) * 1000


def _bare(sheets: Iterable[str]) -> None:
    """The same pages, style, fonts and kind of PDF, and nothing of the portal's around them."""
    for sheet in sheets:
        HTML(string=sheet).write_pdf(
            stylesheets=[pdf._style()], font_config=pdf._fonts(), pdf_variant=pdf.VARIANT,
            color_profiles={pdf.COLOURS: pdf._colours()}, output_intent=pdf.COLOURS,
        )  # fmt: skip
    gc.collect()


def drawn(nth: int, of: int) -> int:
    """One worker's share of all papers of the demonstration; how many it drew."""
    own = list(Paper.objects.order_by("pk").values_list("pk", flat=True))[nth::of]
    for pk in own:
        render_paper(pk)
    return len(own)


def grown(papers: int) -> tuple[float, float]:
    """MiB that a worker holds at most after a tenth of so many papers, and after all."""
    paper = Paper.objects.filter(kind=PaperKind.REFERRAL).latest("pk")
    content: PaperContent = thaw(paper.kind, open_sealed_json(paper.content))
    early = 0.0
    for nth in range(papers):
        pdf.render(content, masked=nth % 2 == 0)
        if nth == papers // 10:
            early = _most_held()
    return early, _most_held()


def _most_held() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def packed() -> tuple[float, float, float, int]:
    """Seconds to seal a thick file, its MiB, seconds to verify it so many times, faults found."""
    people = {each.username: each for each in Officer.objects.all()}
    walk = Walk(people, stories(1)[0], "RS", 40).single().signed().served().content()
    keep_material(walk.dispute, _a_scan(), by=walk.who("clerk"), title="案卷扫描件")
    walk.archived()
    for each in walk.dispute.papers.all():
        render_paper(each.pk)
    found = []
    sealing = _seconds(lambda: found.extend(sealed(walk.dispute.case_file)))
    whole = io.BytesIO()
    taken(found[0], whole, whole=True)
    content, key = whole.getvalue(), key_ring().signers()[0].public_key
    faults = 0
    began = time.perf_counter()
    for _ in range(VERIFIED):
        faults += len(check(io.BytesIO(content), key).faults)
    return sealing, len(content) / 1024**2, time.perf_counter() - began, faults


def _a_scan() -> ContentFile[bytes]:
    writer, into = PdfWriter(), io.BytesIO()
    for _ in range(PAGES):
        writer.add_blank_page(width=595, height=842)
    writer.write(into)
    return ContentFile(into.getvalue(), name="scan.pdf")


def _seconds(does: Callable[[], object]) -> float:
    began = time.perf_counter()
    does()
    return time.perf_counter() - began
