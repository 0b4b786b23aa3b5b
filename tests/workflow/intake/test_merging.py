"""并案: nobody is lost; each payer is told and heard, and both files are read (R043, R069)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from confidentiality.sealing import open_sealed, open_sealed_json
from departments.models import Officer
from departments.roles import Role
from disputes.choices import Mode, State
from disputes.models import Dispute, Follow, Party, Recusal
from papers.kinds import thaw
from tests import factories as f
from tests.told import telling
from tests.workflow.on_a_day import at_noon
from tests.workflow.signing_in import signed_in
from web.refusals import Mistyped
from workflow.cases.materials import add_material
from workflow.intake.forms import Correct
from workflow.models import Notice, Paper, Service
from workflow.procedure import participation
from workflow.procedure.sides import case_sides

pytestmark = pytest.mark.django_db

SECOND = {"name": "诸葛试用", "phone": "15400000026"}


def of_another(code: str = "SW", *, who: dict[str, str] = SECOND, **fields: object) -> Dispute:
    """The second payer's case against the same employer, reviewed."""
    draft = f.a_draft(code, **fields)
    draft.parties.filter(role="payer").delete()
    f.a_party(draft, "payer", "employee", **who)
    draft = Dispute.objects.get(pk=draft.pk)
    f.do(draft, "register", draft.first_contact_officer)
    f.do(draft, "approve_intake", f.an_officer(Role.REVIEWER, code))
    return draft


def merged(code: str = "SW", **fields: Any) -> tuple[Dispute, Dispute]:
    """甲's case handled alone by 税务局, and 乙's merged into it."""
    into = f.handled(Mode.SINGLE)
    gone = of_another(code, **fields)
    f.do(gone, "merge", f.an_officer(Role.CLERK, code), into=into)
    return Dispute.objects.get(pk=into.pk), gone


def own(dispute: Dispute, role: str) -> Party:
    return dispute.parties.get(role=role, of=None)


def said_by(paper: Paper) -> Any:  # Any: the content of its kind
    return thaw(paper.kind, open_sealed_json(paper.content))


def decide(dispute: Dispute) -> None:
    f.do(dispute, "draft_decision", f.an_officer(), facts="属实", basis="法", decision="补缴")
    f.do(dispute, "sign_decision", f.an_officer("head"), comment="同意")


def tell(dispute: Dispute, party: str, of: int | None = None) -> None:
    f.do(dispute, "serve", f.an_officer(), party=party, of=of, method="direct",
         served_on=f.today(), recipient="本人")  # fmt: skip


def hear(dispute: Dispute, party: str, of: int | None = None, answer: str = "none") -> None:
    f.do(dispute, "record_response", f.an_officer(), party=party, of=of, answer=answer)


def test_the_absorbed_payer_is_a_party_of_the_survivor_and_the_employer_is_not_doubled() -> None:
    into, gone = merged()
    joined = into.parties.get(of=gone)
    assert (joined.role, open_sealed(joined.name)) == ("payer", SECOND["name"])
    assert open_sealed(own(into, "payer").name) == "欧阳测试"
    assert into.parties.filter(role="counterparty").count() == 1
    told = into.timeline.latest("pk").text
    assert "列为本件当事人" in told
    assert SECOND["name"] not in told


def test_a_contribution_dispute_is_not_merged_into_what_is_none() -> None:
    """It would be declined with it, and nobody would work on it (R001)."""
    into = f.triaged(category="OUT-2")
    gone = of_another()
    with pytest.raises(Mistyped, match="不属征缴争议"):
        f.do(gone, "merge", f.an_officer(), into=into)


def test_the_same_payer_s_second_case_brings_nobody() -> None:
    into, gone = f.handled(Mode.SINGLE), f.triaged()
    f.do(gone, "merge", f.an_officer(), into=into)
    assert into.parties.count() == 2
    assert case_sides.everybody(Dispute.objects.get(pk=into.pk)) == [
        ("payer", None),
        ("counterparty", None),
    ]


def test_another_employer_comes_along_and_is_told_too() -> None:
    into, gone = f.handled(Mode.SINGLE), of_another()
    gone.parties.filter(role="counterparty").update(unit_name="另一家示例加工厂")
    f.do(gone, "merge", f.an_officer(), into=into)
    assert ("counterparty", gone.pk) in case_sides.everybody(Dispute.objects.get(pk=into.pk))


def test_whose_own_cause_it_becomes_hands_the_survivor_to_the_office() -> None:
    """The other side that comes along is who decides the survivor (A06)."""
    into, gone, office = f.handled(Mode.SINGLE), of_another(), f.an_officer(Role.OFFICE, "ZB")
    unit = f.a_department("SW")
    gone.parties.filter(role="counterparty").update(
        department=unit, unit_name=unit.name, kind="collector"
    )
    gone = Dispute.objects.get(pk=gone.pk)
    f.do(gone, "merge", f.an_officer(), into=into)
    into.refresh_from_db()
    assert (into.owing_role, into.owing_department) == (Role.OFFICE, None)
    assert telling(office.notices.filter(dispute=into), "请专班办公室指定办理单位").count() == 1
    assert "不能自行处理" in into.timeline.latest("pk").text


def test_each_payer_has_his_own_paper_of_what_he_himself_brought() -> None:
    into, gone = merged(facts="另一缴费人反映的事。", visited_at=timezone.now() - timedelta(days=9))
    decide(into)
    papers = list(into.papers.filter(kind="decision").order_by("pk"))
    assert [(each.party, each.of_id) for each in papers] == [
        ("payer", None), ("payer", gone.pk), ("counterparty", None)
    ]  # fmt: skip
    first, second = (said_by(each) for each in papers[:2])
    assert (first.addressee.name, second.addressee.name) == ("欧阳测试", SECOND["name"])
    assert second.payer.name == SECOND["name"]
    assert second.matter.facts == "另一缴费人反映的事。"
    assert first.decision == second.decision


def test_it_does_not_end_before_every_payer_is_served_and_heard() -> None:
    into, gone = merged()
    decide(into)
    for party in ("payer", "counterparty"):
        tell(into, party)
    assert into.deadlines.open().filter(key="feedback.both").exists()
    for party in ("payer", "counterparty"):
        hear(into, party)
    assert into.state == State.FEEDBACK
    tell(into, "payer", gone.pk)
    assert into.papers.filter(kind="service_proof", of=gone).count() == 1
    hear(into, "payer", gone.pk)
    assert into.state == State.CONCLUDED


def test_he_may_object_though_the_others_are_content() -> None:
    into, gone = merged()
    decide(into)
    for party, of in (("payer", None), ("payer", gone.pk), ("counterparty", None)):
        tell(into, party, of)
    hear(into, "payer", gone.pk, "objects")
    assert into.state == State.OBJECTED


def test_plain_sql_ends_nothing_without_him() -> None:
    into, _ = merged()
    decide(into)
    for party in ("payer", "counterparty"):
        tell(into, party)
        hear(into, party)
    ended = "UPDATE disputes_dispute SET state = 'concluded' WHERE id = %s"
    with (
        pytest.raises(DatabaseError, match="not told"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(ended, [into.pk])


def test_nobody_is_served_for_a_case_that_was_never_merged() -> None:
    into, _ = merged()
    decide(into)
    with pytest.raises(Mistyped, match="没有随该并入件来的"):
        tell(into, "payer", into.pk)


def test_the_archive_asks_for_the_papers_of_all_of_them() -> None:
    into, gone = merged()
    decide(into)
    for party, of in (("payer", None), ("payer", gone.pk), ("counterparty", None)):
        tell(into, party, of)
        hear(into, party, of)
    f.a_department("SW")
    f.do(into, "archive", f.an_officer())
    titles = [line["title"] for line in into.case_file.catalogue]
    assert sum("处理意见告知书" in title for title in titles) == 3
    assert sum("送达回证" in title for title in titles) == 3


def test_who_came_with_a_merged_case_is_out_of_reach_only_by_tries_to_reach_himself() -> None:
    into, gone = merged()
    decide(into)
    last = f.today() + timedelta(days=2)
    reason = {"exempt": "unreachable", "note": "三次联系不上"}
    with at_noon(last):
        for back in range(3):
            tried = {"method": "phone", "tried_on": last - timedelta(days=back), "outcome": "无人"}
            f.do(into, "attempt", f.an_officer(), party="payer", of=gone.pk, **tried)
        with pytest.raises(Mistyped, match=r"缴费人欧\*试现已登记0天"):
            f.do(into, "serve", f.an_officer(), party="payer", **reason)
        with pytest.raises(Mistyped, match="那一件没有这样登记"):
            f.do(into, "serve", f.an_officer(), party="payer", of=gone.pk, exempt="anonymous",
                 note="匿名")  # fmt: skip
        f.do(into, "serve", f.an_officer(), party="payer", of=gone.pk, **reason)
    assert case_sides.served_sides(Dispute.objects.get(pk=into.pk)) == {("payer", gone.pk)}


def test_a_notice_alone_goes_to_each_payer() -> None:
    into, gone = f.triaged(), of_another()
    f.do(gone, "merge", f.an_officer(), into=into)
    f.do(into, "decline", f.an_officer(Role.HEAD), reason="wages", channel="劳动监察大队")
    told = into.papers.filter(kind="notification").values_list("party", "of")
    assert sorted(told, key=str) == [("payer", gone.pk), ("payer", None)]
    assert case_sides.unserved(Dispute.objects.get(pk=into.pk)) == [
        ("payer", None),
        ("payer", gone.pk),
    ]


def test_who_joins_a_case_that_was_handed_on_is_told_where_it_is() -> None:
    into, gone = f.handled(Mode.REFERRAL), of_another()
    f.do(gone, "merge", f.an_officer(), into=into)
    first, second = into.papers.filter(kind="notification", voids=None).order_by("pk")
    assert (first.of_id, second.of_id, second.replaces) == (None, gone.pk, None)
    assert said_by(second).competent == said_by(first).competent
    f.answer(into.assignments.get(), "return_back", f.an_officer(Role.CLERK, "YB"), reason="非")
    assert not into.papers.filter(kind="notification", voids=None).exists()


def test_facts_and_materials_are_read_from_the_survivor_by_whoever_sees_it() -> None:
    into = f.handled(Mode.SINGLE)
    gone = of_another("RS", facts="另一缴费人反映的事。", source_number="12345-0815")
    file = ContentFile("缴费记录".encode(), name="缴费记录.txt")
    material = add_material(gone, by=f.an_officer(Role.CLERK, "RS"), upload=file)
    f.do(gone, "merge", f.an_officer(Role.CLERK, "RS"), into=into)
    reader = signed_in(f.an_officer())
    page = reader.get(into.get_absolute_url()).content.decode()
    for words in ("并入事项", str(gone), "另一缴费人反映的事。", "12345-0815", "缴费记录.txt"):
        assert words in page
    assert reader.get(gone.get_absolute_url()).status_code == 404
    assert f'href="{gone.get_absolute_url()}"' not in page
    taken = reader.get(f"/materials/{material.pk}/")
    assert b"".join(taken.streaming_content).decode() == "缴费记录"  # type: ignore[attr-defined]
    stranger = signed_in(f.an_officer(Role.CLERK, "CZ"))
    assert stranger.get(f"/materials/{material.pk}/").status_code == 404


def test_the_department_that_received_it_sees_what_became_of_its_payer() -> None:
    into, _ = merged("RS")
    officer = Officer.objects.get(pk=f.an_officer(Role.CLERK, "RS").pk)
    assert into in Dispute.objects.visible_to(officer)
    decide(into)
    assert into in Dispute.objects.visible_to(officer)


def test_followers_follow_on_and_the_recused_stay_away() -> None:
    into, gone = f.handled(Mode.SINGLE), of_another()
    follower, recused = f.an_officer(nth=2), f.an_officer(nth=3)
    Follow.objects.create(officer=follower, dispute=gone)
    Recusal.objects.create(dispute=gone, officer=recused, reason="亲属", recorded_by=recused)
    f.do(gone, "merge", f.an_officer(), into=into)
    assert into.followers.filter(officer=follower).exists()
    assert into not in Dispute.objects.visible_to(Officer.objects.get(pk=recused.pk))


def test_a_secret_report_stays_secret_in_the_survivor() -> None:
    into, _ = merged(confidential_report=True)
    assert into.confidential_report


def of_a_secret_employer(**fields: Any) -> tuple[Dispute, Dispute]:
    # Any: model fields
    """乙's own case is against an employer of his own, who comes with him."""
    into, draft = f.handled(Mode.SINGLE), f.a_draft(**fields)
    draft.parties.all().delete()
    f.a_party(draft, "payer", "employee", **SECOND)
    f.a_party(draft, "counterparty", "employer", unit_name="示例水泥厂")
    gone = Dispute.objects.get(pk=draft.pk)
    f.do(gone, "register", gone.first_contact_officer)
    f.do(gone, "approve_intake", f.an_officer(Role.REVIEWER))
    f.do(gone, "merge", f.an_officer(), into=into)
    return Dispute.objects.get(pk=into.pk), gone


@pytest.mark.parametrize("why", ["one_party", "confidential"])
def test_the_other_side_of_a_secret_report_is_exempt_in_the_survivor_as_it_was(why: str) -> None:
    into, gone = of_a_secret_employer(confidential_report=True)
    decide(into)
    f.do(into, "serve", f.an_officer(), party="counterparty", of=gone.pk, exempt=why, note="保密")
    side = ("counterparty", gone.pk)
    assert side in case_sides.served_sides(into)
    assert side in case_sides.heard_sides(into)


def test_a_secret_of_the_survivor_is_none_of_the_merged_case() -> None:
    into, gone = of_a_secret_employer()
    Dispute.objects.filter(pk=into.pk).update(confidential_report=True)
    into.refresh_from_db()
    decide(into)
    said = {"party": "counterparty", "exempt": "confidential", "note": "保密"}
    with pytest.raises(Mistyped, match="那一件没有这样登记"):
        f.do(into, "serve", f.an_officer(), of=gone.pk, **said)
    f.do(into, "serve", f.an_officer(), **said)


@pytest.mark.parametrize(("party", "exempt"), [("counterparty", "confidential"),
                                              ("counterparty", "one_party"),
                                              ("payer", "anonymous")])  # fmt: skip
def test_nor_does_hand_written_sql_exempt_who_came_from_an_open_case(party, exempt) -> None:
    into, gone = of_a_secret_employer()
    decide(into)
    row = {"dispute": into, "of": gone, "party": party, "exempt": exempt, "note": "说明"}
    with pytest.raises(DatabaseError, match="is not true"), transaction.atomic():
        Service.objects.create(recorded_by=f.an_officer(), **row)


def later(days: int = 1) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def test_the_older_is_not_merged_into_a_younger_that_is_no_further() -> None:
    old = f.handled(Mode.SINGLE)
    with later():
        young = of_another()
        with pytest.raises(Mistyped, match=f"打开 {young.number}，把它并入 {old.number}"):
            f.do(old, "merge", f.an_officer(), into=young)
        assert old.state == State.HANDLING


def test_into_a_younger_that_is_further_only_when_it_is_confirmed() -> None:
    old = of_another()
    with later():
        young = f.handled(Mode.SINGLE)
        with pytest.raises(Mistyped, match="请勾选确认") as refused:
            f.do(old, "merge", f.an_officer(), into=young)
        assert set(refused.value.errors) == {"older_into_younger"}
        f.do(old, "merge", f.an_officer(), into=young, older_into_younger=True)
        page = signed_in(f.an_officer()).get(young.get_absolute_url()).content.decode()
        assert "最早首问" in page


def test_it_is_not_merged_into_what_was_decided_without_its_payer() -> None:
    into, gone = f.decided(), of_another()
    with pytest.raises(Mistyped, match="处理意见已经签发"):
        f.do(gone, "merge", f.an_officer(), into=into)
    drafted = f.handled(Mode.SINGLE)
    f.do(drafted, "draft_decision", f.an_officer(), facts="属实", basis="法", decision="补缴")
    with pytest.raises(Mistyped, match=f"{drafted.number} 的处理意见正在等待签发，请先退回修改"):
        f.do(gone, "merge", f.an_officer(), into=drafted)


def test_who_works_on_the_survivor_is_told_and_how_weighty_it_is_now() -> None:
    into, gone = f.handled(Mode.JOINT), of_another("RS", people_count=12)
    hears = [f.an_officer(code=code) for code in ("SW", "YB")]
    f.do(gone, "merge", f.an_officer(Role.CLERK, "RS"), into=into)
    for officer in hears:
        told = telling(Notice.objects.filter(recipient=officer, dispute=into), "有另一名缴费人加入")
        assert "重大" in told.get().text
    assert "按当事人增加后的内容，系统建议由" in into.timeline.latest("pk").text
    into.refresh_from_db()
    assert into.people_count == 13


def test_whoever_received_a_payer_sees_the_survivor_of_the_survivor_and_the_count_stays() -> None:
    into, between = f.handled(Mode.SINGLE), of_another("RS")
    first = of_another("YB", who={"name": "司马试用", "phone": "15400000034"})
    again = of_another("XF")  # the payer of `between` once more: nobody is joined
    for gone, code in ((first, "YB"), (again, "XF")):
        f.do(gone, "merge", f.an_officer(Role.CLERK, code), into=between, older_into_younger=True)
    f.do(between, "merge", f.an_officer(Role.CLERK, "RS"), into=into)
    into.refresh_from_db()
    assert into.people_count == 3
    seen = participation.departments_of(into).values_list("code", flat=True)
    assert set(seen) == {"SW", "RS", "YB", "XF"}
    for code in ("YB", "XF"):
        reader = Officer.objects.get(pk=f.an_officer(Role.CLERK, code).pk)
        assert into in Dispute.objects.visible_to(reader)
    for gone, left in ((between, 2), (first, 1)):
        leaves = {"what": "party", "of": gone.pk, "requested_on": f.today(), "ground": "退出"}
        f.do(into, "withdraw_part", f.an_officer(), **leaves)
        assert into.people_count == left


def test_whoever_is_deciding_the_survivor_is_told_that_it_has_changed() -> None:
    into = f.handled(Mode.SINGLE)
    gone = of_another()
    f.do(gone, "merge", f.an_officer(), into=into)
    before = into.version
    into.refresh_from_db()
    assert into.version == before + 1


def test_the_pages_have_a_block_for_each_of_them() -> None:
    into, gone = merged()
    decide(into)
    officer = signed_in(f.an_officer())
    serve = officer.get(f"/disputes/{into.pk}/serve/")
    assert len([card for card in serve.context["cards"] if card.form]) == 3
    typed = {"party": "payer", "of": gone.pk, "method": "direct", "served_on": f.today(),
             "recipient": "本人", "version": into.version}  # fmt: skip
    assert officer.post(f"/disputes/{into.pk}/serve/", typed).status_code == 302
    said = officer.get(f"/disputes/{into.pk}/record_response/")
    assert [bool(card.form) for card in said.context["cards"]] == [False, True, False]
    into.refresh_from_db()
    typed = {"party": "payer", "of": gone.pk, "answer": "none", "version": into.version}
    assert officer.post(f"/disputes/{into.pk}/record_response/", typed).status_code == 302
    assert into.responses.get().of == gone


def test_his_telephone_can_be_corrected_in_the_survivor() -> None:
    into, gone = merged()
    page = signed_in(f.an_officer()).get(f"/disputes/{into.pk}/correct/").content.decode()
    assert "缴费人（并案）" in page
    assert SECOND["phone"] not in page
    given = {f"{gone.pk}.payer.phone": "15400000034"}
    f.do(into, "correct", f.an_officer(), given=given, reason="记错一位")
    assert open_sealed(into.parties.get(of=gone).phone) == "15400000034"
    assert open_sealed(own(into, "payer").phone) == "15400000018"
    assert into.corrections.get().is_sealed


def of_a_unit(name: str, other: str) -> Dispute:
    """A unit's own matter against somebody else, reviewed."""
    draft = f.a_draft()
    draft.parties.all().delete()
    f.a_party(draft, "payer", "employer", unit_name=name, phone="15400000077")
    f.a_party(draft, "counterparty", "authority", unit_name=other)
    draft = Dispute.objects.get(pk=draft.pk)
    f.do(draft, "register", draft.first_contact_officer)
    f.do(draft, "approve_intake", f.an_officer(Role.REVIEWER))
    return draft


def test_nobody_stands_on_both_sides_of_the_survivor() -> None:
    """Neither by 并案, from whichever side, nor by 更正 beside whom a merged case has brought."""
    against, clerk = f.handled(), f.an_officer()
    own_matter = of_a_unit("示例木制品加工厂", "某某中心")
    for gone, into in ((own_matter, against), (of_another(), own_matter)):
        with pytest.raises(Mistyped, match="示例木制品加工厂既是缴费人又是争议对方，不能并案"):
            f.do(gone, "merge", clerk, into=into)
    secret = f.handled(confidential_report=True)
    with pytest.raises(Mistyped) as refused:
        f.do(own_matter, "merge", clerk, into=secret)
    assert "示例木制品加工厂" not in refused.value.sentence
    f.do(of_a_unit("另一家厂", "某某中心"), "merge", clerk, into=against)
    told = {"given": {"counterparty.name": "另一家厂"}, "reason": "写错了"}
    with pytest.raises(Mistyped, match="并案来的"):
        f.do(against, "correct", clerk, **told)
    f.do(against, "correct", clerk, given={"place": "林场"}, reason="写错了")


def test_a_page_of_correction_opened_before_somebody_joined_has_no_field_of_his() -> None:
    into = Dispute.objects.get(pk=f.handled().pk)
    form = Correct({"reason": "写错了"}, subject=into, officer=f.an_officer())
    f.do(of_another(), "merge", f.an_officer(), into=into)
    into.refresh_from_db()
    assert form.joined == []
    anew = Correct({"reason": "写错了"}, subject=into, officer=f.an_officer())
    assert [
        anew[part.partition(":")[0]].name for _, layout in anew.joined for part in layout.split()
    ]


def test_what_the_leader_took_up_does_not_end_in_a_general_case_and_signs_come_along() -> None:
    older, special = f.handled(), f.handled("special")
    with pytest.raises(Mistyped, match="经组长同意作专案办理"):
        f.do(special, "merge", f.an_officer(), into=older)
    risky = f.triaged(signals={"petition_risk": True})
    f.do(risky, "merge", f.an_officer(), into=older)
    older.refresh_from_db()
    assert older.signals["petition_risk"]
