"""What is typed is kept for whoever typed it, where he may still see it, until it is done."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pgtrigger
import pytest
from django.core import signing
from django.db import DatabaseError, connection, transaction
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from departments.models import Officer
from departments.roles import Role
from disputes.models import Dispute
from tests import factories as f
from tests.web.drawn_forms import DrawnForm, forms_of
from tests.workflow import budget_cases as cases
from tests.workflow import many as m
from tests.workflow.signing_in import signed_in
from web import keeping, kept
from web.models import KeptText
from workflow.models import Assignment
from workflow.operations.pruning import TYPED_KEPT, prune

pytestmark = pytest.mark.django_db

WORDS = "单位确认欠缴三个月"
OFFERED = "未提交的内容"


@pytest.fixture
def opinion() -> tuple[Assignment, Officer, str]:
    """A clerk of 医保局 writes an opinion."""
    asked = m.accepted(2)
    return asked, cases.yb_clerk(), f"/assignments/{asked.pk}/draft_opinion/"


def drawn(client: Client, address: str, field: str = "opinion") -> DrawnForm:
    forms = forms_of(client.get(address).content.decode())
    return next(form for form in forms if field in form.typed)


def autosave(client: Client, form: DrawnForm, **typed: str) -> dict[str, str]:
    answer = client.post("/kept/", form.hidden | typed)
    assert answer.status_code == 200
    told: dict[str, str] = answer.json()
    return told


def test_it_is_offered_in_another_tab_and_gone_when_it_is_done(
    opinion: tuple[Assignment, Officer, str],
) -> None:
    _, officer, address = opinion
    client = signed_in(officer)
    form = drawn(client, address)
    told = autosave(client, form, opinion=WORDS)
    assert (told["lost"], bool(told["token"])) == ("", True)
    again = client.get(address).content.decode()
    assert OFFERED in again
    assert WORDS in again
    typed = form.hidden | {"facts": "属实", "basis": "第60条", "opinion": WORDS}
    assert client.post(form.action or address, typed).status_code == 302
    assert not KeptText.objects.exists()


def test_two_pages_of_one_form_wipe_nothing_of_each_other(
    opinion: tuple[Assignment, Officer, str],
) -> None:
    """Field by field; what both changed stands beside, until a page that has seen it decides."""
    _, officer, address = opinion
    client = signed_in(officer)
    first, second = drawn(client, address), drawn(client, address)
    autosave(client, first, facts="甲页的事实", basis="第60条", touched="facts basis")
    told = autosave(client, second, facts="", opinion="乙页的意见", touched="opinion")
    assert told["two"] == ""
    page = client.get(address).content.decode()
    assert all(words in page for words in ("甲页的事实", "第60条", "乙页的意见"))
    assert "两页填的不一样" not in page
    # a page without a script sends all of it: what stands empty there has cleared nothing
    told = autosave(client, second, facts="", basis="第63条", opinion="乙页的意见")
    assert "另一页也填了" in told["two"]
    page = client.get(address).content.decode()
    assert "两页填的不一样" in page
    assert "另一页填的：</span>第60条" in page
    assert "本页填的：</span>第63条" in page
    third = drawn(client, address)
    told = autosave(client, third, basis="第60条、第63条", facts="", touched="basis facts")
    assert told["two"] == ""
    page = client.get(address).content.decode()
    assert "两页填的不一样" not in page
    assert "甲页的事实" not in page  # cleared where it had been read
    # what it had loaded is done with it; what was typed elsewhere since is still offered
    autosave(client, first, facts="甲页后来又写", touched="facts")
    typed = third.hidden | {"facts": "属实", "basis": "第60条", "opinion": WORDS}
    assert client.post(third.action or address, typed).status_code == 302
    assert [row.seal_id.hex for row in KeptText.objects.all()] == [first_drawing(first)]


def first_drawing(form: DrawnForm) -> str:
    known = kept.form_of(form.hidden["kept"])
    assert known is not None
    return known.drawing.hex


def test_after_the_session_has_ended_it_is_kept_for_its_officer_and_he_is_told(
    opinion: tuple[Assignment, Officer, str],
) -> None:
    _, officer, address = opinion
    form = drawn(signed_in(officer), address)
    told = autosave(Client(enforce_csrf_checks=True), form, opinion=WORDS)
    assert (told["lost"], told["token"]) == ("signed-out", "")
    assert WORDS in signed_in(officer).get(address).content.decode()


def test_a_colleague_at_the_same_desk_sees_nothing_and_sends_nothing(
    opinion: tuple[Assignment, Officer, str],
) -> None:
    asked, officer, address = opinion
    form = drawn(signed_in(officer), address)
    colleague = signed_in(f.an_officer(Role.CLERK, "YB", nth=2))
    told = autosave(colleague, form, opinion=WORDS)
    assert (told["lost"], told["token"]) == ("other", "")
    sent = colleague.post(form.action or address, form.hidden | {"opinion": WORDS})
    assert sent.status_code == 403
    assert "另一个账号" in sent.content.decode()
    asked.refresh_from_db()
    assert asked.state == "accepted"
    shown = colleague.get(address).content.decode()
    assert WORDS not in shown
    assert OFFERED not in shown
    assert WORDS in signed_in(officer).get(address).content.decode()


def test_a_refused_form_is_kept_and_shown_again_without_being_offered_twice(
    opinion: tuple[Assignment, Officer, str],
) -> None:
    _, officer, address = opinion
    client = signed_in(officer)
    form = drawn(client, address)
    refused = client.post(form.action or address, form.hidden | {"opinion": WORDS})
    assert refused.status_code == 400
    assert OFFERED not in refused.content.decode()
    assert WORDS in client.get(address).content.decode()
    assert KeptText.objects.count() == 1


def test_a_page_older_than_the_sign_in_says_where_its_words_are(
    opinion: tuple[Assignment, Officer, str],
) -> None:
    _, officer, address = opinion
    form = drawn(signed_in(officer), address)
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer, backend="departments.backends.OfficerBackend")
    answer = client.post(form.action or address, form.hidden | {"opinion": WORDS})
    assert answer.status_code == 403
    assert address in answer.content.decode()
    assert WORDS in client.get(address).content.decode()


def test_a_verb_that_is_not_possible_any_more_keeps_what_was_typed() -> None:
    dispute, head = m.joint(2), cases.head()
    client, address = signed_in(head), f"/disputes/{dispute.pk}/suspend/"
    form = drawn(client, address, "ground")
    f.do(dispute, "withdraw", cases.clerk(), note="已书面申请")
    for version in (form.hidden["version"], ""):
        KeptText.objects.all().delete()
        client.post(address, form.hidden | {"ground": WORDS, "version": version})
        assert KeptText.objects.count() == 1


def test_the_other_party_s_block_outlives_the_first_one_s_service() -> None:
    dispute, clerk = m.fed_back(2), cases.clerk()
    client, address = signed_in(clerk), f"/disputes/{dispute.pk}/serve/"
    first, second = (
        form for form in forms_of(client.get(address).content.decode()) if form.is_kept
    )
    autosave(client, second, note=WORDS)
    service = {"method": "direct", "served_on": f"{f.today()}", "recipient": "本人"}
    assert client.post(address, first.hidden | service).status_code == 302
    page = client.get(address).content.decode()
    assert WORDS in page
    assert page.count("已恢复") == 1


def test_who_may_no_longer_see_the_case_is_offered_nothing() -> None:
    dispute, clerk = m.joint(2), cases.clerk()
    client, address = signed_in(clerk), f"/disputes/{dispute.pk}/urge/"
    autosave(client, drawn(client, address, "message"), message=WORDS)
    assert WORDS in client.get(address).content.decode()
    f.an_officer(Role.CLERK, nth=2)
    f.do(dispute, "recuse", clerk, officer=clerk, reason="亲属")
    assert not Dispute.objects.visible_to(Officer.objects.get(pk=clerk.pk)).exists()
    answer = client.get(address)
    assert answer.status_code == 404
    assert WORDS not in answer.content.decode()


def test_whose_part_ends_while_he_writes_has_his_words_to_copy(
    opinion: tuple[Assignment, Officer, str],
) -> None:
    asked, officer, address = opinion
    client = signed_in(officer)
    form = drawn(client, address)
    f.answer(asked, "recall", cases.clerk(), reason="不用了")
    refused = client.post(address, form.hidden | {"opinion": WORDS, "advice": "agree"})
    assert refused.status_code == 404
    assert f">{WORDS}</textarea>" in refused.content.decode()
    assert client.get(address).status_code == 404


def test_a_registration_comes_back_as_the_same_visit() -> None:
    """Cut before and after its draft was begun: never a second one."""
    clerk = f.an_officer()
    client = signed_in(clerk)
    form = drawn(client, "/disputes/register/", "facts")
    lost = Client().post("/disputes/register/", form.hidden | {"facts": WORDS, "go": "register"})
    (back,) = parse_qs(urlsplit(lost.headers["Location"]).query)["next"]
    page = client.get(back).content.decode()
    assert WORDS in page
    assert form.hidden["key"] in page
    kept_draft = client.post("/disputes/register/keep/", form.hidden | {"facts": WORDS}).json()
    assert not KeptText.objects.exists()
    Client().post("/disputes/register/", form.hidden | {"facts": WORDS + "。", "go": "register"})
    again = client.get(back, follow=True)
    assert again.redirect_chain[-1][0] == kept_draft["address"]
    page = again.content.decode()
    assert WORDS + "。" in page
    assert "两页填的不一样" not in page  # one page went on where it was; no other was ever open
    assert Dispute.objects.count() == 1


def test_it_is_sealed_and_opens_for_nobody_else(
    opinion: tuple[Assignment, Officer, str],
) -> None:
    _, officer, address = opinion
    client = signed_in(officer)
    autosave(client, drawn(client, address), opinion=WORDS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content, page FROM web_kepttext")
        ((content, page),) = cursor.fetchall()
        assert WORDS not in content
        assert address not in page
    other = f.an_officer(Role.CLERK, "YB", nth=2)
    row = KeptText.objects.filter(officer=officer)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.update(officer=other)
    with pgtrigger.ignore("web.KeptText:kept_text_keeps_its_owner"):
        row.update(officer=other)
    assert WORDS not in signed_in(other).get(address).content.decode()


def test_he_may_throw_it_away(opinion: tuple[Assignment, Officer, str]) -> None:
    _, officer, address = opinion
    client = signed_in(officer)
    form = drawn(client, address)
    autosave(client, form, opinion=WORDS)
    answer = client.post("/kept/", form.hidden | {"opinion": WORDS, "forget": "1"})
    assert answer.headers["Location"].startswith("/assignments/")
    assert not KeptText.objects.exists()


def test_a_stranger_s_token_and_an_old_one_keep_nothing(
    opinion: tuple[Assignment, Officer, str],
) -> None:
    _, officer, address = opinion
    form = drawn(signed_in(officer), address)
    for token in ("", "x", form.hidden["kept"] + "x", signing.dumps([1, "/", "", "no"])):
        answer = Client().post("/kept/", {"kept": token, "opinion": WORDS})
        assert answer.status_code == 403
    Officer.objects.filter(pk=officer.pk).update(is_active=False)
    Client().post("/kept/", form.hidden | {"opinion": WORDS})
    assert not KeptText.objects.exists()


def test_there_is_an_end_to_how_much_and_how_often(
    opinion: tuple[Assignment, Officer, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, officer, address = opinion
    client = signed_in(officer)
    form = drawn(client, address)
    too_long = client.post("/kept/", form.hidden | {"opinion": "长" * kept.LONGEST})
    assert too_long.status_code == 413
    monkeypatch.setattr(keeping, "MOST_A_MINUTE", 3)
    posts = [client.post("/kept/", form.hidden | {"opinion": f"第{n}稿"}) for n in range(8)]
    statuses = {answer.status_code for answer in posts}
    assert statuses == {200, 429}
    for n in range(kept.MOST + 3):
        kept.keep(kept.Form(officer.pk, f"/{n}/", "另一表", uuid4()), QueryDict("opinion=属实"))
    assert KeptText.objects.count() == kept.MOST


def test_what_nobody_came_back_for_goes_after_a_month(
    opinion: tuple[Assignment, Officer, str],
) -> None:
    _, officer, address = opinion
    client = signed_in(officer)
    autosave(client, drawn(client, address), opinion=WORDS)
    soon = timezone.now() + TYPED_KEPT
    prune(soon - timedelta(days=1))
    assert KeptText.objects.count() == 1
    prune(soon + timedelta(minutes=1))
    assert not KeptText.objects.exists()
