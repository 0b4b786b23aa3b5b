"""A new server opens with its three administrators and nobody else."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from departments.actions import members
from departments.models import ChangeRecord, Department, Officer
from departments.models.department import Kind
from departments.roles import ADMINISTRATORS, Role

pytestmark = pytest.mark.django_db


def test_the_three_can_sign_in_and_must_change_their_passwords() -> None:
    said = StringIO()
    call_command("first_administrators", stdout=said)
    assert Officer.objects.count() == 3
    for role in ADMINISTRATORS:
        officer = Officer.objects.get(username=role.value)
        line = next(line for line in said.getvalue().splitlines() if str(role.label) in line)
        assert officer.check_password(line.split()[-1])
        assert officer.must_change_password
        assert officer.has_role(role)
        assert officer.may_sign_in(timezone.localdate())
    assert ChangeRecord.objects.filter(verb="建立账号").count() == 3


def test_on_a_new_server_a_major_matter_goes_by_the_head_of_its_unit() -> None:
    call_command("first_administrators", stdout=StringIO())
    units = Department.objects.exclude(kind=Kind.OFFICE)
    assert set(units.values_list("major_head_review", flat=True)) == {True}
    said = ChangeRecord.objects.filter(after="报请组长须经负责人审核：是", reason="建库")
    assert said.count() == units.count()
    sysadmin = Officer.objects.get(username=Role.SYSADMIN.value)
    unit = members.NewMember("MZ", "区民政局", "民政局", "bureau")
    day = timezone.localdate()
    decision = members.Decision(day, "专班决定1号", day)
    assert members.admit(unit, by=sysadmin, decision=decision).major_head_review


def test_it_happens_once() -> None:
    call_command("first_administrators", stdout=StringIO())
    with pytest.raises(CommandError, match="已有账号"):
        call_command("first_administrators", stdout=StringIO())
    assert Officer.objects.count() == 3
