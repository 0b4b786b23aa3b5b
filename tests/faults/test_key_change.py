"""Keys are changed by a process that is killed twice, beside one that works: nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from config.servers import OWNER
from tests.faults.house import ROOT, House

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]

SETUP = "import django; django.setup();"
MEET = f"{SETUP}from confidentiality.key_check import wrong_keys; print(wrong_keys())"
TOLD = (
    f"{SETUP}from disputes.models import Dispute; from workflow.models import TimelineEntry;"
    "print([d.facts for d in Dispute.objects.order_by('pk')[:3]],"
    "[e.text for e in TimelineEntry.objects.order_by('pk')[:10]])"
)
COLUMNS = (
    ("disputes_dispute", "facts"),
    ("disputes_party", "name"),
    ("workflow_timelineentry", "text"),
    ("workflow_paper", "content"),
)
CASES = f"{SETUP}from tests import factories as f; [f.decided('single') for _ in range(3)]"
WORK = (
    f"{SETUP}from tests import factories as f; from workflow.models import Notice\n"
    "for each in Notice.objects.order_by('pk'):\n"
    "    each.read_at = each.created_at; each.save(update_fields=['read_at'])\n"
    "f.decided('single')"
)
UNREAD = "SELECT count(*) FROM workflow_notice WHERE read_at IS NULL AND id <= {}"
UNDER = "SELECT count(*) FROM {} WHERE {} LIKE 'sm4.{}.%'"


def the_keys(house: House, *words: str) -> None:
    script = ROOT / "docs" / "operations" / "new_key.py"
    file = Path(house.home) / "demo-keys.json"
    subprocess.run([sys.executable, script, file, *words], check=True, capture_output=True)


def lying_under(house: House, key: str) -> int:
    return sum(house.rows(UNDER.format(*each, key))[0][0] for each in COLUMNS)


def test_killed_twice_and_begun_again(house: House) -> None:
    house.environment["MIGRATION_DATABASE_URL"] = house.postgres.url(OWNER)
    house.run("-W", "ignore", "-c", CASES)
    assert "[]" in house.run("-c", MEET)
    before, whole = house.run("-c", TOLD), lying_under(house, "demo")
    the_keys(house, "add", "k2")
    the_keys(house, "use", "k2")
    for lines in (1, 3):
        process = house.begin("-u", "manage.py", "rotate_keys")
        assert process.stdout is not None
        for _ in range(lines):
            assert process.stdout.readline()
        process.kill()
        process.communicate()
        assert 0 < lying_under(house, "k2") < whole
        assert house.run("-c", TOLD) == before
    [(last,)] = house.rows("SELECT coalesce(max(id), 0) FROM workflow_notice")
    beside = house.begin("-W", "ignore", "-c", WORK)
    assert "全部由当前密钥密封" in house.run("manage.py", "rotate_keys")
    _, err = beside.communicate()
    assert beside.returncode == 0, err.decode()[-2000:]
    house.run("manage.py", "rotate_keys")  # what he held meanwhile
    assert lying_under(house, "demo") == 0
    the_keys(house, "drop", "demo")
    assert "[]" in house.run("-c", MEET)
    assert house.run("-c", TOLD) == before
    assert house.rows(UNREAD.format(last)) == [(0,)]
