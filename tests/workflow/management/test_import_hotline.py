"""`import_hotline FILE --officer NAME` (A22)."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from departments.roles import Role
from tests import factories
from tests.workflow.intake.hotline.test_registering import BAD, export, good

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


def test_the_command_names_the_officer_who_registers(tmp_path: Path) -> None:
    clerk = factories.an_officer(Role.CLERK, "SW")
    file = tmp_path / "orders.csv"
    file.write_bytes(export(good(1), BAD))
    out, err = StringIO(), StringIO()
    call_command("import_hotline", str(file), "--officer", clerk.username, stdout=out, stderr=err)
    assert "已登记 1 件，1 行未登记。" in out.getvalue()
    assert "第 5 行：" in err.getvalue()
    with pytest.raises(CommandError, match="没有工号为 nobody 的在用人员"):
        call_command("import_hotline", str(file), "--officer", "nobody")
    auditor = factories.an_officer(Role.AUDITOR, "ZB")
    with pytest.raises(CommandError, match="没有受理岗位"):
        call_command("import_hotline", str(file), "--officer", auditor.username)
