"""What the list keeps for an officer: a view under a name, a dispute among his own."""

from __future__ import annotations

from django import forms

from web.form_fields import LineField
from web.paging import LARGEST_ID


class SaveViewForm(forms.Form):
    """存为常用条件."""

    name = LineField(
        label="名称",
        max_length=20,
        error_messages={
            "required": "请给这组条件起个名字。",
            "max_length": "名字不能超过20个字。",
        },
    )


def _dispute() -> forms.IntegerField:
    return forms.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)


class FollowForm(forms.Form):
    """关注 or 取消关注: the star that was pressed names the dispute, and which of both."""

    follow = _dispute()
    unfollow = _dispute()

    def which(self) -> int:
        """The dispute's id; none has 0."""
        self.is_valid()
        return self.cleaned_data.get("follow") or self.cleaned_data.get("unfollow") or 0

    @property
    def is_end(self) -> bool:
        return "unfollow" in self.data
