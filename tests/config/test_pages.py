"""Signing in and out, the session that ran out, and the pages that say what went wrong."""

from __future__ import annotations

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path

from config.urls import urlpatterns as addresses
from departments.models import Officer
from tests.factories import an_officer

BACKEND = "departments.backends.OfficerBackend"
PASSWORD = "Portal-2026!"
STOPS = [f"{code}.html" for code in ("400", "403", "403_csrf", "404", "409", "429", "500", "503")]


@login_not_required
def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("内部细节 230799197804120011")


@login_not_required
def refuses(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("此页由安全管理员使用。")


urlpatterns = [*addresses, path("breaks/", breaks), path("refuses/", refuses)]


@pytest.mark.parametrize("template", STOPS)
def test_a_stop_page_needs_no_context_and_says_what_to_do(template: str) -> None:
    page = render_to_string(template)
    assert "<h1>" in page
    assert "<h1></h1>" not in page
    assert "非涉密系统，严禁传输、处理国家秘密" in page


@pytest.mark.urls("tests.config.test_pages")
@pytest.mark.django_db
def test_a_broken_page_tells_nothing_of_the_inside(client: Client) -> None:
    client.raise_request_exception = False
    page = client.get("/breaks/")
    assert page.status_code == 500
    assert "230799" not in page.content.decode()
    assert "这一步没有办成" in page.content.decode()


@pytest.mark.urls("tests.config.test_pages")
@pytest.mark.django_db
def test_a_refused_page_gives_the_reason(client: Client) -> None:
    page = client.get("/refuses/")
    assert page.status_code == 403
    assert "此页由安全管理员使用。" in page.content.decode()


@pytest.mark.django_db
def test_a_missing_page_and_a_hidden_one_say_the_same(client: Client) -> None:
    client.force_login(an_officer(), backend=BACKEND)
    page = client.get("/nowhere/")
    assert page.status_code == 404
    assert "不在你今天的岗位能看的范围内" in page.content.decode()


@pytest.mark.django_db
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: Client) -> None:
    officer = an_officer()
    answers = [
        client.post("/login/", {"username": name, "password": "wrong"}).content.decode()
        for name in (officer.username, "no_such_officer")
    ]
    assert all("用户名或密码不对" in answer for answer in answers)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["SW_CLERK", " sw_clerk ", "Ｓｗ＿clerk", "sw_clerk\u200b"])
def test_a_username_in_any_letters_is_the_account(client: Client, typed: str) -> None:
    officer = an_officer()
    answer = client.post("/login/", {"username": typed, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(officer.pk)


def signing_in(browser: Client, token: str, following: str = "") -> HttpResponse:
    typed = {"username": "sw_clerk", "password": PASSWORD, "next": following}
    return browser.post("/login/", typed | {"csrfmiddlewaretoken": token})  # type: ignore[return-value]


@pytest.mark.django_db
def test_the_second_of_two_sign_in_pages_goes_on_where_the_first_led() -> None:
    an_officer()
    browser = Client(enforce_csrf_checks=True)
    first, second = (
        browser.get("/login/").context["csrf_token"],
        browser.get("/login/?next=/ui/").context["csrf_token"],
    )
    assert signing_in(browser, str(first)).status_code == 302
    answer = signing_in(browser, str(second), "/ui/")
    assert (answer.status_code, answer["Location"]) == (302, "/ui/")
    assert signing_in(browser, str(second), "https://evil.example/")["Location"] == "/"


@pytest.mark.django_db
def test_a_sign_in_page_that_is_too_old_begins_again_and_says_why() -> None:
    an_officer()
    browser = Client(enforce_csrf_checks=True)
    browser.get("/login/")
    answer = browser.post("/login/", {"username": "x", "next": "/ui/"}, follow=True)
    assert answer.redirect_chain == [("/login/?next=/ui/", 302)]
    assert "请在这里再登录一次" in answer.content.decode()
    assert signing_in(browser, str(answer.context["csrf_token"]), "/ui/")["Location"] == "/ui/"


@pytest.mark.django_db
def test_another_form_without_its_token_keeps_its_own_advice() -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(an_officer(), backend=BACKEND)
    answer = browser.post("/logout/")
    assert answer.status_code == 403
    assert "这一次没有提交" in answer.content.decode()


@pytest.mark.django_db
def test_signing_in_and_out(client: Client) -> None:
    officer = an_officer()
    typed = {"username": officer.username, "password": PASSWORD, "next": "/ui/"}
    assert client.post("/login/", typed)["Location"] == "/ui/"
    assert client.get("/ui/").status_code == 200
    client.post("/logout/")
    assert client.get("/ui/")["Location"].startswith("/login/")


@pytest.mark.django_db
def test_the_session_answers_with_a_token_or_401(client: Client) -> None:
    assert client.get("/session/").status_code == 401
    client.force_login(an_officer(), backend=BACKEND)
    assert client.get("/session/").json()["token"]
    assert client.get("/signed-in/").status_code == 200


@pytest.mark.django_db
def test_a_password_of_ones_own_ends_the_demand_for_it(client: Client) -> None:
    officer = an_officer()
    Officer.objects.filter(pk=officer.pk).update(must_change_password=True)
    client.force_login(officer, backend=BACKEND)
    new = "Wucui-portal-71"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/password/", typed)["Location"] == "/password/changed/"
    officer.refresh_from_db()
    assert not officer.must_change_password
    assert officer.password_changed_at is not None
    assert client.get("/password/changed/").status_code == 200


@pytest.mark.django_db
def test_a_refused_new_password_says_why_beside_its_field(client: Client) -> None:
    client.force_login(an_officer(), backend=BACKEND)
    page = client.post("/password/", {"old_password": "wrong"}).content.decode()
    assert 'aria-invalid="true"' in page
    assert "请填写新密码" in page
