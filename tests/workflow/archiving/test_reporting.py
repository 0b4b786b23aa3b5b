"""鉴定报告、销毁清册: made by the archivist of what was agreed, each told once, and it stands."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from confidentiality.sealing import open_sealed, open_sealed_json
from departments.models import Officer
from departments.roles import Role
from disputes.models import Dispute
from papers.forms.appraisal_report import AppraisalReportPaper
from papers.forms.destruction_list import DestructionList
from papers.kinds import thaw
from tests import factories as f
from tests.workflow.signing_in import signed_in
from web.refusals import NotAllowed, NotYours
from workflow.archiving import reporting
from workflow.issuing.taking import papers_seen_by
from workflow.models import AppraisalReport, Paper

pytestmark = pytest.mark.django_db
ADDRESS = "/archives/appraisals/"


def an_officer(role: Role, code: str = "ZB") -> Officer:
    """As the portal reads him, with his posts."""
    return Officer.objects.get(pk=f.an_officer(role, code).pk)


def decided(proposal: str, **more: str) -> Dispute:
    """A file whose term has ended, and what was agreed of it."""
    dispute = f.term_ended(f.archived(), years=31)
    archivist, office = f.an_officer(Role.ARCHIVIST, "ZB"), f.an_officer(Role.OFFICE, "ZB")
    name = open_sealed(dispute.payer.name) if dispute.payer else ""
    f.do(dispute, "appraise_file", archivist, proposal=proposal, reason=f"{name}已结清", **more)
    f.do(dispute, "decide_appraisal", office, agree=True, comment="无异议")
    return dispute


def frozen(paper: Paper | None) -> object:
    assert paper is not None
    return thaw(paper.kind, open_sealed_json(paper.content))


def test_what_was_agreed_becomes_a_report_and_a_list_once_and_both_stand() -> None:
    """One unit's two files: one is kept on, one is listed with lines for those who watch."""
    kept, gone = decided("extend", more="D10"), decided("destroy")
    archivist = an_officer(Role.ARCHIVIST)
    browser, unit = signed_in(archivist), kept.case_file.department
    page = browser.get(ADDRESS).content.decode()
    assert ("2 卷" in page, "1 卷" in page, "编制鉴定报告" in page) == (True, True, True)
    assert reverse("appraisal_reports") in browser.get(reverse("keeping")).content.decode()
    assert "编制鉴定报告</button>" not in signed_in(an_officer(Role.OFFICE)).get(
        ADDRESS).content.decode()  # fmt: skip
    assert signed_in(an_officer(Role.CLERK, "SW")).get(ADDRESS).status_code == 403
    with pytest.raises(NotYours):
        reporting.report(unit, by=an_officer(Role.OFFICE))
    assert browser.post(ADDRESS, {"department": unit.pk}).status_code == 302
    made = AppraisalReport.objects.get()
    _says_who_found_what(made, kept, gone)
    assert browser.post(ADDRESS, {"department": unit.pk}).status_code == 400  # nothing is left
    with pytest.raises(NotAllowed, match="没有新审定的鉴定意见"):
        reporting.report(unit, by=archivist)
    listed = browser.get(ADDRESS).content.decode()
    assert made.paper.number in listed
    for role, sees in ((Role.OFFICE, True), (Role.AUDITOR, True), (Role.LEADER, False)):
        seen = papers_seen_by(an_officer(role)).filter(pk=made.paper_id)
        assert seen.exists() is sees, role
    assert not papers_seen_by(an_officer(Role.CLERK, "SW")).filter(dispute=None).exists()
    for change in (
        lambda: AppraisalReport.objects.update(made_at=timezone.now()),
        made.lines.all().delete,
        lambda: made.lines.create(decision=made.lines.get(decision__number="").decision),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def _says_who_found_what(made: AppraisalReport, kept: Dispute, gone: Dispute) -> None:
    report, ended = frozen(made.paper), frozen(made.destruction)
    assert isinstance(report, AppraisalReportPaper)
    assert isinstance(ended, DestructionList)
    assert [each.number for each in report.files] == [
        kept.case_file.number, gone.case_file.number,
    ]  # fmt: skip
    assert [each.decision for each in report.files] == ["延长10年", "登记销毁"]
    assert "案卷2卷，经鉴定、审定，继续保管1卷，登记销毁1卷" in report.overview
    assert (report.destruction_number, ended.report_number) == (ended.number, report.number)
    [found, agreed] = report.files[0].steps
    assert found.opinion.startswith("延长10年，至")
    assert (agreed.what, agreed.opinion, agreed.reason) == ("审定", "同意", "无异议")
    assert agreed.on == timezone.localdate()
    assert kept.payer is not None
    assert open_sealed(kept.payer.name) not in str(report.to_json())
    assert "已结清" in found.reason
    [only] = ended.files
    assert only.listed.endswith("-0001")
    assert only.kept_years == 31
    assert report.signed_by == ""  # an archivist does not sign for his unit: the pen does
