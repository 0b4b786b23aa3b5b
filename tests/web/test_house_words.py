"""A field without a sentence of its own says what to do, in the words of the other pages."""

from django import forms

from departments.models import Department


class Plain(forms.Form):
    level = forms.ChoiceField(choices=[("1", "一级")])
    kinds = forms.MultipleChoiceField(choices=[("a", "甲")])
    unit = forms.ModelChoiceField(Department.objects.none())
    word = forms.CharField(max_length=3)
    count = forms.IntegerField(min_value=2)
    place = forms.IntegerField()


def test_what_django_would_say_is_said_as_a_clerk_would_be_told() -> None:
    typed = {"level": "hint", "kinds": ["z"], "word": "四个字的", "count": "1", "place": "x"}
    said = {name: errors[0] for name, errors in Plain(typed).errors.items() if name != "unit"}
    assert said == {
        "level": "请从列表中选择，没有“hint”这一项。",
        "kinds": "请从列表中选择，没有“z”这一项。",
        "word": "最多 3 个字，现在有 4 个。",
        "count": "不能小于 2。",
        "place": "请填写整数。",
    }


def test_an_own_sentence_is_kept() -> None:
    own = forms.ChoiceField(choices=[], error_messages={"invalid_choice": "请选择一级。"})
    assert own.error_messages["invalid_choice"] == "请选择一级。"
