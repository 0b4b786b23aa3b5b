"""举报保密: known to who answers for the case and the heads there alone (六(三), R075)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from confidentiality.masking import mask
from confidentiality.models import AccessRecord
from confidentiality.sealing import open_sealed_json
from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode
from disputes.finding import found_by
from disputes.materials import keep_material
from disputes.models import Dispute, Party, ReporterGrant
from disputes.similar import Person, Trouble, of_the_same_payer
from disputes.words import shown
from papers.choices import PaperKind
from papers.copies import masked, withheld
from papers.kinds import thaw
from tests import factories as f
from tests.api.programs import program_of
from tests.confidentiality.brought_files import photo
from tests.workflow.signing_in import signed_in
from web.refusals import Mistyped, NotAllowed, NotYours

pytestmark = pytest.mark.django_db

HIDDEN = ("欧阳测试", "欧*", "154*", "*0018", "15400000018")


def test_others_read_that_somebody_did_and_nothing_of_him() -> None:
    dispute = f.handled(Mode.JOINT, confidential_report=True, facts="欧阳测试说单位没有缴")
    guest = f.an_officer(Role.CLERK, "YB")
    f.answer(dispute.assignments.get(department__code="YB"), "accept", guest)
    reveal = f"{dispute.get_absolute_url()}reveal/"
    for officer in (guest, f.a_leader(), f.an_officer(nth=2)):
        browser = signed_in(officer)
        for address in (dispute.get_absolute_url(), "/disputes/", "/", reveal):
            page = browser.get(address).content.decode().partition('id="main"')[2]
            assert [each for each in HIDDEN if each in page] == [], address
        told = browser.get(dispute.get_absolute_url()).content.decode()
        assert "举报人（保密）说单位没有缴" in told
        answer = program_of(officer).get(f"disputes/{dispute.pk}/").json()
        assert answer["payer"]["name"] == "举报人（保密）"
        assert answer["payer"]["phone"] == ""
    payer = dispute.payer
    assert payer
    sent = {"parts": [f"party.{payer.pk}.name"], "purpose": "核对身份"}
    assert signed_in(guest).post(reveal, sent).status_code == 403
    assert AccessRecord.objects.filter(officer=guest, result="refused").exists()
    paper = dispute.papers.get(kind=PaperKind.REGISTRATION)
    content = thaw(paper.kind, open_sealed_json(paper.content))
    printed = str(replace(masked(content), people=()))  # who is known is not printed
    assert [each for each in HIDDEN if each in printed] == []


HOME = "翠峦镇向阳社区3号楼2单元501"
BROKEN = (
    "据欧阳\n测试说，欧　　　　　阳测试、【欧】【阳】测试、欧阳\r\n\r\n测试的单位没有缴。"
    "电话154\n0000\n0018，一五四 零零零零 零零一八；住向阳社区3号楼2单元501，"
    "即向阳社区三号楼二单元五〇一，向阳社区3号楼的邻居也知道。"
)
#: Whatever stands between the signs, nothing of him is left of it.
TOLD = ("零零", "社区", "号楼", "单元", "五〇一", "15400000018", "\n0018", "\\n0018", "**0018")
SOUGHT = ("15400000018", "0018", HOME, HOME[3:], "3号楼", "三号楼", "零一八")


def reported(*, anonymous: bool) -> Dispute:
    """A joint case whose every typed text tells of him, however it is broken."""
    told: Any = {"facts": BROKEN, "claim": BROKEN, "confidential_report": True, "place": HOME[3:]}
    draft = f.a_draft(anonymous=anonymous, **told)
    if anonymous:
        f.a_party(draft, "payer", "employee", phone="15400000018", address=HOME)
    else:
        Party.objects.filter(pk=draft.payer.pk).delete()  # type: ignore[union-attr]
        f.a_party(draft, "payer", "employee", name="欧阳测试", phone="15400000018", address=HOME)
    dispute = Dispute.objects.get(pk=draft.pk)
    f.do(dispute, "register", f.an_officer())
    f.do(dispute, "approve_intake", f.an_officer(Role.REVIEWER))
    units = [f.a_department(code) for code in ("RS", "YB")]
    f.do(dispute, "convene_joint", f.an_officer(), departments=units, question=BROKEN)
    return dispute


@pytest.mark.parametrize("anonymous", [False, True])
def test_nothing_of_him_comes_through_where_his_name_is_broken(*, anonymous: bool) -> None:
    """Nor of one who gave none, and left a telephone and an address."""
    dispute = reported(anonymous=anonymous)
    told = TOLD if anonymous else (*TOLD, "欧", "阳测")
    asked = dispute.assignments.get(department__code="YB")
    guest = f.an_officer(Role.CLERK, "YB")
    f.answer(asked, "accept", guest)
    for officer in (guest, f.a_leader()):
        browser, program = signed_in(officer), program_of(officer)
        own = [asked.get_absolute_url()] if officer == guest else []
        for address in (dispute.get_absolute_url(), f"{dispute.get_absolute_url()}reveal/", *own):
            page = browser.get(address).content.decode().partition('id="main"')[2]
            assert told_in(page, told) == [], address
            assert "举报人（保密）" in page
        parts = [f"party.{dispute.payer.pk}.phone"]  # type: ignore[union-attr]
        sent = {"parts": parts, "purpose": "核对身份"}
        assert browser.post(f"{dispute.get_absolute_url()}reveal/", sent).status_code == 403
        for part in ("", "timeline/", "assignments/"):
            answer = program.get(f"disputes/{dispute.pk}/{part}").content.decode()
            assert told_in(answer, told) == [], part
    seen = Dispute.objects.filter(pk=dispute.pk)
    for words in (*([] if anonymous else ["欧阳测试", "阳测"]), *SOUGHT):
        assert not found_by(seen, words).exists(), words
    assert found_by(seen, "单位没有缴").exists()
    for paper in dispute.papers.all():
        content = thaw(paper.kind, open_sealed_json(paper.content))
        copies = [masked(content)] + [withheld(content)] * content.withholds
        for copy in copies:
            printed = replace(copy, people=()).to_json()
            typed = f"{printed.get('question')}{printed.get('matter')}{printed.get('payer')}"
            assert told_in(typed, told) == [], paper.kind


def test_what_a_paper_cannot_put_away_itself_holds_it_back_and_says_where() -> None:
    """Every paper is looked through where it is issued; his own letters go on (R075)."""
    dispute = f.triaged(confidential_report=True)
    units = [f.a_department(code) for code in ("RS", "YB")]
    asked = {"departments": units, "question": "请核实①⑤④0000００①⑧的参保情况"}
    with pytest.raises(NotAllowed, match="会办通知不能发出：“需办理的事项”里有可识别举报人"):
        f.do(dispute, "convene_joint", f.an_officer(), **asked)
    assert not dispute.assignments.exists()
    asked["question"] = "请核实欧阳测试的参保情况"  # quoted, and put away
    f.do(Dispute.objects.get(pk=dispute.pk), "convene_joint", f.an_officer(), **asked)
    [notice, _] = dispute.papers.filter(kind=PaperKind.JOINT_NOTICE)
    content = thaw(notice.kind, open_sealed_json(notice.content))
    assert "请核实（保密，另函）的参保情况" in str(withheld(content))


def told_in(text: str, told: tuple[str, ...]) -> list[str]:
    return [each for each in told if each in text]


def test_what_he_brought_is_opened_by_those_alone_who_may_know_him() -> None:
    dispute = f.handled(Mode.JOINT, confidential_report=True)
    brought = keep_material(
        dispute, SimpleUploadedFile("工资条.jpg", photo()), by=f.an_officer(), title="工资条"
    )
    own = keep_material(
        dispute, SimpleUploadedFile("核查.jpg", photo(3)), by=f.an_officer(), title="核查记录",
        source=brought.Source.OFFICER,
    )  # fmt: skip
    f.answer(
        dispute.assignments.get(department__code="YB"), "accept", f.an_officer(Role.CLERK, "YB")
    )
    told = (Role.CLERK, "SW", 1), (Role.HEAD, "SW", 1)
    others = (Role.CLERK, "SW", 2), (Role.CLERK, "YB", 1), (Role.HEAD, "YB", 1)
    for who in (*told, *others):
        browser = signed_in(fresh(*who))
        opens = who in told
        page = browser.get(dispute.get_absolute_url()).content.decode()
        assert (f"/materials/{brought.pk}/" in page) is opens, who
        assert ("举报保密" in page.partition('id="material-list"')[2]) is not opens, who
        for door in ("material", "material_look", "material_shown"):
            answer = browser.get(reverse(door, args=[brought.pk]))
            assert answer.status_code == (200 if opens else 403), (who, door)
            assert opens or "授权查看举报人" in answer.content.decode()
            assert list(answer)  # read to its end
            other = browser.get(reverse(door, args=[own.pk]))
            assert (other.status_code, len(list(other)) > 0) == (200, True), (who, door)
    sent, by = SimpleUploadedFile("又.jpg", photo()), fresh(Role.CLERK, "YB", 1)
    keep_material(dispute, sent, by=by)  # who may not know him learns nothing by sending the same
    f.do(
        dispute, "entrust", f.an_officer(Role.HEAD),
        officer=f.an_officer(Role.CLERK, "YB"), reason="须当面核对",
    )  # fmt: skip
    entrusted = signed_in(fresh(Role.CLERK, "YB", 1))
    assert entrusted.get(reverse("material_look", args=[brought.pk])).status_code == 200


def test_who_may_not_know_him_is_told_why_and_by_whom_he_would_be() -> None:
    """The reviewer works on it: he is offered nothing in vain, and told no untrue reason."""
    dispute = f.handled(confidential_report=True)
    reviewer = signed_in(fresh(Role.REVIEWER, "SW", 1))
    address = reverse("dispute_reveal", args=[dispute.pk])
    payer = dispute.payer
    assert payer is not None
    page = reviewer.get(address).content.decode()
    assert "请受理单位负责人用“授权查看举报人”授权" in page
    assert f"party.{payer.pk}." not in page
    assert "记录并查看" not in page  # the other side is a unit, which hides nothing
    sent = {"parts": [f"party.{payer.pk}.name"], "purpose": "核对身份"}
    refused = reviewer.post(address, sent)
    assert refused.status_code == 403
    assert "举报保密：举报人的信息没有授权给你。" in refused.content.decode()
    assert AccessRecord.objects.get(action="reveal").result == "refused"
    head = signed_in(fresh(Role.HEAD, "SW", 1)).get(address).content.decode()
    assert f"party.{payer.pk}." in head
    assert "举报保密：" not in head


def test_nobody_finds_it_by_who_reported_not_even_where_his_name_was_typed() -> None:
    seen = Dispute.objects.filter(
        pk=f.triaged(confidential_report=True, facts="欧阳测试说单位没有缴").pk
    )
    open_one = f.triaged(facts="欧阳测试说单位没有缴")
    for words in ("欧阳测试", "欧阳", "15400000018", "0018"):
        assert not found_by(seen, words).exists(), words
        assert found_by(Dispute.objects.filter(pk=open_one.pk), words).exists(), words
    assert found_by(seen, "单位没有缴").exists()
    person, trouble = Person(phone="15400000018"), Trouble()
    matches = of_the_same_payer(f.an_officer(), None, person, trouble).matches
    assert [each.number for each in matches] == [open_one.number]


def test_the_mask_of_his_name_in_an_older_text_is_not_shown_either() -> None:
    dispute = f.triaged(confidential_report=True)
    old = f"登记{mask('name', '欧阳测试')}的来访，电话{mask('phone', '15400000018')}。"
    assert shown(old, dispute) == "登记举报人（保密）的来访，电话举报人（保密）。"
    assert shown(old, f.triaged()) == old


def test_who_answers_for_it_and_the_heads_there_may_ask_for_his_name() -> None:
    dispute = f.handled(Mode.JOINT, confidential_report=True)
    payer, other = dispute.payer, dispute.counterparty
    assert payer
    assert other
    knows = {
        (role, code, nth): payer.may_be_revealed_to(fresh(role, code, nth))
        for role, code, nth in ((Role.CLERK, "SW", 1), (Role.CLERK, "SW", 2), (Role.HEAD, "SW", 1),
                                (Role.CLERK, "YB", 1), (Role.HEAD, "YB", 1))
    }  # fmt: skip
    assert list(knows.values()) == [True, False, True, False, False]
    assert other.may_be_revealed_to(fresh(Role.CLERK, "YB", 1))
    open_one = f.handled(Mode.JOINT).payer
    assert open_one
    assert open_one.may_be_revealed_to(fresh(Role.CLERK, "YB", 1))


def test_in_a_referral_the_head_who_signs_is_named_by_the_head_who_received_it() -> None:
    """He who signed for it serves the decision and has to know; his head does not (六(三))."""
    dispute = f.handled(Mode.REFERRAL, confidential_report=True)
    clerk, lead, head = (
        f.an_officer(code="YB"),
        f.an_officer(Role.HEAD, "YB"),
        f.an_officer(Role.HEAD),
    )
    f.answer(dispute.assignments.get(), "accept", clerk)
    named = {"officer": lead, "reason": "须当面听取"}
    with pytest.raises(NotYours, match="受理部门负责人"):
        f.do(dispute, "entrust", lead, **named)
    payer = Dispute.objects.get(pk=dispute.pk).payer
    assert payer
    who = [(Role.CLERK, "YB", 1), (Role.HEAD, "YB", 1), (Role.HEAD, "SW", 1), (Role.CLERK, "SW", 1)]
    assert [payer.may_be_revealed_to(fresh(*each)) for each in who] == [True, False, True, False]
    f.do(dispute, "entrust", head, **named)
    assert payer.may_be_revealed_to(fresh(Role.HEAD, "YB", 1))


def test_a_head_entrusts_one_by_name_who_then_sees_and_is_recorded() -> None:
    dispute = f.handled(Mode.JOINT, confidential_report=True)
    guest, head = f.an_officer(Role.CLERK, "YB"), f.an_officer(Role.HEAD)
    payer = dispute.payer
    assert payer
    named = {"officer": guest, "reason": "须当面核对参保记录"}
    f.do(dispute, "entrust", head, **named)
    assert payer.may_be_revealed_to(fresh(Role.CLERK, "YB", 1))
    assert not payer.may_be_revealed_to(fresh(Role.CLERK, "RS", 1))
    with pytest.raises(Mistyped, match="已经授权"):
        f.do(dispute, "entrust", head, **named)
    with pytest.raises(Mistyped, match="不参与办理"):
        f.do(dispute, "entrust", head, officer=f.an_officer(Role.CLERK, "CZ"), reason="想看")
    with pytest.raises(DatabaseError), transaction.atomic():
        ReporterGrant.objects.update(granted_by=guest)


def fresh(role: Role, code: str, nth: int) -> Officer:
    return Officer.objects.get(pk=f.an_officer(role, code, nth=nth).pk)
