"""What an old case is found by is what a new one is (R075)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper

from confidentiality.audit.models import AuditArrival
from confidentiality.rotation.rows import as_owner
from disputes.finding import found_by
from disputes.models import Dispute
from tests import factories as f
from workflow.models import CaseFile

pytestmark = pytest.mark.django_db


@contextmanager
def owning() -> Iterator[CursorWrapper]:
    """As the owner of the tables, who may set a trigger aside; a test is one transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (role,) = cursor.fetchone()
        cursor.execute("RESET ROLE")
        yield cursor
        cursor.execute("RESET pgtrigger.ignore")
        cursor.execute(f"SET ROLE {role}")


def run() -> str:
    out = StringIO()
    call_command("index_again", stdout=out)
    return out.getvalue()


def test_no_old_index_finds_who_reported_in_confidence() -> None:
    """As it was before the rule: his name stood in the index of case and file."""
    facts = "欧阳测试说单位没有缴纳"
    dispute = f.archived("single", "SW", confidential_report=True, facts=facts)
    right = Dispute.objects.get(pk=dispute.pk)
    kept = (right.search_text, right.search_grams, right.version)
    with owning() as cursor:
        for row in (right, right.case_file):
            as_owner(cursor, row._meta.db_table)
            row.search_text = f"{row.search_text} {facts}"
            row.save(update_fields=["search_text"])
    assert list(found_by(Dispute.objects.all(), "欧阳测试")) == [dispute]
    with pytest.raises(CommandError, match="所有者"):
        run()
    with owning():
        assert "重建事项 1 件、案卷 1 卷" in run()
    now = Dispute.objects.get(pk=dispute.pk)
    assert (now.search_text, now.search_grams, now.version) == kept
    file = CaseFile.objects.get(dispute=dispute)
    assert facts not in file.search_text
    assert "没有缴纳" in file.search_text
    assert not list(found_by(Dispute.objects.all(), "欧阳测试"))
    assert list(found_by(Dispute.objects.all(), "没有缴纳")) == [dispute]
    with owning():
        assert "重建事项 0 件、案卷 0 卷" in run()
    assert AuditArrival.objects.filter(verb="index_again").count() == 2
    with pytest.raises(IntegrityError, match="archived"), transaction.atomic():
        now.save(update_fields=["facts"])
