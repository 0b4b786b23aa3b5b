"""The name an officer gives to a view of the list."""

from django import forms


class SaveViewForm(forms.Form):
    """存为常用条件."""

    name = forms.CharField(
        label="名称",
        max_length=20,
        error_messages={
            "required": "请给这组条件起个名字。",
            "max_length": "名字不能超过20个字。",
        },
    )
