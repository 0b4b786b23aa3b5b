"""What a verb's form starts with: the matrix's suggestion, the draft that came back, today."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from departments.models import Officer
from departments.roles import HEADS, STAFF
from disputes.models import Dispute
from workflow.procedure import routing_records
from workflow.verbs.forms import VerbForm
from workflow.verbs.narrowing import Start, limit_to, members, others_than_receiving


def _convene(dispute: Dispute) -> Start:
    """Whom the matrix names, less the one who invites."""
    answer = routing_records.suggestion(dispute)
    own = dispute.receiving_department.code
    asked = dict.fromkeys([*answer.lead, *answer.supporting])
    asked.pop(own, None)
    lead = answer.lead[0] if answer.lead and answer.lead[0] != own else ""
    return {"departments": list(asked), "lead": lead}


def _any_member(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """A task goes to any member unit, the receiving one too (R022)."""
    limit_to(form, "department", members())


def _the_rest(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """Whoever asks comes anyway."""
    limit_to(form, "departments", members().exclude(pk__in=officer.department_ids))


def _may_lead(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    limit_to(form, "department", members().filter(may_lead=True))


def _together(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    limit_to(form, "departments", others_than_receiving(dispute))
    if "lead" in form.fields:
        limit_to(form, "lead", members().filter(may_lead=True))


def _colleagues_only(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """接办: somebody of the head's own department who has not withdrawn."""
    others = _colleagues(officer, dispute).exclude(pk=dispute.responsible_officer_id)
    limit_to(form, "officer", others)


def _self_or_own(form: VerbForm, dispute: Dispute, officer: Officer) -> None:
    """回避: himself; a head also for his people (R108)."""
    mine = Q(pk=officer.pk)
    if any(post.role in HEADS for post in officer.posts_today):
        mine |= Q(pk__in=_colleagues(officer, dispute).values("pk"))
    limit_to(form, "officer", Officer.objects.filter(mine, is_active=True))
    form.initial.setdefault("officer", officer.username)


def _colleagues(officer: Officer, dispute: Dispute) -> QuerySet[Officer]:
    """Whoever holds a case post in one of his departments today and is not recused."""
    today = timezone.localdate()
    held = Q(terms__starts_on__lte=today) & (Q(terms__ends_on=None) | Q(terms__ends_on__gte=today))
    here = Q(terms__post__department__in=officer.department_ids, terms__post__role__in=STAFF)
    found = Officer.objects.filter(held & here, is_active=True)
    return found.exclude(recusals__dispute=dispute).distinct()
