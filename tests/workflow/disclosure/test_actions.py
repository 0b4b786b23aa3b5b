"""Which desks a disclosure passes, who signs there, and what is refused in words (A18)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from confidentiality.sealing import open_sealed_json
from departments.roles import Role
from disputes.models import Dispute, Material, Party
from papers.kinds import thaw
from papers.printing.drawing import page
from tests import factories as f
from tests.workflow.disclosure.leaving import (
    asked,
    asked_for,
    case_of,
    does,
    published,
    seated,
    signed_to,
)
from web.refusals import Mistyped, NotAllowed, NotYours
from workflow.disclosure.actions import ask
from workflow.disclosure.copies import hand_out
from workflow.disclosure.page import waiting_for
from workflow.models import Disclosure, DisclosureItem
from workflow.models.disclosure_promises import STEPS
from workflow.procedure.rows.disclosure import DISCLOSURE_ROWS

pytestmark = pytest.mark.django_db

LETTER = {"recipient_kind": "judicial", "recipient": "区人民法院", "letter": "调函〔2026〕9号"}
FULL = {"masking": "full", "full_reason": "依法调取"}


@pytest.mark.parametrize(
    ("fields", "route"),
    [
        (asked, ["head", "office"]),
        (published, ["head", "office", "leader"]),
        (lambda: asked(**LETTER, **FULL), ["head", "office"]),
        (lambda: asked(**FULL, impact_record="1号"), ["head", "office", "leader"]),
        (lambda: asked(recipient_kind="party", recipient="缴费人本人", **FULL), ["head", "office"]),
    ],
)
def test_the_desks_follow_from_who_is_given_what(fields: Any, route: list[str]) -> None:
    assert asked_for(**fields()).route == route


def test_where_the_unit_has_no_other_head_the_leader_signs() -> None:
    dispute = f.handled()
    f.an_officer(Role.OFFICE, "ZB"), f.a_leader()
    f.do(dispute, "disclose", f.an_officer(Role.HEAD), **asked())
    own = Disclosure.objects.get()
    assert own.route == ["office", "leader"]
    assert "没有其他负责人" in dispute.timeline.latest("pk").text
    assert signed_to(own).state == "approved"


def test_what_the_office_asks_for_the_leader_signs() -> None:
    seated()
    office = f.an_officer(Role.OFFICE, "ZB")
    own = ask(by=office, recipient_kind="department", recipient="市专班", purpose="上报",
              until=f.today(), text="共三十件")  # fmt: skip
    assert own.route == ["leader"]
    with pytest.raises(NotYours):
        does(own, "approve", office)
    assert signed_to(own).state == "approved"


@pytest.mark.parametrize(
    ("field", "said", "more"),
    [
        ("until", "早于今天", {"until": -1}),
        ("until", "最长一年", {"until": 400}),
        ("letter", "公函文号", LETTER | {"letter": ""}),
        ("masking", "一律脱敏", {"recipient_kind": "publication", **FULL}),
        ("full_reason", "写明理由", {"masking": "full"}),
        ("impact_record", "影响评估", FULL),
        ("text", "至少选一份", {"particulars": []}),
        ("text", "公开发布只能", {"recipient_kind": "publication"}),
        ("text", "请删去或者改写", {"text": "欧阳测试来访"}),
        ("text", "请删去或者改写", {"text": "电话 154 0000 0018"}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(field: str, said: str, more: Any) -> None:
    if isinstance(more.get("until"), int):
        more = more | {"until": f.today() + timedelta(days=more["until"])}
    with pytest.raises(Mistyped) as refused:
        asked_for(**asked(**more))
    assert said in "".join(refused.value.errors[field])
    assert not Disclosure.objects.exists()


def test_a_home_is_told_as_little_as_a_name_however_both_are_written() -> None:
    dispute = f.handled()
    Party.objects.filter(pk=dispute.payer.pk).delete()  # type: ignore[union-attr]  # it has one
    f.a_party(dispute, "payer", "employee", name="欧阳测试", address="翠峦镇示例街1号")
    for text in ("翠峦镇示例街1号的住户", "示例街一号的住户", "欧阳\n测试来访", "【欧阳】测试来访"):
        with pytest.raises(Mistyped) as refused:
            asked_for(Dispute.objects.get(pk=dispute.pk), **asked(text=text))
        assert "请删去或者改写" in refused.value.errors["text"][0], text
    own = asked_for(Dispute.objects.get(pk=dispute.pk), **asked(text="示例街一带的住户"))
    assert own.items.count() == 1


def test_an_uploaded_material_leaves_unmasked_or_not_at_all() -> None:
    dispute = f.handled()
    scan = Material.objects.create(
        dispute=dispute, file="x", title="工资表", media_type="application/pdf", size=1,
        added_by=f.an_officer(),
    )  # fmt: skip
    with pytest.raises(Mistyped) as refused:
        asked_for(dispute, **asked(materials=[scan]))
    assert "不能自动脱敏" in refused.value.errors["materials"][0]
    own = asked_for(dispute, **asked(materials=[scan], particulars=[], **LETTER, **FULL))
    (item,) = own.items.all()
    assert item.label == "工资表"
    signed_to(own)
    Dispute.objects.filter(pk=dispute.pk).update(confidential_report=True)  # as 并案 may
    with pytest.raises(NotAllowed, match="暴露举报人"):
        hand_out(DisclosureItem.objects.get(), by=f.an_officer())


def test_a_reporter_who_is_kept_secret_is_not_told_of_outside() -> None:
    dispute = f.handled(confidential_report=True)
    sheet = dispute.papers.get(kind="registration")
    with pytest.raises(Mistyped) as refused:
        asked_for(dispute, **asked(papers=[sheet], **LETTER, **FULL))
    assert "暴露举报人" in refused.value.errors["papers"][0]
    with pytest.raises(Mistyped):
        asked_for(dispute, **asked(text="欧阳测试举报", **LETTER, **FULL))
    own = signed_to(asked_for(dispute, **asked(**LETTER, **FULL)))
    (paper,) = own.papers.filter(kind="disclosure_sheet")
    content = thaw(paper.kind, open_sealed_json(paper.content))
    html = page(content, masked=False)
    assert "（保密，另函）" in html
    assert "欧阳测试" not in html


def test_what_was_approved_before_the_report_was_secret_leaves_masked_neither() -> None:
    """A masked copy still has the surname and the town of who reported."""
    dispute = f.handled()
    told = asked(papers=[dispute.papers.get(kind="registration")], particulars=["payer_name"])
    own, plain = (signed_to(asked_for(dispute, **each)) for each in (told, published()))
    Dispute.objects.filter(pk=dispute.pk).update(confidential_report=True)  # as 并案 may
    for item in own.items.all():
        with pytest.raises(NotAllowed, match="暴露举报人"):
            hand_out(item, by=f.an_officer())
    with pytest.raises(NotAllowed, match="正在生成"):  # figures tell of nobody
        hand_out(plain.items.get(), by=f.an_officer())


def test_nobody_signs_what_he_asked_for_nor_what_is_not_his() -> None:
    own = asked_for()
    with pytest.raises(NotYours):
        does(own, "sign", f.an_officer())
    with pytest.raises(NotYours):
        does(own, "sign", f.an_officer(Role.HEAD, "YB"))
    with pytest.raises(NotYours):
        does(own, "review", f.an_officer(Role.HEAD))
    with pytest.raises(NotAllowed):
        does(own, "review", f.an_officer(Role.OFFICE, "ZB"))
    second = f.an_officer(Role.HEAD)
    f.do(case_of(own), "disclose", second, **published())
    theirs = Disclosure.objects.latest("pk")
    assert theirs.route == ["office", "leader"]


def test_a_recused_head_signs_nothing() -> None:
    own = asked_for()
    head = f.an_officer(Role.HEAD)
    f.do(case_of(own), "recuse", head, officer=head, reason="亲属")
    with pytest.raises(NotAllowed, match="回避"):
        does(own, "sign", head)
    assert not waiting_for(f.an_officer(Role.HEAD))


def test_each_desk_sees_it_while_it_lies_there() -> None:
    own = asked_for(**published())
    desks = {"head": Role.HEAD, "office": Role.OFFICE, "leader": Role.LEADER}
    for state, role in desks.items():
        signed_to(own, state)
        for other, unit in ((Role.HEAD, "SW"), (Role.OFFICE, "ZB"), (Role.LEADER, "ZB")):
            assert bool(waiting_for(f.an_officer(other, unit))) is (other == role), state


def test_stopped_it_stays_stopped_and_withdrawn_it_is_gone() -> None:
    own = asked_for()
    does(own, "drop", f.an_officer(), reason="不需要了")
    with pytest.raises(NotAllowed):
        does(own, "sign", f.an_officer(Role.HEAD))
    other = signed_to(asked_for(case_of(own)))
    does(other, "revoke", f.an_officer(Role.HEAD), reason="用途已了")
    with pytest.raises(NotAllowed):
        does(other, "revoke", f.an_officer(Role.HEAD), reason="再停一次")


def test_the_database_draws_the_same_steps() -> None:
    drawn = {(str(a), str(b)) for row in DISCLOSURE_ROWS for a, b in row.steps if a != b}
    assert drawn == set(STEPS)


def test_the_same_is_asked_for_once_until_it_is_ended() -> None:
    """Twice at a desk, approved or about no case; not once it was stopped, nor in other words."""
    dispute, clerk = f.handled(), f.an_officer()
    own = asked_for(dispute)
    with pytest.raises(NotAllowed, match="正在审批，请等待批复，不用重复申请"):
        f.do(dispute, "disclose", clerk, **asked())
    signed_to(own)
    with pytest.raises(NotAllowed, match="已批准，请直接在那一件上制作外发件"):
        f.do(dispute, "disclose", clerk, **asked())
    f.do(dispute, "disclose", clerk, **asked(particulars=["number"]))
    does(own, "revoke", f.an_officer(Role.HEAD), reason="用途已了")
    f.do(dispute, "disclose", clerk, **asked())
    figures = asked(particulars=[], text="上半年共办结三十件。")
    by = type(clerk).objects.get(pk=clerk.pk)
    ask(by=by, **figures)
    with pytest.raises(NotAllowed, match="不用重复申请"):
        ask(by=by, **figures)
