"""Nothing typed is lost: drafts go to the server, a lost sign-in takes nothing, once is once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.urls import path
from playwright.sync_api import BrowserContext, Dialog, FilePayload, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from config.urls import urlpatterns as addresses

SESSION = settings.SESSION_COOKIE_NAME
PAGE = """{% extends "base.html" %}{% block title %}登记{% endblock %}{% block content %}
{% form "/visit/" autosave="/visit/draft/" %}{% fields form %}
<div id="materials"></div>{% drop "/visit/materials/" target="#materials" %}
{% acting %}{% button "登记并送审" "primary" %}{% endacting %}{% endform %}
{% bar status="尚未暂存" %}{% endbar %}{% endblock %}"""

OPINION = """{% extends "base.html" %}{% block title %}意见{% endblock %}{% block content %}
{% for name, form in forms %}{% form label=name %}{% fields form %}
{% acting %}{% button "提交" "primary" %}{% endacting %}{% endform %}{% endfor %}{% endblock %}"""

drafts: list[str] = []
opinions: list[str] = []
visits: list[str] = []
materials: list[str] = []


class VisitForm(forms.Form):
    facts = forms.CharField(label="反映主要事项", widget=forms.Textarea)


class OpinionForm(forms.Form):
    """A field called `method` hides that of the form from a script."""

    method = forms.CharField(label="方式", required=False)
    words = forms.CharField(label="意见", widget=forms.Textarea)


def opinion(request: HttpRequest) -> HttpResponse:
    """Two forms on one page, as 登记送达 has."""
    if request.method == "POST":
        opinions.extend(str(word) for name, word in request.POST.items() if name.endswith("words"))
        return redirect("/opinion/")
    parties = [("甲方", OpinionForm()), ("乙方", OpinionForm(prefix="other"))]
    return HttpResponse(Template(OPINION).render(RequestContext(request, {"forms": parties})))


def visit(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        visits.append(request.POST["facts"])
    page = Template(PAGE).render(RequestContext(request, {"form": VisitForm()}))
    return HttpResponse(page)


def draft(request: HttpRequest) -> JsonResponse:
    drafts.append(request.POST["facts"])
    return JsonResponse({"saved_at": "14:32"})


def material(request: HttpRequest) -> HttpResponse:
    (file,) = request.FILES.values()
    assert isinstance(file, UploadedFile)
    if file.name == "病毒.pdf":
        return JsonResponse({"detail": "文件内容与扩展名不符"}, status=400)
    materials.append(str(file.name))
    return HttpResponse("<p>" + "、".join(materials) + "</p>")


urlpatterns = [
    *addresses,
    path("visit/", visit),
    path("visit/draft/", draft),
    path("visit/materials/", material),
    path("opinion/", opinion),
]
pytestmark = pytest.mark.urls("tests.browser.test_typing")


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    yield
    for kept in (drafts, visits, materials, opinions):
        kept.clear()


@pytest.fixture
def typing(signed_in: BrowserContext, page: Page, live_server: LiveServer) -> Page:
    page.goto(f"{live_server.url}/visit/")
    page.get_by_label("反映主要事项").fill("网格员收的钱，没参保")
    return page


def sign_out(context: BrowserContext) -> str:
    """Throw the session's cookie away and give it back for later."""
    (cookie,) = [each for each in context.cookies() if each["name"] == SESSION]
    context.clear_cookies(name=SESSION)
    return cookie["value"]


def test_what_is_typed_is_kept_on_the_server_and_said_so(typing: Page) -> None:
    expect(typing.get_by_text("已暂存 14:32")).to_be_visible()
    assert drafts == ["网格员收的钱，没参保"]


def test_a_sign_in_that_ran_out_is_told_and_the_draft_follows_after_signing_in(
    typing: Page, signed_in: BrowserContext, live_server: LiveServer
) -> None:
    expect(typing.get_by_text("已暂存 14:32")).to_be_visible()
    value = sign_out(signed_in)
    typing.get_by_label("反映主要事项").fill("网格员收的钱，没参保，收据在手里")
    expect(typing.get_by_text("登录已过期。已填的内容都在这一页上")).to_be_visible()
    assert len(drafts) == 1
    signed_in.add_cookies([{"name": SESSION, "value": value, "url": live_server.url}])
    typing.get_by_role("button", name="再试一次").click()
    typing.get_by_label("反映主要事项").press("End")
    typing.get_by_label("反映主要事项").type("。")
    expect(typing.get_by_text("已暂存 14:32")).to_be_visible()
    assert drafts[-1].endswith("收据在手里。")
    expect(typing.get_by_label("反映主要事项")).to_have_value(drafts[-1])


def test_a_form_left_open_asks_whether_the_sign_in_holds_before_it_is_sent(
    signed_in: BrowserContext, page: Page, live_server: LiveServer
) -> None:
    page.clock.install()
    page.goto(f"{live_server.url}/visit/")
    page.get_by_label("反映主要事项").fill("写了很久")
    page.clock.fast_forward("02:00:00")
    sign_out(signed_in)
    page.get_by_role("button", name="登记并送审").click()
    expect(page.get_by_text("登录已过期。已填的内容都在这一页上")).to_be_visible()
    expect(page).to_have_url(f"{live_server.url}/visit/")
    expect(page.get_by_label("反映主要事项")).to_have_value("写了很久")
    assert visits == []


def test_a_double_click_registers_once(typing: Page) -> None:
    typing.get_by_role("button", name="登记并送审").dblclick()
    expect(typing.get_by_label("反映主要事项")).to_have_value("")
    assert visits == ["网格员收的钱，没参保"]


def test_control_enter_sends_the_form(typing: Page) -> None:
    typing.get_by_label("反映主要事项").press("Control+Enter")
    expect(typing.get_by_label("反映主要事项")).to_have_value("")
    assert visits == ["网格员收的钱，没参保"]


def test_files_go_one_by_one_and_a_refused_one_says_why(typing: Page) -> None:
    files: list[FilePayload] = [
        {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
        for name in ("收据.pdf", "病毒.pdf", "表.exe")
    ]
    typing.locator("input[type=file]").set_input_files(files)
    expect(typing.locator("#materials")).to_have_text("收据.pdf")
    expect(typing.get_by_text("文件内容与扩展名不符")).to_be_visible()
    expect(typing.get_by_text("不收这种文件")).to_be_visible()
    assert materials == ["收据.pdf"]


def test_leaving_with_something_unsaved_asks_first(
    signed_in: BrowserContext, page: Page, live_server: LiveServer
) -> None:
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.goto(f"{live_server.url}/ui/")
    page.get_by_label("反映主要事项").fill("还没有保存")
    page.get_by_role("link", name="乌翠区社会保险费征缴争议联合处置平台").click()
    page.wait_for_url(lambda url: "/ui/" not in url)
    assert asked == ["beforeunload"]


@pytest.fixture
def writing(signed_in: BrowserContext, page: Page, live_server: LiveServer) -> Page:
    page.goto(f"{live_server.url}/opinion/")
    return page


def words(page: Page, whose: str = "甲方") -> Locator:
    return page.get_by_role("form", name=whose).get_by_label("意见")


def send(page: Page, whose: str = "甲方") -> None:
    page.get_by_role("form", name=whose).get_by_role("button", name="提交").click()


def test_any_form_comes_back_in_another_tab_and_can_be_cleared(
    writing: Page, signed_in: BrowserContext
) -> None:
    words(writing).fill("属实，建议补缴")
    expect(writing.get_by_text("已暂存")).to_be_visible()
    tab = signed_in.new_page()
    tab.goto(writing.url)
    expect(words(tab)).to_have_value("属实，建议补缴")
    expect(words(tab, "乙方")).to_have_value("")
    expect(tab.get_by_text("未提交的内容")).to_be_visible()
    with tab.expect_response("**/kept/"):
        tab.get_by_role("button", name="不要，清空").click()
    expect(words(tab)).to_have_value("")
    tab.reload()
    expect(words(tab)).to_have_value("")


def test_two_tabs_of_one_form_keep_what_each_was_told(
    writing: Page, signed_in: BrowserContext
) -> None:
    tab = signed_in.new_page()
    tab.goto(writing.url)
    way = writing.get_by_role("form", name="甲方").get_by_label("方式")
    way.fill("当面")
    expect(writing.get_by_text("已暂存")).to_be_visible()
    words(tab).fill("乙页的意见")
    expect(tab.get_by_text("已暂存")).to_be_visible()
    words(writing).fill("甲页的意见")
    expect(writing.get_by_text("另一页也填了同一栏，两份都留着")).to_be_visible()
    last = signed_in.new_page()
    last.goto(writing.url)
    expect(last.get_by_role("form", name="甲方").get_by_label("方式")).to_have_value("当面")
    expect(words(last)).to_have_value("甲页的意见")
    expect(last.get_by_text("两页填的不一样")).to_be_visible()
    expect(last.locator("dd").get_by_text("乙页的意见")).to_be_visible()


def test_a_session_that_ends_in_the_first_minute_takes_nothing(
    writing: Page, signed_in: BrowserContext, live_server: LiveServer
) -> None:
    value = sign_out(signed_in)
    words(writing).fill("才写一句")
    send(writing)
    expect(writing.get_by_text("登录已过期。已填的内容都在这一页上")).to_be_visible()
    expect(words(writing)).to_have_value("才写一句")
    address = writing.url
    writing.close(run_before_unload=False)
    signed_in.add_cookies([{"name": SESSION, "value": value, "url": live_server.url}])
    tab = signed_in.new_page()
    tab.goto(address)
    expect(words(tab)).to_have_value("才写一句")
    assert opinions == []


def test_a_lost_line_keeps_the_page_and_follows_when_it_is_back(
    writing: Page, signed_in: BrowserContext
) -> None:
    signed_in.set_offline(True)
    words(writing).fill("断网时写的")
    send(writing)
    expect(writing.get_by_text("暂时连不上服务器")).to_be_visible()
    expect(words(writing)).to_have_value("断网时写的")
    signed_in.set_offline(False)
    expect(writing.get_by_text("已暂存")).to_be_visible()
    expect(writing.get_by_text("暂时连不上服务器")).to_be_hidden()
    stored = writing.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "断网" not in stored
    assert opinions == []


def test_sending_one_form_leaves_the_other_one_s_words(writing: Page) -> None:
    words(writing, "乙方").fill("乙方还没写完")
    words(writing).fill("甲方写完了")
    send(writing)
    expect(words(writing)).to_have_value("")
    expect(words(writing, "乙方")).to_have_value("乙方还没写完")
    assert opinions == ["甲方写完了"]
    writing.go_back()
    writing.goto(writing.url)
    expect(words(writing)).to_have_value("")
