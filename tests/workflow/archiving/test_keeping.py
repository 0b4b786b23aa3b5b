"""保管 (R079, R083): confirmed, held, appraised, decided by another; nothing deletes itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from departments.models import Officer, Term
from departments.roles import Role
from disputes.models import Dispute, Material
from tests import factories as f
from tests.api.programs import program
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.archiving import actions
from workflow.archiving.case_file import Excuse
from workflow.models import (
    Appraisal,
    AppraisalDecision,
    CaseFile,
    FileHold,
    FileReview,
    Paper,
)
from workflow.procedure import keeping

pytestmark = pytest.mark.django_db

GAP = "撤回申请"


def archivist() -> Officer:
    return f.an_officer(Role.ARCHIVIST, "ZB")


def office() -> Officer:
    return f.an_officer(Role.OFFICE, "ZB")


def withdrawn() -> Dispute:
    """By a payer whose written request was never put into the file; ten years by rule."""
    dispute = f.triaged()
    f.do(dispute, "withdraw", f.an_officer(), note="口头")
    return dispute


def filed(**said: Any) -> Dispute:  # Any: of the archive's form
    dispute = withdrawn()
    f.do(dispute, "archive", f.an_officer(), excused=[Excuse(GAP, "电话撤回")], **said)
    return dispute


def test_whoever_archives_confirms_the_suggestion_or_says_why_another() -> None:
    dispute = withdrawn()
    body: dict[str, Any] = {"excused": [{"label": GAP, "reason": "电话撤回"}]}
    address = f"disputes/{dispute.pk}/actions/archive/"
    refused = program().post(address, body | {"retention": "D30"})
    assert refused.status_code == 400
    assert "请写明理由" in str(refused.json()["errors"]["retention_reason"])
    assert program().post(address, body | {"retention": "D50"}).status_code == 400
    assert program().post(address, body).status_code == 200  # as outside programs send it
    file = CaseFile.objects.get(dispute=dispute)
    assert (file.suggested, file.retention, file.retention_reason) == ("D10", "D10", "")
    other = filed(retention="D30", retention_reason="可能涉诉").case_file
    assert (other.suggested, other.retention, other.retention_reason) == ("D10", "D30", "可能涉诉")
    assert "-D30-" in other.number


def test_the_archivist_confirms_term_and_gaps_before_or_after() -> None:
    before = withdrawn()
    for refused in ({"retention": "Y"}, {"retention": "D10", "gaps": [GAP]}):
        with pytest.raises(Mistyped, match="请写明理由"):
            f.do(before, "review_file", archivist(), **refused)
    f.do(before, "review_file", archivist(), retention="Y", gaps=[GAP], reason="有领导批示")
    with pytest.raises(Mistyped, match="档案员已审核确认为永久"):
        f.do(before, "archive", f.an_officer(), retention="D10")
    Term.objects.create(  # a clerk as well
        officer=archivist(), post=Term.objects.get(officer=f.an_officer()).post,
        starts_on=f.today(), basis="任命",
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="由您本人归档审核"):
        actions.archive(before, by=Officer.objects.get(pk=archivist().pk).acting_for("SW"))
    f.do(before, "archive", f.an_officer())
    file = before.case_file
    assert (file.retention, file.suggested) == ("Y", "D10")
    assert "有领导批示" in file.excused[0]["reason"]
    assert "批准" in file.excused[0]["reason"]

    after = filed()
    assert keeping.unapproved(after.case_file) == [GAP]
    f.do(after, "review_file", archivist(), retention="D10")
    clerk = f.an_officer()
    assert f"案卷缺少：{GAP}，请补齐" in clerk.notices.latest("pk").text
    f.do(after, "review_file", archivist(), retention="D30", gaps=[GAP], reason="确实没有")
    assert keeping.term_of(after.case_file).retention == "D30"
    assert (after.case_file.retention, keeping.unapproved(after.case_file)) == ("D10", [])
    with pytest.raises(NotAllowed, match="已经由档案员审核确认"):
        f.do(after, "review_file", archivist(), retention="Y", reason="再改")
    with pytest.raises(NotYours):
        f.do(after, "review_file", f.an_officer(), retention="D10")
    invented = program("archivist", "ZB").post(
        f"disputes/{withdrawn().pk}/actions/review_file/", {"retention": "D10", "gaps": ["纪要"]}
    )
    assert "没有“纪要”这一缺项" in str(invented.json())


def test_at_the_end_of_its_term_it_is_appraised_and_decided_by_another() -> None:
    dispute = filed()
    with pytest.raises(NotAllowed, match="保管期限还没有届满（10年，至"):
        f.do(dispute, "appraise_file", archivist(), proposal="destroy", reason="无价值")
    dispute, _ = f.term_ended(dispute), office()
    file = dispute.case_file
    end = keeping.term_of(file).ends_on
    assert end is not None
    with pytest.raises(Mistyped, match="请选择延长多久"):
        f.do(dispute, "appraise_file", archivist(), proposal="extend", reason="还要用")
    f.do(dispute, "appraise_file", archivist(), proposal="extend", more="D10", reason="还要用")
    assert "请审定" in office().notices.latest("pk").text
    with pytest.raises(NotAllowed, match="正在待审定"):
        f.do(dispute, "appraise_file", archivist(), proposal="destroy", reason="无价值")
    with pytest.raises(NotYours):
        f.do(dispute, "decide_appraisal", archivist(), agree=True)
    with pytest.raises(Mistyped, match="退回的，请写明理由"):
        f.do(dispute, "decide_appraisal", office(), agree=False)
    f.do(dispute, "decide_appraisal", office(), agree=False, comment="请查是否涉诉")
    assert keeping.term_of(file).ends_on == end
    f.do(dispute, "appraise_file", archivist(), proposal="extend", more="D10", reason="涉诉未结")
    f.do(dispute, "decide_appraisal", office(), agree=True)
    assert keeping.term_of(file).ends_on == end.replace(year=end.year + 10)
    with pytest.raises(NotAllowed, match="保管期限还没有届满"):
        f.do(dispute, "appraise_file", archivist(), proposal="destroy", reason="无价值")


def test_what_is_held_back_is_not_destroyed_and_what_is_destroyed_is_all_still_there() -> None:
    dispute = f.term_ended(filed())
    f.do(dispute, "appraise_file", archivist(), proposal="destroy", reason="无查考价值")
    f.do(dispute, "hold_file", archivist(), reason="行政诉讼未结")
    with pytest.raises(NotAllowed, match="不用再登记"):
        f.do(dispute, "hold_file", archivist(), reason="又一次")
    with pytest.raises(NotAllowed, match="已经暂缓销毁，不能销毁"):
        f.do(dispute, "decide_appraisal", office(), agree=True)
    f.do(dispute, "decide_appraisal", office(), agree=False, comment="暂缓")
    with pytest.raises(NotAllowed, match="已经暂缓销毁，不能销毁"):
        f.do(dispute, "appraise_file", archivist(), proposal="destroy", reason="无查考价值")
    f.do(dispute, "release_file", archivist(), reason="判决已生效")
    with pytest.raises(NotAllowed, match="没有暂缓销毁"):
        f.do(dispute, "release_file", archivist(), reason="再解除")
    f.do(dispute, "appraise_file", archivist(), proposal="destroy", reason="无查考价值")
    held = [Paper.objects.count(), Material.objects.count(), dispute.timeline.count()]
    f.do(dispute, "decide_appraisal", office(), agree=True)
    assert [Paper.objects.count(), Material.objects.count(), dispute.timeline.count() - 1] == held
    ended = keeping.closed(dispute.case_file)
    assert ended is not None
    assert "-销毁·" in ended.decision.number
    assert f"入销毁清册 {ended.decision.number}" in archivist().notices.latest("pk").text
    with pytest.raises(NotAllowed, match="已经登记销毁"):
        f.do(dispute, "appraise_file", archivist(), proposal="extend", more="Y", reason="后悔")
    f.do(dispute, "hold_file", archivist(), reason="法院调卷")
    assert keeping.closed(dispute.case_file) is None  # and so is read again


def test_postgresql_keeps_what_was_confirmed_and_decided() -> None:
    dispute = f.term_ended(filed())
    file, by = dispute.case_file, archivist()
    f.do(dispute, "review_file", by, retention="D10", gaps=[GAP], reason="确实没有")
    f.do(dispute, "appraise_file", by, proposal="destroy", reason="无查考价值")
    asked = Appraisal.objects.get()
    f.do(dispute, "hold_file", by, reason="涉诉")
    now = timezone.now()
    decide = {"appraisal": asked, "agrees": True, "decided_at": now, "decider_label": "某"}
    again = {"case_file": file, "proposal": "extend", "more": "Y", "reason": "改",
             "appraised_by": by, "appraised_at": now, "ends_on": asked.ends_on}  # fmt: skip
    own = {"dispute": dispute, "suggested": "D10", "retention": "D10", "reviewed_at": now}
    for refused in (
        lambda: AppraisalDecision.objects.create(**decide, decided_by=office()),  # it is held
        lambda: AppraisalDecision.objects.create(**decide, decided_by=by),  # his own
        lambda: Appraisal.objects.create(**again),  # one waits
        lambda: FileHold.objects.create(case_file=file, reason="再", held_by=by, held_at=now),
        lambda: FileReview.objects.create(**own, reviewed_by=f.an_officer()),  # he archived it
        lambda: FileReview.objects.update(retention="Y"),
        lambda: Appraisal.objects.update(proposal="extend"),
        lambda: FileHold.objects.all().delete(),
        lambda: CaseFile.objects.update(retention="Y"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            refused()
