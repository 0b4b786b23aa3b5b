"""What is typed reads as it is stored: no sign in it turns it around (U+202E)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django import forms
from django.urls import get_resolver

from departments.forms.fields import RowForm
from departments.roles import Role
from tests import factories as f
from tests.api.programs import WHOLE, program
from tests.workflow.signing_in import signed_in
from web.form_fields import line, words

TURNED = "\u202e张三\u202c\u2066李\u2069\u200f\x07"
#: They are compared and never kept: what is looked for, who signs in and with what; files of days.
COMPARED = {
    *(
        "q",
        "who",
        "number",
        "department",
        "category",
        "cursor",
        "code",
        "username",
        "password",
        "text",
    ),
    *("old_password", "new_password1", "new_password2", "phone", "facts", "secret", "second_code"),
}


def every_form(kind: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for each in kind.__subclasses__():
        yield each
        yield from every_form(each)


def test_each_field_of_words_takes_such_signs_out() -> None:
    assert get_resolver().url_patterns  # every form is there now
    ours = ("config", "departments", "deadlines", "disputes", "reports", "web", "workflow")
    found = {
        f"{form.__module__}.{form.__name__}.{name}"
        for form in every_form()
        if form.__module__.startswith(ours) and not issubclass(form, RowForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if type(field) is forms.CharField and name not in COMPARED
    }
    assert found == set()
    for field in (line("名称"), words("理由")):
        assert field.clean(TURNED) == "张三李"
        with pytest.raises(forms.ValidationError):
            field.clean("\u202e")


def test_each_area_takes_as_many_characters_as_the_browser_counted() -> None:
    """A browser counts a line break as one character, and sends two."""
    assert get_resolver().url_patterns
    areas = [
        (f"{form.__name__}.{name}", field)
        for form in every_form()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, forms.Textarea) and getattr(field, "max_length", None)
    ]
    assert len(areas) > 20
    refused = set()
    for name, field in areas:
        try:
            field.clean("字\r\n" * (field.max_length // 2 - 1) + "字字")
        except forms.ValidationError:
            refused.add(name)
    assert refused == set()


@pytest.mark.django_db
def test_by_page_and_by_program_nothing_is_turned_around() -> None:
    clerk = program()
    made = clerk.post("disputes/", WHOLE | {"facts": f"反映的事{TURNED}"}).json()
    assert made["facts"] == "反映的事张三李"
    town = {"code": "230718199", "name": TURNED, "department": f.a_department("CL").pk}
    page = signed_in(f.an_officer(Role.SYSADMIN, "ZB"))
    answer = page.post("/manage/towns/new/", town | {"is_active": "on"}, follow=True)
    assert "张三李" in answer.content.decode()
    assert "\u202e" not in answer.content.decode()
