"""作废重发: the void one keeps number and reason; the other cites it and says what is right."""

from __future__ import annotations

import pytest

from confidentiality.sealing import open_sealed_json
from departments.roles import Role
from disputes.choices import Mode
from papers.freezing import PaperContent, digest
from papers.kinds import thaw
from papers.printing.drawing import page
from tests import factories as f
from web.refusals import Mistyped, NotAllowed
from workflow.archiving.case_file import catalogue, missing_papers
from workflow.models import Paper

pytestmark = pytest.mark.django_db


def said(paper: Paper) -> PaperContent:
    return thaw(paper.kind, open_sealed_json(Paper.objects.get(pk=paper.pk).content))


def test_a_letter_is_issued_anew_as_registered_now_and_cites_the_void_one() -> None:
    dispute, head = f.handled(Mode.JOINT), f.an_officer(Role.HEAD)
    old = dispute.papers.filter(kind="joint_notice").latest("pk")
    f.do(dispute, "correct", f.an_officer(), given={"place": "第三林场"}, reason="登记有误")
    f.do(dispute, "replace_paper", head, paper=old, reason="写错林场")
    new = old.replaced_by
    assert (old.is_void, old.void_reason) == (True, "写错林场")
    assert (new.recipient, new.assignment, new.due_on) == (
        old.recipient, old.assignment, old.due_on,
    )  # fmt: skip
    was, now = said(old), said(new)
    assert digest(was) == old.check_code  # what is frozen stays as it was
    assert now.instead_of == f"代替{old.number[old.number.find('〔') :]}"
    assert (was.matter.place, now.matter.place) == ("", "第三林场")  # type: ignore[attr-defined]
    assert (now.number, now.signed_by) == (new.number, head.name)
    assert now.instead_of in page(now, masked=False)
    entry = dispute.timeline.get(verb="replace_paper")
    assert entry.text.endswith(f"会办通知{old.number}作废，改发{new.number}：写错林场。")


def test_what_is_no_paper_of_the_case_or_is_void_already_is_refused() -> None:
    dispute, head = f.handled(Mode.JOINT), f.an_officer(Role.HEAD)
    own, foreign = dispute.papers.earliest("pk"), f.triaged().papers.get()
    lacks = missing_papers(dispute)
    f.do(dispute, "replace_paper", head, paper=own, reason="印坏")
    for paper in (own, foreign):
        with pytest.raises(Mistyped):
            f.do(dispute, "replace_paper", head, paper=paper, reason="印坏")
    assert own.replaced_by.kind == "registration"
    assert missing_papers(dispute) == lacks
    titles = [line["title"] for line in catalogue(dispute)]
    assert titles[:2] == ["受理登记表（已作废）", "受理登记表"]


def test_what_was_served_is_served_anew_only_after_the_record_is_put_right() -> None:
    dispute, head, clerk = f.decided(), f.an_officer(Role.HEAD), f.an_officer()
    paper = dispute.papers.get(kind="decision", party="payer")
    f.do(dispute, "serve", clerk, party="payer", method="direct", served_on=f.today(),
         recipient="本人")  # fmt: skip
    with pytest.raises(NotAllowed, match="先更正送达登记"):
        f.do(dispute, "replace_paper", head, paper=paper, reason="字号错")
    f.do(dispute, "cancel_service", clerk, party="payer", reason="文书作废")
    f.do(dispute, "replace_paper", head, paper=paper, reason="字号错")
    now = said(paper.replaced_by)
    assert now.slip.document_number == paper.replaced_by.number  # type: ignore[attr-defined]
