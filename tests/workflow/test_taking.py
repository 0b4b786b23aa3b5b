"""Papers are drawn once, handed out with who took them, and the full copy only after a record."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from pypdf import PdfReader

from confidentiality.models import AccessRecord
from departments.models import ChangeRecord
from departments.roles import Role
from disputes.models import Dispute
from tests import factories as f
from tests.workflow.signing_in import signed_in
from workflow.issuing.taking import CopyDamaged, drawn, take
from workflow.issuing.tasks import render_paper
from workflow.messages.deliver import deliver
from workflow.models import Paper, PaperVoid
from workflow.models.rendered import Copy, RenderedPaper

pytestmark = pytest.mark.django_db


def a_paper() -> Paper:
    dispute: Dispute = f.triaged()
    return dispute.papers.get()


def url(paper: Paper, copy: str = "", *, printing: bool = False) -> str:
    asked = "&".join(filter(None, (f"copy={copy}" if copy else "", "print=1" if printing else "")))
    return reverse("paper_pdf", args=[paper.pk]) + (f"?{asked}" if asked else "")


def text_of(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def test_both_copies_are_drawn_once() -> None:
    paper = a_paper()
    assert render_paper(paper.pk) == 2
    assert render_paper(paper.pk) == 0
    assert set(RenderedPaper.objects.values_list("copy", flat=True)) == {"full", "masked"}


def test_a_drawn_paper_is_never_changed() -> None:
    paper = a_paper()
    render_paper(paper.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        RenderedPaper.objects.update(sha256="0" * 64)


def test_while_it_is_drawn_a_page_waits_with_202() -> None:
    paper = a_paper()
    client = signed_in(f.an_officer(Role.CLERK, "SW"))
    answer = client.get(url(paper))
    assert answer.status_code == 202
    assert "正在生成受理登记表" in answer.content.decode()
    part = client.get(url(paper), headers={"HX-Request": "true"})
    assert part.status_code == 202
    assert "<html" not in part.content.decode()
    render_paper(paper.pk)
    ready = client.get(url(paper), headers={"HX-Request": "true"})
    assert ready["HX-Redirect"] == url(paper)


def test_a_stranger_gets_404() -> None:
    paper = a_paper()
    assert signed_in(f.an_officer(Role.CLERK, "YB")).get(url(paper)).status_code == 404


def test_the_masked_copy_names_nobody_and_says_who_took_it() -> None:
    paper = a_paper()
    render_paper(paper.pk)
    client = signed_in(f.an_officer(Role.CLERK, "SW"))
    answer = client.get(url(paper))
    assert answer["Content-Type"] == "application/pdf"
    shown = text_of(answer.content)
    assert "欧阳测试" not in shown
    assert "阅览" in shown
    assert "次打印" not in shown


def test_what_is_printed_to_be_sealed_is_counted_and_what_is_read_is_not() -> None:
    paper = a_paper()
    render_paper(paper.pk)
    client = signed_in(f.an_officer(Role.CLERK, "SW"))
    client.get(url(paper, "full"))
    first = text_of(client.get(url(paper, "full", printing=True)).content)
    client.get(url(paper, "full"))
    second = text_of(client.get(url(paper, "full", printing=True)).content)
    assert "第1次打印" in first
    assert "第2次打印" in second
    assert "阅览" not in second


def test_the_full_copy_is_recorded_first() -> None:
    paper = a_paper()
    render_paper(paper.pk)
    answer = signed_in(f.an_officer(Role.CLERK, "SW")).get(url(paper, "full"))
    assert "欧阳测试" in text_of(answer.content)
    record = AccessRecord.objects.get()
    assert (record.action, record.fields, record.result) == ("reveal", ["full"], "done")


def test_the_leader_does_not_take_the_full_copy_and_that_is_recorded() -> None:
    paper = a_paper()
    render_paper(paper.pk)
    answer = signed_in(f.a_leader()).get(url(paper, "full"))
    assert answer.status_code == 403
    assert AccessRecord.objects.get().result == "refused"


def test_a_void_paper_says_so() -> None:
    paper = a_paper()
    render_paper(paper.pk)
    officer = f.an_officer(Role.CLERK, "SW")
    PaperVoid.objects.create(paper=paper, reason="重复出具", voided_by=officer)
    answer = signed_in(officer).get(url(paper))
    assert "作废" in text_of(answer.content)


def test_a_damaged_file_is_never_handed_out() -> None:
    paper = a_paper()
    render_paper(paper.pk)
    row = drawn(paper, Copy.MASKED)
    assert row is not None
    with Path(row.file.path).open("rb+") as file:
        file.seek(1000)
        file.write(b"????")
    with pytest.raises(CopyDamaged):
        take(paper, row, by=f.an_officer(Role.CLERK, "SW"))


def test_a_faulty_copy_is_drawn_again_beside_the_old_one_on_record() -> None:
    """`manage.py render_again`: the newest edition is handed out, none is lost (D1)."""
    dispute = f.triaged()
    paper = dispute.papers.get()
    render_paper(paper.pk)
    operator, clerk = f.an_officer(Role.SYSADMIN, "ZB"), f.an_officer(Role.CLERK, "SW")
    call_command("render_again", operator.username, str(paper.pk), reason="空框")
    copies = RenderedPaper.objects.filter(paper=paper, copy=Copy.FULL)
    assert list(copies.values_list("edition", flat=True)) == [1, 2]
    assert drawn(paper, Copy.FULL) == copies.last()
    assert ChangeRecord.objects.get(verb="重新生成文书").reason == "空框"
    with pytest.raises(CommandError, match="没有这些文书"):
        call_command("render_again", operator.username, "0", reason="空框")
    with pytest.raises(CommandError, match="不担任该岗位"):
        call_command("render_again", clerk.username, str(paper.pk), reason="空框")


def test_a_paper_somebody_waits_for_does_not_stand_behind_the_backlog(
    django_capture_on_commit_callbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = f.triaged().papers.get()
    asked: list[str | None] = []
    monkeypatch.setattr(deliver, "apply_async", lambda *_, queue, **__: asked.append(queue))
    page = signed_in(f.an_officer(Role.CLERK, "SW"))
    with django_capture_on_commit_callbacks(execute=True):
        assert page.get(f"/papers/{paper.pk}/pdf/").status_code == 202
        page.get(f"/papers/{paper.pk}/pdf/", headers={"HX-Request": "true"})
    assert asked == ["waited"]
