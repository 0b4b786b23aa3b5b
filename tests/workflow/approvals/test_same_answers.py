"""What waits for nobody, and from whose questions somebody is recused: as was asked before."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.db.models import Exists, Q
from django.utils import timezone

from departments.models import Term
from departments.roles import Role
from disputes.choices import State
from disputes.models import Dispute, Recusal
from tests import factories as f
from workflow.models import Approval
from workflow.models.meeting import about_what_he_left
from workflow.procedure.presence import leaderless

pytestmark = pytest.mark.django_db


def waited_before() -> set[int]:
    """One set of all that waits for the leader, then the two conditions on each of it."""
    today = timezone.localdate()
    leads, deputizes = leaderless._leading(today), leaderless._deputizing(today)
    able = Q(leaderless._unless_recused(leads))
    able |= Q(leaderless._unless_recused(deputizes, "deputy"))
    recused = Q(pk__in=Recusal.objects.values("dispute"))
    nobody = ~(Q(Exists(leads)) | Q(Exists(deputizes)))
    asked = Approval.objects.pending().filter(dispute__isnull=False, awaits="", desk=None)
    at_desk = Dispute.objects.filter(state=State.AWAITING_APPROVAL, owing_role=Role.LEADER)
    keys = at_desk.order_by().values_list("pk").union(asked.order_by().values_list("dispute"))
    rows = Dispute.objects.filter(pk__in=keys).filter(nobody | recused)
    return set(rows.exclude(able | Q(leaderless._is_stood_in())).values_list("pk", flat=True))


def waits_now() -> set[int]:
    rows = Dispute.objects.filter(leaderless.waits_for_nobody(timezone.localdate()))
    return set(rows.values_list("pk", flat=True))


def test_each_is_told_as_before_with_and_without_a_leader() -> None:
    leader, clerk = f.a_leader(), f.an_officer()
    office = f.an_officer(Role.OFFICE, "ZB")
    cases = [f.triaged() for _ in range(3)]
    for case in cases:
        f.do(case, "report_major", clerk, reason="群体性诉求")
    kept, other, plain = cases
    for case, officer in ((kept, leader), (other, office)):
        Recusal.objects.create(dispute=case, officer=officer, reason="亲属", recorded_by=clerk)
    assert waits_now() == waited_before() == {kept.pk}
    for officer, case in product((leader, office, clerk), cases):
        left = Q(dispute__recusals__officer=officer) | about_what_he_left(officer, "meeting")
        before = set(Approval.objects.filter(left))
        assert set(Approval.objects.recused_from(officer)) == before
        own = Recusal.objects.filter(officer=officer, dispute=case).exists()
        assert (case.approvals.get() in before) == own
    Term.objects.filter(officer=leader).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert waits_now() == waited_before() == {each.pk for each in (kept, other, plain)}
