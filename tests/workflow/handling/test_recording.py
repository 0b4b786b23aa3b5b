"""会商记录, 调解（和解）协议: put down beside the road, printed, in the file (五(三)3, 五(四))."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from confidentiality.sealing import open_sealed_json
from departments.models import Department, Officer
from departments.roles import Role
from disputes.choices import Mode, State
from disputes.models import Dispute
from papers.kinds import thaw
from papers.printing.drawing import page
from tests import factories as f
from tests.api.programs import program
from tests.workflow.signing_in import signed_in
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.archiving.case_file import catalogue, missing_papers
from workflow.models import Consultation, Notice, Settlement

pytestmark = pytest.mark.django_db
NAME = "欧阳测试"
AGREED = f"由区税务局通知用人单位为{NAME}补办申报"


def printed(dispute: Dispute, kind: str, *, masked: bool) -> str:
    paper = dispute.papers.get(kind=kind)
    return page(thaw(paper.kind, open_sealed_json(paper.content)), masked=masked)


def told(officer: Officer, what: str) -> list[str]:
    texts = (each.text for each in Notice.objects.filter(recipient=officer))
    return [text for text in texts if what in text]


def settled(**more: Any) -> dict[str, Any]:  # Any: the verb's fields
    return {
        "kind": "mediated", "mediator": "翠峦镇人民调解委员会", "signed_on": f.today(),
        "settles": "part", "claims": "补缴2026年3月至5月", "gist": f"单位月底前为{NAME}补缴",
        "perform_by": f.today() + timedelta(days=30),
    } | more  # fmt: skip


def test_units_that_telephoned_leave_a_record_in_the_file() -> None:
    dispute = f.handled(Mode.JOINT)
    asked, held = f.an_officer(Role.CLERK, "YB"), f.an_officer(Role.HEAD, "RS")
    page_of_it = signed_in(asked)
    address = f"/disputes/{dispute.pk}/record_consultation/"
    offered = page_of_it.get(address).content.decode()
    assert 'value="RS"' in offered
    assert 'value="YB"' not in offered  # his own comes anyway
    typed = {
        "form": "phone", "held_on": f.today().isoformat(), "departments": ["SW", "RS"],
        "present": "三局经办员", "said": "区人社局：登记无误", "agreed": AGREED,
        "dissent": "", "version": dispute.version,
    }  # fmt: skip
    assert page_of_it.post(address, typed).status_code == 302
    kept = Consultation.objects.get()
    assert (kept.units, kept.department.code) == (["YB", "SW", "RS"], "YB")
    dispute.refresh_from_db()
    assert dispute.state == State.HANDLING
    entry = dispute.timeline.latest("pk")
    assert ("电话" in entry.text, NAME in entry.text) == (True, False)
    assert entry.clause == "五(三)3"
    assert len(told(held, "的记录")) == 1
    shown = printed(dispute, "consultation", masked=False)
    for said in ("区医保局、区税务局、区人社局", AGREED, "不代替会议纪要"):
        assert said in shown
    assert NAME not in printed(dispute, "consultation", masked=True)
    titles = [line["title"] for line in catalogue(dispute)]
    assert titles[-1] == "会商记录"  # behind the notices and opinions (领域 3.5 ⑥)
    same = {"form": "phone", "held_on": f.today(), "said": "区人社局：登记无误", "agreed": AGREED}
    units = list(Department.objects.filter(code__in=("SW", "RS")))
    with pytest.raises(NotAllowed, match="已经登记"):
        f.do(dispute, "record_consultation", asked, departments=units, **same)
    early = {**same, "held_on": f.today() - timedelta(days=4000)}
    with pytest.raises(Mistyped, match="缴费人来反映的那天"):
        f.do(dispute, "record_consultation", asked, departments=units, **early)
    with pytest.raises(NotYours):
        f.do(dispute, "record_consultation", f.an_officer(Role.CLERK, "XF"), departments=units,
             **same)  # fmt: skip


def test_a_unit_from_which_it_is_kept_is_not_consulted() -> None:
    dispute = f.handled(confidential_report=True)
    dispute.parties.filter(role="counterparty").update(department=f.a_department("YB"))
    with pytest.raises(Mistyped, match="不能让其知悉"):
        f.do(dispute, "record_consultation", f.an_officer(), form="talk", held_on=f.today(),
             departments=[f.a_department("YB")], said="无", agreed="无")  # fmt: skip


def test_an_agreement_of_the_parties_stands_in_the_file_with_its_scan() -> None:
    dispute = f.handled(Mode.JOINT)
    by, other = f.an_officer(), f.an_officer(Role.CLERK, "RS")
    asked = program("clerk", "SW")
    path = f"disputes/{dispute.pk}/actions/record_settlement/"
    later = {"signed_on": f"{f.today() + timedelta(days=2)}", "kind": "mediated", "settles": "all",
             "claims": "补缴", "gist": "补缴"}  # fmt: skip
    refused = asked.post(path, later).json()["errors"]
    assert set(refused) == {"signed_on", "mediator"}
    of = {"period_start": f.today() - timedelta(days=400), "period_end": f.today()}
    f.do(dispute, "correct", by, given=of, reason="漏记争议期间")
    mistyped = later | {"signed_on": "2001-11-30", "mediator": "翠峦镇人民调解委员会"}
    [said] = asked.post(path, mistyped).json()["errors"]["signed_on"]
    assert "早于争议期间" in said
    f.do(dispute, "record_settlement", by, **settled())
    assert "调解（和解）协议" in missing_papers(dispute)  # the agreement itself is not there yet
    assert "调解（和解）协议登记表" not in missing_papers(dispute)
    with pytest.raises(NotAllowed, match="已经登记"):
        f.do(dispute, "record_settlement", by, **settled())
    scan = SimpleUploadedFile("协议.txt", "双方签字的协议".encode())
    f.do(dispute, "record_settlement", by, **settled(kind="amicable", settles="all"), file=scan)
    assert "调解（和解）协议" not in missing_papers(dispute)
    first, last = Settlement.objects.order_by("pk")
    assert (first.gist, last.get_settles_display()) == (f"单位月底前为{NAME}补缴", "全部诉求")
    assert dispute.state == State.HANDLING  # it ends nothing by itself
    text = dispute.timeline.latest("pk").text
    assert "和解协议" in text
    assert NAME not in text
    assert len(told(other, "达成")) == 2
    papers = dispute.papers.filter(kind="settlement").order_by("pk")
    one, two = (thaw(p.kind, open_sealed_json(p.content)) for p in papers)
    full = page(one, masked=False)
    for said in (NAME, "翠峦镇人民调解委员会", "申请司法确认", "未上传"):
        assert said in full
    assert "欧*试" in page(one, masked=True)
    assert "申请司法确认" not in page(two, masked=False)
    shown = signed_in(by).get(dispute.get_absolute_url()).content.decode()
    assert "调解（和解）协议登记表" in shown


def test_a_unit_without_a_part_hears_what_was_put_down_of_it_and_that_it_was_wrong() -> None:
    dispute, by = f.handled(), f.an_officer()
    outside = f.an_officer(Role.CLERK, "YB")
    said = {
        "form": "phone",
        "held_on": f.today(),
        "said": f"区医保局：{NAME}未参保",
        "agreed": AGREED,
    }
    f.do(dispute, "record_consultation", by, departments=[f.a_department("YB")], **said)
    paper = dispute.papers.get(kind="consultation")
    [text] = told(outside, "写有你单位的意见")
    assert str(paper.number) in text
    assert NAME not in text
    assert str(dispute.number) not in text
    page_of_it = f"/disputes/{dispute.pk}/cancel_recording/"
    assert str(paper.number) in signed_in(by).get(page_of_it).content.decode()
    with pytest.raises(NotYours):
        f.do(dispute, "cancel_recording", outside, paper=paper, reason="没有说过")
    f.do(dispute, "cancel_recording", by, paper=paper, reason="电话是另一件的")
    paper.refresh_from_db()
    assert paper.void_reason == "电话是另一件的"
    assert len(told(outside, "登记有误，已作废")) == 1
    shown = printed(dispute, "correction", masked=False)
    assert (str(paper.number) in shown, "电话是另一件的" in shown) == (True, True)
    with pytest.raises(NotAllowed, match="没有可以更正的会商记录"):
        f.do(dispute, "cancel_recording", by, paper=paper, reason="再来一次")
    f.do(dispute, "record_consultation", by, departments=[f.a_department("YB")], **said)  # anew


def test_an_agreement_registered_wrongly_is_void_and_one_is_not_slipped_under_a_signature() -> None:
    dispute, by = f.handled(Mode.JOINT), f.an_officer()
    f.do(dispute, "record_settlement", by, **settled(kind="amicable", settles="all"))
    wrong = dispute.papers.get(kind="settlement")
    with pytest.raises(NotAllowed, match="由税务局登记"):
        f.do(dispute, "cancel_recording", f.an_officer(Role.CLERK, "RS"), paper=wrong, reason="错")
    f.do(dispute, "cancel_recording", by, paper=wrong, reason="只解决了一部分")
    assert "调解（和解）协议" not in missing_papers(dispute)  # none is registered that counts
    waiting = f.handled()
    f.do(waiting, "draft_decision", by, facts="无", basis="无", decision="补缴")
    with pytest.raises(NotAllowed, match="正在等待签发"):
        f.do(waiting, "record_settlement", by, **settled())


def test_without_an_other_side_there_is_nothing_to_agree() -> None:
    dispute = f.handled()
    dispute.parties.filter(role="counterparty").update(kind="none")
    with pytest.raises(NotAllowed, match="没有登记争议对方"):
        f.do(dispute, "record_settlement", f.an_officer(), **settled())


def test_what_was_put_down_is_read_on_the_page_at_the_signing_and_in_the_survivor() -> None:
    """R043, R058: nobody has to open a PDF to learn what was settled, masked like all else."""
    into, gone, clerk = f.handled(Mode.JOINT), f.handled(Mode.SINGLE), f.an_officer()
    f.do(gone, "record_settlement", clerk, **settled())
    f.do(gone, "record_consultation", clerk, form="phone", held_on=f.today(),
         departments=[f.a_department("YB")], said="医保局：无异议", agreed=AGREED,
         dissent="不计利息")  # fmt: skip
    page_of_it = signed_in(clerk)
    own = page_of_it.get(gone.get_absolute_url()).content.decode()
    for words in ("电话会商", "医保局：无异议", "分歧意见：不计利息", "单位月底前为", "见文书"):
        assert words in own
    assert NAME not in own
    assert "尚未会商" not in own
    paper = gone.papers.get(kind="settlement")
    f.do(gone, "cancel_recording", clerk, paper=paper, reason="写错")
    assert "登记有误，已作废" in page_of_it.get(gone.get_absolute_url()).content.decode()
    f.do(gone, "merge", clerk, into=into)
    into.refresh_from_db()
    seen = signed_in(f.an_officer(Role.CLERK, "YB")).get(into.get_absolute_url()).content.decode()
    assert "分歧意见：不计利息" in seen
    assert NAME not in seen
    [talk] = gone.papers.filter(kind="consultation")
    f.do(into, "cancel_recording", clerk, paper=talk, reason="日期写错")
    assert talk.is_void
    f.do(into, "record_consultation", clerk, form="phone", held_on=f.today(),
         departments=[f.a_department("YB")], said="医保局：无异议", agreed=AGREED,
         dissent="不计利息")  # fmt: skip
    f.answer_all(into)
    signing = page_of_it.get(f"{into.get_absolute_url()}draft_decision/").content.decode()
    assert "分歧意见：不计利息" in signing
    assert "登记有误" not in signing


def test_the_receiving_unit_puts_right_what_a_unit_that_has_answered_put_down() -> None:
    """Nobody could: its task was over, and the record was not the receiving unit's."""
    dispute, guest = f.handled(Mode.JOINT), f.an_officer(Role.CLERK, "YB")
    typed = {"form": "phone", "held_on": f.today(), "said": "人社局：属实", "agreed": "照办"}
    f.do(dispute, "record_consultation", guest, departments=[f.a_department("RS")], **typed)
    with pytest.raises(Mistyped, match="专班办公室不是会商单位"):
        f.do(dispute, "record_consultation", guest, departments=[f.a_department("ZB")],
             **typed | {"said": "专班办公室：属实"})  # fmt: skip
    f.answer_all(dispute)
    paper = dispute.papers.get(kind="consultation")
    f.do(dispute, "cancel_recording", f.an_officer(), paper=paper, reason="单位写错")
    assert paper.is_void
    assert len(told(guest, "登记有误，已作废")) == 1


def test_where_the_reporter_is_kept_secret_no_agreement_of_both_is_put_down() -> None:
    dispute = f.handled(Mode.SINGLE, confidential_report=True)
    with pytest.raises(NotAllowed, match="不应知道举报人"):
        f.do(dispute, "record_settlement", f.an_officer(), **settled())
