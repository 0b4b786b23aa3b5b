"""A message stays when its reader's part in the case is over, and names the case no more (R108)."""

from __future__ import annotations

import pytest

from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from disputes.models import Dispute
from tests import factories as f
from tests.workflow import two_payers
from tests.workflow.signing_in import signed_in
from workflow.messages.views import RECUSED
from workflow.models import Notice

pytestmark = pytest.mark.django_db


def pages(officer: Officer) -> str:
    browser = signed_in(officer)
    return "".join(browser.get(each).content.decode() for each in ("/messages/", "/"))


def names(page: str, dispute: Dispute) -> bool:
    return str(dispute.number) in page or "欧*试" in page


def test_of_a_recalled_assignment_it_tells_that_and_not_of_which_case() -> None:
    guest, dispute = f.an_officer(Role.CLERK, "YB"), f.handled(Mode.JOINT)
    assert names(pages(guest), dispute)
    asked = dispute.assignments.get(department__code="YB")
    f.answer(asked, "recall", f.an_officer(), reason="不需要了")
    page = pages(guest)
    assert not names(page, dispute)
    assert "（已不参与的事项）" in page


def test_the_recused_reads_nothing_of_it() -> None:
    dispute, colleague = f.handled(Mode.JOINT), f.an_officer(nth=2)
    f.answer_all(dispute)
    assert Notice.objects.filter(recipient=colleague, dispute=dispute).exists()
    f.do(dispute, "recuse", f.an_officer(Role.HEAD), officer=colleague, reason="亲属")
    page = pages(colleague)
    assert not names(page, dispute)
    assert RECUSED in page


def test_a_case_that_went_into_another_leads_there_who_sees_that_alone() -> None:
    """Its own record says where it went; no link leads to what is not there for him."""
    into, gone = two_payers.merged()
    for who, told in ((f.an_officer(), True), (f.an_officer(Role.ARCHIVIST, "ZB"), False)):
        page = signed_in(who).get(gone.get_absolute_url()).content.decode()
        assert (f'href="{into.get_absolute_url()}"' in page) is told
