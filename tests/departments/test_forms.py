"""What the forms of 管理 keep: their mistakes are read in the order in which their fields stand."""

from __future__ import annotations

import re

import pytest

from departments.forms.people import DelegationForm, NewAccountForm
from departments.forms.units import MemberForm
from web.templatetags.ui_forms import errors

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", [MemberForm, NewAccountForm, DelegationForm])
def test_mistakes_are_listed_as_the_fields_stand(
    kind: type[MemberForm | NewAccountForm | DelegationForm],
) -> None:
    drawn = [part.partition(":")[0] for part in kind.layout.split()]
    listed = re.findall(r'href="#id_(\w+)"', errors(kind({})))
    assert listed == [name for name in drawn if name in listed]
    assert len(listed) > 1
