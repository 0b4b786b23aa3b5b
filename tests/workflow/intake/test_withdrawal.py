"""What PostgreSQL insists on when a payer leaves and when somebody is told, whoever writes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from disputes.models import Party
from tests import factories as f
from tests.workflow.two_payers import merged
from workflow.models import PartWithdrawal, WithdrawalTelling
from workflow.models.withdrawal import WithdrawnPart

pytestmark = pytest.mark.django_db


def test_nobody_leaves_without_a_record_nor_comes_back_and_never_the_last() -> None:
    dispute, gone = merged()
    payers = Party.objects.filter(dispute=dispute, role="payer")
    with pytest.raises(DatabaseError, match="by his own withdrawal"), transaction.atomic():
        payers.filter(of=gone).update(left_at=timezone.now())
    f.do(dispute, "withdraw_part", f.an_officer(), what="party", of=gone.pk,
         requested_on=f.today(), ground="书面申请")  # fmt: skip
    with pytest.raises(DatabaseError, match="by his own withdrawal"), transaction.atomic():
        payers.filter(of=gone).update(left_at=None)
    again = dispute.part_withdrawals.get()
    PartWithdrawal.objects.create(
        dispute=dispute, part=WithdrawnPart.PARTY, requested_on=f.today(), ground="书面申请",
        recorded_by=again.recorded_by, recorded_at=again.recorded_at,
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="the last payer"), transaction.atomic():
        payers.filter(of=None).update(left_at=timezone.now())


def test_a_record_says_what_was_taken_back_and_what_is_left_and_never_changes() -> None:
    dispute, by = f.handled(), f.an_officer()
    plain = {"dispute": dispute, "requested_on": f.today(), "ground": "书面申请",
             "recorded_by": by, "recorded_at": timezone.now()}  # fmt: skip
    for wrong in (
        {"part": WithdrawnPart.CLAIM, "claim": "滞纳金"},
        {"part": WithdrawnPart.INSURANCE, "insurance_types": ["pension"]},
        {"part": WithdrawnPart.PARTY, "ground": ""},
    ):
        with pytest.raises(DatabaseError, match="part_withdrawal"), transaction.atomic():
            PartWithdrawal.objects.create(**plain | wrong)
    kept = PartWithdrawal.objects.create(
        **plain, part=WithdrawnPart.CLAIM, claim="滞纳金", claim_left="补缴"
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        PartWithdrawal.objects.filter(pk=kept.pk).update(ground="")


@pytest.mark.parametrize("days", [-1, 1])
def test_nobody_was_told_before_the_notice_or_tomorrow_or_of_another_paper(days: int) -> None:
    dispute, _ = merged()
    f.do(dispute, "withdraw", f.an_officer(), note="书面申请", all_payers=True)
    notice = dispute.papers.get(kind="withdrawal_notice")
    told = {"dispute": dispute, "method": "mail", "recorded_by": f.an_officer(),
            "recorded_at": timezone.now()}  # fmt: skip
    other = dispute.papers.get(kind="registration")
    for paper, on in ((notice, f.today() + timedelta(days=days)), (other, f.today())):
        with pytest.raises(DatabaseError, match="told of a withdrawal"), transaction.atomic():
            WithdrawalTelling.objects.create(**told, paper=paper, told_on=on)
    WithdrawalTelling.objects.create(**told, paper=notice, told_on=f.today())
