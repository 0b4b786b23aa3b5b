"""Every mode's road from the counter to the archive, through the actions."""

from __future__ import annotations

import pytest

from disputes.choices import Mode, State
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("mode", [Mode.SINGLE, Mode.REFERRAL, Mode.JOINT, Mode.SPECIAL])
def test_every_mode_reaches_the_archive_with_its_papers(mode):
    dispute = f.archived(mode)
    assert dispute.state == State.ARCHIVED
    labels = [paper.label for paper in dispute.papers.all()]
    assert labels[0] == "受理登记表"
    assert labels.count("处理意见告知书") == 2
    assert dispute.case_file.number.startswith("01")
