"""登记 over HTTP: five elements, one page, nothing typed is ever lost."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from confidentiality.models import AccessRecord
from confidentiality.sealing import open_sealed, open_sealed_json
from departments.roles import Role
from disputes import drafts
from disputes.choices import PartyRole, State
from disputes.forms.page import RegistrationPage
from disputes.intake import missing_elements
from disputes.models import Dispute, Material
from tests import factories
from tests.disputes.people import ID_NUMBER, PHONE, a_visit, browser
from tests.web.drawn_forms import forms_of

pytestmark = pytest.mark.django_db

REGISTER, KEEP, LOOK = "/disputes/register/", "/disputes/register/keep/", "/disputes/register/look/"


def a_page(**typed: str) -> RegistrationPage:
    posted = QueryDict(mutable=True)
    posted.update({"facts": "去年底在村里交了居民医保", **typed})
    return RegistrationPage(posted)


@pytest.fixture
def clerk() -> Client:
    return browser(factories.an_officer(Role.CLERK, "SW"))


def refused(client: Client, **changed: object) -> str:
    """The page that comes back, which still holds what was typed."""
    answer = client.post(REGISTER, a_visit(**changed))
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "去年底在村里交了居民医保" in page or "facts" in changed
    return page


def test_a_visit_becomes_a_registered_dispute(clerk: Client) -> None:
    answer = clerk.post(REGISTER, a_visit(), follow=True)
    dispute = Dispute.objects.get()
    assert dispute.state == State.REGISTERED
    assert "-SW-" in str(dispute.number)
    assert f"已登记，编号 {dispute.number}" in answer.content.decode()
    assert dispute.category == "MED-3"
    assert dispute.signals == {"vulnerable": True}
    assert dispute.insurance_types == ["medical_resident"]
    assert dispute.typed.is_blank
    payer = dispute.payer
    assert payer is not None
    assert open_sealed(payer.id_number) == ID_NUMBER


def test_a_second_click_leads_to_the_same_dispute(clerk: Client) -> None:
    visit = a_visit()
    clerk.post(REGISTER, visit)
    dispute = Dispute.objects.get()
    answer = clerk.post(REGISTER, visit)
    assert answer["Location"] == dispute.get_absolute_url()
    assert Dispute.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("channel", "请选择受理渠道。"),
        ("visited_at", "请填写来访（来电、来信）时间。"),
        ("town", "请选择事项所在辖区。"),
        ("category", "请选择争议类别。"),
        ("facts", "请填写反映的主要事项。"),
        ("payer.name", "请填写缴费人姓名或单位名称；不愿留名的请勾选“匿名”。"),
        ("payer.kind", "请选择缴费人类型。"),
        ("payer.phone", "请填写联系电话；不愿留电话的请勾选“匿名”。"),
    ],
)
def test_a_missing_element_is_asked_for_at_its_field(
    clerk: Client, field: str, sentence: str
) -> None:
    page = refused(clerk, **{field: ""})
    assert f'href="#id_{field}' in page
    assert sentence in page
    assert Dispute.objects.get().state == State.DRAFT


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("payer.id_number", "23079919780412001", "身份证号只有 17 位，应为 18 位。"),
        ("payer.id_number", "230799197804120012", "身份证号的校验位不符"),
        ("payer.phone", "1540000001", "手机号只有 10 位，应为 11 位。"),
        ("counterparty.credit_code", "91230799MA1TE5T420", "统一社会信用代码"),
        ("period_end", "2025-01", "争议期间止不能早于争议期间起。"),
        ("period_start", "去年", "写作 2026-03-05，只知道月份写作 2026-03。"),
        ("visited_at", "2099-01-01 09:00", "来访时间不能晚于现在，请核对。"),
        ("visited_at", "2025年11月31日 9点半", "没有2025年11月31日这一天，请核对。"),
        ("category", "没有这一类", "没有这个争议类别，请从列表中选择。"),
        ("amount", "一千二", "金额"),
        ("people_count", "零", "应为 1 至"),
    ],
)
def test_what_cannot_be_meant_stays_as_typed_with_a_sentence(
    clerk: Client, field: str, typed: str, sentence: str
) -> None:
    page = refused(clerk, **{field: typed})
    assert sentence in page
    assert f'value="{typed}"' in page
    draft = Dispute.objects.get()
    again = clerk.get(f"{REGISTER}{draft.pk}/").content.decode()
    assert f'value="{typed}"' in again


def test_a_part_of_a_category_s_name_is_enough_where_only_one_has_it(clerk: Client) -> None:
    clerk.post(KEEP, a_visit(category="缴费工资"))
    assert Dispute.objects.get().category == "TAX-4"
    assert "没有这个争议类别" in refused(clerk, category="参保")  # several have it


def test_a_platform_is_not_called_after_who_came() -> None:
    """来源平台 lies open, since orders are looked for by it: whoever stands in it is refused."""
    draft = factories.a_draft(channel="letter", source_platform="欧阳测试来信")
    for confidential in (False, True):
        draft.confidential_report = confidential
        assert "“欧阳测试”是当事人的" in missing_elements(draft)["source_platform"][0]
    for fine in ("匿名信", "12345热线", "区长信箱", "12333"):
        draft.source_platform = fine
        assert missing_elements(draft) == {}


def test_all_mistakes_stand_together(clerk: Client) -> None:
    page = refused(clerk, town="", payer__phone="12", category="")
    assert "有 3 处要改，已填内容都在" in page


def test_an_empty_page_promises_nothing_that_was_typed(clerk: Client) -> None:
    nothing = clerk.post(REGISTER, {"key": str(uuid4())}).content.decode()
    assert "处没填：" in nothing
    assert "已填内容都在" not in nothing


NAMELESS = {"payer.name": "", "payer.phone": "", "payer.kind": "", "payer.id_number": ""}


def test_an_anonymous_visit_needs_no_name_and_no_other_source(clerk: Client) -> None:
    page = clerk.post(LOOK, a_visit(anonymous="on", **NAMELESS)).content.decode()
    assert "已齐 5 / 5" in page
    demanded = page.partition('data-demanded="')[2].partition('"')[0].split()
    assert not {"payer.name", "payer.kind", "payer.phone"} & set(demanded)
    assert clerk.post(REGISTER, a_visit(anonymous="on", **NAMELESS)).status_code == 302


def test_whoever_left_his_name_is_not_registered_as_anonymous(clerk: Client) -> None:
    assert "已填姓名的不能登记为匿名" in refused(clerk, anonymous="on")


def test_an_anonymous_draft_marks_nothing_of_the_payer_as_needed(clerk: Client) -> None:
    clerk.post(REGISTER, a_visit(go="keep", anonymous="on", **NAMELESS))
    draft = Dispute.objects.get()
    drawn = clerk.get(f"{REGISTER}{draft.pk}/").content.decode()
    for name, is_needed in (("payer.name", False), ("payer.phone", False), ("facts", True)):
        field = drawn[drawn.index(f'for="id_{name}"') :].partition("</label>")[0]
        assert ("hidden" in field) is not is_needed


def test_an_anonymous_letter_needs_its_source_and_no_name(clerk: Client) -> None:
    nameless = NAMELESS | {"channel": "letter", "place": ""}
    page = refused(clerk, anonymous="on", **nameless)
    assert "匿名件请写明来源" in page
    key = Dispute.objects.get().seal_id
    again = a_visit(key=str(key), anonymous="on", source_platform="匿名信", **nameless)
    assert clerk.post(REGISTER, again).status_code == 302
    dispute = Dispute.objects.get()
    assert dispute.anonymous
    assert dispute.state == State.REGISTERED


def test_a_hotline_matter_carries_its_work_order_once(clerk: Client) -> None:
    assert "请填写来源工单号" in refused(clerk, channel="h12345")
    clerk.post(REGISTER, a_visit(channel="h12345", source_number="WO-1"))
    first = Dispute.objects.get(state=State.REGISTERED)
    assert first.source_platform == "12345热线"
    other = browser(factories.an_officer(Role.CLERK, "YB"))
    page = refused(other, channel="h12345", source_number="WO-1", payer__id_number="")
    assert "这个工单号已经登记过" in page
    assert str(first.number) not in page


def test_a_group_speaks_through_its_representatives(clerk: Client) -> None:
    page = refused(clerk, people_count="23")
    assert "请填写1至5名代表人" in page
    key = str(Dispute.objects.get().seal_id)
    half = {"rep1.name": "", "rep1.phone": PHONE}
    assert "请填写这位代表人的姓名。" in refused(clerk, key=key, people_count="23", **half)
    named = {"rep1.name": "赵测试", "rep1.phone": PHONE, "rep2.name": "钱测试"}
    assert clerk.post(REGISTER, a_visit(key=key, people_count="23", **named)).status_code == 302
    dispute = Dispute.objects.get()
    rows = dispute.parties.filter(role=PartyRole.REPRESENTATIVE)
    assert sorted(open_sealed(party.name) for party in rows) == ["赵测试", "钱测试"]
    assert dispute.people_count == 23


def test_what_is_typed_is_kept_while_typing_as_one_draft(clerk: Client) -> None:
    typed = a_visit(payer__phone="154", facts="刚开始写")
    told = clerk.post(KEEP, typed).json()
    clerk.post(KEEP, typed | {"facts": "刚开始写，又写了一句"})
    draft = Dispute.objects.get()
    assert told["address"] == f"{REGISTER}{draft.pk}/"
    assert open_sealed_json(draft.typed)["payer.phone"] == ["154"]
    assert draft.facts == "刚开始写，又写了一句"
    page = clerk.get(told["address"]).content.decode()
    assert 'value="154"' in page
    assert "刚开始写，又写了一句" in page


def test_two_pages_of_one_draft_overwrite_nothing_unseen(clerk: Client) -> None:
    """The second that writes sees both, loses nothing, and decides (R107)."""
    first = hidden(clerk.get("/disputes/register/").content.decode())
    told = clerk.post(KEEP, first | {"facts": "第一页先写的"}).json()
    again = clerk.post(KEEP, first | {"facts": "第一页先写的，又补一句"})
    assert again.status_code == 200  # its own answer may have been lost on the way
    second = hidden(clerk.get(told["address"]).content.decode())
    assert second["version"]
    assert clerk.post(KEEP, second | {"facts": "第二页改的"}).status_code == 200
    late = first | {"facts": "第一页再写的", "payer.name": "欧阳测试"}
    refused = clerk.post(KEEP, late)
    assert refused.status_code == 409
    assert "在另一页改过" in refused.json()["detail"]
    both = clerk.post(told["address"], late | {"go": "keep"})
    page = both.content.decode()
    assert both.status_code == 409
    assert "第二页改的" in page
    assert page.count("第一页再写的") == 2  # beside the other, and in its field
    assert "缴费人 姓名" in page
    kept = Dispute.objects.get(seal_id=first["key"])
    assert kept.facts == "第二页改的"
    decided = hidden(page) | {"facts": "两处合起来写的", "go": "keep"}
    assert clerk.post(told["address"], decided).status_code == 302
    kept.refresh_from_db()
    assert kept.facts == "两处合起来写的"


def hidden(page: str) -> dict[str, str]:
    """What the form of the page sends by itself."""
    (form,) = [each for each in forms_of(page) if "tab" in each.hidden]
    return {name: form.hidden[name] for name in ("key", "tab", "version", "kept")}


def test_a_draft_is_its_authors_alone(clerk: Client) -> None:
    clerk.post(KEEP, a_visit())
    draft = Dispute.objects.get()
    for other in (
        factories.an_officer(Role.CLERK, "SW", nth=2),
        factories.an_officer(Role.HEAD, "SW"),
        factories.an_officer(Role.CLERK, "YB"),
    ):
        stranger = browser(other)
        assert stranger.get(f"{REGISTER}{draft.pk}/").status_code == 404
        assert stranger.post(f"{REGISTER}{draft.pk}/", a_visit()).status_code == 404
        assert stranger.post(f"{REGISTER}{draft.pk}/discard/").status_code == 404
        taken = stranger.post(KEEP, a_visit(key=str(draft.seal_id)))
        assert taken.status_code == 409
    assert Dispute.objects.count() == 1


def test_a_draft_can_be_thrown_away_until_it_has_a_number(clerk: Client) -> None:
    clerk.post(KEEP, a_visit())
    draft = Dispute.objects.get()
    clerk.post(f"{REGISTER}{draft.pk}/discard/")
    assert not Dispute.objects.exists()
    clerk.post(REGISTER, a_visit())
    dispute = Dispute.objects.get()
    factories.do(dispute, "return_intake", factories.an_officer(Role.REVIEWER, "SW"), comment="缺")
    answer = clerk.post(f"{REGISTER}{dispute.pk}/discard/", follow=True)
    assert "已有受理编号的事项不能删除" in answer.content.decode()
    assert Dispute.objects.filter(pk=dispute.pk).exists()


def test_a_returned_draft_opens_with_what_it_held_and_keeps_its_number(clerk: Client) -> None:
    clerk.post(REGISTER, a_visit())
    dispute = Dispute.objects.get()
    factories.do(dispute, "return_intake", factories.an_officer(Role.REVIEWER, "SW"), comment="缺")
    page = clerk.get(f"{REGISTER}{dispute.pk}/").content.decode()
    assert 'value="姜测试"' in page
    assert f"{dispute.number} 已退回补充" in page
    again = a_visit(key=str(dispute.seal_id), claim="补办参保。")
    clerk.post(f"{REGISTER}{dispute.pk}/", again)
    number = dispute.number
    dispute.refresh_from_db()
    assert (dispute.number, dispute.state, dispute.claim) == (
        number,
        State.REGISTERED,
        "补办参保。",
    )


def test_the_id_number_tells_sex_age_and_birthday(clerk: Client) -> None:
    page = clerk.post(LOOK, a_visit()).content.decode()
    assert "校验通过　男，" in page
    assert "1978年4月12日生" in page
    wrong = clerk.post(LOOK, a_visit(payer__id_number="23079919780412")).content.decode()
    assert "身份证号只有 14 位，应为 18 位。" in wrong


def test_a_company_need_not_be_told_to_be_one(clerk: Client) -> None:
    typed = {"counterparty.name": "乌翠区恒源木业有限公司", "counterparty.kind": ""}
    page = clerk.post(LOOK, a_visit(**typed)).content.decode()
    assert "按名称或信用代码作“用人单位”，不对请另选" in page
    assert clerk.post(REGISTER, a_visit(**typed)).status_code == 302
    other = Dispute.objects.get().counterparty
    assert other is not None
    assert (other.kind, other.unit_name) == ("employer", "乌翠区恒源木业有限公司")


def test_a_company_that_reports_has_its_elements_without_a_kind(clerk: Client) -> None:
    typed = {"payer.name": "乌翠区恒源木业有限公司", "payer.kind": "", "payer.id_number": ""}
    assert "已齐 5 / 5" in clerk.post(LOOK, a_visit(**typed)).content.decode()
    assert clerk.post(REGISTER, a_visit(**typed)).status_code == 302


def test_the_column_suggests_a_road_with_its_reasons(clerk: Client) -> None:
    page = clerk.post(LOOK, a_visit()).content.decode()
    assert "区医保局" in page
    assert "四(二)" in page
    assert "已齐 5 / 5" in page
    assert not Dispute.objects.exists()  # looking keeps nothing


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"town": ""},
        {"visited_at": "2099-01-01 09:00"},
        {"payer.id_number": "12"},
        {"channel": "h12345"},
        {"channel": "h12345", "source_number": "WO-7"},
        {"channel": "h12345", "source_number": "WO-1"},
        {"people_count": "6"},
        {"people_count": "6", "rep1.name": "姜测试"},
        {"people_count": "零"},
        {"period_end": "去年"},
        {"agent.phone": "12"},
        {"anonymous": "on", **NAMELESS},
        {"anonymous": "on", "channel": "letter", "place": "", **NAMELESS},
        {"anonymous": "on", "channel": "letter", "source_platform": "匿名信", **NAMELESS},
        {"anonymous": "on", "channel": "web", "place": "", "source_number": "W-1", **NAMELESS},
    ],
)
def test_five_of_five_means_that_it_can_be_sent(clerk: Client, typed: dict[str, str]) -> None:
    clerk.post(REGISTER, a_visit(channel="h12345", source_number="WO-1"))
    visit = a_visit() | typed
    said = clerk.post(LOOK, visit).content.decode()
    assert ("已齐 5 / 5" in said) is (clerk.post(REGISTER, visit).status_code == 302)


@pytest.mark.parametrize(
    "said", ["已经申请劳动仲裁", "正在法院审理", "提起行政复议", "已申请信访复查"]
)
def test_a_matter_that_lies_elsewhere_already_prompts(clerk: Client, said: str) -> None:
    page = clerk.post(LOOK, a_visit(facts=f"单位没缴社保，我{said}。")).content.decode()
    assert "不另行办理" in page
    assert "不另行办理" not in clerk.post(LOOK, a_visit()).content.decode()
    assert "不另行办理" in clerk.post(LOOK, a_visit(category="OUT-4")).content.decode()


def test_the_same_id_number_elsewhere_shows_three_things_and_is_recorded(clerk: Client) -> None:
    browser(factories.an_officer(Role.CLERK, "YB")).post(REGISTER, a_visit())
    other = Dispute.objects.get()
    visit = a_visit(payer__phone="15400000026", payer__name="不同名")
    page = clerk.post(LOOK, visit).content.decode()
    assert str(other.number) in page
    assert "证件号码相同" in page
    assert other.get_absolute_url() not in page
    assert other.facts not in page
    record = AccessRecord.objects.get(dispute_number=other.number)
    assert record.fields == ["number", "receiving_department", "state"]
    clerk.post(LOOK, visit)
    assert AccessRecord.objects.filter(dispute_number=other.number).count() == 1


def test_the_same_name_or_phone_elsewhere_says_nothing(clerk: Client) -> None:
    browser(factories.an_officer(Role.CLERK, "YB")).post(REGISTER, a_visit())
    other = Dispute.objects.get()
    page = clerk.post(LOOK, a_visit(payer__id_number="")).content.decode()
    assert str(other.number) not in page
    assert "可能重复" not in page
    assert "相似事项" not in page


def test_what_he_may_see_is_compared_by_phone_words_and_period(clerk: Client) -> None:
    clerk.post(REGISTER, a_visit())
    mine = Dispute.objects.get()
    page = clerk.post(LOOK, a_visit(payer__id_number="")).content.decode()
    assert mine.get_absolute_url() in page
    assert "电话相同，险种相同、期间重叠" in page
    unnamed = {"payer.id_number": "", "payer.phone": "", "payer.name": ""}
    alike = clerk.post(LOOK, a_visit(**unnamed)).content.decode()
    assert "相似事项" in alike
    assert "100%" in alike


def test_files_are_kept_with_the_draft_and_taken_out_again(clerk: Client) -> None:
    key = uuid4()
    picture = SimpleUploadedFile("收据.txt", "收据一张".encode(), "text/plain")
    page = clerk.post(f"{REGISTER}materials/{key}/", {"file": picture}).content.decode()
    assert "收据.txt" in page
    material = Material.objects.get()
    assert material.dispute.seal_id == key
    stranger = browser(factories.an_officer(Role.CLERK, "YB"))
    remove = f"{REGISTER}materials/{key}/{material.pk}/remove/"
    assert stranger.post(remove).status_code == 404
    assert clerk.post(remove).status_code == 200
    assert not Material.objects.exists()


def test_a_harmful_file_is_refused_in_words(clerk: Client) -> None:
    bad = SimpleUploadedFile("a.exe", b"MZ\x90\x00")
    answer = clerk.post(f"{REGISTER}materials/{uuid4()}/", {"file": bad})
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_any_member_department_may_register_and_the_leader_may_not() -> None:
    for code in ("CZ", "XF", "CL"):
        assert browser(factories.an_officer(Role.CLERK, code)).get(REGISTER).status_code == 200
    assert browser(factories.a_leader()).get(REGISTER).status_code == 403


def test_two_requests_at_one_moment_keep_one_draft() -> None:
    officer, key = factories.an_officer(Role.CLERK, "SW"), uuid4()
    first = drafts.keep(officer, key, a_page(place="翠林村"), None)
    second = drafts.keep(officer, key, a_page(place="青山村"), None)
    assert first.pk == second.pk
    assert Dispute.objects.get().place == "青山村"


def test_nobody_writes_into_a_strangers_draft(clerk: Client) -> None:
    visit = a_visit(go="keep")
    clerk.post(REGISTER, visit)
    stranger = browser(factories.an_officer(Role.CLERK, "YB"))
    assert stranger.post(REGISTER, {**visit, "facts": "别人的"}).status_code == 404
    assert stranger.post(KEEP, {**visit, "facts": "别人的"}).status_code == 409
    assert "去年底在村里交了居民医保" in Dispute.objects.get().facts


def test_a_registration_takes_twenty_statements_and_the_record_of_it(clerk: Client) -> None:
    clerk.post(REGISTER, a_visit())
    with CaptureQueriesContext(connection) as asked:
        assert clerk.post(REGISTER, a_visit()).status_code == 302
    marks = ("SAVEPOINT", "RELEASE")  # the transaction around a test
    assert len([each for each in asked if not each["sql"].startswith(marks)]) <= 21


def test_keeping_only_keeps(clerk: Client) -> None:
    answer = clerk.post(REGISTER, a_visit(go="keep", town=""), follow=True)
    assert "已暂存，草稿只有你能看到。" in answer.content.decode()
    assert Dispute.objects.get().state == State.DRAFT


def test_what_says_nothing_leaves_no_draft(clerk: Client) -> None:
    empty = {"channel": "visit", "people_count": "1", "urgency": "normal", "town": "230718101"}
    empty |= {"key": str(uuid4()), "visited_at": "2026-03-05 09:00", "facts": " "}
    sent = clerk.post(REGISTER, empty | {"go": "register"})
    assert sent.status_code == 400
    assert "请填写反映的主要事项" in sent.content.decode()
    kept = clerk.post(REGISTER, empty | {"go": "keep"}, follow=True)
    assert "还没有填写内容，没有暂存。" in kept.content.decode()
    assert "address" not in clerk.post(KEEP, empty).json()
    assert not Dispute.objects.exists()
    assert clerk.post(KEEP, empty | {"facts": "欠费"}).json()["address"]


def test_drafts_are_told_apart(clerk: Client) -> None:
    """Without a name: by how they came, when, and their first words; 匿名 only where it is so."""
    clerk.post(
        REGISTER, {"key": str(uuid4()), "go": "keep", "channel": "phone", "facts": "欠费" * 20}
    )
    clerk.post(REGISTER, {"key": str(uuid4()), "go": "keep", "channel": "visit", "facts": "退费"})
    clerk.post(REGISTER, {"key": str(uuid4()), "go": "keep", "anonymous": "on"})
    page = clerk.get("/?tab=drafts").content.decode()
    for words in ("电话：" + "欠费" * 10 + "…", "来访：退费", "未写事项"):
        assert words in page
    assert page.count("未填姓名") == 2
    assert page.count("匿名") == 1


def test_the_same_employer_in_an_open_case_is_shown_where_one_may_look(clerk: Client) -> None:
    code = "91230799MA1TE5T189"
    about = {"counterparty__name": "示例木业有限公司", "counterparty__kind": "employer"}
    clerk.post(REGISTER, a_visit(**about, counterparty__credit_code=code))
    first = Dispute.objects.get()
    other = {"payer__name": "", "payer__id_number": "", "payer__phone": "", "facts": "拖欠社保费。"}
    by_name = clerk.post(LOOK, a_visit(**other, **about)).content.decode()
    assert "同一用人单位在办" in by_name
    assert "单位名称相同：示例木业有限公司" in by_name
    assert first.get_absolute_url() in by_name
    renamed = {"counterparty__name": "木业有限", "counterparty__kind": "employer"}
    by_code = a_visit(**other, **renamed, counterparty__credit_code=code)
    assert "信用代码相同：示例木业有限公司" in clerk.post(LOOK, by_code).content.decode()
    stranger = browser(factories.an_officer(Role.CLERK, "YB"))
    assert "同一用人单位" not in stranger.post(LOOK, a_visit(**other, **about)).content.decode()
    tax = {"counterparty__name": "区税务局", "counterparty__kind": "collector"}
    assert "同一用人单位" not in clerk.post(LOOK, a_visit(**other, **tax)).content.decode()
